/* The files of a bundle, good and bad, as tests/vectors/files.json has them for everybody. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { Refused } from './bytes.js';
import { bytesOf, readNotices, readVenue } from './files.js';

const FILES = JSON.parse(fs.readFileSync(new URL('../vectors/files.json', import.meta.url), 'utf8'));
/** @type {Record<string, (bytes: Uint8Array) => any>} */
const READERS = { venue: readVenue, notices: readNotices };

for (const [kind, { good, bad }] of Object.entries(FILES)) {
    test(`good files of the kind ${kind} are read as they are`, () => {
        for (const file of good) {
            assert.deepEqual(READERS[kind](bytesOf(file)), file);
        }
    });
    test(`bad files of the kind ${kind} are refused`, () => {
        for (const { why, file } of bad) {
            assert.throws(() => READERS[kind](bytesOf(file)), Refused, why);
        }
    });
}

test('a file over its limit is refused', () => {
    assert.throws(() => readVenue(new Uint8Array(64 * 1024 + 1)), Refused);
});

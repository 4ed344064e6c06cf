/* Reads what the kiosks and the hub of tests/e2e/reader.sh left behind; JOURNEY names its folder. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { toHex } from './bytes.js';
import { samePoint } from './chain.js';
import {
    countsOf,
    exported,
    readBatches,
    readBundle,
    readCountsFile,
    readEnrolment,
    readKeptStatements,
    readReceipt,
    readWordsFile,
    wordsOf,
} from './evidence.js';

/** @typedef {import('./evidence.js').Kept} Kept */

/**
 * What was written at each kiosk and by journey_client.js, and what was answered under seal.
 * @type {Record<string, { words: any[], counts: any[] }>}
 */
const SAID = {
    clinic: { words: [{ fft_why: 'kind', improve: ' ok' }, {}, {}], counts: [{}, {}, {}] },
    jobcentre: { words: [{ improve: 'no' }], counts: [{}] },
    library: {
        words: [{ else: 'hi' }, {}],
        counts: [{ disabled: 'yes', helped_by: ['ramp', 'time'] }, { disabled: 'no' }],
    },
    stranger: {
        words: [{ fft_why: 'Diolch, \u0634\u06a9\u0631\u06cc\u06c1!' }, { improve: 'More chairs' }, {}],
        counts: [{}, {}, {}],
    },
};

const folder = process.env.JOURNEY ?? '';
const inside = (/** @type {string[]} */ ...names) => path.join(folder, ...names);
const text = (/** @type {string} */ name) => fs.readFileSync(inside(name), 'utf8');
const lines = (/** @type {string} */ name) =>
    text(name)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));

/** @type {Kept[]} */
const kept = lines('kept.jsonl');
const exports = lines('export.jsonl');
const wordsFile = inside('hub', 'words', fs.readdirSync(inside('hub', 'words'))[0]);
const wordsKey = readWordsFile(wordsFile, text('passphrase').trim());

/** The kiosk of a folder is the one whose enrolment its code proves. @param {string} name */
function findKept(name) {
    const code = text(`${name}-code`).trim();
    const found = kept.filter((one) => {
        try {
            return readEnrolment(one, code) !== null;
        } catch {
            return false;
        }
    });
    assert.equal(found.length, 1, `one enrolment with the code of ${name}`);
    return { kept: found[0], enrolment: readEnrolment(found[0], code) };
}

for (const [name, said] of Object.entries(SAID).filter(([name]) => fs.existsSync(inside(name)))) {
    const { kept: own, enrolment } = findKept(name);
    const batches = readBatches(own, enrolment);
    const responses = batches.flatMap((batch) => batch.responses);
    const bundleOf = (/** @type {Uint8Array} */ digest) => readBundle(inside(name), digest, enrolment);
    const end = batches[batches.length - 1].after;

    test(`${name}: all batches are signed and follow one another from the beginning of the life`, () => {
        assert.equal(responses.length, said.words.length);
        console.log(`told: ${name}: ${batches.length} batches, ${responses.length} responses`);
    });

    test(`${name}: the statements that it keeps are the programme's`, () => {
        const numbers = readKeptStatements(inside(name), enrolment).map(
            (/** @type {any} */ { number }) => number,
        );
        assert.ok(enrolment.said.every(({ number }) => numbers.includes(number)));
    });

    test(`${name}: the last receipt is the hub's, and covers everything`, () => {
        const kiosk = fs.existsSync(inside(name, 'courier', 'receipt'))
            ? [inside(name, 'courier', 'receipt')]
            : [];
        const carried = fs
            .readdirSync(inside('stick'))
            .filter((file) => file.startsWith(`yousaid-${own.kiosk}-`) && file.endsWith('.receipt'))
            .map((file) => inside('stick', file));
        const receipts = [...kiosk, ...carried].map((file) => readReceipt(file, enrolment));
        assert.ok(receipts.length > 0);
        assert.ok(
            receipts.every((reply) => reply.kiosk === enrolment.kiosk && reply.life === enrolment.life),
        );
        assert.ok(receipts.some((reply) => samePoint(reply.receipt, end)));
        assert.deepEqual(
            receipts.flatMap((reply) => reply.refused),
            [],
        );
    });

    test(`${name}: every response was asked under a whole bundle, signed by the hub`, () => {
        for (const response of responses) {
            const { manifest, survey } = bundleOf(response.bundle);
            assert.equal(toHex(survey.digest), toHex(response.survey));
            assert.ok(manifest.languages.includes(response.language));
            assert.equal(manifest.programme, enrolment.programmeName);
        }
    });

    test(`${name}: the export says what was signed`, () => {
        const rows = exports.filter((row) => row.kiosk === own.kiosk);
        assert.equal(rows.length, responses.length);
        responses.forEach((response, i) => {
            const { venue, version, date, hour, time_quality: quality, flagged, ...rest } = rows[i];
            assert.deepEqual(rest, exported(response, bundleOf(response.bundle).survey, enrolment));
            assert.equal(venue, bundleOf(response.bundle).manifest.venue);
            assert.match(
                `${date} ${hour} ${quality} ${version} ${flagged}`,
                /^\d{4}-\d\d-\d\d \d{1,2} \w+ \d+ (true|false)$/,
            );
        });
    });

    test(`${name}: words and sealed answers open to what was typed and touched`, () => {
        const counts = readCountsFile(inside('hub', 'keys', 'counts.key'), enrolment);
        responses.forEach((response, i) => {
            const { survey } = bundleOf(response.bundle);
            assert.deepEqual(wordsOf(response, survey, enrolment.life, wordsKey), said.words[i]);
            assert.deepEqual(clean(countsOf(response, survey, enrolment.life, counts)), said.counts[i]);
        });
    });
}

/** Without the questions that were not asked. @param {Record<string, any>} answers */
function clean(answers) {
    return Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== undefined));
}

test('what was typed lies open nowhere in what was exchanged', () => {
    const exchanged = [text('kept.jsonl'), text('export.jsonl')].join('');
    assert.ok(
        !exchanged.includes('kind') && !exchanged.includes(Buffer.from('kind').toString('hex').toUpperCase()),
    );
});

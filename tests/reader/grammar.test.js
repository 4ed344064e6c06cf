/* The grammar is whole, is read as RFC 8610 means it, and fits the messages: each of its rules is used. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Refused, fromHex } from './bytes.js';
import { readItem } from './cbor.js';
import { parseCddl } from './cddl.js';
import { mapsOf } from './files.js';
import { Grammar, wire } from './grammar.js';
import { vectors } from './samples.js';

const MESSAGES = [
    'batch-message',
    'reply-message',
    'manifest-message',
    'statement-message',
    'certificate-message',
    'survey-message',
    'adoption-message',
    'offer-message',
];
const PAYLOADS = [
    'batch',
    'response',
    'reply',
    'manifest',
    'statement',
    'certificate',
    'adoption',
    'offer',
    'bundle-file',
    'enrol-request-message',
    'enrol-reply-message',
    'wrapped-words-key',
    'venue-file',
    'notices-file',
];

/** @param {string} cddl @param {any} value does the first rule allow it? */
function allows(cddl, value) {
    try {
        const grammar = new Grammar(cddl);
        grammar.judge([...grammar.rules.keys()][0], value);
        return true;
    } catch (error) {
        assert.ok(error instanceof Refused, String(error));
        return false;
    }
}

test('the grammar defines every name that it uses', () => {
    assert.deepEqual(wire.undefinedNames(), []);
});

test('every rule is part of a message', () => {
    const used = wire.reachable([...MESSAGES, ...PAYLOADS, 'purpose']);
    assert.deepEqual(
        [...wire.rules.keys()].filter((rule) => !used.has(rule)),
        [],
    );
});

test('the purposes are those that the grammar lists', async () => {
    const { KINDS } = await import('./sign.js');
    Object.values(KINDS).forEach(({ purpose }) => wire.judge('purpose', purpose));
});

/** @type {[string, string, any[], any[]][]} */
const RULES = [
    ['ranges', 'a = 0..255', [0, 255], [-1, 256, 1.5, '1', null]],
    [
        'ranges of 64 bits',
        'a = -9223372036854775808..9223372036854775807',
        [0, -(2n ** 63n), 2n ** 63n - 1n],
        [2n ** 63n, -(2n ** 63n) - 1n],
    ],
    ['choices', 'a = 0 / 30..300 / "x"', [0, 30, 300, 'x'], [1, 29, 301, 'y']],
    ['whole numbers', 'a = uint', [0, 2n ** 63n], [-1, 0.5, true]],
    [
        'sizes',
        'a = bytes .size (1..2)',
        [new Uint8Array(1), new Uint8Array(2)],
        [new Uint8Array(0), new Uint8Array(3), 'a'],
    ],
    ['sizes of texts in bytes', 'a = tstr .size (0..2)', ['', 'ab', '\u00e9'], ['abc', '\u00e9a']],
    ['least numbers', 'a = uint .ge 1', [1, 2n ** 60n], [0]],
    ['largest numbers', 'a = uint .lt 3', [2], [3]],
    ['patterns of the whole text', 'a = tstr .regexp "[a-z]{1,2}"', ['a', 'ab'], ['', 'abc', 'A', 'a\n']],
    ['enumerations', 'a = &(no: 0, yes: 1)', [0, 1], [2, 'no']],
    ['arrays of so many', 'a = [1*2 0..9]', [[1], [1, 2]], [[], [1, 2, 3], [10]]],
    ['arrays of any number', 'a = [* 0..9]', [[], [1, 2, 3]], [[10], [1, 'x']]],
    ['arrays of fixed places', 'a = [x: uint, y: tstr]', [[1, 'a']], [[1], [1, 'a', 0], ['a', 1]]],
    [
        'maps of all keys',
        'a = { 0 => 1, 1 => tstr }',
        [
            new Map(
                /** @type {[number, any][]} */ ([
                    [0, 1],
                    [1, ''],
                ]),
            ),
        ],
        [
            new Map([[0, 1]]),
            new Map(
                /** @type {[number, any][]} */ ([
                    [0, 1],
                    [1, ''],
                    [2, 0],
                ]),
            ),
            {},
            [],
        ],
    ],
    [
        'maps of some keys',
        'a = { b: 1, ? c: 2 }',
        [new Map([['b', 1]]), mapsOf({ b: 1, c: 2 })],
        [new Map(), mapsOf({ b: 1, c: 3 }), mapsOf({ b: 1, d: 2 }), mapsOf({ c: 2 })],
    ],
    [
        'tables',
        'a = { 1*2 tstr => 0..9 }',
        [mapsOf({ x: 0 }), mapsOf({ x: 0, y: 9 })],
        [new Map(), mapsOf({ x: 10 }), mapsOf({ x: 0, y: 1, z: 2 }), new Map([[0, 0]])],
    ],
    ['empty maps', 'a = {}', [new Map()], [new Map([[0, 0]])]],
    ['CBOR within bytes', 'a = bytes .cbor b\nb = 7', [Uint8Array.of(7)], [Uint8Array.of(8)]],
    ['names and brackets', 'a = b / (0 / 1)\nb = "b" ; says b', ['b', 0, 1], [2]],
];

for (const [name, cddl, good, bad] of RULES) {
    test(`${name} are judged as RFC 8610 says`, () => {
        good.forEach((value) => assert.ok(allows(cddl, value), `${cddl}: ${String(value)}`));
        bad.forEach((value) => assert.ok(!allows(cddl, value), `${cddl}: ${String(value)}`));
    });
}

test('what this reader of CDDL does not know is an error, not passed over', () => {
    for (const text of [
        'a = ~b',
        'a = uint .default 1',
        'a = [1',
        'a uint',
        'a = 1 a = 2',
        'a = { + 0 => 1 }',
        'a = 1.5',
        'a = tstr .. uint',
        '= 1',
        'a = (b // c)',
        'a = %',
    ]) {
        assert.throws(() => parseCddl(text), /CDDL/, text);
    }
});

for (const kind of ['reply', 'manifest', 'statement', 'certificate', 'adoption', 'offer']) {
    test(`each key of a ${kind} is obligatory`, () => {
        const map = readItem(fromHex(vectors[kind].payload));
        wire.judge(kind, map);
        for (const key of map.keys()) {
            const without = new Map(map);
            without.delete(key);
            assert.throws(() => wire.judge(kind, without), Refused);
        }
    });
}

/* What is not as the page says is refused, with the reason that fits. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { readBatch, readUnpacked } from './batch_read.js';
import { readBundleFile, readOffer, takeBundleFile } from './bundle_file.js';
import { Refused, digest, fromHex, fromText, join, u64 } from './bytes.js';
import { readItem, writeItem } from './cbor.js';
import { startOf } from './chain.js';
import { readCode } from './code.js';
import {
    BLOB_KINDS,
    invitationKey,
    readAdoption,
    readCertificate,
    readEnrolReply,
    readEnrolRequest,
    readManifest,
    readReply,
    readStatement,
} from './messages.js';
import { otherForms } from './other_forms.js';
import { fromLife, keysOf, sealedPlace, vectors } from './samples.js';
import { openCounts, openWords, sealBox, unwrapWordsKey } from './seal.js';
import { open, sign } from './sign.js';
import { spoiledBatches } from './spoiled.js';

const kiosk = keysOf('kiosk');
const hub = keysOf('hub');
const programme = keysOf('programme');
const LIFE = fromLife('0123456789abcdef');
const carried = { kiosk: 7n, seed: kiosk.seed, programme: programme.key, hubKeys: [hub.key] };

/** @param {() => unknown} read @param {RegExp} [why] */
function refuses(read, why = /./) {
    assert.throws(read, (error) => {
        assert.ok(error instanceof Refused, `an error of its own: ${/** @type {Error} */ (error).stack}`);
        assert.match(error.message, why);
        return true;
    });
}

/** @param {number} i @returns {import('./chain.js').Response} */
function visit(i) {
    return {
        seq: BigInt(i + 1),
        bundle: new Uint8Array(32).fill(0xb0),
        survey: new Uint8Array(32).fill(0x5e),
        language: i === 2 ? 'cy' : 'en',
        access: 0,
        assisted: false,
        ending: i === 2 ? 2 : 0,
        segment: 1,
        minute: 5 + i,
        gap: 60,
        states: [3 + i, i === 1 ? 3 : 2, 4, 0, 4, 2],
        words: i === 1 ? [[1, new Uint8Array(80).fill(7)]] : [],
        counts: null,
    };
}

const visits = [0, 1, 2].map(visit);
const frame = { kiosk: 7n, life: LIFE, nonce: new Uint8Array(16), before: startOf(LIFE, kiosk.key) };

for (const { name, message, why } of spoiledBatches(frame, visits, kiosk.seed)) {
    test(`a batch with ${name} is refused`, () => refuses(() => readBatch(message, kiosk.key), why));
}

for (const { name, message } of otherForms(frame, visits, kiosk.seed)) {
    test(`a batch with ${name} means the same`, () => {
        assert.deepEqual(readBatch(message, kiosk.key).responses, visits);
    });
}

/** Every message of the vectors, and how it is read. @type {[string, string, (message: Uint8Array) => unknown][]} */
const MESSAGES = [
    ['batch_empty', vectors.batch_empty.message, (message) => readBatch(message, kiosk.key)],
    ['batch', vectors.batch.message, (message) => readBatch(message, kiosk.key)],
    ['reply', vectors.reply.message, (message) => readReply(message, [hub.key])],
    ['manifest', vectors.manifest.message, (message) => readManifest(message, [hub.key])],
    ['statement', vectors.statement.message, (message) => readStatement(message, programme.key)],
    ['certificate', vectors.certificate.message, (message) => readCertificate(message, [hub.key])],
    ['adoption', vectors.adoption.message, (message) => readAdoption(message, kiosk.key)],
    ['offer', vectors.offer.message, (message) => readOffer(message, [hub.key])],
    ['bundle_file', vectors.bundle_file.file, (file) => takeBundleFile(file, carried)],
    [
        'enrolment request',
        vectors.enrolment.request,
        (message) => readEnrolRequest(message, fromHex(vectors.enrolment.key)),
    ],
    [
        'enrolment reply',
        vectors.enrolment.reply,
        (message) => readEnrolReply(message, fromHex(vectors.enrolment.key)),
    ],
    [
        'sealed words',
        vectors.sealed.words,
        (message) =>
            openWords(
                message,
                sealedPlace(vectors.sealed.words_question),
                fromHex(vectors.sealed.box_secret),
            ),
    ],
    [
        'sealed counts',
        vectors.sealed.counts,
        (message) => openCounts(message, sealedPlace(), fromHex(vectors.sealed.box_secret)),
    ],
    ['wrapped words key', vectors.sealed.wrapped, unwrapCheaply],
];

/** Flipped bits of the cost would be paid for minutes; they are looked at further down. @param {Uint8Array} bytes */
function unwrapCheaply(bytes) {
    const head = fromHex(vectors.sealed.wrapped).slice(0, 5);
    if (Buffer.compare(bytes.slice(0, 5), head) !== 0) {
        throw new Refused('another cost');
    }
    return unwrapWordsKey(bytes, vectors.sealed.passphrase);
}

for (const [name, hex, read] of MESSAGES) {
    test(`no byte of the ${name} can be changed`, () => {
        const good = fromHex(hex);
        read(good);
        for (let at = 0; at < good.length; at++) {
            const bad = good.slice();
            bad[at] ^= 1 << at % 8;
            refuses(() => read(bad));
        }
    });

    test(`the ${name} is refused when it is cut short or goes on`, () => {
        const good = fromHex(hex);
        for (const end of [0, 1, 2, good.length >> 1, good.length - 1]) {
            refuses(() => read(good.slice(0, end)));
        }
        refuses(() => read(join(good, Uint8Array.of(0))));
    });
}

/** Where the body of an unpacked batch begins: field 11 is the last. @param {Uint8Array} unpacked */
function bodyStart(unpacked) {
    return unpacked.length - writeItem(readItem(unpacked).get(11)).length;
}

test('no bit of the responses can be changed by the one who signs, without the chain', () => {
    const good = fromHex(vectors.batch.unpacked);
    for (let bit = 8 * bodyStart(good); bit < 8 * good.length; bit++) {
        const bad = good.slice();
        bad[bit >> 3] ^= 1 << bit % 8;
        refuses(() => readUnpacked(bad, kiosk.key));
    }
});

test('a batch with any bit changed before its responses says something else, or is refused', () => {
    const good = fromHex(vectors.batch.unpacked);
    const read = readUnpacked(good, kiosk.key);
    for (let bit = 0; bit < 8 * bodyStart(good); bit++) {
        const bad = good.slice();
        bad[bit >> 3] ^= 1 << bit % 8;
        try {
            assert.notDeepEqual(readUnpacked(bad, kiosk.key), read);
        } catch (error) {
            assert.ok(error instanceof Refused, `bit ${bit}: ${/** @type {Error} */ (error).stack}`);
        }
    }
});

test('a message made for one purpose verifies for no other', () => {
    const purposes = /** @type {import('./sign.js').Kind[]} */ ([
        'batch',
        'reply',
        'manifest',
        'statement',
        'certificate',
        'survey',
        'adoption',
        'offer',
    ]);
    for (const made of purposes) {
        for (const read of purposes.filter((kind) => kind !== made)) {
            refuses(() => open(read, sign(made, fromText('hello'), hub.seed), hub.key), /verify/);
        }
    }
});

/** A message with some keys of its map changed, signed anew. @param {'reply' | 'manifest' | 'statement'} kind */
function changed(kind, /** @type {[number, any][]} */ ...entries) {
    const map = readItem(fromHex(vectors[kind].payload));
    entries.forEach(([key, value]) => map.set(key, value));
    return sign(kind, writeItem(map), kind === 'statement' ? programme.seed : hub.seed);
}

test('a reply has the form that the grammar gives it', () => {
    const read = (/** @type {[number, any][]} */ ...entries) =>
        readReply(changed('reply', ...entries), [hub.key]);
    assert.deepEqual(read([7, [1, 0]]).instruction, { does: 'newLife', what: 0n });
    assert.deepEqual(read([7, [4]]).instruction, { does: 'revoked', what: null });
    assert.deepEqual(read([7, [3, new Uint8Array(32)]]).instruction, {
        does: 'sendSurvey',
        what: new Uint8Array(32),
    });
    assert.equal(read([7, null]).instruction, null);
    refuses(() => read([0, 2]), /version 2, where this program knows 1/);
    refuses(() => read([9, 0]), /key that is not known/);
    refuses(() => read([6, [0, new Uint8Array(32)]]), /\.ge/);
    refuses(() => read([7, [5]]), /reply\/7/);
    refuses(() => read([7, [4, 0]]), /reply\/7/);
    refuses(
        () =>
            read([
                8,
                [
                    [3, 'b'],
                    [2, 'a'],
                ],
            ]),
        /out of order/,
    );
    refuses(
        () =>
            read([
                8,
                [
                    [3, 'b'],
                    [3, 'a'],
                ],
            ]),
        /out of order/,
    );
    refuses(() => read([8, [[3, 'x'.repeat(160)]]]), /\.size/);
    refuses(() => read([8, Array.from({ length: 1001 }, (_, i) => [i + 1, ''])]), /no place there/);
    refuses(() => readReply(sign('reply', new Uint8Array(256 * 1024), hub.seed), [hub.key]), /at most/);
    refuses(() => readReply(fromHex(vectors.reply.message), [kiosk.key, programme.key]), /nobody/);
});

test('a manifest has the form that the grammar gives it', () => {
    const read = (/** @type {[number, any][]} */ ...entries) =>
        readManifest(changed('manifest', ...entries), [hub.key]);
    const blob = [0, 'fft_gp', new Uint8Array(32), 9000];
    assert.equal(read([7, null]).survey, null);
    assert.equal(read([9, [0, 20, 0, 0]]).idle, 0);
    refuses(() => read([1, 0]), /\.ge/);
    refuses(() => read([3, 'x'.repeat(33)]), /\.size/);
    refuses(() => read([8, Array.from({ length: 17 }, () => 'en')]), /no place there/);
    refuses(() => read([9, [29, 20, 0, 0]]), /idle/);
    refuses(() => read([9, [301, 20, 0, 0]]), /idle/);
    refuses(() => read([9, [60, 19, 0, 0]]), /warn/);
    refuses(() => read([9, [60, 20, 0, 1]]), /flags/);
    refuses(() => read([10, [[BLOB_KINDS.length, ...blob.slice(1)]]]), /kind/);
    refuses(() => read([10, [[...blob.slice(0, 3), 4194305]]]), /size/);
    refuses(() => read([10, Array.from({ length: 513 }, () => blob)]), /no place there/);
});

test("a bundle's file is for one kiosk, whole, and within its limits", () => {
    const file = fromHex(vectors.bundle_file.file);
    const parts = /** @type {any[]} */ (readItem(file));
    const other = (/** @type {number} */ at, /** @type {any} */ value) =>
        writeItem(parts.map((part, i) => (i === at ? value : part)));
    const take = (/** @type {Uint8Array} */ bytes) => () => takeBundleFile(bytes, carried);
    assert.equal(readBundleFile(file).blobs.length, 3);
    refuses(() => takeBundleFile(file, { ...carried, kiosk: 8n }), /another kiosk/);
    refuses(() => takeBundleFile(file, { ...carried, seed: hub.seed }), /another key/);
    refuses(() => takeBundleFile(file, { ...carried, hubKeys: [programme.key] }), /nobody/);
    refuses(take(other(0, 2)), /bundle-file/);
    refuses(take(other(1, new Uint8Array(1025))), /size/);
    refuses(take(other(2, Array.from({ length: 65 }, () => parts[2][0]))), /no place there/);
    refuses(take(other(3, fromHex(vectors.manifest.message))), /another manifest/);
    refuses(take(other(4, parts[4].slice(1))), /missing/);
    refuses(take(other(4, [...parts[4], new Uint8Array(0)])), /left over/);
    refuses(take(other(4, [parts[4][1], parts[4][0], parts[4][2]])), /its name/);
    refuses(take(join(file, new Uint8Array(1))));
});

test('a statement has the form that the grammar gives it', () => {
    const read = (/** @type {[number, any][]} */ ...entries) =>
        readStatement(changed('statement', ...entries), programme.key);
    assert.equal(read([2, 3], [5, new Uint8Array(500)]).kind, 'ca');
    assert.equal(read([2, 4], [5, new Uint8Array(8)]).kind, 'revoked-kiosk');
    assert.equal(read([2, 5], [5, new Uint8Array(0)]).kind, 'restored');
    refuses(() => read([1, 0]), /\.ge/);
    refuses(() => read([2, 6]), /statement\/2/);
    refuses(() => read([5, new Uint8Array(31)]), /subject/);
    refuses(() => read([2, 4]), /subject/);
    refuses(() => read([3, 2 ** 70]), /statement\/3|float/);
    refuses(() => readStatement(fromHex(vectors.statement.message), hub.key), /another key/);
});

test('an enrolment is bound to its invitation, and to its side', () => {
    const other = invitationKey(new Uint8Array(10));
    refuses(() => readEnrolRequest(fromHex(vectors.enrolment.request), other), /another invitation/);
    refuses(() => readEnrolReply(fromHex(vectors.enrolment.reply), other), /another invitation/);
    refuses(
        () => readEnrolReply(fromHex(vectors.enrolment.request), fromHex(vectors.enrolment.key)),
        /another invitation|\.cbor/,
    );
    refuses(() => readEnrolReply(new Uint8Array(256 * 1024 + 1), other), /at most/);
});

test('every single mistake in a code is noticed, and every swap of two characters', () => {
    const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const code = vectors.enrolment.code.replaceAll('-', '');
    for (let at = 0; at < code.length; at++) {
        for (const letter of letters.replace(code[at], '')) {
            refuses(() => readCode(code.slice(0, at) + letter + code.slice(at + 1)), /mistake/);
        }
        for (let other = at + 1; other < code.length; other++) {
            if (code[at] !== code[other]) {
                const swapped = [...code];
                [swapped[at], swapped[other]] = [code[other], code[at]];
                refuses(() => readCode(swapped.join('')), /mistake/);
            }
        }
    }
    refuses(() => readCode(code.slice(1)), /20 letters/);
    refuses(() => readCode(`${code}0`), /20 letters/);
    refuses(() => readCode(`U${code.slice(1)}`), /no code has/);
});

const secret = fromHex(vectors.sealed.box_secret);
const question = vectors.sealed.words_question;

test('sealed words open at no other place', () => {
    const place = sealedPlace(question);
    const elsewhere = [
        { life: place.life + 1n },
        { seq: 2n },
        { survey: digest() },
        { question: 'whose' },
        { question: '' },
    ];
    for (const other of elsewhere) {
        refuses(
            () => openWords(fromHex(vectors.sealed.words), { ...place, ...other }, secret),
            /another place/,
        );
    }
    refuses(() => openWords(fromHex(vectors.sealed.counts), sealedPlace(), secret), /another place/);
    refuses(() => openWords(fromHex(vectors.sealed.words), place, new Uint8Array(32).fill(9)), /another key/);
});

/** Words sealed around any inside. @param {Uint8Array} inside behind the binding */
function sealOdd(inside) {
    const { life, seq, survey } = sealedPlace(question);
    const bound = digest(
        fromText('yousaid/1 words\0'),
        u64(life),
        u64(seq),
        survey,
        fromText(question),
    ).slice(0, 16);
    return sealBox(join(bound, inside), fromHex(vectors.sealed.box_public));
}

/** @param {number} size stated @param {number[]} content behind it, then zeroes up to 14 bytes */
function inside(size, content, length = 14) {
    const bytes = new Uint8Array(2 + length);
    bytes.set([size >> 8, size & 255, ...content]);
    return bytes;
}

test('sealed words have one form inside', () => {
    const read = (/** @type {Uint8Array} */ bytes) =>
        openWords(sealOdd(bytes), sealedPlace(question), secret);
    assert.equal(read(inside(2, [0x68, 0x69])), 'hi');
    assert.equal(read(inside(0, [])), '');
    assert.equal(read(inside(14, new Array(14).fill(0x61))), 'a'.repeat(14));
    refuses(() => read(inside(1, [0x68, 0x69])), /not zero/);
    refuses(() => read(inside(15, new Array(14).fill(0x61))), /fit the padding/);
    refuses(() => read(inside(2, [0x68, 0x69], 46)), /fit the padding/);
    refuses(() => read(inside(2, [0x68, 0x69], 13)), /impossible size/);
    refuses(() => read(inside(2, [0xc3, 0x28])), /UTF-8/);
});

test('a wrapped words key opens with its passphrase alone, and costs no more than agreed', () => {
    const wrapped = readItem(fromHex(vectors.sealed.wrapped));
    const read = (/** @type {[number, any][]} */ ...entries) =>
        unwrapWordsKey(writeItem(new Map([...wrapped, ...entries])), vectors.sealed.passphrase);
    refuses(() => unwrapWordsKey(fromHex(vectors.sealed.wrapped), 'babab'), /another passphrase/);
    refuses(() => read([1, 2]), /another passphrase/);
    refuses(() => read([2, 16]), /another passphrase/);
    refuses(() => read([1, 5]), /within 1 to 4/);
    refuses(() => read([1, 0]), /within 1 to 4/);
    refuses(() => read([2, 1048577]), /within 8 to/);
    refuses(() => read([0, 2]), /version 2/);
});

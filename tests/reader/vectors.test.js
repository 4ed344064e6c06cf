/* Everything that is read from the vectors' bytes is what the vectors state; and the way back. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { readBatch, readUnpacked } from './batch_read.js';
import { batchMap, writeBatch } from './batch_write.js';
import { readOffer, takeBundleFile } from './bundle_file.js';
import { digest, fromHex, fromText, same, toHex } from './bytes.js';
import { writeItem } from './cbor.js';
import { canonical, step } from './chain.js';
import { readCode, writeCode } from './code.js';
import { unpack } from './frame.js';
import {
    invitationKey,
    readAdoption,
    readCertificate,
    readEnrolReply,
    readEnrolRequest,
    readManifest,
    readReply,
    readStatement,
    writeEnrolRequest,
} from './messages.js';
import { fromLife, keysOf, sealedPlace, statedResponse, vectors } from './samples.js';
import { boxPublic, openCounts, openWords, sealCounts, sealWords, unwrapWordsKey } from './seal.js';
import { keyId, open, publicOf, sign } from './sign.js';

const kiosk = keysOf('kiosk');
const hub = keysOf('hub');
const programme = keysOf('programme');
const BATCHES = ['batch_empty', 'batch_helped', 'batch', 'batch_long'];

test('keys and their ids come from the seeds', () => {
    for (const { seed, public: key, id } of Object.values(vectors.keys)) {
        assert.equal(toHex(publicOf(fromHex(seed))), key);
        assert.equal(toHex(keyId(fromHex(key))), id);
    }
});

for (const name of BATCHES) {
    const stated = vectors[name];
    const batch = readBatch(fromHex(stated.message), kiosk.key);

    test(`${name} opens into the bytes stated`, () => {
        assert.equal(toHex(unpack(open('batch', fromHex(stated.message), kiosk.key))), stated.unpacked);
        assert.deepEqual(readUnpacked(fromHex(stated.unpacked), kiosk.key), batch);
    });

    test(`${name} says who sends it, of which life, from where to where`, () => {
        assert.equal(batch.kiosk, BigInt(stated.kiosk));
        assert.equal(batch.life, fromLife(stated.life));
        assert.equal(toHex(batch.nonce), stated.nonce);
        assert.equal(toHex(batch.before.hash), stated.before);
        assert.equal(toHex(batch.after.hash), stated.after);
    });

    test(`${name} holds the responses stated, with their canonical bytes and hashes`, () => {
        assert.deepEqual(batch.responses, stated.responses.map(statedResponse));
        let point = batch.before;
        batch.responses.forEach((response, i) => {
            point = step(point, response);
            assert.equal(toHex(point.hash), stated.responses[i].hash);
            assert.equal(
                toHex(canonical(response)),
                stated.responses[i].canonical ?? toHex(canonical(response)),
            );
        });
    });

    for (const groupBy of [null, 0, 1, 2]) {
        test(`${name} written anew, grouped by ${groupBy}, reads the same`, () => {
            const frame = {
                ...batch,
                origins: [],
                now: undefined,
                health: undefined,
                segments: [],
                groupBy,
            };
            assert.deepEqual(
                readUnpacked(writeItem(batchMap(frame, batch.responses)), kiosk.key).responses,
                batch.responses,
            );
            const again = readBatch(writeBatch(frame, batch.responses, kiosk.seed), kiosk.key);
            assert.deepEqual(again.responses, batch.responses);
        });
    }
}

test('the vectors have canonical bytes to compare', () => {
    assert.ok(vectors.batch.responses.every((/** @type {any} */ response) => response.canonical));
});

test('what the page shows of the batch is in it', () => {
    const batch = readBatch(fromHex(vectors.batch.message), kiosk.key);
    assert.deepEqual(batch.origins, []);
    assert.equal(batch.bundleSerial, 12);
    assert.deepEqual(batch.now, { segment: 2, ms: 0x05265c7b, wall: 0x6ae68100 });
    assert.deepEqual(batch.health, {
        woken: 1,
        started: 2,
        completed: 3,
        restarts: 4,
        pending: 5,
        roomMib: 6000,
        writes: { count: 6, halfMs: 4, mostMs: 16, slowestMs: 17 },
        dead: [0, 0, 0, 0, 0, 0, 0, 1, 2],
        left: { survey: Uint8Array.from({ length: 32 }, () => 0x5e), at: [0, 1] },
        trouble: 4,
        answers: 250,
        program: '0.1.0',
    });
    assert.deepEqual(batch.segments, [
        { number: 1, clock: 0, wall: 0 },
        { number: 2, clock: 2, wall: 0x6ae68100 },
    ]);
});

test('help that was asked for stands behind the rest, and is left out for none', () => {
    const told = readBatch(fromHex(vectors.batch_helped.message), kiosk.key).health;
    const { helped, ...rest } = told;
    assert.equal(helped, 2);
    assert.deepEqual(rest, readBatch(fromHex(vectors.batch_empty.message), kiosk.key).health);
});

test('a batch that was signed anew has the very signature of the vectors', () => {
    const payload = open('batch', fromHex(vectors.batch.message), kiosk.key);
    assert.equal(toHex(sign('batch', payload, kiosk.seed)), vectors.batch.message);
});

test('the reply carries receipt, bundle, instruction and refusals', () => {
    const reply = readReply(fromHex(vectors.reply.message), [programme.key, hub.key]);
    assert.deepEqual(reply, {
        kiosk: 7n,
        life: fromLife('0123456789abcdef'),
        nonce: fromHex(vectors.batch.nonce),
        receipt: { seq: 3n, hash: new Uint8Array(32).fill(0xc3) },
        hubTime: 0x6ae6813c,
        bundle: { serial: 13n, manifest: new Uint8Array(32).fill(0xb1) },
        instruction: { does: 'sendAgain', what: 2n },
        refused: [
            { seq: 2n, reason: 'smile has no such answer' },
            { seq: 3n, reason: 'why was hidden' },
        ],
    });
});

test('the manifest names venue, survey, languages and blobs', () => {
    const manifest = readManifest(fromHex(vectors.manifest.message), [hub.key]);
    const { blobs, ...rest } = manifest;
    assert.deepEqual(rest, {
        serial: 13n,
        issued: 0x6ae68100,
        venue: 'riverside',
        venueName: 'Riverside Surgery',
        timeZone: 'Europe/London',
        programme: 'County feedback',
        survey: new Uint8Array(32).fill(0x5e),
        languages: ['en', 'cy'],
        idle: 60,
        warn: 20,
        thanks: 0,
    });
    assert.deepEqual(blobs, [
        { kind: 0, name: 'fft_gp', digest: new Uint8Array(32).fill(0x5e), size: 9000 },
        { kind: 1, name: 'cy', digest: new Uint8Array(32).fill(0x5f), size: 4000 },
        { kind: 7, name: '', digest: new Uint8Array(32).fill(0x60), size: 210 },
    ]);
});

test('the statement introduces a words key', () => {
    assert.deepEqual(readStatement(fromHex(vectors.statement.message), programme.key), {
        number: 2n,
        kind: 'words-key',
        issued: 0x6ae68100,
        from: 0x6ae68100,
        subject: new Uint8Array(32).fill(0x42),
    });
});

test('the certificate is about the kiosk', () => {
    assert.deepEqual(readCertificate(fromHex(vectors.certificate.message), [hub.key]), {
        kiosk: 7n,
        life: fromLife('0123456789abcdef'),
        key: kiosk.key,
        venue: 'riverside',
        issued: 0x6ae68100,
    });
});

test('an adoption holds what the hub once signed', () => {
    assert.deepEqual(readAdoption(fromHex(vectors.adoption.message), kiosk.key), {
        certificate: fromText('certificate'),
        manifest: fromText('manifest'),
        invitation: 1234,
        pin: fromText('pin'),
    });
});

test('a bundle on a stick is for one kiosk, and each of its parts is what the manifest says', () => {
    const { kiosk: number, file, part_0: survey, part_1: words, part_2: pin } = vectors.bundle_file;
    const reader = { kiosk: BigInt(number), seed: kiosk.seed, programme: programme.key, hubKeys: [hub.key] };
    const bundle = takeBundleFile(fromHex(file), reader);
    assert.equal(bundle.serial, 13n);
    assert.deepEqual(bundle.blobs.map(toHex), [survey, words, pin]);
    assert.deepEqual(bundle.manifest.survey, digest(fromHex(survey)));
    assert.equal(bundle.statements[0].kind, 'words-key');
    assert.equal(readOffer(fromHex(vectors.offer.message), [hub.key]).kiosk, 7n);
});

for (const name of ['reply', 'manifest', 'statement', 'certificate', 'offer']) {
    test(`the ${name}'s payload is the one stated`, () => {
        const { message, payload } = vectors[name];
        const key = name === 'statement' ? programme.key : hub.key;
        assert.equal(toHex(open(/** @type {any} */ (name), fromHex(message), key)), payload);
    });
}

test('an invitation code is read and written', () => {
    const { code, id, secret, key } = vectors.enrolment;
    assert.deepEqual(readCode(code), { invitation: id, secret: fromHex(secret) });
    assert.equal(writeCode(id, fromHex(secret)), code);
    assert.equal(toHex(invitationKey(fromHex(secret))), key);
});

test('people may write a code in their own way', () => {
    const { code, id, secret } = vectors.enrolment;
    for (const written of [
        code.toLowerCase(),
        code.replaceAll('-', ''),
        ` ${code.replaceAll('-', ' ')} `,
        code.replaceAll('0', 'o'),
        code.replaceAll('1', 'i'),
        code.replaceAll('1', 'L'),
    ]) {
        assert.deepEqual(readCode(written), { invitation: id, secret: fromHex(secret) });
    }
});

test('the enrolment request is what the page shows, and is written the same', () => {
    const key = fromHex(vectors.enrolment.key);
    const request = readEnrolRequest(fromHex(vectors.enrolment.request), key);
    assert.equal(request.invitation, vectors.enrolment.id);
    assert.equal(request.program, '0.1.0');
    assert.ok(same(request.kiosk, kiosk.key));
    assert.equal(toHex(writeEnrolRequest(request, key)), vectors.enrolment.request);
});

test('the enrolment reply answers that request', () => {
    const key = fromHex(vectors.enrolment.key);
    const reply = readEnrolReply(fromHex(vectors.enrolment.reply), key);
    assert.deepEqual(reply.nonce, readEnrolRequest(fromHex(vectors.enrolment.request), key).nonce);
    assert.deepEqual(reply.programme, programme.key);
    assert.equal(reply.kiosk, 7n);
    assert.equal(reply.life, fromLife('0123456789abcdef'));
    assert.equal(reply.programmeName, 'County feedback');
    assert.equal(reply.statements.length, 2);
    assert.equal(reply.bundle?.serial, 13n);
});

test('sealed words and counts open to what was sealed', () => {
    const {
        box_secret: secret,
        box_public: key,
        words,
        words_text: text,
        words_question: question,
        counts,
        counts_states: states,
    } = vectors.sealed;
    assert.equal(toHex(boxPublic(fromHex(secret))), key);
    assert.equal(openWords(fromHex(words), sealedPlace(question), fromHex(secret)), text);
    assert.deepEqual(openCounts(fromHex(counts), sealedPlace(), fromHex(secret)), states);
});

test('what is sealed here has the same size and opens here', () => {
    const {
        box_secret: secret,
        box_public: key,
        words,
        words_text: text,
        words_question: question,
        counts,
        counts_states: states,
    } = vectors.sealed;
    const sealed = sealWords(text, sealedPlace(question), fromHex(key));
    assert.equal(sealed.length, words.length / 2);
    assert.equal(openWords(sealed, sealedPlace(question), fromHex(secret)), text);
    const block = sealCounts(states, sealedPlace(), fromHex(key));
    assert.equal(block.length, counts.length / 2);
    assert.deepEqual(openCounts(block, sealedPlace(), fromHex(secret)), states);
});

test('the words key comes out of its wrapping with the passphrase', () => {
    const { wrapped, passphrase, box_secret: secret } = vectors.sealed;
    assert.equal(toHex(unwrapWordsKey(fromHex(wrapped), passphrase)), secret);
});

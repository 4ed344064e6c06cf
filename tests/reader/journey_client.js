/*
 * A client in JavaScript beside real kiosks: it enrols at the hub of tests/e2e/reader.sh (HUB_URL, a code
 * in JOURNEY/stranger-code), is understood, and what is wrong of what it says is refused.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import {
    enrol,
    enrolmentRequest,
    fetchBundle,
    frameOf,
    leave,
    makeBatch,
    pending,
    request,
    send,
    sync,
    takeEnrolment,
    takeReply,
    visit,
} from './client.js';
import { readUnpacked } from './batch_read.js';
import { batchMap, packBatch } from './batch_write.js';
import { Refused, digest, toHex } from './bytes.js';
import { writeItem } from './cbor.js';
import { samePoint } from './chain.js';
import { mutantsOf } from './mutants.js';
import { otherForms } from './other_forms.js';
import { publicOf } from './sign.js';
import { spoiledBatches } from './spoiled.js';

const MUTANTS = Number(process.env.MUTANTS ?? 500);
const hub = process.env.HUB_URL ?? '';
const folder = process.env.JOURNEY ?? '';
const code = fs.readFileSync(path.join(folder, 'stranger-code'), 'utf8').trim();

const kiosk = await enrol(hub, code);
const { manifest, survey, blobs, venue } = await fetchBundle(kiosk);

test('the hub introduces itself: keys, certificate, a bundle with a survey', () => {
    assert.ok(kiosk.hubKeys.length > 0 && kiosk.ca.length > 0 && kiosk.wordsKey && kiosk.countsKey);
    assert.equal(manifest.venue, 'riverside');
    assert.equal(survey?.id, 'gp_fft');
});

test('what the venue chooses comes with the bundle', () => {
    assert.equal(venue.languages.default, 'cy');
    assert.deepEqual(venue.hours.friday, ['08:00-12:30', '13:30-18:00']);
    assert.equal(venue.hours.sunday, undefined);
    assert.equal(manifest.idle, 90);
});

test('the same request gets the same reply; another key is refused', async () => {
    const again = async (/** @type {Uint8Array} */ seed) => {
        const asked = enrolmentRequest(code, { key: publicOf(seed), nonce: new Uint8Array(16) });
        const ask = {
            method: 'POST',
            path: '/v1/enrol',
            type: 'application/cbor',
            body: asked.message,
            ca: kiosk.ca,
        };
        return { asked, answer: await request(hub, ask) };
    };
    const own = await again(kiosk.seed);
    assert.equal(own.answer.status, 200);
    assert.throws(() => takeEnrolment(hub, kiosk.seed, own.asked, own.answer.body), /another request/);
    const other = await again(digest(kiosk.seed));
    assert.equal(other.answer.status, 422);
});

test("who does not trust the programme's certificate reaches nobody", async () => {
    await assert.rejects(request(hub, { path: '/healthz' }), /certificate|issuer/);
    const answer = await request(hub, { path: '/healthz', ca: kiosk.ca });
    assert.equal(Buffer.from(answer.body).toString('utf8'), 'ok\n');
});

test('responses go in one batch, and the receipt covers them', async () => {
    assert.ok(survey);
    visit(kiosk, survey, {
        fft: 'good',
        fft_why: 'Diolch, \u0634\u06a9\u0631\u06cc\u06c1!',
        went_well: ['waiting_time'],
        got_what_i_needed: true,
    });
    visit(
        kiosk,
        survey,
        {
            fft: 'poor',
            fft_why: '.skipped',
            could_be_better: ['staff_attitude', 'waiting_time'],
            got_what_i_needed: false,
            improve: 'More chairs',
        },
        { language: 'cy', ending: 1, access: 1, assisted: true },
    );
    const reply = await sync(kiosk);
    assert.deepEqual(reply.refused, []);
    assert.equal(reply.instruction, null);
    assert.equal(reply.receipt.seq, 2n);
    assert.deepEqual(pending(kiosk), []);
});

test('a mere question gets the same receipt; another response goes behind it', async () => {
    const asked = await sync(kiosk);
    assert.equal(asked.receipt.seq, 2n);
    assert.ok(survey);
    visit(kiosk, survey, { fft: 'dont_know', got_what_i_needed: '.shown' }, { ending: 2 });
    const reply = await sync(kiosk);
    assert.deepEqual([reply.receipt.seq, reply.refused], [3n, []]);
});

test('the same batch again is known, and counts nothing', async () => {
    const { message, nonce } = makeBatch(kiosk, { before: kiosk.chain[0] }, kiosk.responses);
    for (const answer of [await send(kiosk, message), await send(kiosk, message)]) {
        assert.ok(samePoint(takeReply(kiosk, answer.body, nonce).receipt, kiosk.chain[3]));
    }
});

test('a reply to another batch is not taken', async () => {
    const { message } = makeBatch(kiosk);
    const answer = await send(kiosk, message);
    assert.throws(() => takeReply(kiosk, answer.body, new Uint8Array(16)), Refused);
});

test('every form that a writer may choose is understood, and counts nothing twice', async () => {
    const frame = frameOf(kiosk, { before: kiosk.chain[0] });
    const forms = otherForms(frame, kiosk.responses, kiosk.seed);
    for (const { name, message } of forms) {
        const answer = await send(kiosk, message);
        assert.equal(answer.status, 200, `${name}: ${Buffer.from(answer.body).toString('utf8')}`);
        assert.ok(samePoint(takeReply(kiosk, answer.body, frame.nonce).receipt, kiosk.chain[3]), name);
    }
    console.log(`told: ${forms.length} other forms, each understood`);
});

test('all that the page says is refused, the hub refuses', async () => {
    const frame = frameOf(kiosk, { before: kiosk.chain[0] });
    const taken = [];
    const spoiled = spoiledBatches(frame, kiosk.responses, kiosk.seed);
    for (const { name, message } of spoiled) {
        const { status } = await send(kiosk, message);
        if (status < 400 || status >= 500) {
            taken.push(`${name}: ${status}`);
        }
    }
    assert.deepEqual(taken, []);
    console.log(`told: ${spoiled.length} spoiled batches, each refused`);
    const reply = await sync(kiosk);
    assert.ok(samePoint(reply.receipt, kiosk.chain[3]));
});

/** @param {Uint8Array} unpacked would it be taken? */
function reads(unpacked) {
    try {
        readUnpacked(unpacked, kiosk.key);
        return true;
    } catch (error) {
        assert.ok(error instanceof Refused, /** @type {Error} */ (error).stack);
        return false;
    }
}

test('reader and hub judge batches with changed bytes alike', async () => {
    const seed = BigInt(process.env.SEED ?? Date.now());
    const mutants = mutantsOf(
        batchMap(frameOf(kiosk, { before: kiosk.chain[0] }), kiosk.responses),
        seed,
        MUTANTS,
    );
    let taken = 0;
    for (const [i, unpacked] of mutants.entries()) {
        const { status } = await send(kiosk, packBatch(unpacked, kiosk.seed));
        const good = reads(unpacked);
        assert.equal(status, good ? 200 : 422, `SEED=${seed}, mutant ${i}: ${toHex(unpacked)}`);
        taken += good ? 1 : 0;
    }
    console.log(
        `told: ${mutants.length} batches with changed bytes, ${taken} still good, judged alike (SEED=${seed})`,
    );
});

/** As a courier keeps it, for journey_evidence.js. */
function keep() {
    const own = path.join(folder, 'stranger', 'courier');
    fs.mkdirSync(path.join(own, 'blobs'), { recursive: true });
    blobs.forEach((bytes, name) => fs.writeFileSync(path.join(own, 'blobs', name), bytes));
    fs.writeFileSync(path.join(own, 'statements'), writeItem(kiosk.statements));
    fs.writeFileSync(path.join(own, 'receipt'), kiosk.receipt ?? new Uint8Array());
}

test.after(() => {
    keep();
    leave(kiosk);
});

/*
 * What a real kiosk and a real hub left behind, read and proved: the kiosk's folder, the hub's database
 * (as JSON, by the sqlite3 of tests/e2e/reader.sh) and its exports.
 */
import fs from 'node:fs';
import path from 'node:path';
import { follows, readBatch } from './batch_read.js';
import { digest, fromHex, insist, same, toHex } from './bytes.js';
import { readItem } from './cbor.js';
import { samePoint, startOf } from './chain.js';
import { readCode } from './code.js';
import {
    invitationKey,
    readCertificate,
    readEnrolReply,
    readManifest,
    readReply,
    readStatement,
} from './messages.js';
import { boxPublic, openCounts, openWords, unwrapWordsKey } from './seal.js';
import { answerOf, readSurvey } from './survey.js';

/** @typedef {import('./chain.js').Response} Response */
/** @typedef {import('./survey.js').Survey} Survey */
/** @typedef {{ kiosk: string, life: string, public_key: string, reply: string, batches: string[] }} Kept */

const ACCESS = ['touch', 'keypad', 'switch', 'speech', 'large'];
const ENDINGS = ['complete', 'left', 'timeout', 'crashed'];

/** @param {string} file @returns {Uint8Array} */
function bytesOf(file) {
    return Uint8Array.from(fs.readFileSync(file));
}

/**
 * What the hub answered to an enrolment: proved by the code alone.
 * @param {Kept} kept @param {string} code
 */
export function readEnrolment(kept, code) {
    const reply = readEnrolReply(fromHex(kept.reply), invitationKey(readCode(code).secret));
    const said = reply.statements.map((message) => readStatement(message, reply.programme));
    const hubKeys = said.filter(({ kind }) => kind === 'hub-key').map(({ subject }) => subject);
    const certificate = readCertificate(reply.certificate, hubKeys);
    insist(
        certificate.kiosk === reply.kiosk && certificate.life === reply.life,
        'a certificate of another kiosk',
    );
    insist(same(certificate.key, fromHex(kept.public_key)), 'a certificate of another key');
    return { ...reply, hubKeys, kioskKey: certificate.key, said };
}

/** @typedef {ReturnType<typeof readEnrolment>} Enrolment */

/**
 * All batches of a kiosk: signed by it, one behind the other from H(0).
 * @param {Kept} kept @param {Enrolment} enrolment
 */
export function readBatches(kept, enrolment) {
    const batches = kept.batches.map((hex) => readBatch(fromHex(hex), enrolment.kioskKey));
    insist(batches.length > 0, 'the hub kept nothing');
    insist(
        samePoint(batches[0].before, startOf(enrolment.life, enrolment.kioskKey)),
        'the first batch is not the first',
    );
    batches.forEach((batch, i) => insist(i === 0 || follows(batches[i - 1], batch), 'a batch is missing'));
    batches.forEach((batch) =>
        insist(batch.kiosk === enrolment.kiosk && batch.life === enrolment.life, 'a batch of another'),
    );
    return batches;
}

/** The statements that a kiosk keeps are the programme's. @param {string} folder @param {Enrolment} enrolment */
export function readKeptStatements(folder, enrolment) {
    const messages = readItem(bytesOf(path.join(folder, 'courier', 'statements')));
    return messages.map((/** @type {Uint8Array} */ message) => readStatement(message, enrolment.programme));
}

/** @param {string} file @param {Enrolment} enrolment */
export function readReceipt(file, enrolment) {
    return readReply(bytesOf(file), enrolment.hubKeys);
}

/**
 * A bundle on a kiosk's disk, whole.
 * @param {string} folder @param {Uint8Array} name of the manifest @param {Enrolment} enrolment
 */
export function readBundle(folder, name, enrolment) {
    const blob = (/** @type {Uint8Array} */ of) => {
        const bytes = bytesOf(path.join(folder, 'courier', 'blobs', toHex(of)));
        insist(same(digest(bytes), of), 'a blob that is not what its name says');
        return bytes;
    };
    const manifest = readManifest(blob(name), enrolment.hubKeys);
    for (const { digest: of, size } of manifest.blobs) {
        insist(blob(of).length === size, 'a blob of another size');
    }
    insist(manifest.survey, 'a bundle without a survey');
    return { manifest, survey: readSurvey(blob(manifest.survey)) };
}

/**
 * The line that an export has for a response, as far as the response itself says it.
 * @param {Response} response @param {Survey} survey @param {Enrolment} enrolment
 */
export function exported(response, survey, enrolment) {
    const open = survey.questions
        .map((question, i) => ({ ...question, state: response.states[i] }))
        .filter(({ type }) => type !== 'html');
    const named = (/** @type {string} */ status) =>
        open.filter((q) => answerOf(q, q.state) === status).map(({ name }) => name);
    const given = open.filter(({ type, state }) => type !== 'comment' && state !== null && state >= 3);
    return {
        kiosk: hex16(enrolment.kiosk),
        life: hex16(enrolment.life),
        seq: Number(response.seq),
        survey: survey.id,
        digest: toHex(response.survey),
        language: response.language,
        access: ACCESS[response.access],
        assisted: response.assisted,
        ending: ENDINGS[response.ending],
        answers: Object.fromEntries(given.map((q) => [q.name, answerOf(q, q.state)])),
        skipped: named('.skipped'),
        shown: named('.shown'),
        words: Object.fromEntries(
            response.words.map(([i, sealed]) => [
                survey.questions[i].name,
                Buffer.from(sealed).toString('base64'),
            ]),
        ),
    };
}

/** @param {bigint} number */
function hex16(number) {
    return number.toString(16).padStart(16, '0');
}

/**
 * The key that opens words, from the hub's file and the passphrase.
 * @param {string} file @param {string} passphrase
 */
export function readWordsFile(file, passphrase) {
    const { wrapped, public: key } = JSON.parse(fs.readFileSync(file, 'utf8'));
    const secret = unwrapWordsKey(fromHex(wrapped), passphrase);
    insist(toHex(boxPublic(secret)) === key, 'a words key of another public key');
    return secret;
}

/** The secret half of the hub's counts key. @param {string} file @param {Enrolment} enrolment */
export function readCountsFile(file, enrolment) {
    const bytes = bytesOf(file);
    const said = enrolment.said.find(({ kind }) => kind === 'counts-key');
    const halves = [bytes.slice(0, 32), bytes.slice(32)];
    const secret = halves.find((half) => said && same(boxPublic(half), said.subject));
    insist(secret, 'a counts key that the programme did not introduce');
    return secret;
}

/**
 * What people wrote.
 * @param {Response} response @param {Survey} survey @param {bigint} life @param {Uint8Array} secret
 * @returns {Record<string, string>}
 */
export function wordsOf(response, survey, life, secret) {
    const place = { life, seq: response.seq, survey: response.survey };
    return Object.fromEntries(
        response.words.map(([i, sealed]) => {
            const { name } = survey.questions[i];
            return [name, openWords(sealed, { ...place, question: name }, secret)];
        }),
    );
}

/**
 * What people answered in the counts block.
 * @param {Response} response @param {Survey} survey @param {bigint} life @param {Uint8Array} secret
 * @returns {Record<string, any>}
 */
export function countsOf(response, survey, life, secret) {
    const counted = survey.questions.filter((question) => question.counted);
    if (response.counts === null) {
        insist(counted.length === 0, 'a counts block is missing');
        return {};
    }
    const states = openCounts(
        response.counts,
        { life, seq: response.seq, survey: response.survey, question: '' },
        secret,
    );
    insist(states.length === counted.length, 'a counts block of another survey');
    return Object.fromEntries(counted.map((question, i) => [question.name, answerOf(question, states[i])]));
}

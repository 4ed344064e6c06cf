/*
 * A kiosk of its own, without a screen or a disk: it enrols at a real hub, fetches and verifies its
 * bundle, makes responses, sends them over HTTPS and believes nothing that it has not checked. Nothing is
 * hidden: a test may change any member of a kiosk, or any message before it is sent. README.md has a
 * paragraph on each function.
 */
import crypto from 'node:crypto';
import https from 'node:https';
import { writeBatch } from './batch_write.js';
import { digest, insist, same, toHex } from './bytes.js';
import { samePoint, startOf, step } from './chain.js';
import { readCode } from './code.js';
import { readNotices, readVenue } from './files.js';
import {
    BLOB_KINDS,
    invitationKey,
    readCertificate,
    readEnrolReply,
    readManifest,
    readReply,
    readStatement,
    writeEnrolRequest,
} from './messages.js';
import { sealCounts, sealWords } from './seal.js';
import { publicOf, sign } from './sign.js';
import { readSurvey, stateOf } from './survey.js';

/** @typedef {import('./chain.js').Response} Response */
/** @typedef {import('./chain.js').Point} Point */
/** @typedef {import('./batch_write.js').Frame} Frame */
/** @typedef {import('./survey.js').Survey} Survey */
/** @typedef {ReturnType<typeof readReply>} Reply */
/** @typedef {ReturnType<typeof readManifest>} Manifest */
/**
 * @typedef {{ status: number, type: string, body: Uint8Array,
 *     headers: import('node:http').IncomingHttpHeaders }} Answer
 */

/**
 * @typedef {object} Kiosk
 * @property {string} hub "https://HOST:PORT"
 * @property {Uint8Array} seed of its key
 * @property {Uint8Array} key
 * @property {bigint} kiosk
 * @property {bigint} life
 * @property {Uint8Array} programme
 * @property {Uint8Array[]} hubKeys
 * @property {Uint8Array | null} wordsKey
 * @property {Uint8Array | null} countsKey
 * @property {string[]} ca certificates (PEM) that it trusts
 * @property {Uint8Array[]} statements all that it believed, as they came
 * @property {Uint8Array | null} receipt the last reply that proved true, as it came
 * @property {{ serial: bigint, manifest: Uint8Array } | null} bundle the one in use
 * @property {Point[]} chain a point for each response behind H(0)
 * @property {Response[]} responses all of this life
 * @property {Point} acknowledged
 * @property {number} hubTime
 * @property {number} started seconds since 1970
 * @property {https.Agent} agent
 */

const PROGRAM = 'reader';
const ANSWER_MAX = 4 * 1024 * 1024;
const BATCH_RESPONSES = 20000;
const BELIEVED = 1;
const TYPES = { cose: 'application/cose', cbor: 'application/cbor' };

/** @returns {number} */
function seconds() {
    return Math.floor(Date.now() / 1000);
}

/**
 * Asks a hub anything.
 * @param {string} hub "https://HOST:PORT"
 * @param {{ method?: string, path: string, type?: string, body?: Uint8Array, headers?: Record<string, string>,
 *     ca?: string[], judged?: boolean, agent?: https.Agent }} ask judged false: any certificate is taken
 * @returns {Promise<Answer>}
 */
export function request(hub, { method = 'GET', path, type, body, headers = {}, ca, judged = true, agent }) {
    const own = type === undefined ? {} : { 'Content-Type': type };
    const options = { method, agent, ca, rejectUnauthorized: judged, headers: { ...own, ...headers } };
    return new Promise((resolve, reject) => {
        const asked = https.request(new URL(path, hub), options, (answer) => {
            collect(answer).then(resolve, reject);
        });
        asked.on('error', reject);
        asked.end(body);
    });
}

/** @param {import('node:http').IncomingMessage} answer @returns {Promise<Answer>} */
async function collect(answer) {
    const parts = [];
    let size = 0;
    for await (const part of answer) {
        size += part.length;
        insist(size <= ANSWER_MAX, 'an answer without end');
        parts.push(part);
    }
    const type = answer.headers['content-type'] ?? '';
    return {
        status: answer.statusCode ?? 0,
        type,
        body: Uint8Array.from(Buffer.concat(parts)),
        headers: answer.headers,
    };
}

/** @param {Answer} answer @param {string} type @returns {Uint8Array} */
function insistAnswered(answer, type) {
    insist(
        answer.status === 200,
        `the hub answered ${answer.status}: ${Buffer.from(answer.body).toString('utf8')}`,
    );
    insist(answer.type === type, `the hub answered with ${answer.type} instead of ${type}`);
    return answer.body;
}

/** @param {Uint8Array} der */
function toPem(der) {
    const lines =
        Buffer.from(der)
            .toString('base64')
            .match(/.{1,64}/g) ?? [];
    return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

/**
 * @param {string} code as it is printed
 * @param {{ key: Uint8Array, nonce?: Uint8Array, program?: string }} about
 * @returns {{ message: Uint8Array, key: Uint8Array, nonce: Uint8Array }} key: what the reply's MAC is made from
 */
export function enrolmentRequest(code, { key, nonce = crypto.randomBytes(16), program = PROGRAM }) {
    const { invitation, secret } = readCode(code);
    const shared = invitationKey(secret);
    const message = writeEnrolRequest(
        { invitation, kiosk: key, nonce: Uint8Array.from(nonce), program },
        shared,
    );
    return { message, key: shared, nonce: Uint8Array.from(nonce) };
}

/**
 * Takes what the programme says and was not believed yet.
 * @param {Kiosk} kiosk
 * @param {Uint8Array[]} messages statements
 */
export function believe(kiosk, messages) {
    for (const message of messages.filter((one) => !kiosk.statements.some((known) => same(known, one)))) {
        const said = readStatement(message, kiosk.programme);
        if (said.kind === 'hub-key') {
            kiosk.hubKeys.push(said.subject);
        } else if (said.kind === 'words-key') {
            kiosk.wordsKey = said.subject;
        } else if (said.kind === 'counts-key') {
            kiosk.countsKey = said.subject;
        } else if (said.kind === 'ca') {
            kiosk.ca.push(toPem(said.subject));
        }
        kiosk.statements.push(message);
    }
}

/** @param {string} hub @param {Uint8Array} seed @param {ReturnType<typeof readEnrolReply>} reply @returns {Kiosk} */
function newKiosk(hub, seed, reply) {
    const start = startOf(reply.life, publicOf(seed));
    return {
        hub,
        seed,
        key: publicOf(seed),
        kiosk: reply.kiosk,
        life: reply.life,
        programme: reply.programme,
        hubKeys: [],
        wordsKey: null,
        countsKey: null,
        ca: [],
        statements: [],
        receipt: null,
        bundle: reply.bundle,
        chain: [start],
        responses: [],
        acknowledged: start,
        hubTime: reply.hubTime,
        started: seconds(),
        agent: new https.Agent({ keepAlive: true }),
    };
}

/**
 * Makes a kiosk of an enrolment reply, after checking all of it.
 * @param {string} hub
 * @param {Uint8Array} seed
 * @param {{ key: Uint8Array, nonce: Uint8Array }} asked
 * @param {Uint8Array} message the reply
 * @returns {Kiosk}
 */
export function takeEnrolment(hub, seed, asked, message) {
    const reply = readEnrolReply(message, asked.key);
    insist(same(reply.nonce, asked.nonce), 'the reply answers another request');
    const kiosk = newKiosk(hub, seed, reply);
    believe(kiosk, reply.statements);
    const certificate = readCertificate(reply.certificate, kiosk.hubKeys);
    insist(
        certificate.kiosk === kiosk.kiosk &&
            certificate.life === kiosk.life &&
            same(certificate.key, kiosk.key),
        'the certificate is about another kiosk',
    );
    return kiosk;
}

/**
 * Enrols with a printed code. This one request takes any certificate: the code's MAC vouches for the hub.
 * @param {string} hub "https://HOST:PORT"
 * @param {string} code
 * @param {{ seed?: Uint8Array, nonce?: Uint8Array, program?: string }} [choices]
 * @returns {Promise<Kiosk>}
 */
export async function enrol(hub, code, choices = {}) {
    const seed = choices.seed ?? Uint8Array.from(crypto.randomBytes(32));
    const asked = enrolmentRequest(code, { ...choices, key: publicOf(seed) });
    const answer = await request(hub, {
        method: 'POST',
        path: '/v1/enrol',
        type: TYPES.cbor,
        body: asked.message,
        judged: false,
    });
    return takeEnrolment(hub, seed, asked, insistAnswered(answer, TYPES.cbor));
}

/**
 * Asks the kiosk's own hub over its kept connection, judged by the programme's certificates.
 * @param {Kiosk} kiosk
 * @param {{ method?: string, path: string, type?: string, body?: Uint8Array, headers?: Record<string, string> }} ask
 * @returns {Promise<Answer>}
 */
export function ask(kiosk, ask) {
    return request(kiosk.hub, { ...ask, ca: kiosk.ca.length > 0 ? kiosk.ca : undefined, agent: kiosk.agent });
}

/**
 * @param {Kiosk} kiosk
 * @param {Uint8Array} name the blob's digest
 * @returns {Promise<Uint8Array>}
 */
export async function fetchBlob(kiosk, name) {
    const answer = await ask(kiosk, { path: `/v1/blobs/${toHex(name)}` });
    const bytes = insistAnswered(answer, 'application/octet-stream');
    insist(same(digest(bytes), name), 'a blob that is not what its name says');
    return bytes;
}

/**
 * Fetches the bundle that the hub named last, verifies it, and believes the statements in it that are new.
 * @param {Kiosk} kiosk
 * @returns {Promise<{ manifest: Manifest, blobs: Map<string, Uint8Array>, survey: Survey | null, venue: any,
 *     notices: any }>} blobs by digest in hex, the manifest among them; the venue's files, null for none
 */
export async function fetchBundle(kiosk) {
    insist(kiosk.bundle, 'the hub has named no bundle');
    const message = await fetchBlob(kiosk, kiosk.bundle.manifest);
    const manifest = readManifest(message, kiosk.hubKeys);
    insist(manifest.serial === kiosk.bundle.serial, 'a manifest of another serial');
    const blobs = new Map([[toHex(kiosk.bundle.manifest), message]]);
    for (const { digest: name, size } of manifest.blobs) {
        const bytes = await fetchBlob(kiosk, name);
        insist(bytes.length === size, 'a blob of another size');
        blobs.set(toHex(name), bytes);
    }
    const said = manifest.blobs.filter(({ kind }) => BLOB_KINDS[kind] === 'statement');
    believe(
        kiosk,
        said.map(({ digest: name }) => blobs.get(toHex(name)) ?? new Uint8Array()),
    );
    const survey = manifest.survey && blobs.get(toHex(manifest.survey));
    insist(manifest.survey === null || survey, 'the survey to ask is not in the bundle');
    const fileOf = (/** @type {string} */ wanted) => {
        const listed = manifest.blobs.find(({ kind }) => BLOB_KINDS[kind] === wanted);
        return listed && blobs.get(toHex(listed.digest));
    };
    const venue = fileOf('venue');
    const notices = fileOf('notices');
    return {
        manifest,
        blobs,
        survey: survey ? readSurvey(survey) : null,
        venue: venue ? readVenue(venue) : null,
        notices: notices ? readNotices(notices) : null,
    };
}

/**
 * What a response says of each question.
 * @param {Kiosk} kiosk @param {Survey} survey @param {Record<string, any>} answers @param {bigint} seq
 */
function answered(kiosk, survey, answers, seq) {
    const states = survey.questions.map((question) => stateOf(question, answers[question.name]));
    const place = { life: kiosk.life, seq, survey: survey.digest };
    const counted = states.filter((_, i) => survey.questions[i].counted);
    /** @type {[number, Uint8Array][]} */
    const words = survey.questions.flatMap(({ name, type }, i) => {
        if (type !== 'comment' || states[i] < 3) {
            return [];
        }
        insist(kiosk.wordsKey, 'there is no words key');
        return [[i, sealWords(answers[name], { ...place, question: name }, kiosk.wordsKey)]];
    });
    insist(counted.length === 0 || kiosk.countsKey, 'there is no counts key');
    return {
        states: states.map((state, i) => (survey.questions[i].counted ? null : state)),
        words,
        counts:
            counted.length === 0
                ? null
                : sealCounts(
                      counted,
                      { ...place, question: '' },
                      /** @type {Uint8Array} */ (kiosk.countsKey),
                  ),
    };
}

/**
 * One person's visit: a response at the end of the chain.
 * @param {Kiosk} kiosk
 * @param {Survey} survey
 * @param {Record<string, any>} answers by name of question, as survey.js stateOf takes them
 * @param {Partial<Response>} [other] members that differ from the ordinary
 * @returns {Response}
 */
export function visit(kiosk, survey, answers, other = {}) {
    const tip = kiosk.chain[kiosk.chain.length - 1];
    insist(kiosk.bundle, 'there is no bundle to ask under');
    const response = {
        seq: tip.seq + 1n,
        bundle: kiosk.bundle.manifest,
        survey: survey.digest,
        language: 'en',
        access: 0,
        assisted: false,
        ending: 0,
        segment: 1,
        minute: Math.floor((seconds() - kiosk.started) / 60),
        gap: 60,
        ...answered(kiosk, survey, answers, tip.seq + 1n),
        ...other,
    };
    kiosk.chain.push(step(tip, response));
    kiosk.responses.push(response);
    return response;
}

/** @param {Kiosk} kiosk @returns {Response[]} those that no receipt covers, as many as a batch may hold */
export function pending(kiosk) {
    return kiosk.responses
        .filter((response) => response.seq > kiosk.acknowledged.seq)
        .slice(0, BATCH_RESPONSES);
}

/**
 * What a batch of this kiosk says beside its responses.
 * @param {Kiosk} kiosk
 * @param {Partial<Frame>} [other] members that differ from the ordinary
 * @returns {Frame}
 */
export function frameOf(kiosk, other = {}) {
    const now = seconds();
    return {
        kiosk: kiosk.kiosk,
        life: kiosk.life,
        nonce: Uint8Array.from(crypto.randomBytes(16)),
        before: kiosk.acknowledged,
        bundleSerial: kiosk.bundle?.serial ?? 0n,
        now: [1, (now - kiosk.started) * 1000, now],
        segments: [[1, BELIEVED, kiosk.started]],
        ...other,
    };
}

/**
 * A batch of what is pending (or of any responses), signed.
 * @param {Kiosk} kiosk
 * @param {Partial<Frame>} [other]
 * @param {Response[]} [responses]
 * @returns {{ message: Uint8Array, nonce: Uint8Array }}
 */
export function makeBatch(kiosk, other = {}, responses = pending(kiosk)) {
    const frame = frameOf(kiosk, other);
    return { message: writeBatch(frame, responses, kiosk.seed), nonce: frame.nonce };
}

/**
 * Posts a batch, or what a test makes pass as one.
 * @param {Kiosk} kiosk
 * @param {Uint8Array} message
 * @returns {Promise<Answer>}
 */
export function send(kiosk, message) {
    return ask(kiosk, { method: 'POST', path: '/v1/sync', type: TYPES.cose, body: message });
}

/**
 * Checks a reply and takes what it says.
 * @param {Kiosk} kiosk
 * @param {Uint8Array} message
 * @param {Uint8Array | null} nonce of the batch that it must answer; null for a receipt from a stick
 * @returns {Reply}
 */
export function takeReply(kiosk, message, nonce) {
    const reply = readReply(message, kiosk.hubKeys);
    insist(reply.kiosk === kiosk.kiosk && reply.life === kiosk.life, 'a reply to another kiosk or life');
    insist(nonce === null || same(reply.nonce, nonce), 'a reply to another batch');
    const own = kiosk.chain[Number(reply.receipt.seq)];
    insist(own && samePoint(own, reply.receipt), 'a receipt for responses that were never given: a fork');
    if (nonce !== null || own.seq > kiosk.acknowledged.seq) {
        kiosk.acknowledged = own;
    }
    kiosk.receipt = message;
    kiosk.hubTime = Math.max(kiosk.hubTime, reply.hubTime);
    if (reply.bundle && (!kiosk.bundle || reply.bundle.serial > kiosk.bundle.serial)) {
        kiosk.bundle = reply.bundle;
    }
    return reply;
}

/**
 * One exchange: what is pending goes, the receipt comes.
 * @param {Kiosk} kiosk
 * @param {Partial<Frame>} [other]
 * @returns {Promise<Reply>}
 */
export async function sync(kiosk, other = {}) {
    const { message, nonce } = makeBatch(kiosk, other);
    return takeReply(kiosk, insistAnswered(await send(kiosk, message), TYPES.cose), nonce);
}

/**
 * Brings the hub a survey that it asked for.
 * @param {Kiosk} kiosk
 * @param {Uint8Array} survey the file
 * @returns {Promise<Answer>} 204 when it was taken
 */
export function bringSurvey(kiosk, survey) {
    const path = `/v1/surveys/${nameOf(kiosk)}`;
    return ask(kiosk, { method: 'POST', path, type: TYPES.cose, body: sign('survey', survey, kiosk.seed) });
}

/**
 * A kiosk with the same key and past: a copied card.
 * @param {Kiosk} kiosk
 * @returns {Kiosk}
 */
export function copyOf(kiosk) {
    return {
        ...kiosk,
        hubKeys: [...kiosk.hubKeys],
        ca: [...kiosk.ca],
        statements: [...kiosk.statements],
        chain: [...kiosk.chain],
        responses: [...kiosk.responses],
        agent: new https.Agent({ keepAlive: true }),
    };
}

/**
 * Goes on under another life, with nothing in it yet.
 * @param {Kiosk} kiosk
 * @param {bigint} life
 */
export function beginLife(kiosk, life) {
    const start = startOf(life, kiosk.key);
    Object.assign(kiosk, { life, chain: [start], responses: [], acknowledged: start });
}

/** Closes the kept connections. @param {Kiosk} kiosk */
export function leave(kiosk) {
    kiosk.agent.destroy();
}

/** The name by which a hub lists it. @param {Kiosk} kiosk */
export function nameOf(kiosk) {
    return kiosk.kiosk.toString(16).padStart(16, '0');
}

/* Every message that is not a batch: read, verified and given names. */
import { fromText, insist, keyed, same } from './bytes.js';
import { readItem, writeItem } from './cbor.js';
import { wire } from './grammar.js';
import { named, pointOf, versioned } from './names.js';
import { open, openWithOneOf, sign } from './sign.js';

const REPLY = ['version', 'kiosk', 'life', 'nonce', 'receipt', 'hubTime', 'bundle', 'instruction', 'refused'];
const MANIFEST = [
    'version',
    'serial',
    'issued',
    'venue',
    'venueName',
    'timeZone',
    'programme',
    'survey',
    'languages',
    'settings',
    'blobs',
];
const STATEMENT = ['version', 'number', 'kind', 'issued', 'from', 'subject'];
const CERTIFICATE = ['version', 'kiosk', 'life', 'key', 'venue', 'issued'];
const ADOPTION = ['version', 'certificate', 'manifest', 'invitation', 'pin'];
const REQUEST = ['version', 'invitation', 'kiosk', 'nonce', 'program'];
const ENROLLED = [
    'version',
    'nonce',
    'kiosk',
    'life',
    'hubTime',
    'programme',
    'programmeName',
    'certificate',
    'statements',
    'bundle',
];
const BLOB = ['kind', 'name', 'digest', 'size'];

/** What a statement is about, by its number in the grammar. */
export const STATEMENT_KINDS = ['hub-key', 'words-key', 'counts-key', 'ca', 'revoked-kiosk', 'restored'];
/** What a blob is, by its number in the grammar. */
export const BLOB_KINDS = [
    'survey',
    'wording',
    'notices',
    'clip',
    'picture',
    'font',
    'theme',
    'pin',
    'statement',
    'venue',
];
const INSTRUCTIONS = ['', 'newLife', 'sendAgain', 'sendSurvey', 'revoked'];
const SUBJECT_SIZES = [32, 32, 32, null, 8, 0];
const ENROL_MAX = 256 * 1024;

/** @param {Uint8Array} bytes @param {string} rule @param {string[]} names */
export function readMap(bytes, rule, names) {
    const item = versioned(readItem(bytes));
    wire.judge(rule, item);
    return named(item, names);
}

/** @param {string} rule @param {any[]} values in the order of their keys @returns {Uint8Array} */
function writeMap(rule, values) {
    const item = new Map(values.map((value, key) => [key, value]));
    const bytes = writeItem(item);
    wire.judge(rule, readItem(bytes));
    return bytes;
}

/** @param {any[] | null} item @returns {{ serial: bigint, manifest: Uint8Array } | null} */
export function bundleName(item) {
    return item && { serial: BigInt(item[0]), manifest: item[1] };
}

/** @param {any[] | null} item @returns {{ does: string, what: bigint | Uint8Array | null } | null} */
function instruction(item) {
    if (item === null) {
        return null;
    }
    const [does, what = null] = item;
    return { does: INSTRUCTIONS[does], what: typeof what === 'number' ? BigInt(what) : what };
}

/** @param {any[]} list @param {string} what */
function insistRising(list, what) {
    insist(
        list.every((one, i) => i === 0 || one > list[i - 1]),
        `${what} are out of order`,
    );
}

/**
 * A reply's payload.
 * @param {Uint8Array} payload
 */
export function readReplyPayload(payload) {
    const reply = readMap(payload, 'reply', REPLY);
    insistRising(
        reply.refused.map((/** @type {any[]} */ [seq]) => seq),
        'refusals',
    );
    return {
        kiosk: BigInt(reply.kiosk),
        life: BigInt(reply.life),
        nonce: /** @type {Uint8Array} */ (reply.nonce),
        receipt: pointOf(reply.receipt),
        hubTime: Number(reply.hubTime),
        bundle: bundleName(reply.bundle),
        instruction: instruction(reply.instruction),
        refused: /** @type {any[]} */ (reply.refused).map(([seq, reason]) => ({ seq: BigInt(seq), reason })),
    };
}

/**
 * @param {Uint8Array} message
 * @param {Uint8Array[]} hubKeys
 */
export function readReply(message, hubKeys) {
    return readReplyPayload(openWithOneOf('reply', message, hubKeys));
}

/** @param {Uint8Array} payload of a bundle's manifest */
export function readManifestPayload(payload) {
    const manifest = readMap(payload, 'manifest', MANIFEST);
    const blobs = manifest.blobs.map((/** @type {any[]} */ item) => named(item, BLOB));
    const [idle, warn, thanks] = manifest.settings;
    return {
        serial: BigInt(manifest.serial),
        issued: Number(manifest.issued),
        venue: manifest.venue,
        venueName: manifest.venueName,
        timeZone: manifest.timeZone,
        programme: manifest.programme,
        survey: /** @type {Uint8Array | null} */ (manifest.survey),
        languages: manifest.languages,
        idle,
        warn,
        thanks,
        blobs: /** @type {{ kind: number, name: string, digest: Uint8Array, size: number }[]} */ (blobs),
    };
}

/** @param {Uint8Array} message @param {Uint8Array[]} hubKeys */
export function readManifest(message, hubKeys) {
    return readManifestPayload(openWithOneOf('manifest', message, hubKeys));
}

/** @param {Uint8Array} message @param {Uint8Array} programmeKey */
export function readStatement(message, programmeKey) {
    const said = readMap(open('statement', message, programmeKey), 'statement', STATEMENT);
    const size = SUBJECT_SIZES[said.kind];
    insist(size === null || said.subject.length === size, 'a subject of the wrong size');
    return {
        number: BigInt(said.number),
        kind: STATEMENT_KINDS[said.kind],
        issued: Number(said.issued),
        from: Number(said.from),
        subject: /** @type {Uint8Array} */ (said.subject),
    };
}

/** @param {Uint8Array} message @param {Uint8Array[]} hubKeys */
export function readCertificate(message, hubKeys) {
    const said = readMap(openWithOneOf('certificate', message, hubKeys), 'certificate', CERTIFICATE);
    return {
        kiosk: BigInt(said.kiosk),
        life: BigInt(said.life),
        key: /** @type {Uint8Array} */ (said.key),
        venue: said.venue,
        issued: Number(said.issued),
    };
}

/** What a kiosk shows a hub that does not know it. @param {Uint8Array} message @param {Uint8Array} kioskKey */
export function readAdoption(message, kioskKey) {
    const said = readMap(open('adoption', message, kioskKey), 'adoption', ADOPTION);
    return {
        certificate: /** @type {Uint8Array} */ (said.certificate),
        manifest: /** @type {Uint8Array | null} */ (said.manifest),
        invitation: Number(said.invitation),
        pin: /** @type {Uint8Array | null} */ (said.pin),
    };
}

/** @param {Uint8Array} secret of an invitation @returns {Uint8Array} the key that MACs are made from */
export function invitationKey(secret) {
    return keyed(secret, fromText('yousaid/1 invitation'));
}

/** @param {Uint8Array} key @param {'request' | 'reply'} side @param {Uint8Array} payload */
function mac(key, side, payload) {
    return keyed(keyed(key, fromText(`yousaid/1 enrolment ${side}`)), payload);
}

/** @param {'request' | 'reply'} side @param {Uint8Array} message @param {Uint8Array} key */
function openEnrolment(side, message, key) {
    insist(message.length <= ENROL_MAX, `an enrolment's ${side} has ${ENROL_MAX} bytes at most`);
    const item = readItem(message);
    wire.judge(`enrol-${side}-message`, item);
    const [payload, stated] = item;
    insist(same(mac(key, side, payload), stated), 'the MAC is that of another invitation');
    return payload;
}

/**
 * @param {Uint8Array} message @param {Uint8Array} key
 * @returns {{ invitation: number, kiosk: Uint8Array, nonce: Uint8Array, program: string }}
 */
export function readEnrolRequest(message, key) {
    return readMap(openEnrolment('request', message, key), 'enrol-request', REQUEST);
}

/** @param {Uint8Array} message @param {Uint8Array} key */
export function readEnrolReply(message, key) {
    const reply = readMap(openEnrolment('reply', message, key), 'enrol-reply', ENROLLED);
    return {
        nonce: /** @type {Uint8Array} */ (reply.nonce),
        kiosk: BigInt(reply.kiosk),
        life: BigInt(reply.life),
        hubTime: Number(reply.hubTime),
        programme: /** @type {Uint8Array} */ (reply.programme),
        programmeName: reply.programmeName,
        certificate: /** @type {Uint8Array} */ (reply.certificate),
        statements: /** @type {Uint8Array[]} */ (reply.statements),
        bundle: bundleName(reply.bundle),
    };
}

/**
 * @param {{ invitation: number, kiosk: Uint8Array, nonce: Uint8Array, program: string }} request
 * @param {Uint8Array} key
 * @returns {Uint8Array}
 */
export function writeEnrolRequest({ invitation, kiosk, nonce, program }, key) {
    const payload = writeMap('enrol-request', [1, invitation, kiosk, nonce, program]);
    return writeItem([payload, mac(key, 'request', payload)]);
}

/**
 * A reply as a hub would make it; for tests that play the hub.
 * @param {any[]} values of the keys 1 to 8, as the grammar wants them
 * @param {Uint8Array} seed of the hub's key
 * @returns {Uint8Array}
 */
export function writeReply(values, seed) {
    return sign('reply', writeMap('reply', [1, ...values]), seed);
}

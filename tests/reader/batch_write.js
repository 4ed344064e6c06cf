/* A batch, from responses to signed bytes: the same form that a kiosk sends. */
import { join } from './bytes.js';
import { writeItem } from './cbor.js';
import { step } from './chain.js';
import { writeColumn } from './columns.js';
import { pack } from './frame.js';
import { sheetKey } from './batch_read.js';
import { SEALED_PAD, SEALED_SELF } from './seal.js';
import { sign } from './sign.js';

/** @typedef {import('./chain.js').Response} Response */
/** @typedef {import('./chain.js').Point} Point */

const WRITTEN = 3;
const STATED = 255;

/**
 * @typedef {object} Frame what a batch says beside its responses
 * @property {bigint} kiosk
 * @property {bigint} life
 * @property {Uint8Array} nonce
 * @property {Point} before
 * @property {any[]} [origins]
 * @property {bigint | number} [bundleSerial]
 * @property {[number, number, number]} [now] segment, ms since its base, wall clock
 * @property {any[]} [health]
 * @property {[number, number, number][]} [segments] number, clock class, wall clock at the base
 * @property {number | null} [groupBy] a column by which those of questions are grouped; null for none
 */

const QUIET = [0, 0, 0, 0, 0, 1000, [0, 0, 0, 0], null, null, 0, null, 'reader'];

/** @param {Response} response */
function contextOf(response) {
    const size = response.counts === null ? 0 : response.counts.length;
    return [
        response.bundle,
        response.survey,
        response.language,
        response.access,
        response.assisted,
        response.states.length,
        size,
    ];
}

/**
 * Distinct contexts by first appearance, and each response's index among them.
 * @param {Response[]} responses
 */
function contextsOf(responses) {
    const keys = responses.map((response) => Buffer.from(writeItem(contextOf(response))).toString('hex'));
    const distinct = [...new Set(keys)];
    return {
        items: distinct.map((key) => contextOf(responses[keys.indexOf(key)])),
        column: keys.map((key) => distinct.indexOf(key)),
    };
}

/** Every time is stated in full. @param {Response[]} responses */
function writeTimes(responses) {
    return [
        new Uint8Array(responses.length).fill(STATED),
        responses.map((r) => r.segment),
        responses.map((r) => r.minute),
        responses.map((r) => r.gap),
    ];
}

/** @param {Response[]} responses of one sheet @param {number[]} contexts @param {number | null} groupBy */
function writeSheet(responses, contexts, groupBy) {
    const earlier = [contexts, responses.map((response) => response.ending)];
    const columns = responses[0].states.map((_, question) => {
        const values = responses.map((response) => response.states[question]);
        const by = groupBy !== null && groupBy < earlier.length ? groupBy : null;
        const column = writeColumn(values, earlier, by);
        earlier.push(/** @type {number[]} */ (values));
        return column;
    });
    return [columns, followed(responses)];
}

/** Questions whose words stand exactly where the state says so. @param {Response[]} responses */
function followed(responses) {
    const questions = responses[0].states.map((_, question) => question);
    const has = (/** @type {Response} */ response, /** @type {number} */ question) =>
        response.words.some(([q]) => q === question);
    return questions.filter(
        (question) =>
            responses.some((response) => has(response, question)) &&
            responses.every(
                (response) => has(response, question) === (response.states[question] === WRITTEN),
            ),
    );
}

/** @param {any[]} item a context */
function keyOf([, survey, , , , questions]) {
    return sheetKey(/** @type {any} */ ({ survey, questions }));
}

/** @param {Response[]} responses @param {number | null} groupBy */
function writeBody(responses, groupBy) {
    const { items, column } = contextsOf(responses);
    const keys = [...new Set(items.map(keyOf))];
    const rowsOf = (/** @type {string} */ key) =>
        responses.flatMap((_, row) => (keyOf(items[column[row]]) === key ? [row] : []));
    const sheets = keys.map((key) => {
        const rows = rowsOf(key);
        return writeSheet(
            rows.map((row) => responses[row]),
            rows.map((row) => column[row]),
            groupBy,
        );
    });
    const followOf = responses.map((_, row) => sheets[keys.indexOf(keyOf(items[column[row]]))][1]);
    return [
        items,
        writeTimes(responses),
        writeColumn(column, [], null),
        writeColumn(
            responses.map((response) => response.ending),
            [column],
            null,
        ),
        sheets,
        writeSealed(responses, followOf),
    ];
}

/** @param {Response[]} responses @param {any[][]} followOf by row */
function writeSealed(responses, followOf) {
    const words = responses.flatMap((response) => response.words.map(([, sealed]) => sealed));
    const strays = responses.flatMap((response, row) =>
        response.words.flatMap(([question]) => (followOf[row].includes(question) ? [] : [row, question])),
    );
    const lengths = words.map((sealed) => (sealed.length - SEALED_SELF) / SEALED_PAD);
    const counts = responses.flatMap((response) => (response.counts === null ? [] : [response.counts]));
    return [strays, Uint8Array.from(lengths), join(...words), join(...counts)];
}

/**
 * The map of a batch, as keys and values, ready to be encoded; a test may spoil it first.
 * @param {Frame} frame
 * @param {Response[]} responses in order; the first comes after frame.before
 * @returns {Map<number, any>}
 */
export function batchMap(frame, responses) {
    const { before, groupBy = null, segments = [] } = frame;
    const after = responses.reduce(step, before);
    return new Map(
        /** @type {[number, any][]} */ (
            Object.entries([
                1,
                frame.kiosk,
                frame.life,
                frame.nonce,
                [before.seq, before.hash],
                [after.seq, after.hash],
                frame.origins ?? [],
                frame.bundleSerial ?? 0,
                frame.now ?? [0, 0, 0],
                frame.health ?? [...QUIET],
                segments,
                responses.length === 0 ? null : writeBody(responses, groupBy),
            ]).map(([key, value]) => [Number(key), value])
        ),
    );
}

/**
 * @param {Uint8Array} unpacked
 * @param {Uint8Array} seed of the kiosk's key
 * @returns {Uint8Array} the message
 */
export function packBatch(unpacked, seed) {
    return sign('batch', pack(unpacked), seed);
}

/**
 * @param {Frame} frame
 * @param {Response[]} responses
 * @param {Uint8Array} seed of the kiosk's key
 * @returns {Uint8Array} the message, as it is sent
 */
export function writeBatch(frame, responses, seed) {
    return packBatch(writeItem(batchMap(frame, responses)), seed);
}

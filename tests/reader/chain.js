/* Responses' canonical bytes, and the chain over them. */
import { digest, fromText, insist, same, u64 } from './bytes.js';
import { writeItem } from './cbor.js';
import { wire } from './grammar.js';

/**
 * One person's visit.
 * @typedef {object} Response
 * @property {bigint} seq
 * @property {Uint8Array} bundle
 * @property {Uint8Array} survey
 * @property {string} language
 * @property {number} access
 * @property {boolean} assisted
 * @property {number} ending
 * @property {number} segment
 * @property {number} minute
 * @property {number} gap
 * @property {(number | null)[]} states
 * @property {[number, Uint8Array][]} words question and sealed text, by question
 * @property {Uint8Array | null} counts
 */

/** @typedef {{ seq: bigint, hash: Uint8Array }} Point a point of a life's chain */

/**
 * @param {Response} r
 * @returns {Uint8Array} canonical bytes, held to the grammar
 */
export function canonical(r) {
    const item = [
        r.seq,
        r.bundle,
        r.survey,
        r.language,
        r.access,
        r.assisted,
        r.ending,
        r.segment,
        r.minute,
        r.gap,
        r.states,
        r.words,
        r.counts,
    ];
    wire.judge('response', item);
    return writeItem(item);
}

/**
 * H(0).
 * @param {bigint} life
 * @param {Uint8Array} kioskKey
 * @returns {Point}
 */
export function startOf(life, kioskKey) {
    return { seq: 0n, hash: digest(fromText('yousaid/1 life'), u64(life), kioskKey) };
}

/**
 * H(n) from H(n-1).
 * @param {Point} before
 * @param {Response} response
 * @returns {Point}
 */
export function step(before, response) {
    insist(response.seq === before.seq + 1n, 'a response out of order');
    return { seq: response.seq, hash: digest(before.hash, canonical(response)) };
}

/** @param {Point} a @param {Point} b */
export function samePoint(a, b) {
    return a.seq === b.seq && same(a.hash, b.hash);
}

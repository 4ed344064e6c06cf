/* Bytes, digests, and the one error of this reader. */
import { blake2b } from './packages.js';

/** What a reader throws when it refuses something; the message is the reason. */
export class Refused extends Error {}

/**
 * Refuses unless it holds.
 * @param {unknown} holds
 * @param {string} why
 * @returns {asserts holds}
 */
export function insist(holds, why) {
    if (!holds) {
        throw new Refused(why);
    }
}

/** @param {string} hex @returns {Uint8Array} */
export function fromHex(hex) {
    return Uint8Array.from(Buffer.from(hex, 'hex'));
}

/** @param {Uint8Array} bytes */
export function toHex(bytes) {
    return Buffer.from(bytes).toString('hex');
}

/** @param {string} text @returns {Uint8Array} */
export function fromText(text) {
    return Uint8Array.from(Buffer.from(text, 'utf8'));
}

/** @param {Uint8Array[]} parts @returns {Uint8Array} */
export function join(...parts) {
    return Uint8Array.from(Buffer.concat(parts));
}

/** @param {Uint8Array} a @param {Uint8Array} b */
export function same(a, b) {
    return Buffer.compare(a, b) === 0;
}

/**
 * Eight bytes, big-endian.
 * @param {bigint} number
 * @returns {Uint8Array}
 */
export function u64(number) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, number);
    return bytes;
}

/**
 * BLAKE2b-256 of the parts one behind the other.
 * @param {Uint8Array[]} parts
 * @returns {Uint8Array}
 */
export function digest(...parts) {
    return blake2b(join(...parts), { dkLen: 32 });
}

/**
 * Keyed BLAKE2b-256.
 * @param {Uint8Array} key
 * @param {Uint8Array} bytes
 * @returns {Uint8Array}
 */
export function keyed(key, bytes) {
    return blake2b(bytes, { dkLen: 32, key });
}

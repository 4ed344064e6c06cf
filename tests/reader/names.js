/* Keys and places of the grammar's maps and arrays, by name. */
import { insist } from './bytes.js';

const VERSION = 1;

/**
 * The version is looked at first: a message of another one is told so, not that it is wrong.
 * @param {any} item
 * @returns {any} the same
 */
export function versioned(item) {
    const version = item instanceof Map ? item.get(0) : undefined;
    insist(
        !Number.isSafeInteger(version) || version === VERSION,
        `version ${version}, where this program knows ${VERSION}`,
    );
    return item;
}

/**
 * @param {Map<number, any> | any[]} item
 * @param {string[]} names of its keys or places
 * @returns {any} an object
 */
export function named(item, names) {
    const values = item instanceof Map ? names.map((_, key) => item.get(key)) : item;
    return Object.fromEntries(names.map((name, i) => [name, values[i]]));
}

/**
 * @param {[number | bigint, Uint8Array]} item
 * @returns {import('./chain.js').Point}
 */
export function pointOf([seq, hash]) {
    return { seq: BigInt(seq), hash };
}

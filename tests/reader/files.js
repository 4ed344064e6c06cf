/* The files of a bundle that are JSON of ours, held against the grammar. */
import { fromText, insist } from './bytes.js';
import { wire } from './grammar.js';

const VENUE_MAX = 64 * 1024;
const NOTICES_MAX = 128 * 1024;

/** @param {any} value of JSON @returns {any} the same with maps for objects, as the grammar wants it */
export function mapsOf(value) {
    if (Array.isArray(value)) {
        return value.map(mapsOf);
    }
    return value !== null && typeof value === 'object'
        ? new Map(Object.entries(value).map(([key, inside]) => [key, mapsOf(inside)]))
        : value;
}

/** @param {Uint8Array} bytes @param {number} most @param {string} rule */
function readFile(bytes, most, rule) {
    insist(bytes.length <= most, `a file of ${most} bytes at most`);
    const file = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    wire.judge(rule, mapsOf(file));
    return file;
}

/** @param {Uint8Array} bytes of a blob of kind 9 @returns {any} what the venue chooses */
export function readVenue(bytes) {
    return readFile(bytes, VENUE_MAX, 'venue-file');
}

/** @param {Uint8Array} bytes of a blob of kind 2 @returns {any} "you said, we did" */
export function readNotices(bytes) {
    return readFile(bytes, NOTICES_MAX, 'notices-file');
}

/** @param {any} file @returns {Uint8Array} */
export function bytesOf(file) {
    return fromText(JSON.stringify(file));
}

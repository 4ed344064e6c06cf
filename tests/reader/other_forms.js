/*
 * Batches in forms that a writer may choose as well: they mean the same as the plain one, and a reader
 * takes them all.
 */
import { batchMap, packBatch } from './batch_write.js';
import { writeItem } from './cbor.js';

/** @typedef {import('./chain.js').Response} Response */
/** @typedef {import('./columns.js').Value} Value */

const WRITTEN = 3;

/** @param {number[]} list */
const bytes = (...list) => Uint8Array.from(list);

/** One index in a byte. @param {Value[]} alphabet @param {Value[]} values */
function loose(alphabet, values) {
    return [1, alphabet, Uint8Array.from(values, (value) => alphabet.indexOf(value))];
}

/** Two planes. @param {Value[]} alphabet @param {Value[]} values */
function planes(alphabet, values) {
    const indexes = values.map((value) => alphabet.indexOf(value));
    return [0, alphabet, bytes(...indexes.map((index) => index >> 8), ...indexes.map((index) => index & 255))];
}

/** Row and question of all words. @param {Response[]} responses @returns {[number, number][]} */
function places(responses) {
    return responses.flatMap(({ words }, row) => words.map(([question]) => /** @type {[number, number]} */ ([row, question])));
}

/** @param {Map<number, any>} map @param {[number, number][]} list all words as strays, in this order */
function asStrays(map, list) {
    const [, , , , sheets, sealed] = map.get(11);
    sheets.forEach((/** @type {any[]} */ sheet) => { sheet[1] = []; });
    sealed[0] = list.flat();
}

/** @type {[string, (map: Map<number, any>, responses: Response[]) => void][]} */
const FORMS = [
    ['letters that no row uses', (map, list) => { map.get(11)[3] = loose([0, 1, 2, 3], list.map((r) => r.ending)); }],
    ['planes for few letters', (map, list) => { map.get(11)[3] = planes([0, 1, 2, 3], list.map((r) => r.ending)); }],
    ['4,100 letters', (map, list) => {
        const alphabet = [...Array.from({ length: 4099 }, (_, i) => i), null];
        map.get(11)[4][0][0][0] = planes(alphabet, list.map((r) => r.states[0]));
    }],
    ['endings in one group', (map, list) => {
        const [contexts, , context] = map.get(11);
        if (contexts.length === 1) {
            map.get(11)[3] = [context, [loose([0, 1, 2, 3], list.map((r) => r.ending))]];
        }
    }],
    ['a context that no row has', (map) => {
        const [contexts] = map.get(11);
        contexts.push(Object.assign(contexts[0].slice(), { 2: 'en-GB' }));
    }],
    ['a context twice', (map) => {
        const [contexts] = map.get(11);
        contexts.push(contexts[0]);
    }],
    ['all words as strays', (map, list) => asStrays(map, places(list))],
    ['strays in another order', (map, list) => asStrays(map, places(list).reverse())],
    ['words that follow a question without any', (map, list) => {
        const sheet = map.get(11)[4][0];
        const free = list[0].states.findIndex((_, q) => list.every((r) => r.states[q] !== WRITTEN));
        sheet[1] = [...sheet[1], ...free < 0 ? [] : [free]].sort((a, b) => a - b);
    }],
    ['no boot segments', (map) => { map.set(10, []); }],
    ['a clock before 1970', (map) => { map.get(8)[2] = -5; }],
    ['the first and the last second', (map) => { map.set(10, [[1, 0, -(2n ** 63n)], [2, 0, 2n ** 63n - 1n]]); }],
    ['an uptime of 64 bits', (map) => { map.get(8)[1] = 2n ** 63n; }],
    ['a life before this one', (map) => { map.set(6, [[5, 1, 0]]); }],
    ['origins', (map) => { map.set(6, [[5, 1, 1], [7, 2n ** 63n, 2n ** 60n]]); }],
    ['a kiosk in trouble', (map) => { map.get(9)[9] = 15; }],
    ['answers that nobody counted', (map) => { map.get(9)[10] = null; }],
    ['the last serial', (map) => { map.set(7, 2 ** 48 - 1); }],
    ['a program without a name', (map) => { map.get(9)[11] = ''; }],
    ['touches that met nothing', (map) => { map.get(9)[7] = [1, 0, 0, 0, 0, 0, 0, 0, 4294967295]; }],
    ['visits that ended early', (map) => { map.get(9)[8] = [new Uint8Array(32), [0, 3]]; }],
    ['a program in other letters', (map) => { map.get(9)[11] = '\u0634\u06a9\u0631\u06cc\u06c1'; }],
];

/**
 * @param {import('./batch_write.js').Frame} frame
 * @param {Response[]} responses of one survey
 * @param {Uint8Array} seed of the kiosk's key
 * @returns {{ name: string, message: Uint8Array }[]} batches of the very same responses
 */
export function otherForms(frame, responses, seed) {
    const grouped = [0, 1, 2].map((groupBy) => ({
        name: `questions grouped by column ${groupBy}`,
        message: packBatch(writeItem(batchMap({ ...frame, groupBy }, responses)), seed),
    }));
    return [...grouped, ...FORMS.map(([name, change]) => {
        const map = batchMap(frame, responses);
        change(map, responses);
        return { name, message: packBatch(writeItem(map), seed) };
    })];
}

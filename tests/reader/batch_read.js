/* A batch, from its signed bytes to responses, each proved by the chain. */
import { insist, same, toHex } from './bytes.js';
import { readItem } from './cbor.js';
import { samePoint, startOf, step } from './chain.js';
import { readColumn } from './columns.js';
import { unpack } from './frame.js';
import { wire } from './grammar.js';
import { named, pointOf, versioned } from './names.js';
import { SEALED_PAD, SEALED_SELF, isSealedSize } from './seal.js';
import { open } from './sign.js';

/** @typedef {import('./chain.js').Response} Response */
/** @typedef {import('./chain.js').Point} Point */
/** @typedef {import('./columns.js').Value} Value */

const RESPONSES_MAX = 20000n;
const WORDS_MAX = 4;
const WRITTEN = 3;
const STATED = 255;
const NEXT_MINUTE = 60;
const LATER = 120;
const A_MINUTE = 60;

const KEYS = [
    'version',
    'kiosk',
    'life',
    'nonce',
    'before',
    'after',
    'origins',
    'bundleSerial',
    'now',
    'health',
    'segments',
    'body',
];
const HEALTH = [
    'woken',
    'started',
    'completed',
    'restarts',
    'pending',
    'roomMib',
    'writes',
    'dead',
    'left',
    'trouble',
    'answers',
    'program',
];
const WRITES = ['count', 'halfMs', 'mostMs', 'slowestMs'];

/**
 * @typedef {object} Batch
 * @property {bigint} kiosk
 * @property {bigint} life
 * @property {Uint8Array} nonce
 * @property {Point} before
 * @property {Point} after
 * @property {{ life: bigint, first: bigint, through: bigint }[]} origins
 * @property {number} bundleSerial
 * @property {{ segment: number, ms: number, wall: number }} now
 * @property {Record<string, any>} health
 * @property {{ number: number, clock: number, wall: number }[]} segments
 * @property {Response[]} responses
 */

/** @param {any[][]} items runs of responses that were recorded in older lives */
function readOrigins(items) {
    const origins = items.map((item) => named(item.map(BigInt), ['life', 'first', 'through']));
    origins.forEach(({ first, through }, i) => {
        const end = i === 0 ? 0n : origins[i - 1].through;
        insist((i === 0 || through > end) && through - end <= 2n ** 64n - 1n - first, 'an origin of no responses');
    });
    return origins;
}

/** @param {any[]} item what the kiosk says of itself */
function readHealth(item) {
    const health = named(item, HEALTH);
    const left = health.left && { survey: health.left[0], at: health.left[1] };
    const helped = item.length > HEALTH.length ? { helped: item[HEALTH.length] } : {};
    return { ...health, ...helped, writes: named(health.writes, WRITES), left };
}

/**
 * Takes from the front of something until it is used up.
 * @template T
 */
class Supply {
    /** @param {ArrayLike<T> & { slice(from: number, to?: number): any }} all @param {string} what */
    constructor(all, what) {
        this.all = all;
        this.what = what;
        this.at = 0;
    }

    /** @param {number} count @returns {any} as many of them */
    take(count) {
        insist(this.at + count <= this.all.length, `${this.what} are missing`);
        this.at += count;
        return this.all.slice(this.at - count, this.at);
    }

    /** @returns {T} */
    one() {
        return this.take(1)[0];
    }

    finish() {
        insist(this.at === this.all.length, `${this.what} are left over`);
    }
}

/** @param {any[]} list @returns {{ segment: number, minute: number, gap: number }[]} */
function readTimes(list, /** @type {number} */ rows) {
    const [bytes, ...lists] = list;
    const stated = lists.map((all) => new Supply(all, 'times'));
    insist(bytes.length === rows, 'another number of times than of responses');
    insist(bytes[0] === STATED, 'the first time is not stated');
    let [segment, minute, gap] = [0, 0, 0];
    const times = Array.from(/** @type {Uint8Array} */ (bytes), (byte) => {
        if (byte === STATED) {
            [segment, minute, gap] = stated.map((all) => all.one());
        } else if (byte >= LATER) {
            [minute, gap] = [minute + byte - LATER + 1, A_MINUTE];
        } else {
            [minute, gap] = [minute + (byte >= NEXT_MINUTE ? 1 : 0), byte % NEXT_MINUTE];
        }
        return { segment, minute, gap };
    });
    stated.forEach((all) => all.finish());
    return times;
}

/** @param {any[]} item */
function readContext([bundle, survey, language, access, assisted, questions, countsSize]) {
    insist(countsSize === 0 || isSealedSize(countsSize), 'a counts block of an impossible size');
    return { bundle, survey, language, access, assisted, questions, countsSize };
}

/** @typedef {ReturnType<typeof readContext>} Context */

/** @param {Context} context contexts with the same key share a sheet */
export function sheetKey(context) {
    return `${toHex(context.survey)} ${context.questions}`;
}

/** @param {Value[]} column @param {number} below @param {string} what */
function within(column, below, what) {
    insist(
        column.every((value) => value !== null && value < below),
        `${what} that there is not`,
    );
    return /** @type {number[]} */ (column);
}

/**
 * Lays a sheet's columns out as rows.
 * @param {any[]} sheet @param {number} questions @param {Value[][]} before columns 0 and 1 of its rows
 * @returns {{ states: Value[][], follow: number[] }}
 */
function readSheet([columns, follow], questions, before) {
    insist(columns.length === questions, 'a sheet with another number of questions');
    insist(
        follow.every(
            (/** @type {number} */ q, /** @type {number} */ i) =>
                q < questions && (i === 0 || q > follow[i - 1]),
        ),
        'words of questions out of order',
    );
    const rows = before[0].length;
    const read = before.slice();
    for (const column of columns) {
        read.push(readColumn(column, rows, read));
    }
    const states = Array.from({ length: rows }, (_, row) => read.slice(2).map((column) => column[row]));
    return { states, follow };
}

/**
 * States of all rows, and the questions whose words stand where the state says so.
 * @param {any[]} sheets @param {Context[]} contexts @param {number[]} contextOf @param {number[]} endings
 */
function readSheets(sheets, contexts, contextOf, endings) {
    const keys = [...new Set(contexts.map(sheetKey))];
    insist(keys.length === sheets.length, 'another number of sheets than of surveys');
    const states = /** @type {Value[][]} */ (new Array(contextOf.length));
    const follow = /** @type {number[][]} */ (new Array(contextOf.length));
    keys.forEach((key, i) => {
        const rows = contextOf.flatMap((context, row) => (sheetKey(contexts[context]) === key ? [row] : []));
        insist(rows.length > 0, 'a sheet without rows');
        const questions = contexts[contextOf[rows[0]]].questions;
        const before = [rows.map((row) => contextOf[row]), rows.map((row) => endings[row])];
        const sheet = readSheet(sheets[i], questions, before);
        rows.forEach((row, k) => {
            states[row] = sheet.states[k];
            follow[row] = sheet.follow;
        });
    });
    return { states, follow };
}

/** @param {any[]} flat row, question, row, question ... @param {Value[][]} states @returns {number[][]} by row */
function readStrays(flat, states) {
    insist(flat.length % 2 === 0, 'half a stray');
    const strays = states.map(() => /** @type {number[]} */ ([]));
    for (let i = 0; i < flat.length; i += 2) {
        const [row, question] = [flat[i], flat[i + 1]];
        insist(row < states.length && question < states[row].length, 'a stray of nowhere');
        strays[row].push(question);
    }
    return strays;
}

/** @param {Supply<number>} lengths @param {Supply<number>} words @returns {Uint8Array} */
function takeWords(lengths, words) {
    const size = SEALED_SELF + SEALED_PAD * lengths.one();
    insist(isSealedSize(size), 'sealed words of an impossible size');
    return words.take(size);
}

/**
 * @param {any[]} sealed @param {Value[][]} states @param {number[][]} follow @param {Context[]} contextOf by row
 * @returns {{ words: [number, Uint8Array][], counts: Uint8Array | null }[]}
 */
function readSealed([flat, lengthBytes, wordBytes, countBytes], states, follow, contextOf) {
    const strays = readStrays(flat, states);
    const lengths = new Supply(/** @type {Uint8Array} */ (lengthBytes), 'lengths of words');
    const words = new Supply(/** @type {Uint8Array} */ (wordBytes), 'sealed words');
    const counts = new Supply(/** @type {Uint8Array} */ (countBytes), 'counts blocks');
    const read = states.map((row, i) => {
        const asked = [...follow[i].filter((q) => row[q] === WRITTEN), ...strays[i]].sort((a, b) => a - b);
        insist(new Set(asked).size === asked.length, 'words twice for a question');
        insist(asked.length <= WORDS_MAX, 'too many words in a response');
        const size = contextOf[i].countsSize;
        return {
            words: asked.map((q) => /** @type {[number, Uint8Array]} */ ([q, takeWords(lengths, words)])),
            counts: size === 0 ? null : counts.take(size),
        };
    });
    [lengths, words, counts].forEach((supply) => supply.finish());
    return read;
}

/** @param {any} body @param {bigint} from number before the first @param {number} rows @returns {Response[]} */
function readBody(body, from, rows) {
    const [contextItems, timeItems, contextColumn, endingColumn, sheets, sealedItems] = body;
    const contexts = contextItems.map(readContext);
    const times = readTimes(timeItems, rows);
    const contextOf = within(readColumn(contextColumn, rows, []), contexts.length, 'a context');
    const endings = within(readColumn(endingColumn, rows, [contextOf]), 4, 'an ending');
    const { states, follow } = readSheets(sheets, contexts, contextOf, endings);
    const sealed = readSealed(
        sealedItems,
        states,
        follow,
        contextOf.map((i) => contexts[i]),
    );
    return times.map((time, row) => {
        const { bundle, survey, language, access, assisted } = contexts[contextOf[row]];
        return {
            seq: from + BigInt(row) + 1n,
            bundle,
            survey,
            language,
            access,
            assisted,
            ending: endings[row],
            ...time,
            states: states[row],
            ...sealed[row],
        };
    });
}

/** @param {any[]} items */
function readSegments(items) {
    insist(
        items.every(([number], i) => i === 0 || number > items[i - 1][0]),
        'boot segments out of order',
    );
    return items.map(([number, clock, wall]) => ({ number, clock, wall }));
}

/**
 * @param {Uint8Array} unpacked what the zstd frame holds
 * @param {Uint8Array} kioskKey
 * @returns {Batch}
 */
export function readUnpacked(unpacked, kioskKey) {
    const item = versioned(readItem(unpacked));
    wire.judge('batch', item);
    const fields = named(item, KEYS);
    const before = pointOf(fields.before);
    const after = pointOf(fields.after);
    const count = after.seq - before.seq;
    insist(count >= 0n && count <= RESPONSES_MAX, 'more responses than a batch can hold, or fewer than none');
    insist(
        (count === 0n) === (fields.body === null),
        'a body without responses, or responses without a body',
    );
    const life = BigInt(fields.life);
    insist(
        before.seq !== 0n || samePoint(before, startOf(life, kioskKey)),
        'the life begins with another hash',
    );
    const responses = fields.body === null ? [] : readBody(fields.body, before.seq, Number(count));
    insist(samePoint(responses.reduce(step, before), after), 'the chain does not come out as stated');
    const [segment, ms, wall] = fields.now;
    return {
        kiosk: BigInt(fields.kiosk),
        life,
        nonce: fields.nonce,
        before,
        after,
        origins: readOrigins(fields.origins),
        bundleSerial: fields.bundleSerial,
        now: { segment, ms, wall },
        health: readHealth(fields.health),
        segments: readSegments(fields.segments),
        responses,
    };
}

/**
 * @param {Uint8Array} message a batch as it is sent
 * @param {Uint8Array} kioskKey
 * @returns {Batch}
 */
export function readBatch(message, kioskKey) {
    return readUnpacked(unpack(open('batch', message, kioskKey)), kioskKey);
}

/** @param {Batch} batch @param {Batch} next does the next one begin where this one ends? */
export function follows(batch, next) {
    return (
        batch.life === next.life &&
        batch.after.seq === next.before.seq &&
        same(batch.after.hash, next.before.hash)
    );
}

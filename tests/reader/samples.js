/* The committed vectors of the wire, for tests. */
import fs from 'node:fs';
import { fromHex } from './bytes.js';

const FILE = new URL('../vectors/wire.json', import.meta.url);

/** tests/vectors/wire.json as it is. @type {any} */
export const vectors = JSON.parse(fs.readFileSync(FILE, 'utf8'));

/** @param {'kiosk' | 'hub' | 'programme'} who @returns {{ seed: Uint8Array, key: Uint8Array }} */
export function keysOf(who) {
    const { seed, public: key } = vectors.keys[who];
    return { seed: fromHex(seed), key: fromHex(key) };
}

/** @param {string} hex @returns {bigint} */
export function fromLife(hex) {
    return BigInt(`0x${hex}`);
}

/**
 * A response as the vectors write it.
 * @param {any} stated
 * @returns {import('./chain.js').Response}
 */
export function statedResponse(stated) {
    return {
        seq: BigInt(stated.seq),
        bundle: fromHex(stated.bundle),
        survey: fromHex(stated.survey),
        language: stated.language,
        access: stated.access,
        assisted: stated.assisted,
        ending: stated.ending,
        segment: stated.segment,
        minute: stated.minute,
        gap: stated.gap,
        states: stated.states,
        words: stated.words.map((/** @type {any} */ one) => [one.question, fromHex(one.sealed)]),
        counts: stated.counts === '' ? null : fromHex(stated.counts),
    };
}

/** @returns {import('./seal.js').Place} where the sealed texts of the vectors stand */
export function sealedPlace(question = '') {
    const { life, seq, survey } = vectors.sealed;
    return { life: fromLife(life), seq: BigInt(seq), survey: fromHex(survey), question };
}

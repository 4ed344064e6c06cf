/*
 * Sealed texts: libsodium's sealed box (X25519, XSalsa20-Poly1305) around a binding, a size, a text and
 * padding; and the words key, wrapped by a passphrase.
 */
import { createHash } from 'node:crypto';
import { digest, fromText, insist, join, same, u64 } from './bytes.js';
import { readItem } from './cbor.js';
import { wire } from './grammar.js';
import { named, versioned } from './names.js';
import { argon2id, blake2b, hsalsa, x25519, xchacha20poly1305, xsalsa20poly1305 } from './packages.js';

const SIGMA = 'expand 32-byte k';
/** What sealing adds, and what the text inside is padded to. */
export const SEALED_SELF = 48;
export const SEALED_PAD = 32;
const SEALED_MOST = 130;
const KEY = 32;
const BINDING = 16;
const WRAPPED = ['version', 'passes', 'memory', 'salt', 'nonce', 'box'];
const WRAPPED_FOR = 'yousaid/1 words key';
const PASSPHRASE_MEMORY_MAX = 1048576;

/** @typedef {{ life: bigint, seq: bigint, survey: Uint8Array, question: string }} Place question '' for counts */

/** @param {number} size is it 48 + 32 n, n from 1 to 130? */
export function isSealedSize(size) {
    const pads = (size - SEALED_SELF) / SEALED_PAD;
    return Number.isInteger(pads) && pads >= 1 && pads <= SEALED_MOST;
}

/** @param {Uint8Array} bytes */
function words32(bytes) {
    return new Uint32Array(bytes.slice().buffer);
}

/** The key of a box between two keys. @param {Uint8Array} secret @param {Uint8Array} other */
function boxKey(secret, other) {
    const key = new Uint32Array(KEY / 4);
    hsalsa(words32(fromText(SIGMA)), words32(x25519.getSharedSecret(secret, other)), new Uint32Array(4), key);
    return new Uint8Array(key.buffer);
}

/** @param {Uint8Array} sender @param {Uint8Array} reader */
function boxNonce(sender, reader) {
    return blake2b(join(sender, reader), { dkLen: 24 });
}

/** @param {Uint8Array} secret @returns {Uint8Array} */
export function boxPublic(secret) {
    return x25519.getPublicKey(secret);
}

/** @param {Uint8Array} inside @param {Uint8Array} reader public key @returns {Uint8Array} */
export function sealBox(inside, reader) {
    const secret = x25519.utils.randomPrivateKey();
    const sender = boxPublic(secret);
    return join(sender, xsalsa20poly1305(boxKey(secret, reader), boxNonce(sender, reader)).encrypt(inside));
}

/** @param {Uint8Array} sealed @param {Uint8Array} secret */
function openBox(sealed, secret) {
    const sender = sealed.slice(0, KEY);
    try {
        const box = xsalsa20poly1305(boxKey(secret, sender), boxNonce(sender, boxPublic(secret)));
        return box.decrypt(sealed.slice(KEY));
    } catch {
        insist(false, 'sealed with another key, or damaged');
    }
}

/** @param {Place} place @param {'words' | 'counts' | 'pin'} what */
function binding({ life, seq, survey, question }, what) {
    const label = fromText(`yousaid/1 ${what}\0`);
    return digest(label, u64(life), u64(seq), survey, fromText(question)).slice(0, BINDING);
}

/** @param {Uint8Array} text @param {Uint8Array} bound */
function wrapText(text, bound) {
    const inside = join(bound, Uint8Array.of(text.length >> 8, text.length & 255), text);
    return join(inside, new Uint8Array((SEALED_PAD - (inside.length % SEALED_PAD)) % SEALED_PAD));
}

/** @param {Uint8Array} sealed @param {Uint8Array} secret @param {Uint8Array} bound */
function unwrapText(sealed, secret, bound) {
    insist(isSealedSize(sealed.length), 'sealed bytes of an impossible size');
    const inside = openBox(sealed, secret);
    insist(same(inside.slice(0, BINDING), bound), 'bound to another place');
    const start = BINDING + 2;
    const end = start + inside[BINDING] * 256 + inside[BINDING + 1];
    insist(end <= inside.length && end > inside.length - SEALED_PAD, 'a size that does not fit the padding');
    insist(
        inside.slice(end).every((byte) => byte === 0),
        'a padding that is not zero',
    );
    return inside.slice(start, end);
}

/** @param {string} words @param {Place} place @param {Uint8Array} wordsKey @returns {Uint8Array} */
export function sealWords(words, place, wordsKey) {
    return sealBox(wrapText(fromText(words), binding(place, 'words')), wordsKey);
}

/** @param {Uint8Array} sealed @param {Place} place @param {Uint8Array} secret @returns {string} */
export function openWords(sealed, place, secret) {
    const text = unwrapText(sealed, secret, binding(place, 'words'));
    try {
        return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
    } catch {
        insist(false, 'words that are not UTF-8');
    }
}

/** @param {number[]} states of the counted questions @param {Place} place @param {Uint8Array} countsKey */
export function sealCounts(states, place, countsKey) {
    const text = Uint8Array.from(states.flatMap((state) => [state >> 8, state & 255]));
    return sealBox(wrapText(text, binding(place, 'counts')), countsKey);
}

/** @param {Uint8Array} sealed @param {Place} place @param {Uint8Array} secret @returns {number[]} states */
export function openCounts(sealed, place, secret) {
    const text = unwrapText(sealed, secret, binding(place, 'counts'));
    insist(text.length % 2 === 0, 'half a state');
    return Array.from({ length: text.length / 2 }, (_, i) => text[2 * i] * 256 + text[2 * i + 1]);
}

/** The X25519 key that goes with a key that signs. @param {Uint8Array} seed @returns {Uint8Array} */
export function boxSecretOf(seed) {
    return new Uint8Array(createHash('sha512').update(seed).digest().subarray(0, KEY));
}

/** @param {Uint8Array} sealed @param {bigint} kiosk @param {Uint8Array} secret @returns {Uint8Array} a PIN's blob */
export function openPin(sealed, kiosk, secret) {
    return unwrapText(
        sealed,
        secret,
        binding({ life: kiosk, seq: 0n, survey: new Uint8Array(32), question: '' }, 'pin'),
    );
}

/**
 * @param {Uint8Array} bytes a wrapped words key
 * @param {string} passphrase
 * @returns {Uint8Array} the secret key
 */
export function unwrapWordsKey(bytes, passphrase) {
    const item = versioned(readItem(bytes));
    wire.judge('wrapped-words-key', item);
    const { passes, memory, salt, nonce, box } = named(item, WRAPPED);
    insist(memory <= PASSPHRASE_MEMORY_MAX, 'a cost that nobody should pay');
    const key = argon2id(fromText(passphrase), salt, { t: passes, m: memory, p: 1, dkLen: KEY });
    try {
        return xchacha20poly1305(key, nonce, fromText(WRAPPED_FOR)).decrypt(box);
    } catch {
        insist(false, 'another passphrase, or damaged');
    }
}

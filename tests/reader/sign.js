/* COSE_Sign1 as WIRE.md narrows it, and the Sig_structure of RFC 9052 on which it stands. */
import { digest, fromText, insist, same } from './bytes.js';
import { readItem, writeItem } from './cbor.js';
import { wire } from './grammar.js';
import { Tagged, ed25519 } from './packages.js';

const KiB = 1024;

/** What each signed message is for, and how large it may be. */
export const KINDS = {
    batch: { purpose: 'yousaid/1 batch', most: 1024 * KiB },
    reply: { purpose: 'yousaid/1 reply', most: 256 * KiB },
    manifest: { purpose: 'yousaid/1 bundle', most: 128 * KiB },
    statement: { purpose: 'yousaid/1 statement', most: 16 * KiB },
    certificate: { purpose: 'yousaid/1 enrolment', most: KiB },
    survey: { purpose: 'yousaid/1 survey', most: 257 * KiB },
    adoption: { purpose: 'yousaid/1 adoption', most: 136 * KiB },
    offer: { purpose: 'yousaid/1 offer', most: KiB },
};

/** @typedef {keyof typeof KINDS} Kind */

/** @param {Uint8Array} publicKey @returns {Uint8Array} the first 8 bytes of its digest */
export function keyId(publicKey) {
    return digest(publicKey).slice(0, 8);
}

/**
 * The bytes that a COSE signature covers.
 * @param {string} context "Signature1", or "Signature" for one of several signers
 * @param {Uint8Array[]} parts protected headers, external_aad, payload
 * @returns {Uint8Array}
 */
export function sigStructure(context, ...parts) {
    return writeItem([context, ...parts]);
}

/**
 * By the letter of RFC 8032: no second form of a point or number passes.
 * @param {Uint8Array} signature @param {Uint8Array} signed @param {Uint8Array} publicKey
 * @returns {boolean}
 */
export function verifies(signature, signed, publicKey) {
    return ed25519.verify(signature, signed, publicKey, { zip215: false });
}

/** @param {Uint8Array} seed @returns {Uint8Array} */
export function publicOf(seed) {
    return ed25519.getPublicKey(seed);
}

/**
 * @param {Kind} kind
 * @param {Uint8Array} payload
 * @param {Uint8Array} seed of the signer's key
 * @returns {Uint8Array} the message
 */
export function sign(kind, payload, seed) {
    const header = writeItem(
        new Map(
            /** @type {[number, any][]} */ ([
                [1, -8],
                [4, keyId(publicOf(seed))],
            ]),
        ),
    );
    const signed = sigStructure('Signature1', header, fromText(KINDS[kind].purpose), payload);
    return writeItem(new Tagged(18, [header, new Map(), payload, ed25519.sign(signed, seed)]));
}

/**
 * Whose key a message asks to be checked with, before anything of it is believed.
 * @param {Uint8Array} message
 * @returns {Uint8Array} the key id
 */
export function signerOf(message) {
    const item = readItem(message);
    wire.judge('signed', item);
    return readItem(item.value[0]).get(4);
}

/**
 * Verifies a message and hands out its payload.
 * @param {Kind} kind
 * @param {Uint8Array} message
 * @param {Uint8Array} publicKey
 * @returns {Uint8Array}
 */
export function open(kind, message, publicKey) {
    insist(message.length <= KINDS[kind].most, `a ${kind} has ${KINDS[kind].most} bytes at most`);
    insist(same(signerOf(message), keyId(publicKey)), 'signed with another key');
    const [header, , payload, signature] = readItem(message).value;
    const signed = sigStructure('Signature1', header, fromText(KINDS[kind].purpose), payload);
    insist(verifies(signature, signed, publicKey), 'the signature does not verify');
    return payload;
}

/**
 * The same with several keys that may have signed it.
 * @param {Kind} kind @param {Uint8Array} message @param {Uint8Array[]} publicKeys
 * @returns {Uint8Array}
 */
export function openWithOneOf(kind, message, publicKeys) {
    const id = signerOf(message);
    const key = publicKeys.find((one) => same(keyId(one), id));
    insist(key, 'signed by nobody who is known');
    return open(kind, message, key);
}

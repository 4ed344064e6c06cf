/*
 * Opens sealed words. The only place where a words key is ever open in the browser: a thread of its own, without
 * network, whose policy alone allows WebAssembly. docs/WIRE.md has the formats: "Sealed texts" and the wrapped key.
 */
import { decode, encode } from 'cborg';
import sodium from 'libsodium-wrappers-sumo';
import type { Answer, Ask, Opened, SealedItem } from './messages';

const PURPOSE = 'yousaid/1 words key';
const DOMAIN = 'yousaid/1 words';
const KIB = 1024;
/** Argon2id of libsodium's "sensitive": none above it is ever paid, so that a forged form cannot eat the machine. */
const PASSES = 4;
const MEMORY_KIB = 1048576;

interface Wrapped {
    passes: number;
    memoryKib: number;
    salt: Uint8Array;
    nonce: Uint8Array;
    sealed: Uint8Array;
}

let open: { publicKey: Uint8Array; secret: Uint8Array } | null = null;

function lock() {
    if (open) {
        sodium.memzero(open.secret);
    }
    open = null;
}

function isBytes(value: unknown, size: number): value is Uint8Array {
    return value instanceof Uint8Array && value.length === size;
}

function isCount(value: unknown, least: number, most: number): value is number {
    return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}

function readWrapped(hex: string): Wrapped | null {
    const map: unknown = decode(sodium.from_hex(hex), { useMaps: true, strict: true });
    if (!(map instanceof Map) || map.size !== 6 || map.get(0) !== 1) {
        return null;
    }
    const [passes, memoryKib, salt, nonce, sealed] = [1, 2, 3, 4, 5].map((key) => map.get(key) as unknown);
    const good =
        isCount(passes, 1, PASSES) &&
        isCount(memoryKib, 8, MEMORY_KIB) &&
        isBytes(salt, 16) &&
        isBytes(nonce, 24) &&
        isBytes(sealed, 48);
    return good ? ({ passes, memoryKib, salt, nonce, sealed }) : null;
}

function derive(form: Omit<Wrapped, 'nonce' | 'sealed'>, passphrase: string): Uint8Array {
    const algorithm = sodium.crypto_pwhash_ALG_ARGON2ID13;
    return sodium.crypto_pwhash(32, passphrase, form.salt, form.passes, form.memoryKib * KIB, algorithm);
}

function unlock(ask: Extract<Ask, { what: 'unlock' }>): Answer {
    const form = readWrapped(ask.wrapped);
    if (!form) {
        return { id: ask.id, what: 'damaged' };
    }
    let key: Uint8Array;
    try {
        key = derive(form, ask.passphrase);
    } catch {
        return { id: ask.id, what: 'no_memory' };
    }
    try {
        const secret = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(null, form.sealed, PURPOSE, form.nonce, key);
        open = { publicKey: sodium.from_hex(ask.publicKey), secret };
        return { id: ask.id, what: 'unlocked' };
    } catch {
        return { id: ask.id, what: 'wrong_passphrase' };
    } finally {
        sodium.memzero(key);
    }
}

/** 8 bytes, the highest first. */
function u64(value: bigint): Uint8Array {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigUint64(0, value);
    return bytes;
}

/** Where a text must have been sealed to stand here: this life, number, survey and question. */
function bindingOf(item: SealedItem): Uint8Array {
    const parts = [
        sodium.from_string(`${DOMAIN}\0`),
        u64(BigInt(`0x${item.life}`)),
        u64(BigInt(item.seq)),
        sodium.from_hex(item.digest),
        sodium.from_string(item.question),
    ];
    const state = sodium.crypto_generichash_init(null, 32);
    parts.forEach((part) => sodium.crypto_generichash_update(state, part));
    return sodium.crypto_generichash_final(state, 32).slice(0, 16);
}

function openOne(item: SealedItem): Opened {
    let plain: Uint8Array;
    try {
        const sealed = sodium.from_base64(item.sealed, sodium.base64_variants.ORIGINAL);
        plain = open
            ? sodium.crypto_box_seal_open(sealed, open.publicKey, open.secret)
            : new Uint8Array();
    } catch {
        return { ref: item.ref, trouble: 'other_key' };
    }
    const size = plain.length < 18 ? -1 : ((plain[16] as number) << 8) | (plain[17] as number);
    if (size < 0 || 18 + size > plain.length || plain.slice(18 + size).some((byte) => byte !== 0)) {
        return { ref: item.ref, trouble: 'damaged' };
    }
    if (!sodium.memcmp(plain.slice(0, 16), bindingOf(item))) {
        return { ref: item.ref, trouble: 'moved' };
    }
    return { ref: item.ref, text: new TextDecoder().decode(plain.slice(18, 18 + size)) };
}

/** A new key pair, its private half wrapped before anything leaves this thread. */
function make(ask: Extract<Ask, { what: 'make' }>): Answer {
    const pair = sodium.crypto_box_keypair();
    const salt = sodium.randombytes_buf(16);
    const nonce = sodium.randombytes_buf(24);
    try {
        const key = derive({ passes: PASSES, memoryKib: MEMORY_KIB, salt }, ask.passphrase);
        const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(pair.privateKey, PURPOSE, null, nonce, key);
        sodium.memzero(key);
        const form = new Map<number, unknown>([
            [0, 1],
            [1, PASSES],
            [2, MEMORY_KIB],
            [3, salt],
            [4, nonce],
            [5, sealed],
        ]);
        const [publicKey, wrapped] = [sodium.to_hex(pair.publicKey), sodium.to_hex(encode(form))];
        return { id: ask.id, what: 'made', publicKey, wrapped };
    } catch {
        return { id: ask.id, what: 'no_memory' };
    } finally {
        sodium.memzero(pair.privateKey);
    }
}

function answer(ask: Ask): Answer {
    switch (ask.what) {
        case 'unlock':
            lock();
            return unlock(ask);
        case 'open':
            return { id: ask.id, what: 'opened', items: ask.items.map(openOne) };
        case 'lock':
            lock();
            return { id: ask.id, what: 'locked' };
        case 'make':
            return make(ask);
    }
}

self.onmessage = (event: MessageEvent<Ask>) => {
    void sodium.ready.then(() => self.postMessage(answer(event.data)));
};

/* A bundle as it lies on a stick, read whole: each part proves itself, or nothing of it is taken. */
import { digest, insist, same } from './bytes.js';
import { readItem } from './cbor.js';
import { wire } from './grammar.js';
import { BLOB_KINDS, bundleName, readManifest, readMap, readStatement } from './messages.js';
import { boxSecretOf, openPin } from './seal.js';
import { openWithOneOf } from './sign.js';

const FILE_MAX = 256 * 1024 * 1024;
const OFFER = ['version', 'kiosk', 'bundle'];
const PIN = BLOB_KINDS.indexOf('pin');

/** @param {Uint8Array} message @param {Uint8Array[]} hubKeys */
export function readOffer(message, hubKeys) {
    const said = readMap(openWithOneOf('offer', message, hubKeys), 'offer', OFFER);
    const bundle = bundleName(said.bundle);
    insist(bundle, 'an offer of nothing');
    return { kiosk: BigInt(said.kiosk), bundle };
}

/** @param {Uint8Array} bytes @returns {{ offer: Uint8Array, statements: Uint8Array[], manifest: Uint8Array, blobs: Uint8Array[] }} */
export function readBundleFile(bytes) {
    insist(bytes.length <= FILE_MAX, `a bundle's file has ${FILE_MAX} bytes at most`);
    const item = readItem(bytes);
    wire.judge('bundle-file', item);
    const [, offer, statements, manifest, blobs] = item;
    return { offer, statements, manifest, blobs };
}

/**
 * The bundle that it holds for this kiosk.
 * @param {Uint8Array} bytes
 * @param {{ kiosk: bigint, seed: Uint8Array, programme: Uint8Array, hubKeys: Uint8Array[] }} reader
 */
export function takeBundleFile(bytes, { kiosk, seed, programme, hubKeys }) {
    const file = readBundleFile(bytes);
    const said = file.statements.map((message) => readStatement(message, programme));
    const known = [...hubKeys, ...said.filter(({ kind }) => kind === 'hub-key').map(({ subject }) => subject)];
    const offer = readOffer(file.offer, known);
    insist(offer.kiosk === kiosk, 'it is for another kiosk');
    insist(same(digest(file.manifest), offer.bundle.manifest), 'another manifest than was offered');
    const manifest = readManifest(file.manifest, known);
    insist(manifest.serial === offer.bundle.serial, 'another serial than was offered');
    insist(manifest.blobs.length === file.blobs.length, 'parts are missing, or left over');
    const blobs = file.blobs.map((blob, i) => {
        const { kind, digest: name } = manifest.blobs[i];
        const part = kind === PIN ? openPin(blob, kiosk, boxSecretOf(seed)) : blob;
        insist(same(digest(part), name), 'a part that is not what its name says');
        return part;
    });
    return { serial: manifest.serial, manifest, blobs, statements: said };
}

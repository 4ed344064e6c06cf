/* The npm packages, from the folder that YOUSAID_PACKAGES names (run.sh installs them there). */
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = process.env.YOUSAID_PACKAGES;
if (!folder) {
    throw new Error('YOUSAID_PACKAGES must name the folder into which run.sh installed the packages');
}

/** @type {typeof import('./installed.js')} */
const installed = await import(pathToFileURL(path.resolve(folder, 'installed.js')).href);
export const {
    Decompress,
    Tagged,
    Tokenizer,
    Type,
    Zstd,
    argon2id,
    blake2b,
    decode,
    ed25519,
    encode,
    hsalsa,
    rfc8949EncodeOptions,
    x25519,
    xchacha20poly1305,
    xsalsa20poly1305,
} = installed;

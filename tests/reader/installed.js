/*
 * All that comes from npm. The packages are installed into the build folder; this file is copied to
 * them, where their names can be found, and packages.js reads it there.
 */
export { Zstd } from '@hpcc-js/wasm-zstd';
export { xchacha20poly1305 } from '@noble/ciphers/chacha';
export { hsalsa, xsalsa20poly1305 } from '@noble/ciphers/salsa';
export { ed25519, x25519 } from '@noble/curves/ed25519';
export { argon2id } from '@noble/hashes/argon2';
export { blake2b } from '@noble/hashes/blake2b';
export { Tagged, Tokenizer, Type, decode, encode, rfc8949EncodeOptions } from 'cborg';
export { Decompress } from 'fzstd';

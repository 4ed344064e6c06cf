/*
 * Signatures that others published (published.json) verify here, and are made here byte for byte. The
 * frames around them are not ours (other headers), and our frame's reader refuses them.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import test from 'node:test';
import { Refused, fromHex, toHex } from './bytes.js';
import { writeItem } from './cbor.js';
import { Tagged, ed25519 } from './packages.js';
import { open, publicOf, sigStructure, verifies } from './sign.js';

const published = JSON.parse(fs.readFileSync(new URL('published.json', import.meta.url), 'utf8'));

/** The frame of an example, built from its parts. @param {any} example */
function frameOf({ context, headers, payload, signature }) {
    const key = new Map([[4, fromHex('3131')]]);
    const [outer, inner] = headers.map(fromHex);
    return context === 'Signature1'
        ? writeItem(new Tagged(18, [outer, key, fromHex(payload), fromHex(signature)]))
        : writeItem(new Tagged(98, [outer, new Map(), fromHex(payload), [[inner, key, fromHex(signature)]]]));
}

for (const example of [...published.rfc8032.examples, ...published.cose.examples]) {
    test(`${example.name}: the signature verifies, and is the one that this key makes`, () => {
        const signed = fromHex(example.signed);
        assert.equal(toHex(publicOf(fromHex(example.seed))), example.key);
        assert.ok(verifies(fromHex(example.signature), signed, fromHex(example.key)));
        assert.equal(toHex(ed25519.sign(signed, fromHex(example.seed))), example.signature);
    });

    test(`${example.name}: another message, key or signature does not verify`, () => {
        const signed = fromHex(example.signed);
        const spoil = (/** @type {Uint8Array} */ bytes) =>
            Uint8Array.from(bytes, (byte, i) => (i === 0 ? byte ^ 1 : byte));
        const longer = Uint8Array.from([...signed, 0]);
        assert.ok(!verifies(fromHex(example.signature), longer, fromHex(example.key)));
        assert.ok(!verifies(spoil(fromHex(example.signature)), signed, fromHex(example.key)));
        assert.ok(!verifies(fromHex(example.signature), signed, publicOf(spoil(fromHex(example.seed)))));
    });
}

for (const example of published.cose.examples) {
    test(`${example.name}: our CBOR makes the published frame`, () => {
        assert.equal(toHex(frameOf(example)), example.message);
    });
}

for (const example of [...published.cose.examples, ...published.cose.refused]) {
    test(`${example.name}: our Sig_structure is the published one`, () => {
        const { context, headers, payload } = example;
        const signed = sigStructure(context, ...headers.map(fromHex), new Uint8Array(), fromHex(payload));
        assert.equal(toHex(signed), example.signed);
    });

    test(`${example.name}: the frame is not ours`, () => {
        const key = fromHex(published.rfc8032.examples[0].key);
        assert.throws(() => open('batch', fromHex(example.message), key), Refused);
    });
}

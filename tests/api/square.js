/* Reads a square code from the picture that a sheet has of it, as a camera would: every module of the SVG becomes
 * some pixels, and another program's reader finds the code in them. */
import assert from 'node:assert/strict';
import { readSquare } from './packages.js';

const SCALE = 4;

/* The runs of dark modules: {x, y, length}, in modules. */
function runsOf(svg) {
    return [...svg.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)].map(([, x, y, length]) => ({ x: +x, y: +y, length: +length }));
}

/* What a square says. */
export function textOf(svg) {
    const size = Number(/viewBox="0 0 (\d+) \1"/.exec(svg)[1]) * SCALE;
    const pixels = new Uint8ClampedArray(size * size * 4).fill(255);
    for (const { x, y, length } of runsOf(svg)) {
        for (let row = y * SCALE; row < (y + 1) * SCALE; row += 1) {
            for (let column = x * SCALE; column < (x + length) * SCALE; column += 1) pixels.fill(0, (row * size + column) * 4, (row * size + column) * 4 + 3);
        }
    }
    const found = (readSquare.default ?? readSquare)(pixels, size, size);
    assert.ok(found, 'no square code is found in the picture');
    return found.data;
}

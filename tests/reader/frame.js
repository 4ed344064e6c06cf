/* The one zstd frame of a batch (RFC 8878): its head is judged before anything is unpacked. */
import { Refused, insist, join } from './bytes.js';
import { Decompress, Zstd } from './packages.js';

const OPEN_MAX = 8 * 1024 * 1024;
const MAGIC = 0xfd2fb528;
const SIZE_FIELD = [0, 2, 4, 8];
const BLOCK_HEAD = 3;
const RLE = 1;
const zstd = await Zstd.load();

/** @param {Uint8Array} bytes @param {number} at @param {number} size little-endian */
function number(bytes, at, size) {
    insist(at + size <= bytes.length, 'the frame is cut short');
    let value = 0;
    for (let i = size - 1; i >= 0; i--) {
        value = value * 256 + bytes[at + i];
    }
    return value;
}

/** @param {number} descriptor */
function windowSize(descriptor) {
    const base = 2 ** (10 + (descriptor >> 3));
    return base + (base / 8) * (descriptor & 7);
}

/**
 * @param {Uint8Array} frame
 * @returns {{ content: number, blocks: number }} size of the content, and where the blocks begin
 */
function readHead(frame) {
    insist(number(frame, 0, 4) === MAGIC, 'no zstd frame');
    const descriptor = number(frame, 4, 1);
    const single = (descriptor & 0x20) !== 0;
    const field = descriptor >> 6;
    insist((descriptor & 0x08) === 0, 'a reserved bit of the frame is set');
    insist((descriptor & 0x04) === 0, 'the frame has a checksum');
    insist((descriptor & 0x03) === 0, 'the frame names a dictionary');
    insist(single || field !== 0, 'the frame does not state the size of its content');
    const window = single ? 0 : windowSize(number(frame, 5, 1));
    const at = single ? 5 : 6;
    const size = field === 0 ? 1 : SIZE_FIELD[field];
    const content = number(frame, at, size) + (size === 2 ? 256 : 0);
    insist(content <= OPEN_MAX && window <= OPEN_MAX, 'the frame would open into too much');
    return { content, blocks: at + size };
}

/** @param {Uint8Array} frame @param {number} at @returns {number} where the frame ends */
function endOfBlocks(frame, at) {
    for (let last = false; !last; ) {
        const head = number(frame, at, BLOCK_HEAD);
        last = (head & 1) === 1;
        at += BLOCK_HEAD + (((head >> 1) & 3) === RLE ? 1 : head >> 3);
    }
    return at;
}

/**
 * @param {Uint8Array} frame
 * @returns {Uint8Array} its content
 */
export function unpack(frame) {
    const { content, blocks } = readHead(frame);
    insist(endOfBlocks(frame, blocks) === frame.length, 'the frame does not end with the bytes');
    /** @type {Uint8Array[]} */
    const chunks = [];
    let size = 0;
    const stream = new Decompress((chunk) => {
        size += chunk.length;
        insist(size <= content, 'the frame holds more than it states');
        chunks.push(chunk.slice());
    });
    try {
        stream.push(frame, true);
    } catch (error) {
        throw error instanceof Refused ? error : new Refused(`the frame does not unpack: ${error}`);
    }
    insist(size === content, 'the frame holds less than it states');
    return join(...chunks);
}

/**
 * @param {Uint8Array} content
 * @returns {Uint8Array} one frame of the form above
 */
export function pack(content) {
    return zstd.compress(content, 19);
}

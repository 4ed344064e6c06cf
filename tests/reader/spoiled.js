/*
 * Batches with one thing wrong each, rightly signed: what WIRE.md says that a reader refuses. The reader
 * here is tested with them, and so can a hub be.
 */
import { batchMap, packBatch } from './batch_write.js';
import { digest, fromText, join } from './bytes.js';
import { writeItem } from './cbor.js';
import { pack } from './frame.js';
import { Tagged, ed25519 } from './packages.js';
import { KINDS, keyId, publicOf, sign, sigStructure } from './sign.js';

/** @typedef {import('./chain.js').Response} Response */
/** @typedef {import('./batch_write.js').Frame} Frame */
/** @typedef {{ contexts: any[], times: any[], sheets: any[], sealed: any[], body: any[] }} Body */

const PLAIN = { bundle: 0, survey: 1, language: 2, access: 3, assisted: 4, questions: 5, countsSize: 6 };

/** @param {Map<number, any>} map @returns {Body} views into it */
function bodyOf(map) {
    const body = map.get(11);
    return { body, contexts: body[0], times: body[1], sheets: body[4], sealed: body[5] };
}

/** @param {number[]} list */
const bytes = (...list) => Uint8Array.from(list);

/** @param {(body: Body, map: Map<number, any>) => void} change */
function inBody(change) {
    return (/** @type {Map<number, any>} */ map) => change(bodyOf(map), map);
}

/** @param {any} column for the endings */
function endings(column) {
    return inBody(({ body }) => { body[3] = column; });
}

/** @param {any} column for the first question */
function firstColumn(column) {
    return inBody(({ sheets }) => { sheets[0][0][0] = column; });
}

/** @param {number} key @param {any} value */
function field(key, value) {
    return (/** @type {Map<number, any>} */ map) => { map.set(key, value); };
}

/** @param {Uint8Array} hash with one bit flipped */
function flipped(hash) {
    return Uint8Array.from(hash, (byte, i) => i === 0 ? byte ^ 1 : byte);
}

/** @param {Map<number, any>} map how many responses it states */
function rowsOf(map) {
    return Number(BigInt(map.get(5)[0]) - BigInt(map.get(4)[0]));
}

/**
 * Changes to the map of a batch of three responses in two contexts of one survey; the second response has
 * words of question 1, and no response has a counts block. Each with a part of the reason.
 * @type {[string, (map: Map<number, any>) => void, RegExp][]}
 */
const PARTS = [
    ['version 2', field(0, 2), /version 2, where this program knows 1/],
    ['version 0', field(0, 0), /version 0, where this program knows 1/],
    ['a key too many', field(12, 0), /key that is not known/],
    ['a key too few', (map) => { map.delete(6); }, /no key 6/],
    ['a kiosk that is a text', field(1, '7'), /no uint/],
    ['a kiosk below zero', field(1, -7), /no uint/],
    ['a nonce of 15 bytes', field(3, new Uint8Array(15)), /batch\/3.*\.size/],
    ['a hash of 31 bytes', field(4, [0, new Uint8Array(31)]), /batch\/4.*\.size/],
    ['a float', field(7, 1.5), /float/],
    ['an undefined', field(6, undefined), /undefined/],
    ['a serial of 2^48', field(7, 2 ** 48), /\.lt/],
    ['an origin of no responses behind another', field(6, [[1, 1, 2], [1, 1, 2]]), /origin/],
    ['an origin of number 0', field(6, [[1, 0, 1]]), /batch\/6/],
    ['origins out of order', field(6, [[1, 1, 2], [1, 9, 2]]), /origin/],
    ['an origin beyond all numbers', field(6, [[1, 2n ** 64n - 1n, 2]]), /origin/],
    ['a trouble that there is not', (map) => { map.get(9)[9] = 16; }, /trouble/],
    ['a text with a zero', (map) => { map.get(9)[11] = 'a\0b'; }, /zero/],
    ['touches of eight regions', (map) => { map.get(9)[7] = Array(8).fill(0); }, /dead/],
    ['visits that ended at no question', (map) => { map.get(9)[8] = [new Uint8Array(32), []]; }, /left/],
    ['help that nobody asked for', (map) => { map.get(9)[12] = 0; }, /within/],
    ['health of 14 parts', (map) => { map.get(9)[12] = 1; map.get(9)[13] = 1; }, /no place/],
    ['health of 11 parts', (map) => { map.get(9).pop(); }, /ends early/],
    ['a program name of 24 bytes', (map) => { map.get(9)[11] = 'x'.repeat(24); }, /\.size/],
    ['a count that has no 32 bits', (map) => { map.get(9)[0] = 2 ** 32; }, /within/],
    ['17 containers in one another', field(6, Array.from({ length: 16 }).reduce((inner) => [inner], [])), /containers/],
    ['boot segments out of order', field(10, [[2, 0, 0], [1, 0, 0]]), /boot segments/],
    ['a boot segment twice', field(10, [[2, 0, 0], [2, 0, 0]]), /boot segments/],
    ['a clock of a class that there is not', field(10, [[2, 3, 0]]), /batch\/10/],
    ['one response more than there is', (map) => { map.get(5)[0] = BigInt(map.get(5)[0]) + 1n; }, /number of times/],
    ['fewer responses than none', (map) => { map.get(5)[0] = BigInt(map.get(4)[0]) - 1n; }, /fewer than none|no uint/],
    ['20,001 responses', (map) => { map.get(5)[0] = BigInt(map.get(4)[0]) + 20001n; }, /more responses/],
    ['a wall clock of 64 bits', (map) => { map.get(8)[2] = 2n ** 63n; }, /batch\/8/],
    ['a wall clock of 64 bits and a sign', (map) => { map.get(8)[2] = -(2n ** 63n) - 1n; }, /batch\/8/],
    ['responses without a body', field(11, null), /without a body/],
    ['a body without responses', (map) => { map.set(5, map.get(4)); }, /without responses/],
    ['a body of five parts', inBody(({ body }) => { body.pop(); }), /ends early/],
    ['a hash after it that does not come out', (map) => { map.get(5)[1] = flipped(map.get(5)[1]); }, /chain/],
    ['a hash before it that does not lead there', (map) => { map.get(4)[1] = flipped(map.get(4)[1]); }, /chain|another hash/],
    ['an answer changed', firstColumn(4), /chain/],
    ['an ending changed', endings(3), /chain/],
    ['a minute changed', inBody(({ times }) => { times[2][1] += 1; }), /chain/],
    ['an access mode that there is not', inBody(({ contexts }) => { contexts[0][PLAIN.access] = 5; }), /contexts/],
    ['a language that is none', inBody(({ contexts }) => { contexts[0][PLAIN.language] = 'en_GB'; }), /regexp/],
    ['no language', inBody(({ contexts }) => { contexts[0][PLAIN.language] = ''; }), /regexp/],
    ['31 questions', inBody(({ contexts }) => { contexts[0][PLAIN.questions] = 31; }), /within 0 to 30/],
    ['a context that there is not', inBody(({ body }) => { body[2] = 2; }), /a context that there is not/],
    ['a context that is null', inBody(({ body }) => { body[2] = null; }), /a context that there is not/],
    ['contexts grouped', inBody(({ body }) => { body[2] = [0, [0]]; }), /not an earlier one/],
    ['an ending that there is not', endings(4), /an ending that there is not/],
    ['an ending that is null', endings(null), /an ending that there is not/],
    ['a column too short', endings([8, [0, 2], bytes()]), /another length/],
    ['a column too long', endings([8, [0, 2], bytes(0, 0)]), /another length/],
    ['planes too short', endings([0, [0, 2], bytes(0, 0, 0)]), /another length/],
    ['a byte beyond its alphabet', endings([1, [0, 1, 2], bytes(0, 3, 0)]), /left over|beyond/],
    ['a plane beyond its alphabet', endings([0, [0, 1, 2], bytes(0, 0, 0, 0, 3, 0)]), /beyond/],
    ['a high plane beyond its alphabet', endings([0, [0, 1, 2], bytes(0, 1, 0, 0, 0, 0)]), /beyond/],
    ['a byte with something left over', endings([8, [0, 2], bytes(8)]), /left over/],
    ['more values than a byte holds', endings([6, [0, 1, 2], bytes(0)]), /fit a byte/],
    ['nine values in a byte', endings([9, [0, 2], bytes(0)]), /within 0 to 8|ending/],
    ['an alphabet of one letter', endings([8, [0], bytes(0)]), /batch\/11/],
    ['an alphabet out of order', endings([8, [2, 0], bytes(0)]), /alphabet out of order/],
    ['a letter twice', endings([8, [0, 0], bytes(0)]), /alphabet out of order/],
    ['a null before the others', firstColumn([8, [null, 3], bytes(0)]), /alphabet out of order/],
    ['a grouping by itself', firstColumn([2, [3]]), /not an earlier one/],
    ['a grouping by a later question', firstColumn([3, [3]]), /not an earlier one/],
    ['a grouping by what nothing is', firstColumn([2n ** 60n, [3]]), /not an earlier one/],
    ['a group too many', firstColumn([0, [3, 3, 3]]), /number of groups/],
    ['a group too few', firstColumn([0, [3]]), /number of groups/],
    ['groups within groups', firstColumn([0, [[1, [3, 3]], 3]]), /batch\/11/],
    ['a state that there is not', firstColumn(4099), /within 0 to 4098/],
    ['a state of 64 bits', firstColumn(2n ** 60n), /no column has|within 0 to 4098/],
    ['a sheet too few', inBody(({ sheets }) => { sheets.pop(); }), /number of sheets|ends early/],
    ['a sheet too many', inBody(({ sheets }) => { sheets.push([[], []]); }), /number of sheets/],
    ['a sheet without rows', inBody(({ contexts, sheets }) => {
        contexts.push(Object.assign(contexts[0].slice(), { [PLAIN.survey]: new Uint8Array(32) }));
        sheets.push(sheets[0]);
    }), /without rows/],
    ['a column too many', inBody(({ sheets }) => { sheets[0][0].push(0); }), /number of questions/],
    ['a column too few', inBody(({ sheets }) => { sheets[0][0].pop(); }), /number of questions/],
    ['words that follow a question that there is not', inBody(({ sheets }) => { sheets[0][1] = [29]; }), /out of order/],
    ['words that follow out of order', inBody(({ sheets }) => { sheets[0][1] = [1, 0]; }), /out of order/],
    ['words that follow twice', inBody(({ sheets }) => { sheets[0][1] = [1, 1]; }), /out of order/],
    ['half a stray', inBody(({ sealed }) => { sealed[0] = [0]; }), /half a stray/],
    ['a stray of a row that there is not', inBody(({ sealed }) => { sealed[0] = [3, 1]; }), /nowhere/],
    ['a stray of a question that there is not', inBody(({ sealed }) => { sealed[0] = [0, 30]; }), /nowhere/],
    ['words twice for a question', inBody(({ sealed }) => { sealed[0] = [1, 1]; }), /twice/],
    ['five words in a response', inBody(({ sealed, sheets }) => {
        sheets[0][1] = [];
        sealed[0] = [0, 0, 0, 1, 0, 2, 0, 3, 0, 4];
    }), /too many words/],
    ['words missing', inBody(({ sealed }) => { sealed[2] = sealed[2].slice(1); }), /words are missing/],
    ['words left over', inBody(({ sealed }) => { sealed[2] = join(sealed[2], bytes(0)); }), /words are left over/],
    ['a length missing', inBody(({ sealed }) => { sealed[1] = bytes(); }), /lengths of words are missing/],
    ['a length left over', inBody(({ sealed }) => { sealed[1] = join(sealed[1], bytes(1)); }), /lengths of words are left/],
    ['words of no size', inBody(({ sealed }) => { sealed[1] = bytes(0); sealed[2] = new Uint8Array(48); }), /impossible size/],
    ['words of too large a size', inBody(({ sealed }) => {
        sealed[1] = bytes(131);
        sealed[2] = new Uint8Array(48 + 32 * 131);
    }), /impossible size/],
    ['counts left over', inBody(({ sealed }) => { sealed[3] = bytes(0); }), /counts blocks are left over/],
    ['counts missing', inBody(({ contexts }) => { contexts[0][PLAIN.countsSize] = 80; }), /counts blocks are missing/],
    ['counts of an impossible size', inBody(({ contexts }) => { contexts[0][PLAIN.countsSize] = 81; }), /impossible size/],
    ['counts of too small a size', inBody(({ contexts }) => { contexts[0][PLAIN.countsSize] = 48; }), /contexts/],
    ['a first time that is not stated', inBody(({ times }) => { times[0][0] = 0; }), /first time/],
    ['a time too few', inBody(({ times }) => { times[0] = times[0].slice(1); }), /number of times/],
    ['a stated time missing', inBody(({ times }) => { times[1].pop(); }), /times are missing/],
    ['a stated time left over', inBody(({ times }) => { times[3].push(0); }), /times are left over/],
    ['a gap of 61 seconds', inBody(({ times }) => { times[3][0] = 61; }), /within 0 to 60/],
    ['a minute of more than 32 bits', inBody(({ times }) => {
        times.splice(0, 4, bytes(255, 60, 60), [times[1][0]], [2 ** 32 - 1], [60]);
    }), /within 0 to 4294967295/],
];

/** @param {Uint8Array[]} entries keys and values, encoded, in the order in which they are to stand */
function mapOf(entries) {
    return join(bytes(0xa0 | entries.length / 2), ...entries);
}

/** @param {Map<number, any>} map @returns {Uint8Array[]} */
function entriesOf(map) {
    return [...map].flatMap(([key, value]) => [writeItem(key), writeItem(value)]);
}

/** Names of the program that are not UTF-8: two bytes behind a text head of 2. @param {Uint8Array} unpacked */
function notUtf8(unpacked) {
    const at = Buffer.from(unpacked).indexOf(writeItem('@@'));
    return join(unpacked.slice(0, at + 1), bytes(0xc3, 0x28), unpacked.slice(at + 3));
}

/**
 * Other forms of CBOR.
 * @type {[string, (map: Map<number, any>) => Uint8Array, RegExp][]}
 */
const FORMS = [
    ['bytes behind the end', (map) => join(writeItem(map), bytes(0)), /behind the end/],
    ['bytes missing at the end', (map) => writeItem(map).slice(0, -1), /no CBOR|end inside/],
    ['nothing at all', () => bytes(), /end inside/],
    ['a long number', (map) => join(bytes(0xac, 0x00, 0x18, 0x01), writeItem(map).slice(3)), /more bytes than necessary/],
    ['a long head of a map', (map) => join(bytes(0xb8, 12), writeItem(map).slice(1)), /more bytes than necessary|deterministic/],
    ['a map without a length', (map) => join(bytes(0xbf), writeItem(map).slice(1), bytes(0xff)), /indefinite/],
    ['a list without a length', (map) => mapOf([...entriesOf(map).slice(0, 20), writeItem(10), bytes(0x9f, 0xff),
        ...entriesOf(map).slice(22)]), /indefinite/],
    ['keys out of order', (map) => mapOf([...entriesOf(map).slice(2), ...entriesOf(map).slice(0, 2)]), /deterministic/],
    ['a key twice', (map) => mapOf([...entriesOf(map).slice(0, 2), ...entriesOf(map)]), /repeat/],
    ['a whole number as a float', (map) => mapOf([...entriesOf(map).slice(0, 14), writeItem(7), bytes(0xf9, 0x3c, 0x00),
        ...entriesOf(map).slice(16)]), /float/],
    ['a simple value', (map) => mapOf([...entriesOf(map).slice(0, 12), writeItem(6), bytes(0xe0),
        ...entriesOf(map).slice(14)]), /no CBOR/],
    ['a tag', (map) => join(bytes(0xd9, 0xd9, 0xf7), writeItem(map)), /tag|map/],
    ['a text that is not UTF-8', (map) => {
        map.get(9)[9] = '@@';
        return notUtf8(writeItem(map));
    }, /deterministic|UTF-8/],
    ['ten million items in a head', (map) => mapOf([...entriesOf(map).slice(0, 20), writeItem(10),
        bytes(0x9a, 0x00, 0x98, 0x96, 0x80)]), /end inside/],
];

/** The head of a frame of ours, sizes stated in 1 or 2 bytes. @param {Uint8Array} frame */
function headOf(frame) {
    return frame.slice(0, 5 + (frame[4] >> 6 === 0 ? 1 : 2));
}

/** One raw block, the last. @param {Uint8Array} content */
function rawBlock(content) {
    const head = content.length << 3 | 1;
    return join(bytes(head & 255, head >> 8 & 255, head >> 16 & 255), content);
}

const MAGIC = bytes(0x28, 0xb5, 0x2f, 0xfd);

/** @param {number} size */
const four = (size) => bytes(size & 255, size >> 8 & 255, size >> 16 & 255, size >>> 24);

/**
 * Frames of another form.
 * @type {[string, (unpacked: Uint8Array) => Uint8Array, RegExp][]}
 */
const FRAMES = [
    ['no frame', (unpacked) => unpacked, /no zstd frame/],
    ['half a frame', (unpacked) => pack(unpacked).slice(0, -3), /does not end|cut short/],
    ['two frames', (unpacked) => join(pack(unpacked), pack(unpacked)), /does not end/],
    ['a byte behind the frame', (unpacked) => join(pack(unpacked), bytes(0)), /does not end/],
    ['a skippable frame first', (unpacked) => join(bytes(0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0), pack(unpacked)), /no zstd frame/],
    ['a frame that does not state its size', (unpacked) => join(MAGIC, bytes(0x00, 0x58), rawBlock(unpacked)), /state the size/],
    ['a frame with a checksum', (unpacked) => join(MAGIC, bytes(0xa4), four(unpacked.length), rawBlock(unpacked),
        bytes(0, 0, 0, 0)), /checksum/],
    ['a frame that names a dictionary', (unpacked) => join(MAGIC, bytes(0xa1, 0x07), four(unpacked.length),
        rawBlock(unpacked)), /dictionary/],
    ['a frame with a reserved bit', (unpacked) => join(MAGIC, bytes(0xa8), four(unpacked.length), rawBlock(unpacked)), /reserved/],
    ['a frame that opens into more than 8 MiB', () => join(MAGIC, bytes(0xa0), four(8 * 1024 * 1024 + 1),
        bytes(0x03, 0x00, 0x40, 0x00)), /too much/],
    ['a window of more than 8 MiB', (unpacked) => join(MAGIC, bytes(0x80, 0x69), four(unpacked.length), rawBlock(unpacked)),
        /too much/],
    ['a frame that holds less than it states', (unpacked) => join(MAGIC, bytes(0xa0), four(unpacked.length + 1),
        rawBlock(unpacked)), /holds less/],
    ['a frame that holds more than it states', (unpacked) => join(MAGIC, bytes(0xa0), four(unpacked.length - 1),
        rawBlock(unpacked)), /holds more|unpack/],
    ['a block of a kind that there is not', (unpacked) => join(headOf(pack(unpacked)), bytes(0x07, 0, 0)), /unpack|end/],
];

/**
 * Signs by hand, to leave the form.
 * @param {Uint8Array} payload @param {Uint8Array} seed
 * @param {{ header?: Uint8Array, unprotected?: any, purpose?: string, context?: string, tag?: number | null, key?: Uint8Array }} other
 */
export function signOddly(payload, seed, other) {
    const id = keyId(other.key ?? publicOf(seed));
    const header = other.header ?? writeItem(new Map(/** @type {[number, any][]} */ ([[1, -8], [4, id]])));
    const purpose = fromText(other.purpose ?? KINDS.batch.purpose);
    const signed = sigStructure(other.context ?? 'Signature1', header, purpose, payload);
    const parts = [header, other.unprotected ?? new Map(), payload, ed25519.sign(signed, seed)];
    return writeItem(other.tag === null ? parts : new Tagged(other.tag ?? 18, parts));
}

/** The same signature with the group's order added to its second half: an old trick. @param {Uint8Array} message */
function secondForm(message) {
    const order = 2n ** 252n + 27742317777372353535851937790883648493n;
    const half = message.slice(-32).reverse();
    const sum = BigInt(`0x${Buffer.from(half).toString('hex')}`) + order;
    return join(message.slice(0, -32), Uint8Array.from(Buffer.from(sum.toString(16).padStart(64, '0'), 'hex')).reverse());
}

/** @param {[number | string, any][]} entries in any order */
function headerOf(...entries) {
    return mapOf(entries.flatMap(([key, value]) => [writeItem(key), writeItem(value)]));
}

/**
 * Signed messages of another form.
 * @type {[string, (payload: Uint8Array, seed: Uint8Array) => Uint8Array, RegExp][]}
 */
const COATS = [
    ['no tag', (payload, seed) => signOddly(payload, seed, { tag: null }), /not tagged/],
    ['another tag', (payload, seed) => signOddly(payload, seed, { tag: 98 }), /tag/],
    ['a tag in a long form', (payload, seed) => join(bytes(0xd8, 0x12), sign('batch', payload, seed).slice(1)),
        /more bytes than necessary|deterministic/],
    ['five parts', (payload, seed) => {
        const message = sign('batch', payload, seed);
        return join(bytes(0xd2, 0x85), message.slice(2), bytes(0));
    }, /no place there/],
    ['something in the unprotected header', (payload, seed) =>
        signOddly(payload, seed, { unprotected: new Map([[3, 0]]) }), /signed/],
    ['a key id in the unprotected header', (payload, seed) =>
        signOddly(payload, seed, { unprotected: new Map([[4, keyId(publicOf(seed))]]) }), /signed/],
    ['an empty protected header', (payload, seed) => signOddly(payload, seed, { header: bytes() }), /end inside|\.cbor/],
    ['no algorithm', (payload, seed) => signOddly(payload, seed, { header: headerOf([4, keyId(publicOf(seed))]) }), /\.cbor/],
    ['no key id', (payload, seed) => signOddly(payload, seed, { header: headerOf([1, -8]) }), /\.cbor/],
    ['a header out of order', (payload, seed) =>
        signOddly(payload, seed, { header: headerOf([4, keyId(publicOf(seed))], [1, -8]) }), /deterministic/],
    ['a third member of the header', (payload, seed) =>
        signOddly(payload, seed, { header: headerOf([1, -8], [3, 0], [4, keyId(publicOf(seed))]) }), /\.cbor/],
    ['a newer name of the algorithm', (payload, seed) =>
        signOddly(payload, seed, { header: headerOf([1, -19], [4, keyId(publicOf(seed))]) }), /\.cbor/],
    ['another algorithm', (payload, seed) =>
        signOddly(payload, seed, { header: headerOf([1, -7], [4, keyId(publicOf(seed))]) }), /\.cbor/],
    ['the algorithm as a text', (payload, seed) =>
        signOddly(payload, seed, { header: headerOf([1, 'EdDSA'], [4, keyId(publicOf(seed))]) }), /\.cbor/],
    ['the key id of another', (payload, seed) =>
        signOddly(payload, seed, { key: publicOf(digest(seed)) }), /another key/],
    ['a key id of 7 bytes', (payload, seed) =>
        signOddly(payload, seed, { header: headerOf([1, -8], [4, keyId(publicOf(seed)).slice(1)]) }), /\.cbor/],
    ['another purpose', (payload, seed) => signOddly(payload, seed, { purpose: KINDS.survey.purpose }), /verify/],
    ['no purpose', (payload, seed) => signOddly(payload, seed, { purpose: '' }), /verify/],
    ['one of several signers', (payload, seed) => signOddly(payload, seed, { context: 'Signature' }), /verify/],
    ['a signature of another key under this key id', (payload, seed) =>
        signOddly(payload, digest(seed), { key: publicOf(seed) }), /verify/],
    ['the second form of a signature', (payload, seed) => secondForm(sign('batch', payload, seed)), /verify/],
    ['more than 1 MiB', (_payload, seed) => sign('batch', new Uint8Array(1024 * 1024), seed), /at most/],
];

/**
 * One batch for each thing that can be wrong.
 * @param {Frame} frame
 * @param {Response[]} responses three, as PARTS describes them
 * @param {Uint8Array} seed of the kiosk's key
 * @returns {{ name: string, message: Uint8Array, why: RegExp }[]}
 */
export function spoiledBatches(frame, responses, seed) {
    const map = () => batchMap(frame, responses);
    const spoil = (/** @type {(map: Map<number, any>) => void} */ change) => {
        const spoiled = map();
        change(spoiled);
        return writeItem(spoiled);
    };
    if (rowsOf(map()) !== 3) {
        throw new Error('the batch to be spoiled has three responses');
    }
    return [
        ...PARTS.map(([name, change, why]) => ({ name, why, message: packBatch(spoil(change), seed) })),
        ...FORMS.map(([name, make, why]) => ({ name, why, message: packBatch(make(map()), seed) })),
        ...FRAMES.map(([name, make, why]) => ({ name, why, message: sign('batch', make(writeItem(map())), seed) })),
        ...COATS.map(([name, make, why]) => ({ name, why, message: make(pack(writeItem(map())), seed) })),
    ];
}

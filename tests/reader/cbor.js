/* Deterministic CBOR, as WIRE.md narrows it: any other form is refused. */
import { Refused, insist, same } from './bytes.js';
import { Tagged, Tokenizer, Type, decode, encode, rfc8949EncodeOptions } from './packages.js';

const DEPTH_MAX = 16;
const SIGNED_TAG = 18;
const OPTIONS = {
    strict: true,
    allowIndefinite: false,
    allowUndefined: false,
    allowBigInt: true,
    useMaps: true,
    rejectDuplicateMapKeys: true,
    tags: { [SIGNED_TAG]: Tagged.decoder(SIGNED_TAG) },
};
const KNOWN = [
    Type.uint,
    Type.negint,
    Type.bytes,
    Type.string,
    Type.array,
    Type.map,
    Type.tag,
    Type.true,
    Type.false,
    Type.null,
];

/** @param {any} token how many items stand inside it */
function itemsInside(token) {
    if (Type.equals(token.type, Type.array)) {
        return token.value;
    }
    if (Type.equals(token.type, Type.map)) {
        return 2 * token.value;
    }
    return Type.equals(token.type, Type.tag) ? 1 : 0;
}

/** @param {any} token */
function isContainer(token) {
    return Type.equals(token.type, Type.array) || Type.equals(token.type, Type.map);
}

/** @param {any} token */
function judgeToken(token) {
    insist(
        KNOWN.some((type) => Type.equals(token.type, type)),
        `a ${token.type.name} has no place here`,
    );
    insist(typeof token.value !== 'string' || !token.value.includes('\0'), 'a text with a zero in it');
}

/**
 * Walks over the heads alone, so that nothing is built of what is too deep, cut short or strange.
 * @param {Uint8Array} bytes
 */
function judgeForm(bytes) {
    const tokens = new Tokenizer(bytes, OPTIONS);
    const open = [{ left: 1, container: false }];
    while (open.length > 0) {
        const inside = open[open.length - 1];
        if (inside.left === 0) {
            open.pop();
            continue;
        }
        inside.left--;
        insist(!tokens.done(), 'the bytes end inside an item');
        const token = tokens.next();
        judgeToken(token);
        open.push({ left: itemsInside(token), container: isContainer(token) });
        insist(
            open.filter((level) => level.container).length <= DEPTH_MAX,
            'too many containers in one another',
        );
    }
    insist(tokens.done(), 'there are bytes behind the end');
}

/**
 * One item of deterministic CBOR and nothing behind it. Maps become Map, tags Tagged, whole numbers
 * number, or bigint where they are too large for it.
 * @param {Uint8Array} bytes
 * @returns {any}
 */
export function readItem(bytes) {
    let value;
    try {
        judgeForm(bytes);
        value = decode(bytes, OPTIONS);
        insist(same(writeItem(value), bytes), 'the CBOR is not deterministic');
    } catch (error) {
        throw error instanceof Refused
            ? error
            : new Refused(`no CBOR: ${/** @type {Error} */ (error).message}`);
    }
    return value;
}

/**
 * @param {any} value
 * @returns {Uint8Array} deterministic CBOR
 */
export function writeItem(value) {
    return encode(value, rfc8949EncodeOptions);
}

/* Batches with a few bytes changed at random, rightly signed: a reader and a hub must judge each alike. */
import { digest, insist, u64 } from './bytes.js';
import { writeItem } from './cbor.js';

const CHANGES_MAX = 3;
const CHANGE = 4;
const HEADS = [
    0x00, 0x18, 0x1b, 0x20, 0x3b, 0x40, 0x58, 0x60, 0x78, 0x80, 0x9f, 0xa0, 0xf4, 0xf6, 0xf9, 0xff,
];

/**
 * Kiosk and life stay as they are: of another kiosk or life a hub has more to say than yes or no.
 * @param {Map<number, any>} map
 */
function fixedPart(map) {
    return (
        1 + [0, 1, 2].reduce((size, key) => size + writeItem(key).length + writeItem(map.get(key)).length, 0)
    );
}

/**
 * @param {Map<number, any>} map of a good batch
 * @param {bigint} seed
 * @param {number} count
 * @returns {Uint8Array[]} unpacked batches; the same for the same seed
 */
export function mutantsOf(map, seed, count) {
    const good = writeItem(map);
    const from = fixedPart(map);
    insist(good.length - from < 65536, 'a small batch, so that two bytes name any place in it');
    return Array.from({ length: count }, (_, i) => {
        const dice = digest(u64(seed), u64(BigInt(i)));
        const bad = good.slice();
        for (let change = 0; change <= dice[0] % CHANGES_MAX; change++) {
            const [high, low, kind, value] = dice.slice(1 + CHANGE * change);
            const byte = kind % 4 === 0 ? HEADS[value % HEADS.length] : value;
            bad[from + ((high * 256 + low) % (good.length - from))] = byte;
        }
        return bad;
    });
}

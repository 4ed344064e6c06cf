/* One small number for each row, in the three forms of WIRE.md. */
import { insist } from './bytes.js';

/** @typedef {number | null} Value */

/** @param {Value} value null counts as the highest */
function rank(value) {
    return value === null ? Infinity : value;
}

/** @param {Value[]} values distinct ones, rising, null last */
function distinct(values) {
    return [...new Set(values)].sort((a, b) => rank(a) - rank(b) || 0);
}

/**
 * @param {number} perByte 0 for two planes
 * @param {Value[]} alphabet
 * @param {Uint8Array} bytes
 * @param {number} rows
 * @returns {Value[]}
 */
function readPacked(perByte, alphabet, bytes, rows) {
    insist(
        alphabet.every((value, i) => i === 0 || rank(value) > rank(alphabet[i - 1])),
        'an alphabet out of order',
    );
    insist(alphabet.length ** perByte <= 256, 'more values than fit a byte');
    const indexes =
        perByte === 0 ? readPlanes(bytes, rows) : readDigits(perByte, alphabet.length, bytes, rows);
    insist(
        indexes.every((index) => index < alphabet.length),
        'a byte beyond its alphabet',
    );
    return indexes.map((index) => alphabet[index]);
}

/** @param {Uint8Array} bytes @param {number} rows */
function readPlanes(bytes, rows) {
    insist(bytes.length === 2 * rows, 'a column of another length than its rows');
    return Array.from({ length: rows }, (_, row) => bytes[row] * 256 + bytes[rows + row]);
}

/** @param {number} perByte @param {number} letters @param {Uint8Array} bytes @param {number} rows */
function readDigits(perByte, letters, bytes, rows) {
    insist(bytes.length === Math.ceil(rows / perByte), 'a column of another length than its rows');
    const indexes = [];
    for (let left of bytes) {
        const here = Math.min(perByte, rows - indexes.length);
        for (let i = 0; i < here; i++) {
            indexes.push(left % letters);
            left = Math.floor(left / letters);
        }
        insist(left === 0, 'a byte with something left over');
    }
    return indexes;
}

/** @param {any} group @param {number} rows @returns {Value[]} */
function readGroup(group, rows) {
    const letters = Array.isArray(group) ? group[1] : [group];
    insist(
        letters.every((/** @type {any} */ one) => typeof one !== 'bigint'),
        'a value that no column has',
    );
    return Array.isArray(group)
        ? readPacked(group[0], group[1], group[2], rows)
        : new Array(rows).fill(group);
}

/** @param {any} column */
function isGrouped(column) {
    return Array.isArray(column) && column.length === 2;
}

/**
 * @param {any} column in a form that the grammar allows
 * @param {number} rows
 * @param {Value[][]} earlier columns that it may be grouped by
 * @returns {Value[]} a value for each row
 */
export function readColumn(column, rows, earlier) {
    if (!isGrouped(column)) {
        return readGroup(column, rows);
    }
    const [by, groups] = column;
    insist(by < earlier.length, 'a grouping by a column that is not an earlier one');
    const runs = distinct(earlier[by]);
    insist(runs.length === groups.length, 'another number of groups than there are');
    const values = new Array(rows);
    runs.forEach((run, i) => {
        const members = earlier[by].flatMap((value, row) => (value === run ? [row] : []));
        readGroup(groups[i], members.length).forEach((value, k) => {
            values[members[k]] = value;
        });
    });
    return values;
}

/** @param {Value[]} values @returns {any} a single value, or packed as tightly as they allow */
function writeGroup(values) {
    const alphabet = distinct(values);
    if (alphabet.length === 1) {
        return alphabet[0];
    }
    const indexes = values.map((value) => alphabet.indexOf(value));
    const perByte = Math.min(8, Math.floor(Math.log(256) / Math.log(alphabet.length) + 1e-9));
    return [
        perByte,
        alphabet,
        perByte === 0 ? writePlanes(indexes) : writeDigits(perByte, alphabet.length, indexes),
    ];
}

/** @param {number[]} indexes */
function writePlanes(indexes) {
    return Uint8Array.from([...indexes.map((index) => index >> 8), ...indexes.map((index) => index & 255)]);
}

/** @param {number} perByte @param {number} letters @param {number[]} indexes */
function writeDigits(perByte, letters, indexes) {
    const bytes = new Uint8Array(Math.ceil(indexes.length / perByte));
    for (let i = indexes.length - 1; i >= 0; i--) {
        const at = Math.floor(i / perByte);
        bytes[at] = bytes[at] * letters + indexes[i];
    }
    return bytes;
}

/**
 * @param {Value[]} values one for each row
 * @param {Value[][]} earlier columns that it may be grouped by
 * @param {number | null} by which of them groups it; null for none
 * @returns {any} the column
 */
export function writeColumn(values, earlier, by) {
    if (by === null) {
        return writeGroup(values);
    }
    const group = (/** @type {Value} */ run) =>
        writeGroup(values.filter((_, row) => earlier[by][row] === run));
    return [by, distinct(earlier[by]).map(group)];
}

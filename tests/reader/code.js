/* Invitation codes: 20 characters of Crockford's base 32, of which one checks the others. */
import { insist } from './bytes.js';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LIKE = /** @type {Record<string, string>} */ ({ O: '0', I: '1', L: '1' });
const LENGTH = 20;
const NUMBER_LETTERS = 3;
const SECRET_LETTERS = 16;
const SECRET_BYTES = 10;
const MODULUS = 0b100101;

/** Times x in GF(32). @param {number} value */
function timesX(value) {
    return (value << 1) & 32 ? (value << 1) ^ MODULUS : value << 1;
}

/** The sum of letter i times x^(19-i), by Horner's rule. @param {number[]} values */
function checkSum(values) {
    return values.reduce((sum, value) => timesX(sum) ^ value, 0);
}

/** @param {number[]} values @returns {bigint} */
function toNumber(values) {
    return values.reduce((number, value) => number * 32n + BigInt(value), 0n);
}

/** @param {bigint} number @param {number} letters @returns {number[]} */
function toValues(number, letters) {
    return Array.from({ length: letters }, (_, i) => Number((number >> BigInt(5 * (letters - 1 - i))) & 31n));
}

/**
 * @param {string} code as it is printed, or as somebody typed it
 * @returns {{ invitation: number, secret: Uint8Array }}
 */
export function readCode(code) {
    const letters = code
        .toUpperCase()
        .replace(/[\s-]/g, '')
        .replace(/[OIL]/g, (letter) => LIKE[letter]);
    insist(letters.length === LENGTH, 'a code has 20 letters and digits');
    const values = [...letters].map((letter) => LETTERS.indexOf(letter));
    insist(!values.includes(-1), 'a letter that no code has');
    insist(checkSum(values) === 0, 'the code has a mistake');
    const secret = toNumber(values.slice(NUMBER_LETTERS, NUMBER_LETTERS + SECRET_LETTERS));
    return {
        invitation: Number(toNumber(values.slice(0, NUMBER_LETTERS))),
        secret: Uint8Array.from(Buffer.from(secret.toString(16).padStart(2 * SECRET_BYTES, '0'), 'hex')),
    };
}

/**
 * @param {number} invitation
 * @param {Uint8Array} secret
 * @returns {string} as it is printed
 */
export function writeCode(invitation, secret) {
    const number = BigInt(`0x${Buffer.from(secret).toString('hex')}`);
    const values = [...toValues(BigInt(invitation), NUMBER_LETTERS), ...toValues(number, SECRET_LETTERS)];
    const code = [...values, checkSum([...values, 0])].map((value) => LETTERS[value]).join('');
    return (code.match(/.{5}/g) ?? []).join('-');
}

/*
 * Reads CDDL (RFC 8610), as much of it as docs/wire.cddl uses, into a tree; whatever else stands in
 * the text is an error, so that nothing of the grammar can go unread.
 */

/**
 * @typedef {{ is: 'value', value: number | bigint | string }
 *     | { is: 'name', name: string }
 *     | { is: 'map', entries: Entry[] }
 *     | { is: 'array', entries: Entry[] }
 *     | { is: 'names', entries: Entry[] }
 *     | { is: 'tag', number: number, inside: Type }
 *     | { is: 'range', from: number | bigint, to: number | bigint }
 *     | { is: 'control', of: Type, control: string, by: Type }
 *     | { is: 'choice', of: Type[] }} Type
 * @typedef {{ least: number, most: number, key: Type | null, type: Type }} Entry
 */

const TOKEN = new RegExp(
    [
        /(?<space>\s+|;[^\n]*)/,
        /(?<text>"[^"\\\n]*")/,
        /(?<tag>#6\.\d+)/,
        /(?<control>\.[a-z]+)/,
        /(?<name>[A-Za-z@_$](?:[-.]*[A-Za-z0-9@_$])*)/,
        /(?<occurs>\d*\*\d*|\?)/,
        /(?<number>-?\d+)/,
        /(?<sign>\.\.|=>|[=/&:,()[\]{}])/,
    ]
        .map((part) => part.source)
        .join('|'),
    'y',
);
const CONTROLS = ['.size', '.ge', '.lt', '.cbor', '.regexp'];

/** @param {string} text */
function tokensOf(text) {
    const tokens = [];
    TOKEN.lastIndex = 0;
    while (TOKEN.lastIndex < text.length) {
        const from = TOKEN.lastIndex;
        const match = TOKEN.exec(text);
        if (!match) {
            throw new Error(`CDDL: strange text at "${text.slice(from, from + 30)}"`);
        }
        const [kind] = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? [''];
        if (kind !== 'space') {
            tokens.push({ kind, text: match[0] });
        }
    }
    return tokens;
}

/** @param {string} text */
function wholeNumber(text) {
    const number = Number(text);
    return Number.isSafeInteger(number) ? number : BigInt(text);
}

class Parser {
    /** @param {string} text */
    constructor(text) {
        this.tokens = tokensOf(text);
        this.at = 0;
    }

    /** @param {number} [ahead] */
    peek(ahead = 0) {
        return this.tokens[this.at + ahead] ?? { kind: 'end', text: '' };
    }

    next() {
        return this.tokens[this.at++] ?? { kind: 'end', text: '' };
    }

    /** @param {string} text */
    takes(text) {
        const found = this.peek().text === text && this.peek().kind !== 'text';
        this.at += found ? 1 : 0;
        return found;
    }

    /** @param {string} text */
    expect(text) {
        if (!this.takes(text)) {
            const near = this.tokens
                .slice(Math.max(0, this.at - 4), this.at + 2)
                .map((t) => t.text)
                .join(' ');
            throw new Error(`CDDL: "${text}" is missing near "${near}"`);
        }
    }

    /** @returns {Map<string, Type>} */
    rules() {
        const rules = new Map();
        while (this.peek().kind !== 'end') {
            const { kind, text } = this.next();
            if (kind !== 'name' || rules.has(text)) {
                throw new Error(`CDDL: no new rule can begin with "${text}"`);
            }
            this.expect('=');
            rules.set(text, this.type());
        }
        return rules;
    }

    /** @returns {Type} */
    type() {
        const of = [this.controlled()];
        while (this.takes('/')) {
            of.push(this.controlled());
        }
        return of.length === 1 ? of[0] : { is: 'choice', of };
    }

    /** @returns {Type} */
    controlled() {
        const of = this.ranged();
        if (this.peek().kind !== 'control') {
            return of;
        }
        const control = this.next().text;
        if (!CONTROLS.includes(control)) {
            throw new Error(`CDDL: the control ${control} is not known here`);
        }
        return { is: 'control', of, control, by: this.ranged() };
    }

    /** @returns {Type} */
    ranged() {
        const from = this.plain();
        if (!this.takes('..')) {
            return from;
        }
        const to = this.plain();
        if (
            from.is !== 'value' ||
            to.is !== 'value' ||
            typeof from.value === 'string' ||
            typeof to.value === 'string'
        ) {
            throw new Error('CDDL: a range is between two numbers');
        }
        return { is: 'range', from: from.value, to: to.value };
    }

    /** @returns {Type} */
    plain() {
        const { kind, text } = this.next();
        if (kind === 'number') {
            return { is: 'value', value: wholeNumber(text) };
        }
        if (kind === 'text') {
            return { is: 'value', value: text.slice(1, -1) };
        }
        if (kind === 'name') {
            return { is: 'name', name: text };
        }
        return this.bracketed(kind === 'tag' ? '#' : text, text);
    }

    /** @param {string} sign @param {string} text @returns {Type} */
    bracketed(sign, text) {
        if (sign === '{') {
            return { is: 'map', entries: this.entries('}') };
        }
        if (sign === '[') {
            return { is: 'array', entries: this.entries(']') };
        }
        if (sign === '(') {
            return this.closed();
        }
        if (sign === '&') {
            this.expect('(');
            return { is: 'names', entries: this.entries(')') };
        }
        if (sign === '#') {
            this.expect('(');
            return { is: 'tag', number: Number(text.slice('#6.'.length)), inside: this.closed() };
        }
        throw new Error(`CDDL: "${text}" is no type`);
    }

    /** @returns {Type} */
    closed() {
        const inside = this.type();
        this.expect(')');
        return inside;
    }

    /** @param {string} end @returns {Entry[]} */
    entries(end) {
        const entries = [];
        while (!this.takes(end)) {
            entries.push(this.entry());
            if (!this.takes(',') && this.peek().text !== end) {
                this.expect(',');
            }
        }
        return entries;
    }

    /** @returns {Entry} */
    entry() {
        const [least, most] = this.occurrence();
        if (this.peek().kind === 'name' && this.peek(1).text === ':') {
            const key = /** @type {Type} */ ({ is: 'value', value: this.next().text });
            this.expect(':');
            return { least, most, key, type: this.type() };
        }
        const type = this.type();
        return this.takes('=>')
            ? { least, most, key: type, type: this.type() }
            : { least, most, key: null, type };
    }

    /** @returns {[number, number]} */
    occurrence() {
        if (this.peek().kind !== 'occurs') {
            return [1, 1];
        }
        const occurs = this.next().text;
        if (occurs === '?') {
            return [0, 1];
        }
        const [least, most] = occurs.split('*');
        return [Number(least), most === '' ? Infinity : Number(most)];
    }
}

/**
 * @param {string} text of a CDDL file
 * @returns {Map<string, Type>} its rules by name
 */
export function parseCddl(text) {
    return new Parser(text).rules();
}

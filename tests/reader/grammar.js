/* Holds values against docs/wire.cddl itself. */
import fs from 'node:fs';
import { Refused } from './bytes.js';
import { readItem } from './cbor.js';
import { parseCddl } from './cddl.js';
import { Tagged } from './packages.js';

/** @typedef {import('./cddl.js').Type} Type */
/** @typedef {import('./cddl.js').Entry} Entry */

const FILE = new URL('../../docs/wire.cddl', import.meta.url);

/** The names that CDDL itself gives, as far as the grammar uses them. */
const PRELUDE = new Map(
    Object.entries({
        uint: (/** @type {any} */ value) => isWhole(value) && value >= 0,
        int: isWhole,
        bytes: isBytes,
        tstr: (/** @type {any} */ value) => typeof value === 'string',
        bool: (/** @type {any} */ value) => typeof value === 'boolean',
        null: (/** @type {any} */ value) => value === null,
    }),
);

/** @param {any} value */
function isWhole(value) {
    return typeof value === 'bigint' || Number.isSafeInteger(value);
}

/** @param {any} value */
function isBytes(value) {
    return value instanceof Uint8Array;
}

/** @param {any} value as a reason may show it */
function show(value) {
    if (isBytes(value)) {
        return `${value.length} bytes`;
    }
    return Array.isArray(value) ? `an array of ${value.length}` : String(value).slice(0, 60);
}

/** A grammar, and the judging of values by it. */
export class Grammar {
    /** @param {string} text of a CDDL file */
    constructor(text) {
        this.rules = parseCddl(text);
    }

    /** Names that are used and neither defined nor CDDL's own. */
    undefinedNames() {
        const names = [...this.rules.values()].flatMap(namesIn);
        return names.filter((name) => !this.rules.has(name) && !PRELUDE.has(name));
    }

    /** @param {string[]} roots @returns {Set<string>} the rules that these rules consist of, and they themselves */
    reachable(roots) {
        const reached = new Set(roots);
        for (const name of reached) {
            namesIn(this.rules.get(name) ?? { is: 'name', name }).forEach((other) => reached.add(other));
        }
        return reached;
    }

    /**
     * Refuses a value that a rule does not allow.
     * @param {string} rule
     * @param {any} value as cbor.js reads it
     */
    judge(rule, value) {
        const type = this.rules.get(rule);
        if (!type) {
            throw new Error(`the grammar has no rule "${rule}"`);
        }
        const why = this.mismatch(type, value);
        if (why) {
            throw new Refused(`not in the grammar: ${rule}${why}`);
        }
    }

    /** @param {Type} type @param {any} value @returns {string} where and why it does not fit, '' when it does */
    mismatch(type, value) {
        switch (type.is) {
            case 'value':
                return value === type.value ? '' : `: ${show(value)} instead of ${type.value}`;
            case 'range':
                return isWhole(value) && value >= type.from && value <= type.to
                    ? ''
                    : `: ${show(value)} is not within ${type.from} to ${type.to}`;
            case 'name':
                return this.byName(type.name, value);
            case 'choice':
                return this.byChoice(type.of, value);
            case 'names':
                return this.byChoice(
                    type.entries.map((entry) => entry.type),
                    value,
                );
            case 'tag':
                return value instanceof Tagged && value.tag === type.number
                    ? this.mismatch(type.inside, value.value)
                    : `: not tagged ${type.number}`;
            case 'control':
                return this.mismatch(type.of, value) || this.byControl(type, value);
            case 'array':
                return Array.isArray(value)
                    ? this.byOrder(type.entries, value)
                    : `: ${show(value)} is no array`;
            case 'map':
                return value instanceof Map ? this.byKeys(type.entries, value) : `: ${show(value)} is no map`;
        }
    }

    /** @param {string} name @param {any} value */
    byName(name, value) {
        const own = PRELUDE.get(name);
        if (own) {
            return own(value) ? '' : `: ${show(value)} is no ${name}`;
        }
        const type = this.rules.get(name);
        if (!type) {
            throw new Error(`the grammar uses "${name}" and does not define it`);
        }
        return this.mismatch(type, value);
    }

    /** @param {Type[]} of @param {any} value */
    byChoice(of, value) {
        const why = of.map((type) => this.mismatch(type, value));
        return why.includes('') ? '' : why.join(', and');
    }

    /** @param {Type & { is: 'control' }} type @param {any} value */
    byControl(type, value) {
        const by = type.by;
        const control = CONTROLS[type.control];
        return control(this, value, by) ? '' : `: ${show(value)} does not hold to ${type.control}`;
    }

    /** @param {Entry[]} entries @param {any[]} values */
    byOrder(entries, values) {
        let at = 0;
        let why = '';
        for (const { least, most, key, type } of entries) {
            let count = 0;
            why = this.next(true, type, values, at);
            while (!why) {
                count++;
                at++;
                why = this.next(count < most, type, values, at);
            }
            if (count < least) {
                return `/${key?.is === 'value' ? key.value : at}${why}`;
            }
        }
        return at === values.length ? '' : `/${at}${why}`;
    }

    /** @param {boolean} more may there be @param {Type} type @param {any[]} values @param {number} at */
    next(more, type, values, at) {
        if (at === values.length) {
            return ': it ends early';
        }
        return more ? this.mismatch(type, values[at]) : `: ${show(values[at])} has no place there`;
    }

    /** @param {Entry[]} entries @param {Map<any, any>} map */
    byKeys(entries, map) {
        const table = entries.find(({ key }) => key?.is !== 'value');
        if (table) {
            return this.byTable(table, map);
        }
        let known = 0;
        for (const { least, key, type } of entries) {
            const name = key?.is === 'value' ? key.value : undefined;
            if (!map.has(name)) {
                if (least === 0) {
                    continue;
                }
                return `: no key ${name}`;
            }
            known++;
            const why = this.mismatch(type, map.get(name));
            if (why) {
                return `/${name}${why}`;
            }
        }
        return map.size === known ? '' : ': a key that is not known';
    }

    /** @param {Entry} entry whose key is a type: so many of any such keys @param {Map<any, any>} map */
    byTable({ least, most, key, type }, map) {
        if (!key || map.size < least || map.size > most) {
            return `: ${map.size} keys`;
        }
        for (const [name, value] of map) {
            const why = this.mismatch(key, name) || this.mismatch(type, value);
            if (why) {
                return `/${name}${why}`;
            }
        }
        return '';
    }
}

/** @type {Record<string, (grammar: Grammar, value: any, by: Type) => boolean>} */
const CONTROLS = {
    '.size': (grammar, value, by) =>
        grammar.mismatch(by, typeof value === 'string' ? Buffer.byteLength(value) : value.length) === '',
    '.ge': (_grammar, value, by) => by.is === 'value' && value >= by.value,
    '.lt': (_grammar, value, by) => by.is === 'value' && value < by.value,
    '.regexp': (_grammar, value, by) => by.is === 'value' && new RegExp(`^(?:${by.value})$`, 'u').test(value),
    '.cbor': (grammar, value, by) => grammar.mismatch(by, readItem(value)) === '',
};

/** @param {Type} type @returns {string[]} the names of rules in it */
function namesIn(type) {
    if (type.is === 'name') {
        return [type.name];
    }
    const inside = [
        ...('entries' in type
            ? type.entries.flatMap(({ key, type: value }) => (key ? [key, value] : [value]))
            : []),
        ...(type.is === 'choice' ? type.of : []),
        ...(type.is === 'control' ? [type.of, type.by] : []),
        ...(type.is === 'tag' ? [type.inside] : []),
    ];
    return inside.flatMap(namesIn);
}

/** The wire's own grammar. */
export const wire = new Grammar(fs.readFileSync(FILE, 'utf8'));

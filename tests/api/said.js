/*
 * The sentences that the hub may say of what it is sent and of what it proves, found in its sources: the code of each
 * is made of its own words, as sync/base/said.c makes it.
 */
import { readFileSync, readdirSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const read = (file) => readFileSync(new URL(file, root), 'utf8');
const sources = (room, choose) =>
    readdirSync(new URL(room, root)).filter((name) => name.endsWith('.c') && choose(name)).map((name) => read(`${room}/${name}`));

const CODE_MAX = 63;

/** As put_code does: words in small letters, as many whole ones as fit. */
export function codeOf(format) {
    const words = format.replace(/%[-+ #0-9]*(\.(\*|[0-9]+))?[lz]*[a-zA-Z%]/g, ' ').toLowerCase().match(/[a-z0-9]+/g) ?? [];
    return words.reduce((code, word) => {
        const longer = code === '' ? word : `${code}_${word}`;
        return code.endsWith('!') || longer.length > CODE_MAX ? `${code.replace('!', '')}!` : longer;
    }, '').replace('!', '');
}

/** How many values a format has. */
export function valuesOf(format) {
    return (format.match(/%[-+ #0-9]*(\.(\*|[0-9]+))?[lz]*[a-zA-Z]/g) ?? []).length;
}

/** The arguments of a call whose bracket opens just before `at`, as they are written. */
function argumentsAt(code, at) {
    const found = [''];
    for (let depth = 1, quoted = false; depth > 0; at += 1) {
        const c = code[at];
        if (quoted && c === '\\') { found[found.length - 1] += c + code[at + 1]; at += 1; continue; }
        if (c === '"') quoted = !quoted;
        if (!quoted) depth += { '(': 1, ')': -1 }[c] ?? 0;
        if (!quoted && c === ',' && depth === 1) found.push('');
        else found[found.length - 1] += c;
    }
    return found;
}

/** The text literals of an argument: one, in pieces, or those of "a ? b : c". */
function literals(argument) {
    const found = [''];
    const whole = argument.replace(/"\s*(?:PRI[a-zA-Z0-9]+|JSON_INTEGER_FORMAT)\s*"?/g, (written) => (written.endsWith('"') ? 'd' : 'd"'));
    for (const [piece, text] of whole.matchAll(/"((?:[^"\\]|\\.)*)"|[?:]/g)) {
        if (text === undefined) found.push('');
        else found[found.length - 1] += text;
    }
    return found.filter((text) => text !== '').map((text) => text.replace(/\\n/g, '\n').replace(/\\(.)/g, '$1'));
}

function formatsOf(code, name, number) {
    return [...code.matchAll(new RegExp(`\\b${name}\\(`, 'g'))].flatMap((call) =>
        literals(argumentsAt(code, call.index + call[0].length)[number] ?? ''));
}

/* Which call says it, as which of its arguments, in which room. What only kiosks read is left out. */
const SAYING = [
    ['sync/model', (name) => !['provision.c', 'wording.c'].includes(name), [
        ['problems_error', 2], ['problems_warning', 2], ['problems_at', 3], ['problems_syntax', 3], ['fail', 2],
    ]],
    ['sync/hub/rest', () => true, [['body_problem', 2]]],
    ['sync/hub/report', (name) => name.startsWith('verify'), [['verify_doubt', 1], ['doubt', 1]]],
    ...['api', 'notify', 'people', 'report', 'rest'].map((room) => [`sync/hub/${room}`, () => true, [['err_tell', 2]]]),
];

/** The pieces of sentences that stand in tables or are chosen between, and fill a gap of another. */
export function pieces() {
    const rules = read('sync/model/survey_rules.c').replace(/"\s*\n\s*"/g, '');
    const advice = [...rules.matchAll(/#define [A-Z_]+ +("(?:[^"\\]|\\.)+")|(?:COSMETIC|REFUSED), "(?:[^"\\]|\\.)*",\s*("(?:[^"\\]|\\.)+") \}|^ {4}\{ "[a-z]+", ("(?:[^"\\]|\\.)+") \}/gm)];
    const kinds = read('sync/model/json_read.c').match(/kinds\[\] = \{([^}]*)\}/)[1].match(/"an? [^"]*"/g);
    const asked = [...read('sync/model/survey_publishable.c').matchAll(/\bask\(check, .*, "[a-z]+", (".*")\);/g)].map(([, text]) => text);
    const instead = read('sync/model/expression_parse.c').match(/"(use|only) [^"]*"/g);
    return [...advice.map((found) => found[1] ?? found[2] ?? found[3]), ...kinds, ...asked, ...instead].map((text) => JSON.parse(text));
}

/** {code: how many values it has}, of all that a hub may say. */
export function sentences(hear = () => {}) {
    const found = new Map([['the_proof_was_not_made', 1]]);
    const add = (format) => {
        const code = codeOf(format);
        if (code !== '' && found.has(code) && found.get(code) !== valuesOf(format)) throw new Error(`two sentences are ${code}`);
        if (code !== '') found.set(code, valuesOf(format));
        hear(code, format);
    };
    for (const [room, choose, calls] of SAYING)
        for (const code of sources(room, choose))
            for (const [name, number] of calls) formatsOf(code, name, number).forEach(add);
    const map = read('include/lint/lint.h').match(/#define LINT_MAP\(X\)([\s\S]*?)\n\n/)[1].replace(/\\\n/g, ' ');
    for (const call of map.matchAll(/X\(/g)) {
        const given = argumentsAt(map, call.index + 2);
        found.set(literals(given[1])[0], valuesOf(literals(given[4])[0]));
        hear(literals(given[1])[0], literals(given[4])[0]);
    }
    return found;
}

/* The description itself: valid, whole, and its examples are what it says. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { Validator } from './packages.js';
import { document, problemsOf, resolve } from './document.js';
import { codeOf, pieces, sentences } from './said.js';

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })));

/* Every {"$ref"} below a node. */
function* references(node) {
    if (node === null || typeof node !== 'object') return;
    if (typeof node.$ref === 'string') yield node.$ref;
    for (const value of Object.values(node)) yield* references(value);
}

test('it is an OpenAPI 3.1 document', async () => {
    const result = await new Validator().validate(structuredClone(document));
    assert.ok(result.valid, JSON.stringify(result.errors));
    assert.equal(document.openapi, '3.1.0');
});

test('every reference leads somewhere', () => {
    for (const $ref of references(document)) assert.ok(resolve({ $ref }), $ref);
});

test('every schema is used', () => {
    const used = new Set(references(document));
    for (const name of Object.keys(document.components.schemas)) {
        assert.ok(used.has(`#/components/schemas/${name}`), name);
    }
});

test('examples are what their schemas say', () => {
    let count = 0;
    for (const [name, schema] of Object.entries(document.components.schemas)) {
        if (schema.example === undefined) continue;
        assert.deepEqual(problemsOf(schema.example, 'components', 'schemas', name), [], name);
        count++;
    }
    assert.ok(count > 10);
});

test('every operation has a name of its own and says who may ask', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    assert.equal(new Set(names).size, names.length);
    const permissions = new Set(document.components.schemas.Permission.enum);
    for (const { operation } of operations) {
        const may = operation['x-yousaid-may'];
        assert.ok(permissions.has(may) || may.startsWith('anybody'), `${operation.operationId}: ${may}`);
    }
});

test('every parameter of a path is described', () => {
    for (const { path, operation } of operations) {
        const named = (operation.parameters ?? []).map(resolve).filter((p) => p.in === 'path').map((p) => p.name);
        assert.deepEqual(named.sort(), [...path.matchAll(/\{([a-z]+)\}/g)].map((m) => m[1]).sort(), path);
    }
});

/* Written as they are read, and never held as a whole. */
const STREAMED = ['exportResponses', 'getKioskBundle'];

test('whatever is read as a whole is told to be unchanged where it is', () => {
    for (const { method, operation } of operations) {
        if (method !== 'get' || STREAMED.includes(operation.operationId)) continue;
        const parameters = (operation.parameters ?? []).map((parameter) => parameter.$ref);
        assert.ok(parameters.includes('#/components/parameters/IfNoneMatch'), operation.operationId);
        assert.ok(operation.responses['304'], operation.operationId);
        assert.ok(operation.responses['200'].headers.ETag, operation.operationId);
    }
});

const codes = document.components.schemas.Finding.properties.code.enum;
const root = new URL('../../', import.meta.url);
const read = (file) => readFileSync(new URL(file, root), 'utf8');

/* Where a hub's code names what it found: as the first of a call, as a field, in the tables that calls take it from. */
const NAMED = [
    /finding_json\(\s*"([a-z_]+)"/g, /finding_json\([^"]*\?\s*"([a-z_]+)"\s*:/g, /finding_json\([^"]*\?\s*"[a-z_]+"\s*:\s*"([a-z_]+)"/g,
    /finding_json\(\s*strcmp\([^)]*\) == 0 \? "([a-z_]+)"/g, /finding_json\(\s*strcmp\([^)]*\) == 0 \? "[a-z_]+" : "([a-z_]+)"/g,
    /fleet_reason_add\(\s*kiosk, "([a-z_]+)"/g, /\.code = "([a-z_]+)"/g, /matter\.code, sizeof matter\.code, "([a-z_]+)"/g,
    /\[INSTRUCTION_[A-Z_]+\] = \{\s*"([a-z_]+)"/g, /\{ "[a-z ]+", "([a-z_]+)"(?:, (?:true|false))? \},/g,
];

test('what a hub finds stands in the list of codes, and nothing else does', () => {
    const found = new Set();
    for (const room of ['report', 'notify', 'rest']) {
        for (const file of readdirSync(new URL(`sync/hub/${room}`, root)).filter((name) => name.endsWith('.c'))) {
            const code = read(`sync/hub/${room}/${file}`);
            const tables = file === 'fleet.c' ? NAMED : NAMED.slice(0, -1);
            for (const pattern of tables) for (const [, name] of code.matchAll(pattern)) found.add(name);
        }
    }
    assert.deepEqual([...found].sort(), [...codes].sort());
});

test('the audit log tells of what stands in the description, and of nothing else', () => {
    const list = [...read('include/store/audit_actions.h').matchAll(/X\(DID_[A-Z_]+, "([a-z_.]+)"\)/g)].map(([, code]) => code);
    assert.deepEqual([...list].sort(), [...document.components.schemas.AuditEntry.properties.action.enum].sort());
    assert.equal(new Set(list).size, list.length);
});

test('what the audit log tells of has words in every language of the console', () => {
    const wanted = document.components.schemas.AuditEntry.properties.action.enum;
    for (const file of readdirSync(new URL('assets/console/src/words', root)).filter((name) => /^[a-z]{2}\.ts$/.test(name))) {
        const words = new Map([...read(`assets/console/src/words/${file}`).matchAll(/^ {4}'act\.([a-z_.]+)':\s*'(.+)',$/gm)].map(([, code, text]) => [code, text]));
        assert.deepEqual([...words.keys()].sort(), [...wanted].sort(), file);
        for (const [code, text] of words) assert.doesNotMatch(text, /[_{}]/, `${file}: ${code}`);
    }
});

test('what a hub says of what it was sent and of what it proves stands in the list of codes, and nothing else does', () => {
    assert.deepEqual([...sentences().keys()].sort(), [...document.components.schemas.SaidCode.enum].sort());
});

test('a hub refuses nothing for the state that something is in without saying which sentence that is', () => {
    for (const room of ['api', 'notify', 'people', 'report', 'rest']) {
        for (const file of readdirSync(new URL(`sync/hub/${room}`, root)).filter((name) => name.endsWith('.c'))) {
            const plain = read(`sync/hub/${room}/${file}`).match(/err_set\(\s*err,[^,"]*ERR_CONFLICT,[^;]*/g) ?? [];
            /* A file from another hub is taken on the command line alone. */
            assert.deepEqual(plain.filter((text) => !text.includes('statement %llu')), [], file);
        }
    }
});

/* {key: its words} of the kind "said" or "phrase", from a file of the console's words. */
function saidOf(language, kind) {
    const lines = read(`assets/console/src/words/${language}.ts`).matchAll(new RegExp(`^ {4}'${kind}\\.([a-z0-9_]+)':\\s*'(.+)',$`, 'gm'));
    return new Map([...lines].map(([, code, words]) => [code, words]));
}

test('every sentence of the hub has words in every language of the console, with the same values in them', () => {
    const gaps = (words) => [...new Set(words.match(/\{[0-9]\}/g))].sort();
    const english = saidOf('en', 'said');
    for (const language of ['en', 'cy']) {
        const words = saidOf(language, 'said');
        for (const [code, values] of sentences()) {
            assert.ok(words.has(code), `${language} has no words for ${code}`);
            assert.deepEqual(gaps(words.get(code)), gaps(english.get(code)), `${language}: ${code}`);
            assert.ok(gaps(words.get(code)).every((gap) => Number(gap[1]) <= values), `${language}: ${code}`);
            if (language !== 'en' && /[a-z]{3}/.test(english.get(code).replace(/\{[0-9]\}|"[^"]*"/g, ''))) assert.notEqual(words.get(code), english.get(code), code);
        }
        assert.deepEqual([...words.keys()].filter((code) => code !== 'unknown' && !sentences().has(code)), [], language);
    }
});

test('what the hub fills its sentences with has words in every language of the console', () => {
    for (const language of ['en', 'cy']) {
        const words = saidOf(language, 'phrase');
        assert.ok(pieces().length > 60);
        for (const piece of pieces()) assert.ok(words.has(codeOf(piece)), `${language} has no words for "${piece}"`);
    }
});

/* {code: the places in its words}, from a file of the console's words. */
function wordsOf(language) {
    const lines = read(`assets/console/src/words/${language}.ts`).matchAll(/^ {4}'finding\.([a-z_]+)':\s*(.*)$/gm);
    return new Map([...lines].map(([, code, words]) => [code, [...new Set(words.match(/\{[a-z_]+\}/g))].sort()]));
}

test('every finding has words in every language of the console, with the same figures in them', () => {
    const english = wordsOf('en');
    for (const file of readdirSync(new URL('assets/console/src/words', root)).filter((name) => /^[a-z]{2}\.ts$/.test(name))) {
        const words = wordsOf(file.slice(0, -3));
        for (const code of codes) {
            assert.ok(words.has(code), `${file} has no words for ${code}`);
            assert.deepEqual(words.get(code), english.get(code), `${file}: ${code}`);
        }
    }
});

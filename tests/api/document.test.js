/* The description itself: valid, whole, and its examples are what it says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Validator } from './packages.js';
import { document, problemsOf, resolve } from './document.js';

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

/* docs/openapi.json, and a judge for what it describes. */
import { readFileSync } from 'node:fs';
import { Ajv, addFormats } from './packages.js';

export const document = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'));

const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema({ $id: 'doc', ...document });

const escaped = (part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/* What stands at a path of the document, "#/components/..." followed. */
export function resolve(node) {
    while (node?.$ref) {
        node = node.$ref.slice(2).split('/').reduce((at, part) => at?.[part.replaceAll('~1', '/').replaceAll('~0', '~')], document);
    }
    return node;
}

const compiled = new Map();

/* The problems of a value, judged by the schema at this path of the document; none when it fits. */
export function problemsOf(value, ...path) {
    const ref = `doc#/${path.map((part) => encodeURIComponent(escaped(part))).join('/')}`;
    if (!compiled.has(ref)) compiled.set(ref, ajv.compile({ $ref: ref }));
    const judge = compiled.get(ref);
    return judge(value) ? [] : judge.errors.map((error) => `${error.instancePath} ${error.message}`);
}

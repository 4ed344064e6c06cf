/* The five roles at every operation: what a role may not do is refused as that, before anything else is looked at. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { administrator, person } from './client.js';
import { document } from './document.js';
import { Hub } from './hub.js';

const LOOKING = ['see_reports', 'see_surveys', 'see_venues', 'see_kiosks', 'see_alerts'];
/* As people are told it (assets/console/src/words/en.ts, "role.*_may"), and not taken from the hub. */
const MAY = {
    author: [...LOOKING, 'edit_surveys', 'publish_surveys', 'edit_notices', 'approve_notices'],
    analyst: [...LOOKING, 'see_live', 'see_rows', 'see_words', 'enter_counts', 'edit_notices', 'approve_notices', 'edit_initiatives', 'freeze_returns'],
    venue_manager: [...LOOKING, 'enter_counts', 'edit_notices', 'import_batches'],
    inspector: [...LOOKING, 'see_rows', 'see_audit', 'verify'],
};

let hub;
let admin;
before(async () => {
    hub = new Hub();
    hub.command('venue add', 'riverside', '--name', 'Riverside', '--kind', 'gp');
    await hub.serve();
    admin = await administrator(hub);
});
after(async () => {
    admin.close();
    await hub.close();
});

/* What stands in a path: made up, so that nothing is changed by whoever may. */
const filled = (template) => template.replace('{month}', '2020-01').replace('{version}', '1').replace('{number}', '1')
    .replace(/\{(account|token|rollout|kiosk|annotation|initiative|notice|alert|webhook|delivery|draft|preview|invitation|session)\}/g, '0123456789abcdef')
    .replace(/\{[a-z]+\}/g, 'nowhere');

const operations = Object.entries(document.paths).flatMap(([template, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path: filled(template), method, may: operation['x-yousaid-may'], name: operation.operationId })));

for (const [role, may] of Object.entries(MAY)) {
    test(`the ${role} is refused what it may not, and nothing else`, async () => {
        const client = await person(admin, `${role}@example.org`, role, role === 'venue_manager' ? ['riverside'] : []);
        assert.deepEqual([...client.session.may].sort(), [...may].sort());
        const wrong = [];
        for (const one of operations.filter((operation) => !operation.may.startsWith('anybody'))) {
            const body = ['get', 'delete'].includes(one.method) ? undefined : '{}';
            const answer = await client.raw(one.method.toUpperCase(), `/api/v1${one.path}`, {
                headers: { Cookie: client.cookie, 'X-CSRF-Token': client.csrf, 'Content-Type': 'application/json', 'If-Match': '*' }, body,
            });
            if ((answer.status === 403) === may.includes(one.may)) wrong.push(`${one.name} (${one.may}): ${answer.status} ${answer.body.toString().slice(0, 200)}`);
            if (answer.status >= 500) wrong.push(`${one.name}: ${answer.status}`);
        }
        client.close();
        assert.deepEqual(wrong, []);
    });
}

test('nobody who is signed out is told anything', async () => {
    for (const one of operations.filter((operation) => !/anybody( with the link)?$/.test(operation.may))) {
        const answer = await admin.raw(one.method.toUpperCase(), `/api/v1${one.path}`, { headers: { 'Content-Type': 'application/json' }, body: ['get', 'delete'].includes(one.method) ? undefined : '{}' });
        assert.equal(answer.status, 401, one.name);
    }
});

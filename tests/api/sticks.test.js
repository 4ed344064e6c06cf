/* What lies on a stick, over the API: a hub that was restored to before it knew the kiosk takes who enrolled it, the survey
   that it asks, and then its batches; each may come twice. And a kiosk without a network: its question, the answer to it,
   and the bundle that is carried back. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { administrator } from './client.js';
import { publish } from './fill.js';
import { environment, Hub, hubCommand, program } from './hub.js';

let hub;
let restored;
let admin;
const files = {};

const run = (name, ...words) =>
    execFileSync(program(name), words, { env: { ...environment, SDL_VIDEODRIVER: 'dummy' }, encoding: 'utf8', stdio: 'pipe' });

/* A kiosk with one answer, on a stick. */
function fillStick(kiosk, stick) {
    const sheet = hub.command('kiosk invite', '--venue', 'riverside');
    const code = path.join(hub.folder, 'code');
    const script = path.join(hub.folder, 'script');
    writeFileSync(code, /[0-9A-Z]{5}(-[0-9A-Z]{5}){3}/.exec(sheet)[0]);
    writeFileSync(script, 'touch start\ntouch answer:good\ntouch leave\nwait 200\nquit\n');
    run('yousaid-courier', 'enrol', '--data', kiosk, '--hub', hub.url, '--code-file', code);
    run('yousaid-kiosk', 'run', '--data', kiosk, '--script', script);
    mkdirSync(stick);
    run('yousaid-courier', 'stick', '--data', kiosk, '--to', stick);
    for (const name of readdirSync(stick)) files[path.extname(name)] = { name, body: readFileSync(path.join(stick, name)) };
}

before(async () => {
    hub = new Hub();
    if (hub.database) return; /* such a hub is backed up by its database's own tools */
    const backup = path.join(hub.folder, 'backup');
    hub.command('backup', '--to', backup);
    hub.command('venue add', 'riverside', '--name', 'Riverside Surgery', '--kind', 'gp');
    publish(hub, 'gp-fft');
    await hub.serve();
    fillStick(path.join(hub.folder, 'kiosk'), path.join(hub.folder, 'stick'));
    restored = new Hub();
    rmSync(restored.data, { recursive: true });
    hubCommand('restore', '--data', restored.data, '--from', backup);
    restored.ca = readFileSync(path.join(restored.data, 'tls', 'ca.pem'));
    await restored.serve();
    admin = await administrator(restored);
});
after(async () => {
    admin?.close();
    await restored?.close();
    await hub.close();
});

const send = (file, query = '') => admin.ask('post', `/imports${query}`, { body: file.body, type: 'application/cose' });
const finding = async (file, query) => {
    const { status, value } = await send(file, query);
    assert.equal(status, 200, JSON.stringify(value));
    return [value.taken, value.finding.code, value.receipt === ''];
};

test('a restored hub takes a kiosk, its survey and its batch from a stick', async (t) => {
    if (hub.database) return t.skip('PostgreSQL has backups of its own');
    const kiosk = /^yousaid-([0-9a-f]{16})-/.exec(files['.batch'].name)[1];
    assert.equal((await send(files['.batch'])).status, 422);
    assert.equal((await send(files['.survey'], `?kiosk=${kiosk}`)).status, 422);
    for (let time = 0; time < 2; time++) {
        assert.deepEqual(await finding(files['.adoption']), [true, 'adopted', true]);
        assert.deepEqual(await finding(files['.survey'], `?kiosk=${kiosk}`), [true, 'survey_brought', true]);
        assert.deepEqual(await finding(files['.batch']), [true, 'taken', false]);
    }
    assert.equal((await admin.get('/kiosks')).items[0].id, kiosk);
    assert.equal((await admin.get(`/kiosks/${kiosk}`)).responses, 1);
    assert.match(restored.command('verify'), /^fine .* 1 responses/);
});

test('what is none of the kiosk’s is refused', async (t) => {
    if (hub.database) return t.skip('PostgreSQL has backups of its own');
    assert.equal((await send(files['.survey'], '?kiosk=0000000000000001')).status, 422);
    assert.equal((await send(files['.survey'], '?kiosk=x')).status, 400);
    const changed = Buffer.from(files['.adoption'].body);
    changed[changed.length - 3] ^= 1;
    assert.equal((await send({ body: changed })).status, 422);
});

/* A new kiosk at a hub that it cannot reach. Its question lies on the stick. */
function askByStick(at, name, venue) {
    const folder = path.join(at.folder, name);
    const stick = path.join(at.folder, `${name}-stick`);
    const code = /[0-9A-Z]{5}(-[0-9A-Z]{5}){3}/.exec(at.command('kiosk invite', '--venue', venue))[0];
    const setup = path.join(stick, 'yousaid-setup.json');
    mkdirSync(stick);
    writeFileSync(setup, JSON.stringify({ version: 1, hub: 'https://127.0.0.1:1', code }));
    assert.throws(() => run('yousaid-courier', 'provision', '--data', folder, '--from', stick), /carry it to the hub/);
    rmSync(setup);
    const question = readdirSync(stick).find((one) => one.endsWith('.enrol'));
    return { folder, stick, question, body: readFileSync(path.join(stick, question)) };
}

const ask = (who, body) => who.ask('post', '/imports', { body, type: 'application/cbor' });
const bundleOf = (who, kiosk) => who.ask('get', `/kiosks/${kiosk}/bundle`);

test('a kiosk without a network is enrolled and gets its bundle over the API', async () => {
    if (hub.database) hub.command('venue add', 'riverside', '--name', 'Riverside Surgery', '--kind', 'gp');
    if (hub.database) await hub.serve();
    const desk = await administrator(hub);
    const { folder, stick, question, body } = askByStick(hub, 'never', 'riverside');
    const { status, value } = await ask(desk, body);
    assert.equal(status, 200, JSON.stringify(value));
    assert.deepEqual([value.taken, value.finding.code], [true, 'enrolled']);
    assert.ok(value.bundle > 0);
    assert.equal((await ask(desk, body)).value.receipt, value.receipt, 'a lost answer is given again');
    const file = await bundleOf(desk, value.kiosk);
    assert.equal(file.status, 200);
    assert.ok(!file.value.includes('argon2'));
    writeFileSync(path.join(stick, `${question}led`), Buffer.from(value.receipt, 'base64'));
    writeFileSync(path.join(stick, `yousaid-${value.kiosk}.bundle`), file.value);
    assert.match(run('yousaid-courier', 'provision', '--data', folder, '--from', stick), new RegExp(`this kiosk is ${value.kiosk}`));
    assert.match(run('yousaid-courier', 'status', '--data', folder, '--json'), new RegExp(`"bundle_serial":${value.bundle}\\b`));

    /* What is not so. */
    assert.equal((await bundleOf(desk, '0000000000000001')).status, 404);
    assert.equal((await ask(desk, Buffer.from('x'))).status, 422);
    const changed = Buffer.from(body);
    changed[changed.length - 3] ^= 1;
    assert.equal((await ask(desk, changed)).status, 422);
    let last = 422;
    for (let i = 0; i < 20 && last === 422; i++) last = (await ask(desk, changed)).status;
    assert.equal(last, 429, 'who guesses is slowed down');
    desk.close();
});

/* Kiosks over the API: invited, looked after, moved, replaced, revoked; and who may know of them. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { administrator, person } from './client.js';
import { day, fill, publish } from './fill.js';
import { Hub } from './hub.js';
import { textOf } from './square.js';

let hub;
let admin;
let kiosks;

before(async () => {
    hub = new Hub();
    for (const [id, name] of [['riverside', 'Riverside Surgery'], ['lakeside', 'Lakeside Surgery']])
        hub.command('venue add', id, '--name', name, '--kind', 'gp');
    publish(hub, 'gp-fft');
    kiosks = fill(hub, {
        venues: [
            { venue: 'riverside', kiosks: 2, from: day(-30), to: day(-20), per_day: 20 },
            { venue: 'lakeside', from: day(-30), to: day(-1), per_day: 20 },
        ],
    });
    await hub.serve();
    admin = await administrator(hub);
    await admin.put('/areas/north', { name: 'North', parent: null });
    const { etag } = await admin.read('/venues/riverside');
    await admin.put('/venues/riverside', { area: 'north' }, etag);
});
after(async () => { admin.close(); await hub.close(); });

test('the list says how each kiosk is, and why', async () => {
    const { items } = await admin.get('/kiosks');
    assert.equal(items.length, 3);
    const silent = items.filter((kiosk) => kiosk.venue === 'riverside');
    assert.ok(silent.every((kiosk) => kiosk.state === 'silent' && kiosk.reasons[0].code === 'silent'));
    const page = await admin.get('/kiosks?limit=2');
    const rest = await admin.get(`/kiosks?limit=2&cursor=${page.next}`);
    assert.deepEqual([...page.items, ...rest.items].map((one) => one.id), items.map((one) => one.id));
    assert.deepEqual((await admin.get('/kiosks?venue=lakeside')).items.map((one) => one.venue), ['lakeside']);
    assert.equal((await admin.get('/kiosks?area=north')).items.length, 2);
    assert.equal((await admin.get('/kiosks?state=silent&search=riverside')).items.length, 2);
    const summary = await admin.get('/kiosks/summary');
    assert.equal(summary.total, 3);
    assert.equal(summary.states.silent, 2);
});

test('the list can begin with what needs somebody, go by name, or by when a kiosk was heard', async () => {
    const ids = (page) => page.items.map((one) => one.id);
    const paged = async (order) => {
        const found = [];
        for (let cursor = ''; cursor !== null;) {
            const page = await admin.get(`/kiosks?limit=1&order=${order}${cursor && `&cursor=${cursor}`}`);
            found.push(...ids(page));
            cursor = page.next;
        }
        return found;
    };
    const need = (await admin.get('/kiosks?order=need')).items;
    assert.deepEqual(need.map((one) => one.state).slice(0, 2), ['silent', 'silent']);
    assert.equal(need[2].venue, 'lakeside');
    const names = (await admin.get('/kiosks?order=name')).items.map((one) => `${one.venue_name} ${one.name}`);
    assert.deepEqual(names, [...names].sort());
    const heard = (await admin.get('/kiosks?order=heard')).items.map((one) => one.last_heard);
    assert.deepEqual(heard, [...heard].sort());
    for (const order of ['id', 'need', 'name', 'heard']) assert.deepEqual(await paged(order), ids(await admin.get(`/kiosks?order=${order}`)), order);
    assert.deepEqual(await paged('id'), ids(await admin.get('/kiosks')));
    await admin.refused(400, 'get', '/kiosks?order=luck');
});

test('a kiosk has its days, its name and its note', async () => {
    const id = kiosks.find((one) => one.venue === 'lakeside').id;
    const days = (await admin.get(`/kiosks/${id}/days`)).items;
    assert.ok(days.length >= 28);
    assert.equal(days.reduce((n, one) => n + one.responses, 0), kiosks.find((one) => one.id === id).responses);
    assert.ok(days.every((one) => one.dead_touches === 0 && one.helped === 0));
    await admin.get(`/kiosks/${id}/events`);
    const { value, etag } = await admin.read(`/kiosks/${id}`);
    const changed = await admin.patch(`/kiosks/${id}`, { name: 'Front desk', note: 'Behind the plant' }, etag);
    assert.deepEqual({ ...changed, name: value.name, note: value.note }, value);
    assert.equal(changed.name, 'Front desk');
    await admin.refused(412, 'patch', `/kiosks/${id}`, { body: { name: 'Late' }, headers: { 'If-Match': etag } });
    await admin.refused(404, 'get', '/kiosks/0000000000000001');
    await admin.refused(404, 'get', '/kiosks/x');
});

test('a panel on which most touches meet nothing is a reason', async () => {
    const { id } = kiosks.find((one) => one.venue === 'riverside');
    const today = Math.floor(Date.now() / 86400000);
    hub.sql(`INSERT INTO kiosk_day (kiosk_id, day, venue, exchanges, woken, started, completed, restarts, responses, pending, room_mib, write_ms, version, dead, helped)
        VALUES (${BigInt(`0x${id}`)}, ${today}, 'lakeside', 1, 20, 12, 10, 0, 0, 0, 5000, 5, '0.1.0', 340, 2)`);
    let reason;
    for (let i = 0; i < 100 && !reason; i += 1) {
        reason = (await admin.get(`/kiosks/${id}`)).reasons.find((one) => one.code === 'touch_misses');
        await new Promise((done) => { setTimeout(done, 200); });
    }
    assert.equal(reason?.values.value, 340);
    const now = (await admin.get(`/kiosks/${id}/days`)).items.find((one) => one.dead_touches === 340);
    assert.equal(now.helped, 2);
    hub.sql(`DELETE FROM kiosk_day WHERE dead = 340`);
});

test('a kiosk that moves leaves its answers where they were asked', async () => {
    const { id, responses } = kiosks.find((one) => one.venue === 'riverside');
    const of = `from=${day(-30)}&to=${day(-20)}`;
    const before = await admin.get(`/reports/satisfaction?${of}&by=venue`);
    const moved = await admin.patch(`/kiosks/${id}`, { venue: 'lakeside' }, '*');
    assert.equal(moved.venue, 'lakeside');
    assert.equal(moved.responses, responses);
    assert.deepEqual((await admin.get(`/reports/satisfaction?${of}&by=venue`)).groups, before.groups);
    await admin.refused(422, 'patch', `/kiosks/${id}`, { body: { venue: 'nowhere' }, headers: { 'If-Match': '*' } });
    const proof = hub.command('verify').trim().split('\n');
    assert.equal(proof.filter((line) => line.startsWith('fine')).length, 3, proof.join('\n'));
    await admin.patch(`/kiosks/${id}`, { venue: 'riverside' }, '*');
});

test('an invitation is a sheet to print, and can be taken back', async () => {
    const made = await admin.post('/kiosk-invitations', { venue: 'riverside', count: 2, name: 'Waiting <room>' }, 201);
    assert.equal(made.sheets.length, 2);
    const [sheet] = made.sheets;
    assert.match(sheet.pin, /^\d{6}$/);
    assert.match(sheet.qr, /^<svg/);
    assert.deepEqual(JSON.parse(textOf(sheet.qr)), { version: 1, hub: hub.url, code: sheet.code }, 'a setup file, as it lies on a stick');
    assert.ok(made.html.includes(sheet.qr));
    assert.ok(made.html.includes(sheet.code) && made.html.includes('Waiting &lt;room&gt;'));
    assert.equal(made.hub, hub.url);
    assert.ok(made.html.includes(`>${hub.url.slice('https://'.length)}<`), 'the kiosk asks for the address, as it stands on the sheet');
    const { items } = await admin.get('/kiosk-invitations?venue=riverside');
    const open = items.filter((one) => one.state === 'open');
    assert.equal(open.length, 2);
    assert.ok(!JSON.stringify(items).includes(sheet.code));
    await admin.remove(`/kiosk-invitations/${open[0].id}`);
    assert.equal((await admin.get('/kiosk-invitations')).items.filter((one) => one.state === 'open').length, 1);
    const used = items.find((one) => one.state === 'used') ?? (await admin.get('/kiosk-invitations')).items.find((one) => one.state === 'used');
    await admin.refused(409, 'delete', `/kiosk-invitations/${used.id}`);
    await admin.refused(404, 'delete', '/kiosk-invitations/99999');
    await admin.refused(422, 'post', '/kiosk-invitations', { body: { venue: 'riverside', count: 51 } });
    await admin.refused(422, 'post', '/kiosk-invitations', { body: { venue: 'nowhere' } });
});

test('a kiosk is replaced, and one that is lost is revoked', async () => {
    const [first, second] = kiosks.filter((one) => one.venue === 'riverside');
    const sheets = await admin.post(`/kiosks/${first.id}/replace`);
    assert.equal(sheets.sheets.length, 1);
    assert.equal(sheets.sheets[0].venue, 'riverside');
    const revoked = await admin.post(`/kiosks/${second.id}/revoke`, { since: day(-25) });
    assert.equal(revoked.state, 'revoked');
    await admin.refused(409, 'post', `/kiosks/${second.id}/revoke`, { body: {} });
    await admin.refused(409, 'post', `/kiosks/${second.id}/replace`);
    const actions = (await admin.get(`/audit?action=kiosk.revoked`)).items;
    assert.ok(actions.some((line) => line.subject === second.id));
});

test('a manager knows of the kiosks of that part alone', async () => {
    const manager = await person(admin, 'manager@example.org', 'venue_manager', ['north']);
    assert.ok((await manager.get('/kiosks')).items.every((kiosk) => kiosk.venue === 'riverside'));
    const hidden = kiosks.find((one) => one.venue === 'lakeside').id;
    await manager.refused(404, 'get', `/kiosks/${hidden}`);
    await manager.refused(404, 'get', `/kiosks/${hidden}/days`);
    assert.equal((await manager.get('/kiosks/summary')).total, 2);
    manager.close();
});

test('sheets name what kiosks call where browsers call something else', async () => {
    const other = new Hub();
    other.command('venue add', 'riverside', '--name', 'Riverside Surgery');
    await other.serve({}, 1, ['--address', 'https://kiosks.example.org:8443']);
    const client = await administrator(other);
    const made = await client.post('/kiosk-invitations', { venue: 'riverside', count: 1 }, 201);
    assert.equal(made.hub, 'https://kiosks.example.org:8443');
    assert.ok(made.html.includes('>kiosks.example.org:8443<'));
    client.close();
    await other.close();
});

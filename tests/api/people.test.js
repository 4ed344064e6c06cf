/* Signing in, accounts, tokens, roles, and the log of it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, administrator, password, person, totp } from './client.js';
import { Hub } from './hub.js';

let hub;
let admin;
const clients = [];
const keep = (client) => { clients.push(client); return client; };

before(async () => {
    hub = new Hub();
    await hub.serve();
    admin = keep(await administrator(hub));
});

after(async () => {
    clients.forEach((client) => client.close());
    await hub.close();
});

test('nobody gets in without signing in', async () => {
    const nobody = keep(new Client(hub));
    for (const path of ['/session', '/venues', '/audit', '/programme', '/account/sessions']) {
        const problem = await nobody.refused(401, 'get', path);
        assert.equal(problem.type, 'urn:yousaid:problem:sign-in-needed');
    }
    nobody.cookie = '__Host-yousaid=made-up';
    await nobody.refused(401, 'get', '/session');
    nobody.headers = { Authorization: 'Bearer ysd_made_up' };
    await nobody.refused(401, 'get', '/session');
});

test('the command line makes the first administrator, who must set up a second factor', async () => {
    const said = hub.command('user add', 'second@example.org');
    const link = /link +(\S+)/.exec(said)[1];
    const client = keep(new Client(hub));
    const opened = await client.post('/invitations/open', { token: link.split('#')[1] });
    assert.equal(opened.email, 'second@example.org');
    assert.equal(opened.reset, false);
    const session = await client.accept(link, password);
    assert.deepEqual(session.must, ['set_up_second_factor']);
    assert.deepEqual(session.may, []);
    const problem = await client.refused(403, 'get', '/venues');
    assert.equal(problem.type, 'urn:yousaid:problem:second-factor-missing');
    await client.get('/setup');
    const codes = await client.setUpSecondFactor(password);
    assert.equal(codes.length, 10);
    await client.get('/venues');
    await client.refused(404, 'post', '/invitations/accept', { body: { token: link.split('#')[1], password } });
});

test('the cookie is for this host alone, and no script sees it', async () => {
    const client = keep(new Client(hub));
    const answer = await client.raw('POST', '/api/v1/session', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ email: 'admin@example.org', password, code: admin.codes[0] }),
    });
    assert.equal(answer.status, 200);
    assert.match(answer.headers['set-cookie'][0], /^__Host-yousaid=[\w-]{43}; Path=\/; Max-Age=43200; Secure; HttpOnly; SameSite=Strict$/);
    assert.match(answer.headers['strict-transport-security'], /max-age=31536000/);
    assert.match(answer.headers['content-security-policy'], /default-src 'none'/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
});

test('signing in asks for the code, and a code is good once', async () => {
    const client = keep(new Client(hub));
    const needed = await client.refused(401, 'post', '/session', { body: { email: 'admin@example.org', password } });
    assert.equal(needed.type, 'urn:yousaid:problem:second-factor-needed');
    await client.signIn('ADMIN@example.org', password, admin.codes[1].toLowerCase().replaceAll('-', ' '));
    const again = await client.refused(401, 'post', '/session', { body: { email: 'admin@example.org', password, code: admin.codes[1] } });
    assert.equal(again.type, 'urn:yousaid:problem:sign-in-wrong');
    await client.refused(401, 'post', '/session', { body: { email: 'admin@example.org', password: 'wrong', code: totp(admin.secret) } });
    const sessions = await client.get('/account/sessions');
    assert.equal(sessions.items.filter((s) => s.this).length, 1);
    await client.remove('/session');
    assert.equal(client.cookie, undefined);
    await client.refused(401, 'get', '/session');
});

test('too many wrong passwords make one wait', async () => {
    await person(admin, 'slow@example.org', 'analyst').then(keep);
    const client = keep(new Client(hub));
    let problem;
    for (let i = 0; i < 12; i++) {
        const answer = await client.ask('post', '/session', { body: { email: 'slow@example.org', password: 'wrong' } });
        problem = answer;
        if (answer.status === 429) break;
    }
    assert.equal(problem.status, 429);
    assert.ok(Number(problem.headers['retry-after']) >= 1);
});

test('a change needs the token that only the console knows', async () => {
    const other = { ...admin.headers };
    const csrf = admin.csrf;
    admin.csrf = undefined;
    await admin.refused(403, 'put', '/areas/north', { body: { name: 'North', parent: null } });
    admin.csrf = 'f'.repeat(64);
    await admin.refused(403, 'put', '/areas/north', { body: { name: 'North', parent: null } });
    admin.csrf = csrf;
    admin.headers = { 'Sec-Fetch-Site': 'cross-site' };
    await admin.refused(403, 'put', '/areas/north', { body: { name: 'North', parent: null } });
    admin.headers = other;
    await admin.put('/areas/north', { name: 'North', parent: null });
});

test('people are invited, changed, reset and closed', async () => {
    await admin.refused(409, 'post', '/accounts', { body: { email: 'ADMIN@example.org', name: 'X', role: 'analyst', scope: [] } });
    await admin.refused(422, 'post', '/accounts', { body: { email: 'x@example.org', name: 'X', role: 'king', scope: ['nowhere'] } });
    const ann = keep(await person(admin, 'ann@example.org', 'analyst'));
    const id = ann.session.account.id;
    assert.equal((await ann.patch('/account', { name: 'Ann' })).name, 'Ann');
    const { value, etag } = await admin.read(`/accounts/${id}`);
    assert.equal(value.name, 'Ann');
    const changed = await admin.patch(`/accounts/${id}`, { role: 'venue_manager', scope: ['north'] }, etag);
    assert.deepEqual(changed.scope, ['north']);
    await ann.refused(401, 'get', '/session');
    await admin.refused(412, 'patch', `/accounts/${id}`, { body: { name: 'Late' }, headers: { 'If-Match': etag } });
    await admin.refused(428, 'patch', `/accounts/${id}`, { body: { name: 'Late' } });
    await ann.signIn('ann@example.org', password);
    assert.equal((await admin.get(`/accounts/${id}/sessions`)).items.length, 1);
    await admin.remove(`/accounts/${id}/sessions`);
    await ann.refused(401, 'get', '/session');
    const { link } = await admin.post(`/accounts/${id}/reset`);
    await ann.refused(401, 'post', '/session', { body: { email: 'ann@example.org', password } });
    await ann.accept(link, 'another set of words');
    await admin.patch(`/accounts/${id}`, { state: 'closed' }, '*');
    await ann.refused(401, 'get', '/session');
    const all = await admin.get('/accounts?limit=2');
    assert.equal(all.items.length, 2);
    const rest = await admin.get(`/accounts?limit=200&cursor=${all.next}`);
    assert.ok(rest.items.every((account) => all.items.every((other) => other.id !== account.id)));
    assert.equal(rest.next, null);
    await admin.refused(404, 'get', '/accounts/0000000000000000');
    await admin.refused(400, 'get', '/accounts?cursor=x');
    await admin.refused(400, 'get', '/accounts?limit=0');
});

test('passwords, codes and sessions are one\'s own business', async () => {
    const bob = keep(await person(admin, 'bob@example.org', 'analyst'));
    await bob.refused(403, 'patch', '/account', { body: { password: 'a good new password of mine', old_password: 'wrong' } });
    await bob.refused(422, 'patch', '/account', { body: { password: 'short', old_password: password } });
    await bob.patch('/account', { password: 'a good new passw0rd of mine', old_password: password });
    const codes = await bob.setUpSecondFactor('a good new passw0rd of mine');
    const again = await bob.post('/account/recovery-codes', { password: 'a good new passw0rd of mine' });
    assert.notDeepEqual(again.recovery_codes, codes);
    await bob.remove('/account/second-factor');
    await admin.refused(409, 'delete', '/account/second-factor');
    const other = keep(new Client(hub));
    await other.signIn('bob@example.org', 'a good new passw0rd of mine');
    const { items } = await bob.get('/account/sessions');
    const theirs = items.find((session) => !session.this);
    await bob.remove(`/account/sessions/${theirs.id}`);
    await other.refused(401, 'get', '/session');
});

test('mail wishes are kept', async () => {
    assert.deepEqual(await admin.get('/account/mails'), { kinds: [], digest: 'none' });
    const wishes = { kinds: ['kiosk_silent', 'fork'], digest: 'daily' };
    assert.deepEqual(await admin.put('/account/mails', wishes), wishes);
    await admin.refused(422, 'put', '/account/mails', { body: { kinds: ['rain'], digest: 'never' } });
});

test('a token can do what it is for, in its part, and nothing else', async () => {
    const made = await admin.post('/tokens', { name: 'exports', may: ['see_venues'], scope: [], days: 30 }, 201);
    const robot = keep(new Client(hub));
    robot.headers = { Authorization: `Bearer ${made.secret}` };
    const session = await robot.get('/session');
    assert.deepEqual(session.may, ['see_venues']);
    assert.equal(session.csrf, null);
    await robot.get('/venues');
    await robot.refused(403, 'get', '/audit');
    await robot.refused(403, 'patch', '/account', { body: { name: 'X' } });
    assert.ok((await admin.get('/tokens')).items.some((token) => token.id === made.token.id));
    await admin.refused(422, 'post', '/tokens', { body: { name: 'x', may: [], scope: [] } });
    await admin.remove(`/tokens/${made.token.id}`);
    await robot.refused(401, 'get', '/venues');
});

test('a token that asks too often is slowed down', async () => {
    const made = await admin.post('/tokens', { name: 'eager', may: ['see_venues'], scope: [] }, 201);
    const robot = keep(new Client(hub));
    robot.headers = { Authorization: `Bearer ${made.secret}` };
    await robot.get('/areas');
    const statuses = (await Promise.all(Array.from({ length: 150 }, () => robot.ask('get', '/areas')))).map((answer) => answer.status);
    assert.ok(statuses.includes(200));
    assert.ok(statuses.includes(429));
});

test('a role reaches what it may, in its part of the tree', async () => {
    await admin.put('/areas/south', { name: 'South', parent: null });
    await admin.put('/venues/riverside', { name: 'Riverside', area: 'north' }, undefined, 201);
    await admin.put('/venues/lakeside', { name: 'Lakeside', area: 'south' }, undefined, 201);
    const manager = keep(await person(admin, 'manager@example.org', 'venue_manager', ['north']));
    assert.deepEqual((await manager.get('/venues')).items.map((venue) => venue.id), ['riverside']);
    await manager.get('/venues/riverside');
    await manager.refused(404, 'get', '/venues/lakeside');
    await manager.refused(403, 'put', '/venues/riverside', { body: { name: 'X' }, headers: { 'If-Match': '*' } });
    for (const path of ['/accounts', '/tokens', '/audit']) await manager.refused(403, 'get', path);
    const inspector = keep(await person(admin, 'inspector@example.org', 'inspector'));
    await inspector.get('/audit');
    await inspector.refused(403, 'put', '/areas/west', { body: { name: 'West', parent: null } });
});

test('what was done stands in the log, newest first', async () => {
    const page = await admin.get('/audit?limit=3');
    assert.equal(page.items.length, 3);
    assert.ok(page.items[0].number > page.items[2].number);
    const next = await admin.get(`/audit?limit=3&cursor=${page.next}`);
    assert.equal(next.items[0].number, page.items[2].number - 1);
    const invited = await admin.get('/audit?action=account.invited');
    assert.ok(invited.items.length >= 5);
    assert.ok(invited.items.every((line) => line.action === 'account.invited'));
    assert.ok(invited.items.some((line) => line.actor === 'command line'));
    const all = (await admin.get('/audit?limit=200')).items;
    const named = (action) => all.filter((line) => line.action === action).map((line) => line.subject_name);
    assert.ok(named('account.invited').includes('manager@example.org') || named('account.invited').every((name) => name !== ''));
    assert.ok(named('venue.changed').includes('Riverside') || named('area.changed').every((name) => name !== ''));
    const { items: actors } = await admin.get('/audit/actors');
    const own = actors.find(({ id }) => id === all[0].actor_id || id === admin.session.account.id);
    assert.equal(own.kind, 'person');
    const mine = (await admin.get(`/audit?limit=200&actor=${admin.session.account.id}`)).items;
    assert.ok(mine.length > 0 && mine.length < all.length && mine.every((line) => line.actor_id === admin.session.account.id));
    const nobodys = (await admin.get('/audit?limit=200&actor=-')).items;
    assert.ok(nobodys.length > 0 && nobodys.every((line) => line.actor_id === '') && nobodys.some((line) => line.actor === 'command line'));
    const text = JSON.stringify(all);
    assert.ok(!text.includes(password));
});

/* Webhooks and mail: a real receiver, a real mail server, and what is never called. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import tls from 'node:tls';
import { after, before, test } from 'node:test';
import { administrator } from './client.js';
import { day, fill, publish } from './fill.js';
import { Hub } from './hub.js';

let hub;
let admin;
let receiver;
let post;
const received = [];
const letters = [];
let status = 200;
let held = null; /* while it is one, answers wait for it */

/* A server with the hub's own certificate, which is for this machine. */
const own = (name) => readFileSync(path.join(hub.data, 'tls', name));

function receive() {
    receiver = https.createServer({ key: own('server.key'), cert: own('server.pem') }, (request, response) => {
        let body = '';
        request.on('data', (part) => { body += part; });
        request.on('end', async () => {
            received.push({ headers: request.headers, body, path: request.url });
            const answer = status;
            await held;
            response.writeHead(answer, answer === 302 ? { Location: '/elsewhere' } : {});
            response.end('x');
        });
    });
    return new Promise((done) => { receiver.listen(0, '127.0.0.1', () => done(receiver.address().port)); });
}

/* The few words of SMTP that a client needs. */
function takeMail() {
    post = tls.createServer({ key: own('server.key'), cert: own('server.pem') }, (socket) => {
        let text = '';
        let inLetter = false;
        socket.write('220 here\r\n');
        socket.on('error', () => {});
        socket.on('data', (part) => {
            text += part;
            for (let end; (end = text.indexOf(inLetter ? '\r\n.\r\n' : '\r\n')) >= 0;) {
                const line = text.slice(0, end);
                text = text.slice(end + (inLetter ? 5 : 2));
                if (inLetter) letters.push(line);
                socket.write(!inLetter && line === 'DATA' ? '354 go on\r\n' : line.startsWith('QUIT') ? '221 bye\r\n' : '250 fine\r\n');
                inLetter = !inLetter && line === 'DATA';
            }
        });
    });
    return new Promise((done) => { post.listen(0, '127.0.0.1', () => done(post.address().port)); });
}

let url;

before(async () => {
    hub = new Hub();
    hub.command('venue add', 'riverside', '--name', 'Riverside', '--kind', 'gp');
    publish(hub, 'gp-fft');
    const port = await receive();
    const mailPort = await takeMail();
    url = `https://127.0.0.1:${port}/hook`;
    hub.command('notify set', '--host', '127.0.0.1', '--private', '--ca', path.join(hub.data, 'tls', 'ca.pem'),
        '--smtp', `smtps://127.0.0.1:${mailPort}`, '--from', 'hub@example.org');
    await hub.serve();
    admin = await administrator(hub);
});
after(async () => {
    admin.close();
    await hub.close();
    receiver.closeAllConnections();
    receiver.close();
    post.close();
});

/* Asks again until it is so. */
async function until(what, ask) {
    for (let i = 0; i < 900; i++) {
        const value = await ask();
        if (value) return value;
        await new Promise((done) => { setTimeout(done, 200); });
    }
    throw new Error(`never: ${what}`);
}

let made;

test('only hosts that the operator names are called, and only over HTTPS', async () => {
    for (const wrong of ['http://127.0.0.1/', 'https://example.org/', 'https://user@127.0.0.1/', 'ftp://127.0.0.1/', 'https://127.0.0.1.example.org/'])
        await admin.refused(422, 'post', '/webhooks', { body: { url: wrong, kinds: ['fork'] } });
    await admin.refused(422, 'post', '/webhooks', { body: { url, kinds: [] } });
    made = await admin.post('/webhooks', { url, kinds: ['kiosk_silent', 'fork'] }, 201);
    assert.match(made.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    const listed = await admin.get('/webhooks');
    assert.deepEqual(listed.hosts, ['127.0.0.1']);
    assert.ok(!JSON.stringify(listed).includes(made.secret));
});

const deliveries = (query = '') => admin.get(`/webhooks/${made.webhook.id}/deliveries${query}`).then((page) => page.items);

test('an event is signed so that its receiver can tell', async () => {
    const begun = await admin.post(`/webhooks/${made.webhook.id}/test`, undefined, 202);
    assert.equal(begun.state, 'waiting');
    await until('the test event', async () => (await deliveries('?state=delivered')).some((one) => one.id === begun.id));
    const { headers, body } = received.at(-1);
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
    const mac = createHmac('sha256', Buffer.from(made.secret.slice(6), 'base64')).update(signed).digest('base64');
    assert.equal(headers['webhook-signature'], `v1,${mac}`);
    assert.equal(headers['webhook-id'], begun.event);
    assert.equal(JSON.parse(body).type, 'test');
});

test('what is not taken is tried again, never where a redirect leads, and can be replayed', async () => {
    status = 302;
    const begun = await admin.post(`/webhooks/${made.webhook.id}/test`, undefined, 202);
    const failed = await until('a failure', async () => (await deliveries()).find((one) => one.id === begun.id && one.attempts > 0));
    assert.equal(failed.last_status, 302);
    assert.notEqual(failed.next, null);
    assert.ok(received.every((one) => one.path === '/hook'));
    assert.equal((await admin.get('/webhooks')).items[0].waiting, 1);
    status = 200;
    await admin.post(`/webhooks/${made.webhook.id}/deliveries/${begun.id}/replay`, undefined, 202);
    await until('the replay', async () => (await deliveries('?state=delivered')).some((one) => one.id === begun.id));
    assert.equal((await admin.get('/webhooks')).items[0].failing_since, null);
    await admin.refused(404, 'post', `/webhooks/${made.webhook.id}/deliveries/0000000000000000/replay`);
});

test('a webhook that is changed while it is called stays changed, and a replay meanwhile is not forgotten', async () => {
    const { id } = made.webhook;
    let go;
    held = new Promise((done) => { go = done; });
    status = 503;
    const count = received.length;
    const begun = await admin.post(`/webhooks/${id}/test`, undefined, 202);
    await until('the call', async () => received.length > count);
    await admin.patch(`/webhooks/${id}`, { kinds: ['kiosk_silent'] });
    await admin.post(`/webhooks/${id}/deliveries/${begun.id}/replay`, undefined, 202);
    held = null;
    status = 200;
    go();
    const taken = await until('the replay', async () => (await deliveries('?state=delivered')).find((one) => one.id === begun.id));
    assert.equal(taken.attempts, 1);
    assert.equal(received.length, count + 2);
    assert.deepEqual((await admin.get('/webhooks')).items[0].kinds, ['kiosk_silent']);
    await admin.patch(`/webhooks/${id}`, { kinds: ['kiosk_silent', 'fork'] });
});

test('what failed comes by itself when it is taken again', async () => {
    status = 503;
    const begun = await admin.post(`/webhooks/${made.webhook.id}/test`, undefined, 202);
    await until('a failure', async () => (await deliveries()).find((one) => one.id === begun.id && one.attempts > 0));
    status = 200;
    const taken = await until('another attempt', async () => (await deliveries('?state=delivered')).find((one) => one.id === begun.id));
    assert.ok(taken.attempts > 1);
    const ids = received.map((one) => one.headers['webhook-id']).filter((id) => id === begun.event);
    assert.equal(ids.length, taken.attempts, 'each attempt has the one id by which its receiver knows it again');
});

test('what was never taken in three days is dead, an alert says so, and it can be replayed', async () => {
    status = 500;
    const begun = await admin.post(`/webhooks/${made.webhook.id}/test`, undefined, 202);
    const once = await until('a failure', async () => (await deliveries()).find((one) => one.id === begun.id && one.attempts === 1));
    assert.ok(new Date(once.next) > new Date(once.made));
    /* Its tenth attempt was made long ago: the last one is due. */
    hub.sql(`UPDATE paper SET body = CAST(replace(CAST(body AS TEXT), '"attempts":1,', '"attempts":10,') AS BLOB) WHERE kind = 'delivery' AND id = '${begun.id}'`);
    hub.sql(`UPDATE paper SET rank = 1 WHERE kind = 'due' AND id = '${begun.id}'`);
    const dead = await until('the end', async () => (await deliveries('?state=dead')).find((one) => one.id === begun.id));
    assert.equal(dead.attempts, 11);
    assert.equal(dead.next, null);
    const [alert] = (await admin.get('/alerts?kind=webhook_dead')).items;
    assert.equal(alert.finding.code, 'webhook_dead');
    status = 200;
    await admin.post(`/webhooks/${made.webhook.id}/deliveries/${begun.id}/replay`, undefined, 202);
    await until('the replay', async () => (await deliveries('?state=delivered')).some((one) => one.id === begun.id));
    assert.equal(received.at(-1).headers['webhook-id'], begun.event);
    assert.equal((await admin.get('/alerts?kind=webhook_dead&state=open')).items.length, 0);
});

test('an alert reaches the webhook and whoever wished for mail, once', async () => {
    await admin.put('/account/mails', { kinds: ['kiosk_silent'], digest: 'none' });
    const [kiosk] = fill(hub, { venues: [{ venue: 'riverside', from: day(-30), to: day(-20), per_day: 5 }] });
    const told = () => received.filter((one) => JSON.parse(one.body).type === 'alert.raised');
    const [event] = await until('the event', async () => told().length > 0 && told());
    assert.equal(JSON.parse(event.body).data.kiosk, kiosk.id);
    await until('the mail', async () => letters.length > 0);
    assert.match(letters[0], /^To: admin@example.org$/m);
    assert.match(letters[0], /silent for/);
    assert.equal(told().length, 1);
});

test('a webhook is switched off, changed and removed', async () => {
    const { id } = made.webhook;
    assert.equal((await admin.patch(`/webhooks/${id}`, { state: 'off' })).state, 'off');
    assert.deepEqual((await admin.patch(`/webhooks/${id}`, { kinds: ['fork'] })).kinds, ['fork']);
    await admin.refused(422, 'patch', `/webhooks/${id}`, { body: { state: 'maybe' } });
    await admin.remove(`/webhooks/${id}`);
    await admin.refused(404, 'get', `/webhooks/${id}/deliveries`);
    assert.equal((await admin.get('/webhooks')).items.length, 0);
});

test('a private address is called only where that is configured', async () => {
    hub.command('notify set', '--no-private');
    const again = await admin.post('/webhooks', { url, kinds: ['fork'] }, 201);
    const count = received.length;
    const begun = await admin.post(`/webhooks/${again.webhook.id}/test`, undefined, 202);
    const failed = await until('a failure', async () => (await admin.get(`/webhooks/${again.webhook.id}/deliveries`)).items.find((one) => one.id === begun.id && one.attempts > 0));
    assert.equal(failed.last_status, null);
    assert.equal(received.length, count);
});

test('many alerts at once come in one mail', async () => {
    await admin.put('/account/mails', { kinds: ['kiosk_silent'], digest: 'none' });
    await hub.stop();
    const silent = Array.from({ length: 80 }, () => ({ venue: 'riverside', from: day(-30), to: day(-29), per_day: 1 }));
    fill(hub, { venues: silent });
    const count = letters.length;
    await hub.serve();
    const open = () => Number(hub.sql("SELECT count(*) FROM paper WHERE kind = 'alert' AND part = 'open'"));
    await until('the alerts', async () => open() > 80);
    await until('the mail', async () => letters.length > count);
    await until('all to be told', async () => Number(hub.sql(`SELECT count(*) FROM paper WHERE kind = 'alert' AND part = 'open' AND CAST(body AS TEXT) LIKE '%"told":false%'`)) === 0);
    await until('every mail to have gone', async () => Number(hub.sql(`SELECT count(*) FROM paper WHERE kind = 'mail'`)) === 0);
    assert.equal(letters.length, count + 1);
    assert.match(letters.at(-1), /^Subject: Northshire clinics: many alerts at once$/m);
    assert.equal(letters.at(-1).match(/silent for/g).length, 10);
});

test('a digest says once a day what is open', async () => {
    await admin.put('/account/mails', { kinds: [], digest: 'daily' });
    const open = Number(hub.sql("SELECT count(*) FROM paper WHERE kind = 'alert' AND part = 'open'"));
    await hub.stop();
    const now = new Date();
    const morning = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, 8);
    const count = letters.length;
    await hub.serve({ YOUSAID_CLOCK_OFFSET: String(Math.round((morning - Date.now()) / 1000)) });
    await until('the digest', async () => letters.length > count);
    assert.ok(letters.at(-1).includes(`\nSubject: Northshire clinics: ${open} open alerts`), letters.at(-1).slice(0, 300));
    assert.match(letters.at(-1), /silent for/);
});

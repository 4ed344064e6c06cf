/* Sealed words, keys, exports, sticks, alerts and the proof over the API. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Client, administrator, person } from './client.js';
import { day, fill, publish } from './fill.js';
import { Hub } from './hub.js';

let hub;
let admin;
let kiosks;

before(async () => {
    hub = new Hub();
    for (const id of ['riverside', 'lakeside', 'hill']) hub.command('venue add', id, '--name', `${id} Surgery`, '--kind', 'gp');
    publish(hub, 'gp-fft');
    await hub.serve();
    admin = await administrator(hub);
    await makeKey();
    kiosks = fill(hub, {
        venues: [
            { venue: 'riverside', from: day(-40), to: day(-1), per_day: 20, words: 0.5 },
            { venue: 'lakeside', from: day(-40), to: day(-20), per_day: 10 },
            { venue: 'hill', from: day(-3), to: day(-3), per_day: 4, words: 1 },
        ],
    });
});
after(async () => { admin.close(); await hub.close(); });

/* A wrapped key of docs/WIRE.md, as the console makes one: {0: 1, 1: passes, 2: KiB, 3: salt, 4: nonce, 5: sealed}. */
function wrapped(passes = 4) {
    const bytes = (size) => Buffer.concat([Buffer.from(size < 24 ? [0x40 + size] : [0x58, size]), randomBytes(size)]);
    return Buffer.concat([
        Buffer.from([0xa6, 0, 1, 1, passes, 2, 0x1a, 0, 0x10, 0, 0, 3]), bytes(16), Buffer.from([4]), bytes(24), Buffer.from([5]), bytes(48),
    ]).toString('hex');
}

function makeKey(form = wrapped()) {
    return admin.post('/words-keys', { public: randomBytes(32).toString('hex'), wrapped: form, holders: ['Ann', 'Bob'] }, 201);
}

test('a words key is wrapped before it comes, and two people hold it', async () => {
    const { items } = await admin.get('/words-keys');
    assert.equal(items.length, 1);
    assert.equal(items[0].current, true);
    assert.deepEqual(items[0].holders, ['Ann', 'Bob']);
    const send = (change) => admin.refused(422, 'post', '/words-keys', { body: { public: items[0].public, wrapped: wrapped(), holders: ['Ann', 'Bob'], ...change } });
    await send({ holders: ['Ann'] });
    await send({ wrapped: wrapped(1) });
    await send({ wrapped: 'abcd' });
    await admin.refused(409, 'post', '/words-keys', { body: { public: items[0].public, wrapped: wrapped(), holders: ['Ann', 'Bob'] } });
    assert.equal((await admin.get('/setup')).steps.find((one) => one.step === 'words_key').done, true);
});

const range = `from=${day(-60)}&to=${day(0)}`;

async function allWords(client, query = '') {
    const all = [];
    let cursor = '';
    do {
        const page = await client.get(`/words?${range}&limit=50${query}${cursor}`);
        all.push(...page.items);
        all.total = page.total;
        cursor = page.next ? `&cursor=${page.next}` : undefined;
    } while (cursor);
    return all;
}

test('words are handed out sealed, none of yesterday, none of a venue that has few', async () => {
    const words = await allWords(admin);
    assert.ok(words.length > 100);
    assert.equal(new Set(words.map((one) => one.ref)).size, words.length);
    assert.ok(words.every((one) => one.venue === 'riverside' && one.day <= day(-2)));
    assert.ok(words.every((one) => Buffer.from(one.sealed, 'base64').length > 48));
    assert.equal(words.total, words.length, 'every page says of how many it is one');
    const [from, to] = [day(-30), day(-10)];
    const some = await admin.get(`/words?from=${from}&to=${to}&limit=1`);
    assert.equal(some.total, words.filter((one) => one.day >= from && one.day <= to).length);
    assert.equal((await admin.get(`/words?${range}&venue=hill`)).total, 0, 'what is held back is not counted');
    const author = await person(admin, 'author@example.org', 'author');
    if (!author.session.may.includes('see_words')) await author.refused(403, 'get', '/words');
    for (let i = 0; i < 3; i++) await admin.get(`/words?${range}&venue=riverside&limit=1`);
    const [{ actor, detail }, before] = (await admin.get('/audit?action=words.read')).items;
    assert.notEqual(before.detail.venue, 'riverside', 'page after page is one reading');
    const other = await person(admin, 'analyst@example.org', 'analyst');
    await other.get(`/words?${range}&venue=riverside&limit=1`);
    const [theirs, own] = (await admin.get('/audit?action=words.read')).items;
    assert.deepEqual([own.actor, theirs.detail], [actor, detail], 'whoever else reads the same is noted, too');
    assert.notEqual(theirs.actor, actor);
    other.close();
    assert.equal(actor, 'An Administrator');
    assert.deepEqual([detail.venue, detail.from, detail.to], ['riverside', ...range.split('&').map((one) => one.split('=')[1])]);
    author.close();
});

test('a reader marks words with themes, and the themes count', async () => {
    const words = await allWords(admin);
    await admin.put('/themes/phones', { name: 'Phones' });
    for (const { ref } of words.slice(0, 12)) await admin.put(`/words/${ref}/mark`, { themes: ['phones'], hidden: false });
    const { items } = await admin.get('/themes');
    assert.deepEqual(items, [{ id: 'phones', name: 'Phones', n: 12, status: 'unreliable' }]);
    const marked = await allWords(admin, '&theme=phones');
    assert.deepEqual(marked.map((one) => one.ref), words.slice(0, 12).map((one) => one.ref));
    assert.equal(marked.total, null);
    assert.equal(marked[0].theme_by, 'An Administrator');
    await admin.refused(422, 'put', `/words/${words[0].ref}/mark`, { body: { themes: ['none-such'], hidden: false } });
    await admin.refused(404, 'put', '/words/0.0.0.x/mark', { body: { themes: [], hidden: true } });
    await admin.refused(404, 'put', `/words/${words[0].ref.replace(/\.\d+\./, '.99999.')}/mark`, { body: { themes: [], hidden: true } });
    await admin.remove('/themes/phones');
    assert.equal((await admin.get('/themes')).items.length, 0);
});

test('there are two hundred themes at most: one more is refused and not kept, one that is there can be renamed', async () => {
    const ids = Array.from({ length: 200 }, (_, i) => `theme-${i}`);
    const hands = []; // several, for nobody may ask so often in a second
    for (const name of 'abcdef') hands.push(await person(admin, `${name}@example.org`, 'analyst'));
    const byAll = async (list, act) => { for (const [i, one] of list.entries()) await act(hands[i % hands.length], one); };
    await byAll(ids, (hand, id) => hand.put(`/themes/${id}`, { name: `Theme ${id}` }));
    assert.match((await admin.refused(409, 'put', '/themes/one-more', { body: { name: 'One more' } })).detail, /as many themes as there may be/);
    assert.equal((await admin.put('/themes/theme-7', { name: 'Renamed' })).name, 'Renamed');
    await admin.remove('/themes/theme-0');
    const { items } = await admin.get('/themes');
    assert.deepEqual([items.length, items.some(({ id }) => id === 'one-more')], [199, false]);
    await byAll(items, (hand, { id }) => hand.remove(`/themes/${id}`));
    for (const hand of hands) hand.close();
});

test('rows are exported whole, with what they mean, and that stands in the log', async () => {
    const csv = (await admin.get(`/exports/responses?survey=gp_fft&${range}`)).toString();
    const lines = csv.trimEnd().split('\r\n');
    assert.equal(lines.length - 1, kiosks.reduce((n, one) => n + one.responses, 0));
    const one = (await admin.get(`/exports/responses?survey=gp_fft&${range}&venue=lakeside&format=jsonl`)).toString().trimEnd().split('\n').map((line) => JSON.parse(line));
    assert.ok(one.every((row) => row.venue === 'lakeside'));
    assert.equal(one.length, kiosks.find((kiosk) => kiosk.venue === 'lakeside').responses);
    const book = await admin.get('/exports/codebook?survey=gp_fft');
    assert.deepEqual(book.columns.map((column) => column.name), lines[0].split(','));
    assert.ok(book.columns.find((column) => column.values.some((value) => value.value === 'very_good')));
    const csvw = await admin.get('/exports/responses/metadata?survey=gp_fft');
    assert.deepEqual(csvw.tableSchema.columns.map((column) => column.titles), lines[0].split(','));
    assert.ok((await admin.get('/exports/codebook?survey=gp_fft&format=csv')).toString().startsWith('column,title,type'));
    await admin.refused(404, 'get', `/exports/responses?survey=none-such&${range}`);
    await admin.refused(400, 'get', `/exports/responses?${range}`);
    await admin.refused(406, 'get', `/exports/responses?survey=gp_fft&${range}`, { headers: { Accept: 'image/png' } });
    const log = (await admin.get('/audit?action=export.made')).items;
    assert.equal(log.length, 2);
    assert.deepEqual(log.map(({ detail }) => detail.venue), ['lakeside', undefined]);
    const manager = await person(admin, 'manager@example.org', 'venue_manager', ['riverside']);
    await manager.refused(403, 'get', `/exports/responses?survey=gp_fft&${range}`);
    manager.close();
});

test('what comes on a stick must be a batch', async () => {
    const send = (body) => admin.ask('post', '/imports', { body, type: 'application/cose' });
    assert.equal((await send(Buffer.from('nonsense'))).status, 422);
    assert.equal((await send(Buffer.alloc(0))).status, 422);
    await admin.refused(415, 'post', '/imports', { body: Buffer.from('x'), type: 'text/plain' });
    await admin.refused(413, 'post', '/imports', { body: Buffer.alloc(1024 * 1024 + 1), type: 'application/cose' });
});

test('a body may be as deep as a survey in it and no deeper', async () => {
    const nested = (depth) => Buffer.from(`${'{"survey":'.repeat(depth)}1${'}'.repeat(depth)}`);
    const send = (depth) => admin.ask('post', '/surveys/check', { body: nested(depth), type: 'application/json' });
    const atLimit = await send(64);
    assert.doesNotMatch(JSON.stringify(atLimit.value), /The body is nested too deeply/);
    const beyond = await send(65);
    assert.equal(beyond.status, 400);
    assert.match(JSON.stringify(beyond.value), /The body is nested too deeply/);
});

test('the rules say when alerts are raised', async () => {
    const { value, etag } = await admin.read('/alert-rules');
    assert.equal(value.kinds.length, 11);
    const changed = await admin.put('/alert-rules', { ...value, silent_hours: 5 }, etag);
    assert.equal(changed.silent_hours, 5);
    await admin.refused(412, 'put', '/alert-rules', { body: value, headers: { 'If-Match': etag } });
    await admin.refused(422, 'put', '/alert-rules', { body: { ...value, silent_hours: 0 }, headers: { 'If-Match': '*' } });
});

/* Asks again until it is so. */
async function until(what, ask) {
    for (let i = 0; i < 600; i++) {
        const value = await ask();
        if (value) return value;
        await new Promise((done) => { setTimeout(done, 200); });
    }
    throw new Error(`never: ${what}`);
}

test('a proof is made when somebody asks for it', async () => {
    assert.equal((await admin.get('/verification')).state, 'never');
    const begun = await admin.post('/verification', undefined, 202);
    assert.equal(begun.state, 'running');
    const proof = await until('the proof', async () => { const now = await admin.get('/verification'); return now.state === 'done' && now; });
    assert.equal(proof.clean, true, proof.doubts.join('\n'));
    assert.equal(proof.kiosks, kiosks.length);
    assert.equal(proof.audit.intact, true);
    assert.deepEqual([proof.progress, proof.findings], [null, []]);
});

test('a doubt is told in a sentence, and by its code with what fills it', async () => {
    const [{ id }] = kiosks;
    const number = BigInt(`0x${id}`);
    hub.sql(`UPDATE response SET hour = hour + 1 WHERE kiosk_id = ${number} AND seq = 1`);
    await admin.post('/verification', undefined, 202);
    const proof = await until('the doubt', async () => { const now = await admin.get('/verification'); return now.state === 'done' && now.clean === false && now; });
    hub.sql(`UPDATE response SET hour = hour - 1 WHERE kiosk_id = ${number} AND seq = 1`);
    assert.match(proof.doubts.join(), new RegExp(`DOUBT  ${id} .*the row of response 1 is not what was signed`));
    assert.deepEqual(proof.findings, [{ kiosk: id, deletion: null, more: proof.findings[0].more, code: 'the_row_of_response_is_not_what_was_signed', values: ['1'] }]);
});

test('a silent kiosk raises an alert, which somebody looks after', async () => {
    const open = await until('an alert', async () => (await admin.get('/alerts?state=open')).items.find((one) => one.kind === 'kiosk_silent' && one.venue === 'lakeside'));
    assert.equal(open.kiosk, kiosks.find((one) => one.venue === 'lakeside').id);
    assert.equal(open.finding.values.venue, 'lakeside');
    assert.equal(open.venue_name, 'lakeside Surgery');
    assert.match(open.finding.values.kiosk_name, /^kiosk /);
    const taken = await admin.post(`/alerts/${open.id}/acknowledge`);
    assert.equal(taken.acknowledged_by, 'An Administrator');
    await admin.refused(409, 'post', `/alerts/${open.id}/acknowledge`);
    await admin.refused(404, 'post', '/alerts/0000000000000000/acknowledge');
    assert.ok((await admin.get('/alerts?kind=kiosk_silent')).items.every((one) => one.kind === 'kiosk_silent'));
    const manager = await person(admin, 'manager2@example.org', 'venue_manager', ['riverside']);
    if (manager.session.may.includes('see_alerts')) assert.ok((await manager.get('/alerts')).items.every((one) => one.venue === 'riverside'));
    manager.close();
});

test('a call for help is an alert, and says nothing against its kiosk', async () => {
    const { id } = kiosks.find((one) => one.venue === 'riverside');
    const before = await admin.get(`/kiosks/${id}`);
    const now = Math.floor(Date.now() / 1000);
    hub.sql(`INSERT INTO kiosk_event (kiosk_id, what, first, last, times) VALUES (${BigInt(`0x${id}`)}, 'help was asked for', ${now - 86400}, ${now}, 3)`);
    const find = async (state) => (await admin.get(`/alerts?kind=help_asked&state=${state}`)).items.find((one) => one.kiosk === id);
    const raised = await until('a call for help', () => find('open'));
    assert.equal(raised.finding.code, 'help_asked');
    assert.match(raised.finding.text, / at riverside: somebody asked for help there\.$/);
    const shown = await until('its kiosk', async () => {
        const kiosk = await admin.get(`/kiosks/${id}`);
        return kiosk.reasons.some((one) => one.code === 'help_asked') && kiosk;
    });
    assert.equal(shown.state, before.state);
    hub.sql(`UPDATE kiosk_event SET last = ${now - 3600} WHERE what = 'help was asked for'`);
    await until('its end', () => find('closed'));
});

test('what a kiosk says of its own troubles is a reason, and while it lasts where it can end', async () => {
    const { id } = kiosks.find((one) => one.venue === 'riverside');
    const number = BigInt(`0x${id}`);
    const now = Math.floor(Date.now() / 1000);
    const happens = (what, at) => hub.sql(`INSERT INTO kiosk_event (kiosk_id, what, first, last, times) VALUES (${number}, '${what}', ${at}, ${at}, 1)`);
    hub.sql(`UPDATE kiosk SET last_seen = ${now}, health = replace(health, '"room_mib":4000', '"room_mib":0') WHERE kiosk_id = ${number}`);
    happens('its journal was damaged; what could be read of it was saved', now - 86400);
    happens('little room is left: it asks for no words any more', now);
    happens('its clock shows less than is possible', now - 3600);
    const shown = await until('its reasons', async () => {
        const kiosk = await admin.get(`/kiosks/${id}`);
        return kiosk.state === 'odd' && kiosk;
    });
    /* No room known is no disk that is full, and its clock was right again when it was heard last. */
    assert.deepEqual(shown.reasons.map((one) => one.code).sort(), ['room_short', 'salvaged']);
    await until('an alert of its disk', async () => (await admin.get('/alerts?kind=disk_failing&state=open')).items.find((one) => one.kiosk === id && one.finding.code === 'room_short'));
});

test('a token reads what it is for', async () => {
    const made = await admin.post('/tokens', { name: 'statistics', may: ['see_rows', 'see_reports'], scope: ['lakeside'], days: 1 }, 201);
    const robot = new Client(hub);
    robot.headers = { Authorization: `Bearer ${made.secret}` };
    const csv = (await robot.get(`/exports/responses?survey=gp_fft&${range}`)).toString().trimEnd().split('\r\n');
    assert.equal(csv.length - 1, kiosks.find((kiosk) => kiosk.venue === 'lakeside').responses);
    robot.close();
});

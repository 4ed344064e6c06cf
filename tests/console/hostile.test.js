/* Hostile content in every field that a kiosk, a survey, a notice, a venue or a stick can fill: it is text everywhere,
 * nothing of it runs, it turns no sentence round, it fits, and a spreadsheet takes it for text. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { day, fill } from '../api/fill.js';
import { Hub } from '../api/hub.js';
import { apiOf, arrive, open, settled, startBrowser, tooWide, troubles, visitor } from './browser.js';

const IMAGE = '<img src=x onerror="pwned=1">';
const SCRIPT = '"><script>pwned=1</script>\'`';
const FORMULA = '=HYPERLINK("https://evil.example/","look")';
const TURNED = 'gnp\u202Eexe.\u2066 {n} {{7*7}}';
const LONG = 'Wm'.repeat(30);
const ALL = [IMAGE, SCRIPT, FORMULA, TURNED, LONG];
const VENUES = ['image', 'script', 'formula', 'turned', 'long'];

let hub;
let browser;
let admin;
let passphrase;
const ids = {};

before(async () => {
    hub = new Hub(`Northshire ${IMAGE}`);
    passphrase = path.join(hub.folder, 'passphrase');
    hub.command('words new', '--passphrase-file', passphrase);
    VENUES.forEach((id, i) => hub.command('venue add', id, '--name', ALL[i], '--kind', 'gp'));
    const file = path.join(hub.folder, 'survey.json');
    writeFileSync(file, JSON.stringify(survey()));
    hub.command('survey publish', '--no-speech', '--no-screens', file);
    const plan = { from: day(-60), to: day(-20), per_day: 8, words: 1, texts: ALL, version: '<b onclick=pwned=1>' };
    [{ id: ids.kiosk }] = fill(hub, { venues: VENUES.map((venue) => ({ venue, ...plan })) });
    await hub.serve();
    browser = await startBrowser();
    admin = await visitor(browser, hub);
    const said = hub.command('user add', 'admin@example.org', '--name', IMAGE, '--url', hub.url);
    await arrive(admin, /link +(\S+)/.exec(said)[1]);
    await plant();
});
after(async () => {
    await browser?.close();
    await hub?.close();
});

/* A survey that asks in such words. */
function survey() {
    const gp = JSON.parse(readFileSync(new URL('../../assets/surveys/gp-fft.json', import.meta.url), 'utf8'));
    const english = (text) => (typeof text === 'object' ? { ...text, default: IMAGE } : IMAGE);
    gp.title = english(gp.title);
    gp.yousaid.purpose = { ...gp.yousaid.purpose, default: SCRIPT };
    const question = gp.pages.flatMap((page) => page.elements).find((one) => one.name === 'went_well');
    question.title = english(question.title);
    question.choices.forEach((choice, i) => { choice.text = { ...choice.text, default: `${i} ${SCRIPT}` }; });
    return gp;
}

/* By the API, as a program with a token or a hostile console would. */
async function plant() {
    const api = apiOf(admin);
    ids.draft = (await api('POST', '/drafts', { name: IMAGE, survey: survey() }, 201)).id;
    await api('PUT', '/areas/north', { name: SCRIPT, parent: null });
    await api('PUT', '/themes/one', { name: IMAGE });
    await api('POST', '/annotations', { day: day(-20), text: IMAGE }, 201);
    await api('POST', '/tokens', { name: SCRIPT, may: ['see_venues'], scope: [], days: 3 }, 201);
    await api('POST', '/accounts', { email: 'x@example.org', name: SCRIPT, role: 'analyst', scope: [] }, 201);
    await api('PATCH', `/kiosks/${ids.kiosk}`, { name: IMAGE, note: SCRIPT }, 200, { 'If-Match': '*' });
    ids.notice = (await api('POST', '/notices', { said: { en: IMAGE }, did: { en: SCRIPT }, venues: ['image'], starts: null, ends: null, quotes: [], initiative: null }, 201)).id;
    const quoted = { said: { en: FORMULA, cy: LONG }, did: { en: IMAGE }, venues: [], starts: null, ends: null, quotes: [SCRIPT, LONG], initiative: null };
    ids.waiting = (await api('POST', '/notices', quoted, 201)).id;
    await api('POST', `/notices/${ids.waiting}/submit`);
    await api('POST', '/kiosk-invitations', { venue: 'image', count: 1, name: IMAGE }, 201);
    ids.initiative = (await api('POST', '/initiatives', {
        title: IMAGE, what: SCRIPT, why: FORMULA, risks: TURNED, starts: day(-40), ends: null, venues: ['image'], comparison: ['script'],
        costs: [{ what: IMAGE, pence: 1, staff_minutes: 1 }],
    }, 201)).id;
}

/* What of it has become more than text, and whether it fits a telephone. */
async function harm(one, where) {
    const found = await one.page.evaluate(() => [
        ...(window.pwned === undefined ? [] : ['it ran']),
        ...[...document.querySelectorAll('img[src="x"], script:not([src]), [onerror], [onclick], a[href^="javascript"]')].map((node) => node.outerHTML),
    ]);
    await one.page.setViewportSize({ width: 320, height: 800 });
    if (await tooWide(one.page) > 0) found.push(`${await tooWide(one.page)} pixels too wide at 320`);
    await one.page.setViewportSize({ width: 1440, height: 900 });
    if (await tooWide(one.page) > 0) found.push('too wide at 1440');
    return [...found, ...troubles(one)].map((what) => `${where}: ${what}`);
}

test('on every page it is text, and fits', async () => {
    const pages = [
        '/', '/questions?period=last_3_months', '/trend?period=last_3_months', '/participation?period=last_3_months', '/returns',
        '/fairness', '/venues', ...VENUES.map((id) => `/venues/${id}`), '/venues/image/edit', '/venues/script/questions', '/areas', '/notices',
        `/notices/${ids.notice}`, `/notices/${ids.waiting}`, '/initiatives', `/initiatives/${ids.initiative}`, '/surveys', '/surveys/gp_fft/1', `/drafts/${ids.draft}`,
        `/drafts/${ids.draft}?tab=walk`, `/drafts/${ids.draft}?tab=differences`, '/kiosks', `/kiosks/${ids.kiosk}`, '/kiosks/invite', '/kiosks/invitations',
        '/venues/image/choices', '/venues/image/months', `/kiosks?search=${encodeURIComponent(SCRIPT)}`,
        '/exports', '/settings', '/settings/alerts', '/settings/audit', '/settings/people', '/settings/tokens', '/account',
    ];
    const wrong = [];
    let shown = '';
    for (const page of pages) {
        await open(admin, page);
        shown += await admin.page.textContent('body');
        wrong.push(...await harm(admin, page));
    }
    assert.deepEqual(wrong, []);
    for (const text of [IMAGE, SCRIPT, FORMULA, LONG]) assert.ok(shown.includes(text), `nowhere is shown: ${text}`);
    assert.deepEqual([...admin.strangers], []);
});

/* The cells of a CSV by RFC 4180. */
function cells(csv) {
    const rows = [[]];
    for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
        rows.at(-1).push(quoted?.replaceAll('""', '"') ?? plain);
        if (end !== ',') rows.push([]);
    }
    return rows.filter((row) => row.length > 1);
}

async function downloaded(page, button) {
    const [file] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
    return readFileSync(await file.path(), 'utf8');
}

test('what people wrote is text when it is opened, and in the file that a spreadsheet opens', async () => {
    const { page } = admin;
    await open(admin, '/comments?period=last_3_months');
    await page.fill('#passphrase', readFileSync(passphrase, 'utf8').trim());
    await page.press('#passphrase', 'Enter');
    await page.waitForSelector('text=/[1-9][0-9,]* of [0-9,]+ comments/');
    await page.waitForFunction(() => document.querySelectorAll('blockquote').length > 10);
    await settled(admin);
    const written = await page.$$eval('blockquote', (all) => all.map((one) => one.textContent));
    assert.deepEqual([...new Set(written)].sort(), [...ALL].sort());
    assert.deepEqual(await harm(admin, '/comments'), []);
    const rows = cells(await downloaded(page, 'button:has-text("CSV"), button:has-text("Save")'));
    assert.ok(rows.length > 20);
    for (const row of rows) {
        assert.equal(row.length, rows[0].length);
        for (const cell of row) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
    }
    const last = rows.slice(1).map((row) => row.at(-1).replace(/^'/, ''));
    assert.deepEqual([...new Set(last)].sort(), [...ALL].sort());
});

test('the hub\'s own rows are text for a spreadsheet too', async () => {
    await open(admin, '/exports');
    const csv = await admin.page.evaluate(async (where) => (await fetch(where)).text(), `/api/v1/exports/responses?survey=gp_fft&from=${day(-90)}&to=${day(0)}`);
    const rows = cells(csv);
    assert.ok(rows.length > 100);
    for (const row of rows) for (const cell of row) assert.doesNotMatch(cell, /^[=+@\t\r]/);
});

test('a file from a stick is named as it is, and what it holds is no page', async () => {
    const { page } = admin;
    await open(admin, '/kiosks/stick');
    const name = '<img src=x onerror="pwned=1">.batch';
    await page.setInputFiles('#stick-files', [
        { name, mimeType: 'text/html', buffer: Buffer.from('<script>pwned=1</script>') },
        { name: `${LONG}.batch`, mimeType: '', buffer: Buffer.alloc(100, 0xd2) },
        { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(IMAGE) },
    ]);
    await page.waitForFunction(() => document.querySelectorAll('tbody tr').length === 3);
    await settled(admin);
    assert.ok((await page.textContent('tbody')).includes(name));
    const refused = troubles(admin);
    assert.deepEqual(refused.map((what) => what.slice(0, 8)), ['422 POST', '422 POST']);
    assert.deepEqual(await harm(admin, '/kiosks/stick'), []);
});

test('who holds a key is text, on its page and where one opens what people wrote', async () => {
    const { page } = admin;
    const api = apiOf(admin);
    const bytes = (size) => Buffer.concat([Buffer.from(size < 24 ? [0x40 + size] : [0x58, size]), Buffer.alloc(size, 7)]);
    const form = [Buffer.from([0xa6, 0, 1, 1, 4, 2, 0x1a, 0, 0x10, 0, 0, 3]), bytes(16), Buffer.from([4]), bytes(24), Buffer.from([5]), bytes(48)];
    await api('POST', '/words-keys', { public: 'c'.repeat(64), wrapped: Buffer.concat(form).toString('hex'), holders: [IMAGE, LONG] }, 201);
    await open(admin, '/settings/keys');
    assert.ok((await page.textContent('tbody')).includes(IMAGE));
    assert.deepEqual(await harm(admin, '/settings/keys'), []);
    await open(admin, '/comments');
    assert.deepEqual(await harm(admin, '/comments, locked'), []);
});

test('a name that turns writing round turns no sentence of ours', async () => {
    const { page } = admin;
    await open(admin, '/settings/people');
    await page.click('button:has-text("Invite")');
    await page.fill('#name', TURNED);
    await page.fill('#email', 'turned@example.org');
    await page.click('dialog button[type=submit]');
    const line = await page.textContent('.notice--attention p:has-text("gnp")');
    assert.match(line, /gnpexe\./);
    assert.doesNotMatch(line, /[\u202a-\u202e\u2066-\u2069]/);
    assert.deepEqual(troubles(admin), []);
});

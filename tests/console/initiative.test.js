/* "You said, we did", and what happened to the figures after: an initiative is registered by form, a notice tells of it, a
 * second person sees all of it and approves it, and three months later the figures say whether it helped. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fill, month, publish } from '../api/fill.js';
import { Hub } from '../api/hub.js';
import { apiOf, arrive, open, settled, startBrowser, tooWide, troubles, violations, visitor } from './browser.js';

const CHANGED = ['abbey', 'bridge', 'castle', 'dock'];
const BESIDE = ['east', 'ferry', 'gate', 'hill'];
const STARTS = month(-4).from;

let hub;
let browser;
let admin;
let second;
let initiative;
let notice;

const nameOf = (id) => `${id[0].toUpperCase()}${id.slice(1)} Surgery`;

async function administrator(email, name) {
    const one = await visitor(browser, hub);
    await arrive(one, /link +(\S+)/.exec(hub.command('user add', email, '--name', name, '--url', hub.url))[1]);
    return one;
}

before(async () => {
    hub = new Hub('Northshire clinics');
    for (const id of [...CHANGED, ...BESIDE]) hub.command('venue add', id, '--name', nameOf(id), '--kind', 'gp');
    publish(hub, 'gp-fft');
    const time = { from: month(-8).from, to: month(-1).to, per_day: 8, positive: 0.6 };
    fill(hub, { venues: [...CHANGED.map((venue) => ({ venue, ...time, changed: STARTS, then: 0.9 })), ...BESIDE.map((venue) => ({ venue, ...time }))] });
    await hub.serve();
    browser = await startBrowser();
    admin = await administrator('admin@example.org', 'An Administrator');
    second = await administrator('second@example.org', 'A Second');
});
after(async () => {
    await browser?.close();
    await hub?.close();
});

test('what is changed is registered by form: where, when, beside which venues and at what cost', async () => {
    const { page } = admin;
    await open(admin, '/initiatives/new');
    await page.fill('#title', 'Phones answered from eight');
    await page.fill('label:has-text("What is changed") ~ textarea', 'Two more people at the phones until ten.');
    await page.fill('#starts', STARTS);
    const choose = async (legend, ids) => {
        for (const id of ids) await page.click(`fieldset:has(legend:text-is("${legend}")) label:text-is("${nameOf(id)}")`);
    };
    await choose('Venues where it is changed', CHANGED);
    await choose('Venues to compare with', BESIDE);
    await page.click('main button:has-text("Add a cost")');
    await page.fill('label:has-text("What for") ~ input', 'Staff');
    await page.fill('label:text-is("Pounds") ~ input', '1,200');
    await page.click('main button[type=submit]');
    await page.waitForSelector('h1:has-text("Phones answered from eight")');
    initiative = new URL(page.url()).pathname;
    assert.deepEqual(troubles(admin), []);
});

test('after three months the figures say that it helped, with what they can be doubted by', async () => {
    const { page } = admin;
    await open(admin, initiative);
    const quarter = page.locator('.card:has(h3:text-is("3 months before and after"))');
    const text = await quarter.textContent();
    assert.match(text, /Higher than it would have been\. The difference is [23]\d\.\d points \(\d+\.\d to \d+\.\d\)/);
    for (const doubt of [/chosen by lot.*% of draws/, /Leaving out one venue/, /difference between the venues grew/]) assert.match(text, doubt);
    const shares = (await quarter.locator('tbody tr').allTextContents()).map((row) => row.match(/\d+(?=% \()/g).map(Number));
    const [[before, after], [were, are]] = shares;
    assert.ok(after - before > 20 && Math.abs(are - were) < 10, `changed: ${before} to ${after}; beside: ${were} to ${are}`);
    assert.match(text, /About £\d+ for each point gained/);
    assert.match(await page.textContent('main'), /Cost so far: £1,200\./);
    assert.match(await page.locator('.card:has(h3:text-is("12 months before and after"))').textContent(), /too soon/);
    assert.match(await page.textContent('dl'), /CostsStaff: £1,200/);
    assert.deepEqual(await violations(page), []);
    for (const width of [768, 375, 320]) {
        await page.setViewportSize({ width, height: 800 });
        assert.ok(await tooWide(page) <= 0, `too wide at ${width}`);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
    assert.deepEqual(troubles(admin), []);
});

test('a notice tells of it; the second person sees the words that are quoted, and can send it back', async () => {
    const [id] = initiative.split('/').slice(-1);
    const draft = { said: { en: 'Nobody answers the phone.' }, did: { en: 'It is answered from eight.' }, venues: CHANGED, starts: null, ends: null, quotes: ['Ann Bell rang for an hour.'], initiative: id };
    notice = `/notices/${(await apiOf(admin)('POST', '/notices', draft, 201)).id}`;
    await open(admin, notice);
    await admin.page.click('main button:has-text("Ask for approval")');
    await admin.page.waitForSelector('.govuk-tag:has-text("waits for approval")');
    await open(second, notice);
    const { page } = second;
    assert.equal(await page.locator('main blockquote').textContent(), 'Ann Bell rang for an hour.');
    assert.deepEqual(await violations(page), []);
    await page.click('main button:text-is("Change")');
    await page.fill('label:has-text("Words that are quoted") ~ textarea', 'I rang for an hour.');
    await page.click('main button:has-text("Save the draft")');
    await page.waitForSelector('.govuk-tag:has-text("draft")');
    await page.click('main button:has-text("Ask for approval")');
    await page.waitForSelector('main p:has-text("A second person approves it")');
    assert.equal(await page.locator('main button:has-text("Approve")').count(), 0, 'who changed it does not approve it');
    await open(admin, notice);
    assert.equal(await admin.page.locator('main blockquote').textContent(), 'I rang for an hour.');
    await admin.page.click('main button:has-text("Approve")');
    await admin.page.waitForSelector('.govuk-tag--green, .govuk-tag--blue');
    assert.deepEqual([...troubles(admin), ...troubles(second)], []);
});

test('from the notice one comes to what happened to the figures then', async () => {
    const { page } = second;
    await open(second, '/notices');
    await page.click('main a:has-text("Nobody answers the phone.")');
    await page.click('main a:has-text("What happened to the figures then")');
    await page.waitForSelector('h1:has-text("Phones answered from eight")');
    await settled(second);
    assert.match(await page.textContent('main'), /Higher than it would have been/);
    assert.deepEqual(troubles(second), []);
});

test('an initiative is removed by two presses, and not by one', async () => {
    const { page } = admin;
    await open(admin, initiative);
    const leave = () => page.click('main button:text-is("Remove")');
    await leave();
    await page.click('dialog button:text-is("Cancel")');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    await apiOf(admin)('GET', initiative);
    await leave();
    await page.waitForSelector('dialog[open]');
    assert.deepEqual(await violations(page, true), []);
    await page.click('dialog button:text-is("Remove")');
    await page.waitForURL(/\/initiatives$/);
    await settled(admin);
    assert.match(await page.textContent('main'), /No initiative is registered/);
    assert.deepEqual(troubles(admin), []);
});

/* What thousands of people wrote: how far the reading is, found by words and by theme, hidden and shown again; and what is
 * said when what opens words does not come. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { day, fill, publish } from '../api/fill.js';
import { Hub } from '../api/hub.js';
import { apiOf, arrive, open, settled, startBrowser, troubles, violations, visitor } from './browser.js';

const TEXTS = ['The phone rang for an hour.', 'Kind people.', 'My name is Ann Bell of 3 Mill Lane.', 'Très long à attendre.'];
const A_DAY = 100;
const PERIOD = '/comments?period=last_3_months';

let hub;
let browser;
let admin;
let passphrase;
let all;

before(async () => {
    hub = new Hub('Northshire clinics');
    passphrase = path.join(hub.folder, 'passphrase');
    hub.command('words new', '--passphrase-file', passphrase);
    hub.command('venue add', 'riverside', '--name', 'Riverside Surgery', '--kind', 'gp');
    publish(hub, 'gp-fft');
    fill(hub, { venues: [{ venue: 'riverside', kiosks: 2, from: day(-80), to: day(-35), per_day: A_DAY, words: 1, texts: TEXTS }] });
    await hub.serve();
    browser = await startBrowser();
    admin = await visitor(browser, hub);
    await arrive(admin, /link +(\S+)/.exec(hub.command('user add', 'admin@example.org', '--name', 'An Administrator', '--url', hub.url))[1]);
    await apiOf(admin)('PUT', '/themes/phones', { name: 'Phones' });
});
after(async () => {
    await browser?.close();
    await hub?.close();
});

async function unlock() {
    await admin.page.fill('#passphrase', readFileSync(passphrase, 'utf8').trim());
    await admin.page.press('#passphrase', 'Enter');
}

const found = () => admin.page.locator('main p[aria-live]').textContent();
const says = (pattern) => admin.page.waitForFunction((wanted) => new RegExp(wanted).test(document.querySelector('main p[aria-live]')?.textContent ?? ''), pattern);
const numbers = (text) => text.match(/\d[\d,]*/g).map((one) => Number(one.replaceAll(',', '')));

test('when what opens words cannot be fetched, that is said, and it is opened as soon as it can be', async () => {
    const { page } = admin;
    await open(admin, PERIOD);
    await page.route('**/assets/worker*', (route) => route.abort());
    await unlock();
    await page.locator('.govuk-error-summary:has-text("could not be fetched from the hub")').waitFor();
    assert.equal(await page.inputValue('#passphrase') !== '', true, 'what was typed stays');
    assert.deepEqual(await violations(page), []);
    await page.unroute('**/assets/worker*');
    troubles(admin);
});

test('while thousands are read it is said how far that is, and what is noted meanwhile stays noted', async () => {
    const { page } = admin;
    let pages = 0;
    let goOn;
    const rest = new Promise((resolve) => { goOn = resolve; });
    await page.route('**/api/v1/words?*', async (route) => {
        pages += 1;
        if (pages > 2) await rest;
        await route.continue();
    });
    await unlock();
    await page.locator('progress').waitFor();
    const [n, of] = numbers(await page.locator('p:has(progress)').textContent());
    all = of;
    assert.ok(n > 0 && n < of && of > 3000, `${n} of ${of}`);
    assert.deepEqual(await violations(page), []);
    const first = page.locator('.comment').first();
    await first.locator('summary').click();
    const noted = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
    await first.locator('label:has-text("Phones")').click();
    await noted;
    goOn();
    await page.waitForFunction(() => document.querySelector('progress') === null);
    assert.deepEqual(numbers(await found()), [all, all], 'as many as the hub said');
    await page.selectOption('.toolbar select >> nth=-1', 'phones');
    await says(`^1 of`);
    assert.deepEqual(troubles(admin), []);
});

test('words are found without regard to case and accents, letter by letter, and together with a theme', async () => {
    const { page } = admin;
    const search = page.locator('.toolbar input[type=search]');
    await page.selectOption('.toolbar select >> nth=-1', '');
    await search.pressSequentially('TRES long');
    await page.waitForFunction((n) => {
        const [some] = document.querySelector('main p[aria-live]').textContent.match(/\d[\d,]*/);
        return Number(some.replaceAll(',', '')) < n;
    }, all);
    const shown = await page.locator('.comment__words').allTextContents();
    assert.deepEqual([...new Set(shown)], ['Très long à attendre.']);
    assert.ok(shown.length === 50 && numbers(await found())[0] > 500, 'fifty of hundreds are drawn');
    await page.click('main button:has-text("Show more")');
    await page.waitForFunction(() => document.querySelectorAll('.comment').length === 100);
    await page.selectOption('.toolbar select >> nth=-1', '-');
    await search.fill('no such words');
    await says('^0 of');
    assert.equal(await page.locator('.comment').count(), 0);
    await search.fill('');
    await says(`^${(all - 1).toLocaleString('en-GB')} of`);
    assert.deepEqual(troubles(admin), []);
});

test('what is hidden is read and found no more, is in no file, and can be shown again', async () => {
    const { page } = admin;
    await page.selectOption('.toolbar select >> nth=-1', '');
    await page.fill('.toolbar input[type=search]', 'Ann Bell');
    await page.waitForFunction(() => document.querySelector('.comment__words')?.textContent.includes('Ann Bell'));
    const [before] = numbers(await found());
    const first = page.locator('.comment').first();
    await first.locator('summary').click();
    await first.locator('label:has-text("Hide these words")').click();
    await says(`^${(before - 1).toLocaleString('en-GB')} of`);
    const coming = page.waitForEvent('download');
    await page.click('main button:has-text("Save as a table")');
    const rows = readFileSync(await (await coming).path(), 'utf8').trim().split('\r\n');
    assert.equal(rows.length - 1, before - 1);
    await page.selectOption('.toolbar select >> nth=-1', { label: 'Hidden for personal data' });
    await says('^1 of');
    assert.match(await page.locator('.comment').textContent(), /These words are hidden/);
    assert.doesNotMatch(await page.locator('.comment').textContent(), /Ann Bell/);
    assert.equal(await page.locator('.comment button:has-text("Quote")').count(), 0);
    assert.deepEqual(await violations(page), []);
    const again = page.locator('.comment').first();
    if (await again.locator('label:has-text("Hide these words")').count() === 0) await again.locator('summary').click();
    await again.locator('label:has-text("Hide these words")').click();
    await says('^0 of');
    await page.selectOption('.toolbar select >> nth=-1', '');
    await says(`^${before.toLocaleString('en-GB')} of`);
    await settled(admin);
    const { items } = await apiOf(admin)('GET', '/audit?action=words.marked');
    assert.deepEqual(items.slice(0, 2).map(({ detail }) => detail.hidden), [false, true], 'both stand in the log');
    assert.deepEqual(troubles(admin), []);
});

async function addTheme(name) {
    const { page } = admin;
    await page.fill('#new-theme', name);
    await page.press('#new-theme', 'Enter');
}

const themes = async () => (await apiOf(admin)('GET', '/themes')).items.map(({ id, name }) => [id, name]);
const inList = (name) => admin.page.locator(`.govuk-list li:has-text("${name}")`);

test('themes of any script are added, none takes the place of another, and one is removed', async () => {
    const { page } = admin;
    await page.fill('.toolbar input[type=search]', '');
    await page.click('summary:has-text("Change the list of themes")');
    for (const name of ['Phones!', 'অপেক্ষা']) {
        await addTheme(name);
        await inList(name).waitFor();
    }
    await addTheme('PHONES');
    await page.locator('.govuk-error-summary:has-text("There is a theme of this name already.")').waitFor();
    assert.deepEqual(await violations(page), []);
    await page.fill('#new-theme', '');
    assert.deepEqual(await themes(), [['phones', 'Phones'], ['phones-2', 'Phones!'], ['theme', 'অপেক্ষা']]);
    await page.selectOption('.toolbar select >> nth=-1', 'phones');
    await says('^1 of');
    await inList('অপেক্ষা').locator('button').click();
    await page.locator('dialog button:has-text("Remove")').click();
    await inList('অপেক্ষা').waitFor({ state: 'detached' });
    assert.deepEqual((await themes()).map(([id]) => id), ['phones', 'phones-2']);
    assert.deepEqual(troubles(admin), []);
});

test('a comment whose theme has been removed can be given another', async () => {
    const { page } = admin;
    await page.locator('.govuk-list button[aria-label="Remove the theme Phones"]').click();
    await page.locator('dialog button:has-text("Remove")').click();
    await page.locator('.govuk-list button[aria-label="Remove the theme Phones"]').waitFor({ state: 'detached' });
    assert.doesNotMatch(await page.locator('.comment').first().textContent(), /phones/);
    const open_ = page.locator('.comment').first();
    if (await open_.locator('label:has-text("Phones!")').count() === 0) await open_.locator('summary').click();
    const marked = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().endsWith('/mark'));
    await open_.locator('label:has-text("Phones!")').click();
    assert.equal((await marked).status(), 200);
    assert.deepEqual((await marked).request().postDataJSON().themes, ['phones-2']);
    assert.deepEqual(troubles(admin), []);
});

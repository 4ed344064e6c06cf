/* In the Welsh console what the hub says of a field, of a survey and of a doubt is Welsh. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { day, fill, publish } from '../api/fill.js';
import { Hub } from '../api/hub.js';
import { apiOf, arrive, open, settled, startBrowser, troubles, violations, visitor } from './browser.js';

let hub;
let browser;
let admin;
let kiosk;

/* The longest run of words of each sentence of the hub, in one language of the console. */
const sentences = (language) => [...readFileSync(new URL(`../../assets/console/src/words/${language}.ts`, import.meta.url), 'utf8').matchAll(/^ {4}'(?:said|phrase|refusal)\.[a-z0-9_-]+':\s*(.*),$/gm)]
    .map(([, words]) => words.split(/\{[^}]*\}|"|'/).sort((a, b) => b.length - a.length)[0].trim()).filter((words) => words.length > 12);
const WELSH = sentences('cy');
/* What is a word of the file format stands in both. */
const ENGLISH = sentences('en').filter((words) => !WELSH.some((other) => other.includes(words)));

/* The page, with nothing of the hub's in English on it and something of it in Welsh. */
async function isWelsh(where) {
    const text = await admin.page.textContent('main');
    assert.deepEqual(ENGLISH.filter((words) => text.includes(words)), [], `${where} says it in English`);
    assert.ok(WELSH.some((words) => text.includes(words)), `${where} says nothing of the hub's: ${text.slice(0, 2000)}`);
    return text;
}

assert.ok(ENGLISH.length > 150 && WELSH.length > 200);

before(async () => {
    hub = new Hub('Northshire clinics');
    hub.command('venue add', 'riverside', '--name', 'Riverside Surgery', '--kind', 'gp');
    publish(hub, 'gp-fft');
    [kiosk] = fill(hub, { venues: [{ venue: 'riverside', from: day(-20), to: day(-1), per_day: 20 }] });
    await hub.serve();
    browser = await startBrowser();
    admin = await visitor(browser, hub);
    await arrive(admin, /link +(\S+)/.exec(hub.command('user add', 'admin@example.org', '--name', 'An Administrator', '--url', hub.url))[1]);
    await admin.page.click('button:has-text("Cymraeg"), a:has-text("Cymraeg")');
    await admin.page.waitForFunction(() => document.documentElement.lang === 'cy');
});
after(async () => {
    await browser?.close();
    await hub?.close();
});

/* Wrong in as many ways as one survey can be. */
const WRONG = {
    title: 'A {survey}', locale: 'e', showTOC: true, mode: 'display', backgroundimage: '', triggers: [1], nonsense: 1, calculatedValues: [1],
    yousaid: {
        id: 'Not An Id', review: 'soon', closes: '2020-01-01', kinds: 'gp', languages: { cy: { reviewed: 'yes' }, fr: {} },
        questions: { lost: {}, smile: { role: 'fft_overall', sensitivity: 'low', pictures: { none: 'x' } }, words: { role: 'king', sensitivity: 'open' } },
    },
    pages: [
        'a page',
        { elements: 'none', questions: [] },
        { elements: [
            { type: 'matrix', name: 'grid' }, { type: 'spell', name: 'spell' }, { name: 'typeless' }, 'no question',
            { type: 'rating', name: 'smile', title: '<b>How</b> was it?', rateType: 'stars', rateMin: 5, rateMax: 1, defaultValue: 3, isRequired: true, visible: false, colCount: 2 },
            { type: 'radiogroup', name: 'one', title: { default: 'One', e: 'x', cy: 5 }, choices: ['a'], showOtherItem: true, choicesOrder: 'random' },
            { type: 'radiogroup', name: 'one', title: 'Twice', choices: ['a', 'a', 7, {}, 'B B'] },
            { type: 'checkbox', name: 'and', choices: 'all', visibleIf: '{nothing} = 1', maxSelectedChoices: 2 },
            { type: 'checkbox', name: 'many', title: 'Many', choices: Array.from({ length: 40 }, (_, i) => `c${i}`), visibleIf: '{smile} =' },
            { type: 'comment', name: 'words', title: 'x'.repeat(5000), maxLength: -1, visibleIf: 5, validators: [1] },
            { type: 'boolean', name: 'yes', title: 'Yes?', valueTrue: 'y', visibleIf: '{one} contains "a"' },
            { type: 'html', name: 'page', description: 'x' }, { type: 'panel', elements: [{ type: 'panel', elements: [] }], visibleIf: '(((' },
            { type: 'rating', name: 'stars', title: 'S', rateCount: 40, rateValues: [1, 'two'], autoGenerate: true },
        ] },
    ],
};

test('a survey that is wrong in many ways: every finding of the check, on each page that shows it', async () => {
    const api = apiOf(admin);
    const found = (await api('POST', '/surveys/check', WRONG)).problems;
    assert.ok(found.length > 35 && new Set(found.map(({ code }) => code)).size > 25, found.map(({ code }) => code).join());
    assert.deepEqual(found.filter(({ code }) => code === undefined), []);
    const { id } = await api('POST', '/drafts', { name: 'Anghywir', survey: { pages: [] } }, 201);
    await open(admin, `/drafts/${id}?tab=json`);
    await admin.page.fill('#survey-json', JSON.stringify(WRONG));
    await admin.page.waitForFunction((n) => document.querySelectorAll('main .findings li').length >= n, found.length);
    const text = await isWelsh('the survey as text');
    for (const { values = [] } of found.filter(({ code }) => code === 'no_such_property_did_you_mean')) assert.ok(text.includes(values[0]));
    assert.deepEqual(await violations(admin.page), []);
    await admin.page.fill('#survey-json', '{ "pages": [ }');
    await admin.page.waitForSelector('#survey-json-error');
    assert.doesNotMatch(await admin.page.textContent('#survey-json-error'), /JSON at|Unexpected|Expected/);
    troubles(admin);
});

test('a survey that is wrong in many ways opens in every way to look at it, and each of its questions', async () => {
    const { page } = admin;
    for (const survey of [WRONG, { pages: 'none' }, { title: 5, elements: [null, { type: 'imagepicker', name: 'p', choices: [null, 'a'] }], yousaid: 'ours' }]) {
        const { id } = await apiOf(admin)('POST', '/drafts', { name: 'Anghywir', survey }, 201);
        for (const tab of ['walk', 'differences', 'publish', 'pictures', 'form']) {
            await open(admin, `/drafts/${id}?tab=${tab}`);
            assert.equal(await page.locator('h1').textContent(), 'Anghywir', tab);
        }
        const all = await page.locator('.question__summary').count();
        if (survey === WRONG) assert.ok(all > 10, `${all} questions of it are shown`);
        for (let i = 0; i < all; i++) {
            await page.locator('.question__summary').nth(i).click();
            await page.locator('.question__details').nth(i).locator('input, textarea').first().waitFor();
        }
        assert.equal(await page.locator('main [role=alert]').count(), 0);
        assert.deepEqual(troubles(admin).filter((what) => !what.startsWith('422')), [], JSON.stringify(survey).slice(0, 60));
    }
});

test('what cannot be shown by form says so, and leads to the survey as text', async () => {
    const { page } = admin;
    const { id } = await apiOf(admin)('POST', '/drafts', { name: 'Anghywir', survey: { locale: {}, pages: [] } }, 201);
    await open(admin, `/drafts/${id}`);
    await page.locator('main [role=alert]:has-text("Trwsiwch ef fel JSON")').locator('a').click();
    await page.waitForSelector('#survey-json');
    assert.deepEqual(troubles(admin), []);
});

test('a survey that loads and is not fit to be published says so by form, too', async () => {
    const survey = { title: 'Short', pages: [{ elements: [{ type: 'comment', name: 'words', title: 'Words', placeholder: 'x' }, { type: 'radiogroup', name: 'r', title: 'R', choices: [{ value: 'a', text: 'Same' }, { value: 'b', text: 'Same' }] }] }] };
    const { id } = await apiOf(admin)('POST', '/drafts', { name: 'Byr', survey }, 201);
    await open(admin, `/drafts/${id}`);
    await admin.page.waitForSelector('.notice--attention');
    await admin.page.$$eval('main details', (all) => all.forEach((one) => { one.open = true; }));
    await isWelsh('the form of the survey');
    assert.deepEqual(troubles(admin), []);
});

test('a field that the hub refuses', async () => {
    const { page } = admin;
    await open(admin, '/venues/new');
    await page.fill('input[type=text] >> nth=0', 'x'.repeat(400));
    await page.fill('input[type=text] >> nth=1', 'Not An Id').catch(() => {});
    await page.click('main button[type=submit]');
    await page.waitForSelector('.govuk-error-summary');
    await isWelsh('a new venue');
    await open(admin, '/settings/webhooks');
    await page.fill('input[type=url], main input[type=text] >> nth=0', 'http://127.0.0.1/');
    await page.click('main form button[type=submit]');
    await page.waitForSelector('.govuk-error-summary');
    await isWelsh('a webhook');
    troubles(admin);
});

test('what cannot be done as things stand, though no field is wrong', async () => {
    const { page } = admin;
    await open(admin, '/settings/people');
    await page.click('main button:has-text("Gwahodd rhywun")');
    await page.fill('#name', 'Rhywun Arall');
    await page.fill('#email', 'admin@example.org');
    await page.press('#email', 'Enter');
    await page.locator('dialog .govuk-error-summary:has-text("Mae gan y cyfeiriad e-bost hwn gyfrif eisoes.")').waitFor();
    assert.deepEqual(troubles(admin).map((what) => what.slice(0, 8)), ['409 POST']);
    await page.keyboard.press('Escape');
    await open(admin, '/account');
    await page.fill('#old_password', 'nid dyma fo o gwbl');
    await page.fill('#password', 'ceffyl batri stwffwl cywir');
    await page.press('#password', 'Enter');
    await page.locator('.govuk-error-summary:has-text("Nid dyna’r cyfrinair presennol.")').waitFor();
    troubles(admin);
});

test('a doubt of the proof', async () => {
    const { page } = admin;
    const number = BigInt(`0x${kiosk.id}`);
    hub.sql(`UPDATE response SET hour = hour + 1 WHERE kiosk_id = ${number} AND seq = 1`);
    await open(admin, '/settings/audit');
    await page.click('#proof ~ * button, section[aria-labelledby=proof] button');
    await page.waitForSelector('.notice--bad', { timeout: 60000 });
    await settled(admin);
    const text = await isWelsh('the proof');
    assert.match(text, new RegExp(`Ciosg ${kiosk.id}: nid yw rhes ymateb 1 yr hyn a lofnodwyd`));
    assert.equal(await page.locator(`.notice--bad a[href="/kiosks/${kiosk.id}"]`).count(), 1);
    hub.sql(`UPDATE response SET hour = hour - 1 WHERE kiosk_id = ${number} AND seq = 1`);
    assert.deepEqual(troubles(admin), []);
});

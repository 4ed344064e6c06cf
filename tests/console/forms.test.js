/* What people type and press: it stays where they left it, is asked for once more where it cannot be taken back, and what is
 * wrong with it is said at its field. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Hub } from '../api/hub.js';
import { allSent, apiOf, arrive, keepSent, open, password, settled, startBrowser, step, troubles, visitor } from './browser.js';

/* As somebody may choose one at the command line: with spaces, and a capital. */
const PASSPHRASE = 'Seven words of which nobody has ever thought';

let hub;
let browser;
let admin;
let page;
let api;

before(async () => {
    hub = new Hub('Northshire clinics');
    const passphrase = path.join(hub.folder, 'passphrase');
    writeFileSync(passphrase, `${PASSPHRASE}\n`, { mode: 0o600 });
    hub.command('words new', '--passphrase-file', passphrase);
    hub.command('sample', '--venues', '12', '--months', '3', '--seed', '5');
    await hub.serve();
    browser = await startBrowser();
    admin = await visitor(browser, hub);
    const said = hub.command('user add', 'admin@example.org', '--name', 'An Administrator', '--url', hub.url);
    await arrive(admin, /link +(\S+)/.exec(said)[1]);
    ({ page } = admin);
    api = apiOf(admin);
});

after(async () => {
    await browser?.close();
    await hub?.close();
});

const codes = () => troubles(admin).map((what) => what.slice(0, 7));

test('every survey that comes with the hub can be read, also one with a page that is only read', async () => {
    for (const id of ['gp_fft', 'jobcentre_appointment']) {
        await open(admin, `/surveys/${id}/1`);
        assert.ok(await page.locator('main tbody tr').count() > 4, id);
        const { questions, version } = await api('GET', `/surveys/${id}/versions/1`);
        assert.deepEqual(version.languages.includes('en'), true);
        const read = questions.filter(({ type }) => type === 'information').length;
        assert.equal(await page.locator('td:text-is("To be read")').count(), read, id);
    }
    assert.deepEqual(troubles(admin), []);
});

test('a passphrase that was chosen at the command line opens the words, as it was chosen', async () => {
    await open(admin, '/comments?period=last_3_months');
    await page.fill('#passphrase', PASSPHRASE.toLowerCase());
    await page.press('#passphrase', 'Enter');
    await page.waitForSelector('#passphrase-error');
    await page.fill('#passphrase', ` ${PASSPHRASE} `);
    await page.press('#passphrase', 'Enter');
    await page.waitForSelector('main p[aria-live]:has-text("comments")');
    await step(admin, '/');
});

test('a survey that is begun in the console is offered in the language of who writes it', async () => {
    await open(admin, '/surveys');
    await page.fill('#draft-name', 'Library visit');
    await page.press('#draft-name', 'Enter');
    await page.waitForURL(/\/drafts\//);
    await settled(admin);
    const id = page.url().split('/').at(-1);
    const read = page.locator('fieldset:has-text("Languages that a speaker has read") input');
    assert.equal(await read.isChecked(), true);
    const kept = async () => (await api('GET', `/drafts/${id}`)).survey.yousaid.languages.en.reviewed;
    assert.equal(await kept(), true);
    const saved = () => page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.ok());
    await Promise.all([saved(), page.click('fieldset:has-text("Languages that a speaker has read") label')]);
    assert.equal(await kept(), false);
    await Promise.all([saved(), page.click('fieldset:has-text("Languages that a speaker has read") label')]);
    assert.equal(await kept(), true);
    const { problems } = await api('POST', '/surveys/check', (await api('GET', `/drafts/${id}`)).survey);
    assert.equal(problems.filter(({ text }) => /no language is offered/.test(text)).length, 0);
    assert.deepEqual(troubles(admin), []);
});

test('nothing is published before it is looked at, nor to nobody', async () => {
    const { survey } = await api('GET', '/surveys/gp_fft/versions/1');
    const { id } = await api('POST', '/drafts', { name: 'The next version', survey }, 201);
    let look;
    const looked = new Promise((resolve) => { look = resolve; });
    await page.route('**/surveys/check', async (route) => {
        await looked;
        await route.continue();
    });
    await open(admin, `/drafts/${id}?tab=publish`).catch(() => {});
    const publish = page.locator('main button:text-is("Publish")');
    await publish.waitFor();
    assert.equal(await publish.getAttribute('aria-disabled'), 'true');
    look();
    await page.waitForSelector('fieldset:has-text("Translations that no speaker has read")');
    await page.waitForFunction(() => [...document.querySelectorAll('main button')].some((one) => one.textContent === 'Publish' && one.getAttribute('aria-disabled') !== 'true'));
    await page.unroute('**/surveys/check');
    await page.click('label:text-is("To these venues only")');
    await publish.click();
    await page.waitForSelector('.govuk-error-summary:has-text("Choose the venues that are to ask it.")');
    assert.deepEqual((await api('GET', '/surveys?id=gp_fft')).items.map(({ version }) => version), [1]);
    assert.deepEqual(troubles(admin), []);
});

test('what is typed and not saved is there again, for who comes back to it', async () => {
    await open(admin, '/venues/riverside-surgery/months');
    const month = await page.inputValue('input[type=month]');
    const before = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) - 2, 1)).toISOString().slice(0, 7);
    await page.fill('#visits-total', '4321');
    await page.fill('input[type=month]', before);
    await settled(admin);
    assert.notEqual(await page.inputValue('#visits-total'), '4321');
    await page.fill('input[type=month]', month);
    await settled(admin);
    assert.equal(await page.inputValue('#visits-total'), '4321');
    await step(admin, '/venues');
    await step(admin, '/venues/riverside-surgery/months');
    assert.equal(await page.inputValue('#visits-total'), '4321');
    await step(admin, '/notices/new');
    await page.fill('#said-en', 'The wait was long.');
    await step(admin, '/venues');
    await step(admin, '/notices/new');
    assert.equal(await page.inputValue('#said-en'), 'The wait was long.');
    await page.fill('#did-en', 'x'.repeat(400));
    await page.click('main button[type=submit]');
    await page.waitForSelector('#did-en-error');
    assert.equal(await page.locator('#said-en-error').count(), 0);
    await page.click('.govuk-error-summary a');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'did-en');
    assert.deepEqual(codes(), ['422 POS']);
    await page.fill('#did-en', 'A second desk is open.');
    await page.click('main button[type=submit]');
    await page.waitForURL(/\/notices\/(?!new)/);
    await step(admin, '/notices/new');
    assert.equal(await page.inputValue('#said-en'), '', 'what was saved is no longer being written');
    assert.deepEqual(troubles(admin), []);
});

test('what was typed is gone when who typed it signs out', async () => {
    const one = await visitor(browser, hub);
    const join = async (name) => {
        const said = hub.command('user add', `${name}@example.org`, '--name', name, '--role', 'venue_manager', '--part', 'riverside-surgery', '--url', hub.url);
        await one.page.goto(/link +(\S+)/.exec(said)[1]);
        await one.page.fill('#password', password);
        await one.page.keyboard.press('Enter');
        await one.page.waitForSelector('nav');
    };
    await join('first');
    await step(one, '/venues/riverside-surgery/months');
    await one.page.fill('#visits-total', '765');
    await step(one, '/venues');
    await one.page.click('text=Sign out');
    await one.page.waitForSelector('#email');
    await one.page.fill('#email', 'first@example.org');
    await one.page.fill('#password', password);
    await one.page.keyboard.press('Enter');
    await one.page.waitForSelector('nav');
    await step(one, '/venues/riverside-surgery/months');
    assert.notEqual(await one.page.inputValue('#visits-total'), '765');
    await one.context.close();
});

test('a return is frozen when it was asked for twice', async () => {
    await open(admin, '/returns');
    const freeze = page.locator('main button:text-is("Freeze this month")').first();
    await freeze.click();
    await page.click('dialog button:text-is("Cancel")');
    await page.waitForSelector('text=Open. It is due');
    await freeze.click();
    await page.click('dialog button:text-is("Freeze this month")');
    await page.waitForSelector('main p:has-text("An Administrator")');
    assert.equal(await freeze.count(), 0);
    assert.deepEqual(troubles(admin), []);
});

test('what is wrong is said at its field, and before it is asked for where that is known', async () => {
    await open(admin, '/venues/new');
    await page.fill('#name', 'Harbour Library');
    await page.fill('#kind', 'Library');
    await page.press('#kind', 'Enter');
    await page.waitForSelector('#kind-error');
    await page.click('.govuk-error-summary a');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'kind');
    assert.deepEqual(codes(), ['422 PUT']);
    await open(admin, '/exports');
    const [from, to] = [page.locator('input[type=date]').first(), page.locator('input[type=date]').last()];
    await from.fill('2026-05-01');
    await to.fill('2026-04-01');
    await page.waitForSelector('[role=alert]:has-text("The last day lies before the first")');
    assert.equal(await page.locator('a.govuk-button').count(), 0);
    await to.fill('2026-05-02');
    assert.equal(await page.locator('a.govuk-button').count(), 1);
    assert.deepEqual(troubles(admin), []);
});

test('a venue proposes questions of its own, which are called so', async () => {
    await keepSent(admin);
    await open(admin, '/venues/riverside-surgery/questions');
    assert.equal(await page.locator('text=A part that is ready').count(), 0, 'these are asked by the centre alone');
    await page.click('main button:text-is("Add the question")');
    await page.click('main button:text-is("Propose these questions")');
    await page.waitForSelector('.govuk-error-summary'); // it has no words yet
    const [, body] = /^PUT \S+\/local-questions (.*)$/.exec((await allSent(admin)).find((said) => /^PUT .*local-questions /.test(said)));
    assert.match(JSON.parse(body).survey.pages[0].elements[0].name, /^local_/);
    assert.doesNotMatch(await page.textContent('.govuk-error-summary'), /local_.*must begin|must begin.*local_/);
    assert.deepEqual(codes(), ['422 PUT']);
});

test('the share is called as the survey calls its answers', async () => {
    const title = (where) => open(admin, where).then(() => page.textContent('h1'));
    assert.match(await title('/?survey=gp_fft'), /^\d+% said that it was good or very good$/);
    assert.match(await title('/?survey=jobcentre_appointment'), /^\d+% gave one of the two best answers$/);
    assert.deepEqual(troubles(admin), []);
});

test('a number is read with what it means at its end, in the language of the console', async () => {
    await open(admin, '/questions?survey=jobcentre_appointment&period=last_3_months');
    await page.waitForSelector('th:text-is("1: Very hard")');
    await page.waitForSelector('th:text-is("5: Very easy")');
    assert.ok(await page.locator('th:text-is("3")').count() > 0);
    await page.click('text=Cymraeg');
    await page.waitForSelector('th:text-is("1: Anodd iawn")');
    await page.click('text=English');
    await page.waitForSelector('th:text-is("1: Very hard")');
    assert.deepEqual(troubles(admin), []);
});

test('who works for one venue is offered what is theirs, and told what is not', async () => {
    const one = await visitor(browser, hub);
    const said = hub.command('user add', 'manager@example.org', '--name', 'A Manager', '--role', 'venue_manager', '--part', 'eastgate-jobcentre', '--url', hub.url);
    await one.page.goto(/link +(\S+)/.exec(said)[1]);
    await one.page.fill('#password', password);
    await one.page.keyboard.press('Enter');
    await one.page.waitForSelector('nav');
    troubles(one); // before there is a session, asking for it is refused
    const [{ id }] = (await api('GET', '/initiatives')).items;
    await open(one, '/');
    assert.deepEqual(await one.page.locator('.toolbar label').allTextContents(), ['Months'], 'one survey, and no areas');
    await open(one, `/initiatives/${id}`);
    await one.page.waitForSelector('text=It is at venues that are not yours');
    assert.doesNotMatch(await one.page.textContent('main'), /-surgery|-clinic|fewer than 10/);
    await open(admin, `/initiatives/${id}`);
    await page.waitForSelector('h2:text-is("What came of it"), #evaluation');
    assert.equal(await page.locator('text=It is at venues that are not yours').count(), 0);
    assert.deepEqual([...troubles(one), ...troubles(admin)], []);
    await one.context.close();
});

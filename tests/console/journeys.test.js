/* Whole journeys: from a survey published in the console to a kiosk's glass and back; a stick; two people at one draft;
 * what comes out of a printer. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { day, fill } from '../api/fill.js';
import { Hub } from '../api/hub.js';
import { apiOf, arrive, open, password, settled, startBrowser, step, tooWide, troubles, visitor } from './browser.js';
import { Kiosk } from './kiosk.js';

let hub;
let browser;
let admin;
let kiosk;

const linkOf = (...words) => /link +(\S+)/.exec(hub.command('user add', ...words, '--url', hub.url))[1];

before(async () => {
    hub = new Hub('Northshire clinics');
    hub.command('words new', '--passphrase-file', path.join(hub.folder, 'passphrase'));
    for (const [id, name] of [['riverside', 'Riverside Surgery'], ['hill', 'Hill Surgery']]) hub.command('venue add', id, '--name', name, '--kind', 'gp');
    await hub.serve();
    browser = await startBrowser();
    admin = await visitor(browser, hub);
    await arrive(admin, linkOf('admin@example.org', '--name', 'An Administrator'));
    kiosk = new Kiosk(hub, 'riverside');
});
after(async () => {
    await kiosk?.stop();
    await browser?.close();
    await hub?.close();
});

async function come(email, role, ...part) {
    const one = await visitor(browser, hub);
    await one.page.goto(linkOf(email, '--name', `The ${role}`, '--role', role, ...part));
    await one.page.fill('#password', password);
    await one.page.keyboard.press('Enter');
    await one.page.waitForSelector('nav');
    troubles(one);
    return one;
}

const saved = (one) => one.page.locator('[role=status]').filter({ hasText: /^\s*Saved\./ }).waitFor();

test('a survey written and published in the console is asked by a real kiosk', async () => {
    const { page } = admin;
    await open(admin, '/surveys');
    await page.fill('#draft-name', 'Our first survey');
    await page.press('#draft-name', 'Enter');
    await page.click('button:has-text("GP")');
    await saved(admin);
    await page.click('.sub-nav a:has-text("Publish")');
    await page.click('label:has-text("To all venues of its kinds")');
    await page.click('main button:has-text("Publish")');
    await page.waitForSelector('.notice--fine:has-text("gp_fft")');
    assert.deepEqual(troubles(admin), []);
    kiosk.courier('once');
});

test('how long a survey is kept is decided on its page, by who may', async () => {
    const { page } = admin;
    await open(admin, '/surveys/gp_fft/1');
    const kept = page.locator('section[aria-labelledby=kept]');
    assert.equal(await kept.locator('dd').allTextContents().then((all) => all.join()), 'for good,for good');
    await page.fill('#kept-answers', '24');
    await page.fill('#kept-figures', '12');
    await page.press('#kept-figures', 'Enter');
    await page.waitForSelector('.govuk-error-summary a[href="#kept-figures"], [role=alert] a[href="#kept-figures"]');
    assert.equal(troubles(admin).filter((what) => !what.startsWith('422 PUT')).length, 0);
    assert.equal(await page.inputValue('#kept-answers'), '24', 'what was typed stays');
    await page.fill('#kept-figures', '');
    await page.press('#kept-figures', 'Enter');
    await kept.locator('dd:has-text("24 months")').waitFor();
    assert.deepEqual(await apiOf(admin)('GET', '/surveys/gp_fft/retention').then(({ answers, figures }) => [answers, figures]), [24, null]);
    await open(admin, '/surveys/gp_fft/1');
    assert.equal(await page.inputValue('#kept-answers'), '24');
    const analyst = await come('analyst@example.org', 'analyst');
    await open(analyst, '/surveys/gp_fft/1');
    await analyst.page.locator('dd:has-text("24 months")').waitFor();
    assert.equal(await analyst.page.locator('#kept-answers').count(), 0);
    assert.deepEqual(troubles(analyst), []);
    await analyst.context.close();
});

/* How many said "Very good" this month, as the page of questions says it. */
async function veryGood(one) {
    await open(one, '/questions?period=this_month');
    const cells = await one.page.locator('tr:has-text("Very good") >> nth=0').locator('td').allTextContents();
    return Number(cells.find((text) => /^[\d,]+$/.test(text)).replaceAll(',', ''));
}

test('an answer tapped there is seen by an administrator at once, by a venue manager the day after', async () => {
    fill(hub, { venues: [{ venue: 'hill', from: day(0), to: day(0), per_day: 200 }] });
    const before = await veryGood(admin);
    await kiosk.start();
    await kiosk.tap('start');
    await kiosk.tap('answer:very_good');
    await kiosk.until('the answer on its disk', () => kiosk.recorded.length > 0);
    await kiosk.tap('leave');
    await kiosk.until('the end of the visit', () => kiosk.recorded.some((line) => line.closed));
    await kiosk.stop();
    kiosk.courier('once');
    assert.equal(kiosk.status().acknowledged_responses, 1);
    assert.equal(await veryGood(admin), before + 1);
    const manager = await come('manager@example.org', 'venue_manager');
    await open(manager, '/questions?period=this_month');
    assert.equal(await manager.page.locator('option[value=this_month]').count(), 0);
    assert.equal(await manager.page.locator('[role=alert]').count(), 0, 'a link to this month leads to one that may be seen');
    const today = `/reports/satisfaction?survey=gp_fft&from=${day(0)}&to=${day(0)}`;
    assert.ok((await apiOf(admin)('GET', today)).total.n > 30);
    assert.equal((await apiOf(manager)('GET', today)).total.n ?? 0, 0);
    assert.deepEqual(troubles(manager), []);
    await manager.context.close();
});

/* The fleet is looked at anew every ten seconds: waits until it is as wanted. */
async function seenKiosk(wanted) {
    for (let tries = 0; tries < 60; tries++) {
        const found = (await apiOf(admin)('GET', '/kiosks')).items.find(wanted);
        if (found) return found;
        await pause(500);
    }
    return assert.fail('the list of kiosks never showed it');
}

async function saveAll(page, folder) {
    const files = [];
    page.on('download', (file) => files.push(file.saveAs(path.join(folder, file.suggestedFilename()))));
    const count = await page.locator('tbody button').count();
    await page.click('main button:has-text("receipt") >> nth=-1');
    while (files.length < count) await page.waitForEvent('download');
    await Promise.all(files);
}

/* As a hand drops files that it has dragged over the page. */
async function drop(page, files) {
    const brought = files.map((file) => ({ name: path.basename(file), bytes: readFileSync(file).toString('base64') }));
    const dataTransfer = await page.evaluateHandle((all) => {
        const hand = new DataTransfer();
        for (const { name, bytes } of all) hand.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name));
        return hand;
    }, brought);
    await page.dispatchEvent('.drop', 'dragover', { dataTransfer });
    await page.waitForSelector('.drop--over');
    await page.dispatchEvent('.drop', 'drop', { dataTransfer });
}

test('a stick is brought, dropped, and its receipts go home', async () => {
    const { page } = admin;
    const stick = path.join(hub.folder, 'stick');
    mkdirSync(stick);
    kiosk.visits(['start', 'answer:poor', 'leave']);
    const first = kiosk.stick(stick);
    kiosk.visits(['start', 'answer:good', 'leave']);
    const both = kiosk.stick(stick);
    assert.ok(both.length > first.length);
    assert.equal(kiosk.status().acknowledged_responses, 1);
    await open(admin, '/kiosks/stick');
    await page.setInputFiles('#stick-files', both);
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, both.length);
    await settled(admin);
    assert.equal(await page.locator('tbody tr:has-text("Its answers are here")').count(), both.length);
    await drop(page, both);
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, 2 * both.length);
    await settled(admin);
    await saveAll(page, stick);
    kiosk.stick(stick);
    assert.equal(kiosk.status().acknowledged_responses, 3);
    assert.deepEqual(troubles(admin), []);
    const one = await seenKiosk((found) => found.venue === 'riverside' && found.responses >= 3);
    assert.equal(one.responses, 3, 'brought twice, counted once');
    await open(admin, `/kiosks/${one.id}`);
    assert.match(await page.textContent('dl'), /Responses here3What/);
});

test('a kiosk without a network is set up by what the console hands over for its stick', async () => {
    const { page } = admin;
    const stick = path.join(hub.folder, 'new-stick');
    mkdirSync(stick);
    const never = Kiosk.withoutNetwork(hub, 'riverside', stick);
    await open(admin, '/kiosks/stick');
    await page.setInputFiles('#stick-files', never.question);
    await page.waitForSelector('tbody tr:has-text("Carry the answer back")');
    await settled(admin);
    for (const what of ['tbody button', 'a[download$=".bundle"]']) {
        const coming = page.waitForEvent('download');
        await page.click(what);
        const file = await coming;
        await file.saveAs(path.join(stick, file.suggestedFilename()));
    }
    assert.deepEqual(troubles(admin), []);
    assert.match(never.courier('provision', '--from', stick), /this kiosk is/);
    assert.ok(never.status().bundle_serial > 0);
});

test('two people at one draft: the second is told, and nothing is lost', async () => {
    const api = apiOf(admin);
    const { id } = await api('POST', '/drafts', { name: 'Shared', survey: { title: { default: 'Shared' }, pages: [], yousaid: { id: 'shared', owner: {}, purpose: {}, outcome: {} } } }, 201);
    const author = await come('author@example.org', 'author');
    const title = 'label:has-text("Name of the draft") + input, input >> nth=0';
    for (const one of [admin, author]) await open(one, `/drafts/${id}`);
    await admin.page.fill(title, 'Written by the first');
    await saved(admin);
    await author.page.fill(title, 'Written by the second');
    await author.page.waitForSelector('dialog[open]');
    assert.match(await author.page.textContent('dialog[open]'), /Somebody else has changed this draft/);
    assert.equal(await author.page.inputValue(title), 'Written by the second');
    await author.page.click('dialog button:has-text("Keep both")');
    await author.page.waitForURL((url) => !url.pathname.endsWith(id));
    const names = (await api('GET', '/drafts')).items.map((draft) => draft.name);
    assert.ok(names.includes('Written by the first'));
    assert.ok(names.some((name) => name.startsWith('Written by the second')), names.join());
    assert.deepEqual(troubles(author).map((what) => what.slice(0, 7)), ['412 PUT']);
    await author.context.close();
});

test('a draft is saved again and again, and then no more', async () => {
    const { page } = admin;
    const { id } = await apiOf(admin)('POST', '/drafts', { name: 'Often', survey: { pages: [] } }, 201);
    await open(admin, `/drafts/${id}`);
    const puts = [];
    page.on('request', (request) => { if (request.method() === 'PUT') puts.push(request.url()); });
    await page.click('button:has-text("GP practice")');
    await saved(admin);
    for (const name of ['Often, once', 'Often, twice']) {
        await page.fill('label:has-text("Name of this draft") ~ input', name);
        await page.locator('[role=status]:has-text("Not saved yet")').waitFor();
        await saved(admin);
        assert.equal((await apiOf(admin)('GET', `/drafts/${id}`)).name, name);
    }
    const told = puts.length;
    await pause(4000);
    assert.equal(puts.length, told, 'what is saved is not saved again');
    assert.deepEqual(troubles(admin), []);
});

test('parts that are ready are joined to a survey, which is fit to be published then', async () => {
    const { page } = admin;
    const api = apiOf(admin);
    const { survey } = await api('GET', '/surveys/gp_fft/versions/1');
    const { id } = await api('POST', '/drafts', { name: 'With parts', survey }, 201);
    await open(admin, `/drafts/${id}`);
    for (const part of ['Four drivers', 'Equality questions']) {
        const before = await page.locator('.question').count();
        const select = page.locator('label:has-text("A part that is ready") ~ select');
        await select.selectOption(await select.locator(`option:has-text("${part}")`).getAttribute('value'));
        await page.click('button:text-is("Add it")');
        await page.waitForFunction((n) => document.querySelectorAll('.question').length > n, before + 3);
    }
    await saved(admin);
    const check = await api('POST', '/surveys/check', (await api('GET', `/drafts/${id}`)).survey);
    assert.deepEqual(check.problems.filter(({ level }) => level === 'error'), []);
    assert.equal(check.publishable, true);
    assert.deepEqual(troubles(admin), []);
});

test('what is wanting is said beside its field, and a survey can be closed by its form', async () => {
    const { page } = admin;
    const api = apiOf(admin);
    await open(admin, '/surveys');
    await page.fill('#draft-name', 'Wanting');
    await page.press('#draft-name', 'Enter');
    await page.waitForSelector('h1:has-text("Wanting")');
    const owner = page.locator('fieldset:has(> legend:text-is("Who asks"))');
    await owner.locator('.govuk-error-message:has-text("write who asks")').waitFor();
    await owner.locator('textarea').first().fill('Our practice');
    await owner.locator('.govuk-error-message').waitFor({ state: 'detached' });
    await page.fill('label:text-is("Closes") ~ input', '2031-05-01');
    const draft = () => api('GET', `/drafts/${/drafts\/([^?]+)/.exec(page.url())[1]}`);
    while ((await draft()).survey.yousaid.closes !== '2031-05-01') await pause(100);
    const { problems } = await api('POST', '/surveys/check', (await draft()).survey);
    assert.deepEqual(problems.filter(({ pointer }) => /closes|closing|owner/.test(pointer)), []);
    assert.equal(await page.locator('.govuk-form-group--error:has-text("Closes")').count(), 0);
    await page.fill('label:text-is("Closes") ~ input', '');
    while ('closes' in (await draft()).survey.yousaid) await pause(100);
    assert.deepEqual(troubles(admin), []);
});

test('what differs from the last version is told in words, and only that', async () => {
    const { page } = admin;
    const api = apiOf(admin);
    const { survey } = await api('GET', '/surveys/gp_fft/versions/1');
    const { id } = await api('POST', '/drafts', { name: 'Next', survey }, 201);
    await open(admin, `/drafts/${id}?tab=differences`);
    await page.waitForSelector('text=/nothing differs|no difference/i');
    const [first] = survey.pages[0].elements;
    const changed = { ...first, title: { ...first.title, cy: 'Sut oedd hi?' } };
    const [page0, ...pages] = survey.pages;
    const other = await api('POST', '/drafts', { name: 'Other', survey: { ...survey, pages: [{ ...page0, elements: [changed, ...page0.elements.slice(1)] }, ...pages] } }, 201);
    await open(admin, `/drafts/${other.id}?tab=differences`);
    assert.equal(await page.locator('tbody tr').count(), 1);
    assert.match(await page.textContent('tbody tr'), /experience of our service.*changed.*Words of the question/s);
    assert.deepEqual(troubles(admin), []);
});

test('what is wrong in the survey as text leads to its line', async () => {
    const { page } = admin;
    const { id } = await apiOf(admin)('POST', '/drafts', { name: 'Text', survey: { pages: [] } }, 201);
    await open(admin, `/drafts/${id}?tab=json`);
    const lines = ['{', '  "title": "A \\"quoted\\" title [", "pages": [', '    { "elements": [ { "type": "comment", "name": "a", "title": "A" },', '      { "type": "matrix",', '        "name": "b" } ] } ] }'];
    await page.fill('#survey-json', lines.join('\n'));
    await page.locator('.findings li:has-text("ask one question for each row") button:has-text("line 4")').click();
    assert.equal(await page.evaluate(() => { const box = document.activeElement; return box.value.slice(box.selectionStart, box.selectionEnd); }), '"matrix"');
    troubles(admin);
});

test('a draft is thrown away, once that is confirmed, and nothing of it is saved after', async () => {
    const { page } = admin;
    const api = apiOf(admin);
    const { id } = await api('POST', '/drafts', { name: 'A try', survey: { pages: [] } }, 201);
    await open(admin, `/drafts/${id}`);
    await page.click('main button:has-text("Throw this draft away")');
    await page.click('dialog button:has-text("Cancel")');
    assert.equal((await api('GET', `/drafts/${id}`)).name, 'A try');
    await page.fill('label:has-text("Name of this draft") ~ input', 'Not worth it');
    await page.click('main button:has-text("Throw this draft away")');
    await page.click('dialog button:has-text("Throw this draft away")');
    await page.waitForURL(/surveys$/);
    await settled(admin);
    assert.equal((await api('GET', '/drafts')).items.some((draft) => draft.id === id), false);
    assert.deepEqual((await api('GET', '/audit?action=draft.removed')).items.map(({ subject }) => subject), [id]);
    assert.deepEqual(troubles(admin), []);
});

test('what was typed last in a draft is saved when one goes to another page at once', async () => {
    const api = apiOf(admin);
    const { id } = await api('POST', '/drafts', { name: 'Left', survey: { pages: [] } }, 201);
    await open(admin, `/drafts/${id}`);
    await admin.page.fill('label:has-text("Name of this draft") ~ input', 'Left at once');
    const saved = admin.page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().endsWith(id));
    await step(admin, '/surveys');
    await saved;
    assert.equal((await api('GET', `/drafts/${id}`)).name, 'Left at once');
    assert.deepEqual(troubles(admin), []);
});

test('two people at one venue: the second is told, and what was typed stays', async () => {
    const name = 'input[type=text] >> nth=0';
    const other = await visitor(browser, hub, { storageState: await admin.context.storageState() });
    for (const one of [admin, other]) await open(one, '/venues/hill/edit');
    await admin.page.fill(name, 'Hill Surgery, first');
    await admin.page.click('main button[type=submit]');
    await admin.page.waitForURL(/\/venues\/hill$/);
    await other.page.fill(name, 'Hill Surgery, second');
    await other.page.click('main button[type=submit]');
    await other.page.waitForSelector('.govuk-error-summary');
    assert.equal(await other.page.inputValue(name), 'Hill Surgery, second');
    assert.equal((await apiOf(admin)('GET', '/venues/hill')).name, 'Hill Surgery, first');
    assert.deepEqual(troubles(other).map((what) => what.slice(0, 7)), ['412 PUT']);
    await other.context.close();
});

test('a file of another editor is taken in, and what is not supported is said in its place', async () => {
    const { page } = admin;
    const file = path.join(hub.folder, 'from elsewhere.json');
    const elements = [
        { type: 'matrix', name: 'grid', title: 'Rate each', columns: ['bad', 'good'], rows: ['staff', 'rooms'] },
        { type: 'radiogroup', name: 'came', title: 'Did you come?', choices: [{ value: 'yes', text: 'Yes' }, { value: 'no', text: 'No' }] },
        { type: 'comment', name: 'why', title: 'Why not?', visibleIf: "{came} = 'no'" },
    ];
    writeFileSync(file, JSON.stringify({ title: 'From elsewhere', pages: [{ name: 'p', elements }] }));
    await open(admin, '/surveys');
    for (const [buffer, says] of [[Buffer.from('PK\u0003\u0004 a letter'), /no JSON/], [Buffer.alloc(300000, ' '), /larger than 256 kB/]]) {
        await page.setInputFiles('#survey-file', { name: 'letter.docx', mimeType: '', buffer });
        await page.locator('.govuk-error-message[role=alert]').filter({ hasText: says }).waitFor();
    }
    await page.setInputFiles('#survey-file', file);
    await page.waitForSelector('h1:has-text("from elsewhere")');
    const grid = page.locator('.question:has-text("Rate each")');
    await grid.locator('.govuk-tag:has-text("to be mended")').waitFor();
    await grid.locator('summary').click();
    await grid.locator('text=/ask one question for each row/').waitFor();
    await grid.locator('button:has-text("Remove")').last().click();
    await page.waitForFunction(() => !document.body.textContent.includes('ask one question for each row'));
    await saved(admin);
    await page.click('.sub-nav a:has-text("Walk through it")');
    const step = (title, more) => page.waitForFunction(([at, says]) => document.querySelector('.walk h2')?.textContent === at && document.querySelector('.walk').textContent.includes(says), [title, more]);
    const press = (button) => page.click(`.walk button:has-text("${button}")`);
    await step('Question 1 of 1', 'Did you come?');
    await page.click('label:text-is("No")');
    await step('Question 1 of 2', 'Did you come?');
    await press('Continue');
    await step('Question 2 of 2', 'Why not?');
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Question 2 of 2');
    await press('Skip this question');
    await step('That is all that is asked', 'not answered');
    assert.deepEqual(await page.locator('.walk dd').allTextContents(), ['No', 'not answered']);
    await press('Back');
    await step('Question 2 of 2', 'Why not?');
    await page.fill('.walk textarea', 'Too far');
    await press('Continue');
    await step('That is all that is asked', 'Too far');
    await press('Back');
    await step('Question 2 of 2', 'Why not?');
    await press('Back');
    await page.click('label:text-is("Yes")');
    await step('Question 1 of 1', 'Did you come?');
    await press('Continue');
    await step('That is all that is asked', 'Yes');
    assert.deepEqual(await page.locator('.walk dd').allTextContents(), ['Yes']);
    await press('Begin again');
    await step('Question 1 of 1', 'Skip this question');
    assert.equal(await page.locator('.walk input:checked').count(), 0);
    assert.deepEqual(troubles(admin), []);
});

test('a next version goes to some venues first, is stopped, goes on, and can be taken back', async () => {
    const { page } = admin;
    const { survey } = await apiOf(admin)('GET', '/surveys/gp_fft/versions/1');
    const { id } = await apiOf(admin)('POST', '/drafts', { name: 'Second', survey: { ...survey, title: { ...survey.title, default: 'How was it today?' } } }, 201);
    await open(admin, `/drafts/${id}?tab=publish`);
    await page.fill('label:has-text("Percent of venues first") ~ input', '50');
    await page.fill('#wait-hours', '48h');
    await page.click('main button:has-text("Publish")');
    await page.waitForSelector('#wait-hours-error:has-text("It must be a whole number from 0")');
    assert.equal(await page.inputValue('#wait-hours'), '48h');
    assert.deepEqual(troubles(admin).map((what) => what.slice(0, 8)), ['422 POST']);
    await page.fill('#wait-hours', '48');
    assert.match(await page.textContent('main section'), /It is to be reviewed on 1 May 2027/);
    await page.click('main button:has-text("Publish")');
    await page.waitForSelector('.notice--fine:has-text("The first venues get it now")');
    await open(admin, '/surveys');
    for (const [press, then] of [['Halt', 'Go on'], ['Go on', 'Halt'], ['Halt', 'Give back'], ['Give back', null]]) {
        await page.click(`.card button:has-text("${press}")`);
        if (then) await page.waitForSelector(`.card button:has-text("${then}")`);
        else await page.waitForFunction((text) => ![...document.querySelectorAll('.card button')].some((one) => one.textContent.includes(text)), press);
    }
    assert.deepEqual(troubles(admin), []);
});

test('a kiosk is found among others, replaced, and revoked', async () => {
    const { page } = admin;
    const lost = new Kiosk(hub, 'hill');
    lost.courier('once');
    const { id } = await seenKiosk((found) => found.venue === 'hill' && found.last_heard !== null);
    await open(admin, '/kiosks');
    await page.fill('.toolbar input[type=search]', 'Hill');
    await page.click('.toolbar button:has-text("Search")');
    await page.waitForURL(/search=Hill/);
    await settled(admin);
    await page.click(`tbody a[href="/kiosks/${id}"]`);
    await page.waitForSelector('button:has-text("Replace it")');
    await page.click('button:has-text("Replace it")');
    await page.waitForSelector('.sheet');
    await open(admin, `/kiosks/${id}`);
    await page.click('main button:has-text("Revoke it")');
    await page.click('dialog button:has-text("Revoke it")');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    await page.locator('dt:has-text("Revoked")').first().waitFor();
    assert.equal(await page.locator('main button:has-text("Revoke it")').count(), 0);
    await page.fill('label:text-is("Note") ~ textarea', 'Left in a taxi.');
    const noted = page.waitForResponse((answer) => answer.request().method() === 'PATCH');
    await page.click('main button:text-is("Save")');
    assert.equal((await noted).status(), 200);
    assert.equal((await apiOf(admin)('GET', `/kiosks/${id}`)).note, 'Left in a taxi.');
    await open(admin, '/kiosks?search=Hill&state=revoked');
    assert.match(await page.locator(`tr:has(a[href="/kiosks/${id}"])`).textContent(), /revoked.*right/);
    const [every, hill] = await Promise.all(['', '?search=Hill'].map((query) => apiOf(admin)('GET', `/kiosks${query}`)));
    assert.ok(hill.items.length < every.items.length);
    await page.locator('.filter').filter({ hasText: new RegExp(`^All ${hill.items.length}$`) }).waitFor(); /* counted is what is looked for */
    await apiOf(admin)('PUT', '/areas/coast', { name: 'The coast', parent: null });
    await open(admin, '/kiosks?area=coast');
    assert.match(await page.textContent('main'), /Nothing was found|Nothing found/i);
    assert.doesNotMatch(await page.textContent('main'), /There are no kiosks yet/);
    assert.deepEqual(troubles(admin), []);
});

/* A4 at 96 dots an inch, less its margins. */
const PAPER = { width: 718, height: 1047 };

async function onPaper(one, where) {
    await one.page.setViewportSize(PAPER);
    await one.page.emulateMedia({ media: 'print' });
    const seen = await one.page.evaluate(() => [...document.querySelectorAll('nav, .toolbar, .masthead__account, .screen-only, .govuk-button')].filter((node) => node.checkVisibility()).map((node) => node.className));
    const over = await tooWide(one.page);
    await one.page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assert.equal(await one.page.locator('main details:not([open])').count(), 0, `${where}: nothing is folded on paper`);
    await one.page.evaluate(() => dispatchEvent(new Event('afterprint')));
    const pdf = await one.page.pdf({ format: 'A4' });
    await one.page.emulateMedia({ media: null });
    await one.page.setViewportSize({ width: 1440, height: 900 });
    assert.deepEqual(seen, [], `${where}: on paper nobody can press anything`);
    assert.ok(over <= 0, `${where} is ${over} pixels wider than paper`);
    return (pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length;
}

test('pages of figures print without what can only be pressed, and a sheet of an invitation is one page each', async () => {
    const { page } = admin;
    for (const where of ['/?period=this_month', '/questions?period=this_month', '/venues/riverside', '/kiosks']) {
        await open(admin, where);
        assert.ok(await onPaper(admin, where) >= 1);
    }
    await open(admin, '/kiosks/invite');
    await page.selectOption('#venue', 'hill');
    await page.fill('#count', '3');
    await page.click('main button[type=submit]');
    await page.waitForSelector('.sheet');
    assert.equal(await page.locator('.sheet').count(), 3);
    const pages = await onPaper(admin, 'sheets');
    assert.equal(pages, 3, 'a page for each sheet');
});

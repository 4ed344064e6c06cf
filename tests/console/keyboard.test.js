/*
 * Whole journeys without a pointer: Tab, Enter, Space, arrows and Escape alone. Each stop of the keyboard is seen, and
 * what is done leaves the keyboard where it was, not at the top of the page.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Hub } from '../api/hub.js';
import { totp } from '../api/totp.js';
import { arrive, drawn, password, settled, startBrowser, troubles, violations, visitor } from './browser.js';
import { Kiosk } from './kiosk.js';

const STOPS_MOST = 200;
const FRAMES_MOST = 120;

let hub;
let browser;
let admin;
let secret;

before(async () => {
    hub = new Hub('Northshire clinics');
    hub.command('words new', '--passphrase-file', path.join(hub.folder, 'passphrase'));
    hub.command('sample', '--venues', '3', '--months', '2', '--seed', '5');
    await hub.serve();
    browser = await startBrowser();
    admin = await visitor(browser, hub);
    await admin.page.addInitScript(() => { window.print = () => { window.printed = true; }; });
    secret = await arrive(admin, linkOf('admin@example.org', '--name', 'An Administrator'));
});
after(async () => {
    await browser?.close();
    await hub?.close();
});

const linkOf = (...words) => /link +(\S+)/.exec(hub.command('user add', ...words, '--url', hub.url))[1];

/* Where the keyboard is: how it is called, what it is, whether it is drawn so that it can be seen, in the window. */
const stop = (page) => page.evaluate(() => {
    const at = document.activeElement;
    const shown = (node) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(node);
        return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    };
    const label = at.labels?.[0] ?? null;
    const pieces = [at, at.nextElementSibling, ...at.querySelectorAll('*')].filter((node) => node !== null);
    const before = label === null ? false : getComputedStyle(label, '::before').boxShadow !== 'none';
    const box = (['radio', 'checkbox'].includes(at.type) ? label : at).getBoundingClientRect();
    return {
        tag: at.tagName.toLowerCase(), id: at.id, type: at.getAttribute('type'),
        name: (at.getAttribute('aria-label') ?? label?.textContent ?? at.textContent ?? '').trim(),
        seen: at === document.body || pieces.some(shown) || before,
        inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
});

const fits = (at, wanted) => (wanted.startsWith('#') ? at.id === wanted.slice(1) : at.name === wanted || (wanted.endsWith('...') && at.name.startsWith(wanted.slice(0, -3))));

/* Goes on by Tab (or back) until the keyboard is there; every stop on the way is seen. */
async function reach(page, wanted, key = 'Tab', kind = undefined) {
    const met = [];
    for (let i = 0; i < STOPS_MOST; i++) {
        const at = await stop(page);
        if (fits(at, wanted) && at.tag !== 'body' && (kind === undefined || at.tag === kind)) return at;
        await page.keyboard.press(key);
        let next = await stop(page);
        /* The window follows the keyboard some frames later. */
        for (let frames = 0; frames < FRAMES_MOST && !(next.seen && next.inside); frames++) {
            await drawn(page);
            next = await stop(page);
        }
        if (next.tag !== 'body' && next.id !== 'main') {
            assert.ok(next.seen, `nobody sees that the keyboard is at ${next.tag} "${next.name.slice(0, 60)}"`);
            assert.ok(next.inside, `the keyboard is at ${next.tag} "${next.name.slice(0, 60)}", out of the window`);
        }
        met.push(`${next.tag} ${next.name.slice(0, 30)}`);
    }
    return assert.fail(`the keyboard does not reach ${wanted}: ${met.slice(0, 60).join(' | ')}`);
}

const press = async (page, wanted, key = 'Enter', kind = undefined) => {
    await reach(page, wanted, 'Tab', kind);
    await page.keyboard.press(key);
};
const write = async (page, wanted, text) => {
    await reach(page, wanted);
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
};

/* What was done has left the keyboard in the page. */
async function isKept(page, what) {
    await drawn(page);
    assert.notEqual((await stop(page)).tag, 'body', `${what}: the keyboard is lost`);
}

/* A link of the frame leads to the page, and the keyboard goes there too. */
async function visit(one, section) {
    const { page } = one;
    await reach(page, section, 'Shift+Tab', 'a');
    await page.keyboard.press('Enter');
    await page.waitForSelector('nav [aria-current=page]');
    await settled(one);
    await page.waitForFunction(() => document.activeElement?.id === 'main');
}

async function signIn(one, email, code) {
    const { page } = one;
    await page.waitForSelector('#email');
    await write(page, '#email', email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    if (code !== undefined) {
        await page.waitForFunction(() => document.activeElement?.id === 'code');
        await page.keyboard.type(code);
        await page.keyboard.press('Enter');
    }
    await page.waitForSelector('nav');
    await settled(one);
    troubles(one);
}

test('signing out and in, with the second factor', async () => {
    const { page } = admin;
    await reach(page, 'Sign out');
    await page.keyboard.press('Enter');
    await signIn(admin, 'admin@example.org', totp(secret, Date.now() + 30000));
    assert.equal(await page.locator('h1').count(), 1);
});

test('the first stop leads past the frame', async () => {
    const { page } = admin;
    await page.goto('/');
    await settled(admin);
    await page.keyboard.press('Tab');
    assert.match((await stop(page)).name, /^Skip to/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('main') !== null), true);
});

test('a survey is written by form and published', async () => {
    const { page } = admin;
    await visit(admin, 'Surveys');
    await write(page, '#draft-name', 'By keyboard');
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("By keyboard")');
    await settled(admin);
    await press(page, 'GP practice...', 'Enter', 'button');
    await page.waitForSelector('.question');
    await isKept(page, 'a template');
    await page.waitForSelector('summary:has-text("remark")'); /* what the check finds stands above, and moves what is below */
    await reach(page, 'A new question', 'Tab', 'select');
    await page.keyboard.press('ArrowDown');
    const before = await page.locator('.question').count();
    await press(page, 'Add the question', 'Enter', 'button');
    await page.waitForFunction((n) => document.querySelectorAll('.question').length === n + 1, before);
    await isKept(page, 'a new question');
    const last = page.locator('.question').last();
    while (!await last.evaluate((node) => node.contains(document.activeElement))) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await last.locator('textarea').first().waitFor();
    while (await page.evaluate(() => document.activeElement.tagName) !== 'TEXTAREA') await page.keyboard.press('Tab');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('What should we know?');
    await page.waitForFunction(() => [...document.querySelectorAll('.question__title')].some((one) => one.textContent.includes('What should we know?')));
    const remove = last.locator('.question__tools button').last();
    while (!await remove.evaluate((node) => node === document.activeElement)) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForFunction((n) => document.querySelectorAll('.question').length === n, before);
    await isKept(page, 'a question that is removed');
    await page.locator('[role=status]').filter({ hasText: /^\s*Saved\./ }).waitFor();
    await reach(page, 'Publish', 'Shift+Tab', 'a');
    await page.keyboard.press('Enter');
    await page.waitForSelector('fieldset:has-text("To all venues of its kinds")');
    await settled(admin);
    while (await page.evaluate(() => document.activeElement.type) !== 'radio') await page.keyboard.press('Tab');
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowDown');
    assert.equal((await stop(page)).name, 'To all venues of its kinds, at once');
    await press(page, 'Publish', 'Enter', 'button');
    await page.waitForSelector('.notice--fine:has-text("gp_fft")');
    await isKept(page, 'publishing');
    assert.deepEqual(troubles(admin), []);
});

test('an invitation is made, and its sheet printed', async () => {
    const { page } = admin;
    await visit(admin, 'Kiosks');
    await press(page, 'Add kiosks', 'Enter', 'a');
    await page.waitForSelector('#venue');
    await settled(admin);
    await reach(page, '#venue');
    await page.keyboard.press('ArrowDown');
    await write(page, '#count', '2');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.sheet');
    await isKept(page, 'sheets');
    assert.equal(await page.locator('.sheet').count(), 2);
    await press(page, 'Print', 'Enter', 'button');
    assert.equal(await page.evaluate(() => window.printed), true);
    assert.deepEqual(troubles(admin), []);
});

test('a dialog takes the keyboard, and gives it back', async () => {
    const { page } = admin;
    await visit(admin, 'Kiosks');
    await reach(page, '...', 'Tab', 'a');
    while (!await page.evaluate(() => document.activeElement.matches('tbody a'))) await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForSelector('button:has-text("Revoke it")');
    await settled(admin);
    await press(page, 'Revoke it', 'Enter', 'button');
    await page.waitForSelector('dialog[open]');
    assert.equal(await page.evaluate(() => document.activeElement.closest('dialog') !== null), true);
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    assert.equal((await stop(page)).name, 'Revoke it');
    assert.deepEqual(troubles(admin), []);
});

let quoted;

test('a comment is read, found, tagged and quoted into a notice', async () => {
    const { page } = admin;
    await visit(admin, 'Comments');
    await write(page, '#passphrase', readFileSync(path.join(hub.folder, 'passphrase'), 'utf8').trim());
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=/[1-9][0-9,]* of [0-9,]+ comments/');
    await settled(admin);
    await isKept(page, 'the passphrase');
    const words = (await page.locator('.comment__words').first().textContent()).trim();
    await press(page, 'Change the list of themes', 'Enter', 'summary');
    await reach(page, 'A new theme', 'Tab', 'input');
    await page.keyboard.type('Waiting');
    await page.keyboard.press('Enter');
    await drawn(page);
    await isKept(page, 'a theme');
    await settled(admin);
    while (await page.evaluate(() => document.activeElement.type) !== 'search') await page.keyboard.press('Shift+Tab');
    await page.keyboard.type(words);
    await page.waitForFunction((text) => [...document.querySelectorAll('.comment__words')].every((one) => one.textContent.includes(text)), words);
    await press(page, 'Themes and personal data', 'Enter', 'summary');
    await page.waitForSelector('details[open] label:has-text("Waiting")');
    const marked = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().endsWith('/mark'));
    await press(page, 'Waiting', 'Space', 'input');
    assert.equal((await marked).status(), 200);
    await press(page, 'Quote in a notice', 'Enter', 'button');
    await page.waitForURL(/notices\/new$/);
    await settled(admin);
    await page.waitForSelector('textarea');
    assert.equal(await page.locator('textarea').first().inputValue(), words);
    for (const text of ['The wait was long.', 'A second desk is open.']) {
        do await page.keyboard.press('Tab'); while (!await page.evaluate(() => document.activeElement.matches('textarea[lang=en], input[lang=en]')));
        await page.keyboard.type(text);
    }
    await press(page, 'Save the draft', 'Enter', 'button');
    await page.waitForSelector('h1:has-text("The wait was long.")');
    await settled(admin);
    quoted = new URL(page.url()).pathname;
    await press(page, 'Ask for approval', 'Enter', 'button');
    await page.waitForSelector('.govuk-tag--orange');
    await isKept(page, 'asking for approval');
    assert.deepEqual(troubles(admin), []);
});

test('a second person approves it', async () => {
    const other = await visitor(browser, hub);
    await arrive(other, linkOf('second@example.org', '--name', 'A Second'));
    await visit(other, 'You said, we did');
    await press(other.page, 'The wait was long.', 'Enter', 'a');
    await other.page.waitForURL(new RegExp(`${quoted}$`));
    await settled(other);
    await press(other.page, 'Approve...', 'Enter', 'button');
    await other.page.waitForFunction(() => document.querySelector('.govuk-tag--orange') === null && document.querySelector('.govuk-tag') !== null);
    await isKept(other.page, 'approving');
    assert.deepEqual(troubles(other), []);
    await other.context.close();
});

/* To one of the pages of the settings. */
async function visitSettings(part) {
    await visit(admin, 'Settings');
    await press(admin.page, part, 'Enter', 'a');
    await admin.page.waitForSelector(`h1:has-text("${part}")`);
    await settled(admin);
    await admin.page.waitForFunction(() => document.activeElement?.id === 'main');
}

test('a key is made from the passphrase to its printed sheet, and takes the place of the old one', async () => {
    const { page } = admin;
    await visitSettings('Words keys');
    await press(page, 'Make a new key', 'Enter', 'button');
    await page.waitForSelector('#holder-0');
    await isKept(page, 'a new key');
    const passphrase = (await page.textContent('.sheet__code')).trim();
    await write(page, '#holder-0', 'A. First');
    await write(page, '#holder-1', 'B. Second');
    await page.evaluate(() => { window.printed = false; });
    await press(page, 'Print the sheet', 'Enter', 'button');
    assert.equal(await page.evaluate(() => window.printed), true);
    await write(page, '#typed', `not ${passphrase}`);
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.activeElement?.matches('.govuk-error-summary'));
    await press(page, 'That is not what stands on the sheet.', 'Enter', 'a');
    assert.equal((await stop(page)).id, 'typed');
    await write(page, '#typed', passphrase);
    await page.keyboard.press('Enter');
    await page.waitForSelector('tbody tr:has-text("A. First and B. Second")', { timeout: 120000 });
    await isKept(page, 'a key that is made');
    assert.equal(await page.locator('tbody tr:has-text("in use now")').count(), 1);
    assert.equal(await page.locator('tbody tr:has-text("for reading only")').count(), 1);
    assert.deepEqual(troubles(admin), []);
});

test('somebody is invited to a part of the programme, and gets another role', async () => {
    const { page } = admin;
    const roleOf = () => page.locator('tbody tr:has-text("new@example.org") td').nth(1).textContent();
    await visitSettings('People and roles');
    await press(page, 'Invite somebody', 'Enter', 'button');
    await page.waitForSelector('dialog[open] #name');
    await settled(admin);
    await write(page, '#name', 'A New One');
    await write(page, '#email', 'new@example.org');
    while (await page.evaluate(() => document.activeElement.type) !== 'radio') await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    assert.equal((await stop(page)).name, 'Venue manager');
    await press(page, 'Riverside Surgery', 'Space', 'input');
    await press(page, 'Invite somebody', 'Enter', 'button');
    await page.waitForSelector('[role=alert] .secret');
    await isKept(page, 'an invitation');
    await page.locator('tbody tr:has-text("new@example.org"):has-text("Riverside Surgery")').waitFor();
    assert.equal(await roleOf(), 'Venue manager');
    await press(page, 'A New One', 'Enter', 'button');
    await page.waitForSelector('dialog[open] .govuk-radios');
    await settled(admin);
    assert.equal((await stop(page)).tag, 'h2', 'no key changes a role before one goes to it');
    while (await page.evaluate(() => document.activeElement.type) !== 'radio') await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowUp');
    await press(page, 'Save', 'Enter', 'button');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    await settled(admin);
    assert.equal(await roleOf(), 'Analyst');
    await isKept(page, 'another role');
    assert.deepEqual(troubles(admin), []);
});

test('an alert is looked after, and what raises one is changed', async () => {
    const { page } = admin;
    await visitSettings('Alerts');
    await press(page, 'I look after it', 'Enter', 'button');
    await page.waitForSelector('text=An Administrator looks after it');
    await isKept(page, 'an alert that is looked after');
    await write(page, '#silent_hours', '20');
    await press(page, 'A kiosk is silent', 'Space', 'input');
    await press(page, 'Save', 'Enter', 'button');
    await page.waitForSelector('p[aria-live]:has-text("Saved.")');
    await isKept(page, 'what raises an alert');
    assert.equal(await page.inputValue('#silent_hours'), '20');
    assert.deepEqual(troubles(admin), []);
});

test('a stick is brought, and its receipts go home', async () => {
    const { page } = admin;
    const kiosk = new Kiosk(hub, 'riverside-surgery');
    const folder = path.join(hub.folder, 'stick');
    mkdirSync(folder);
    kiosk.courier('once');
    kiosk.visits(['start', 'answer:good', 'leave']);
    const files = kiosk.stick(folder);
    await visit(admin, 'Kiosks');
    await press(page, 'Answers from a USB stick', 'Enter', 'a');
    await page.waitForSelector('#stick-files');
    await settled(admin);
    const chooser = page.waitForEvent('filechooser');
    await press(page, '#stick-files');
    await (await chooser).setFiles(files);
    await page.waitForFunction((n) => document.querySelectorAll('tbody tr').length === n, files.length);
    await isKept(page, 'files of a stick');
    assert.equal(await page.locator('tbody tr:has-text("Its answers are here")').count(), files.length);
    const coming = page.waitForEvent('download');
    await press(page, 'Save ...', 'Enter', 'button');
    const file = await coming;
    await file.saveAs(path.join(folder, file.suggestedFilename()));
    await isKept(page, 'a receipt');
    kiosk.stick(folder);
    assert.equal(kiosk.status().acknowledged_responses, 1);
    assert.deepEqual(troubles(admin), []);
});

test('rows are exported', async () => {
    const { page } = admin;
    await visit(admin, 'Exports');
    while (await page.evaluate(() => document.activeElement.type) !== 'radio') await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    assert.equal((await stop(page)).name, 'JSON Lines');
    const file = page.waitForEvent('download');
    await press(page, 'Download...', 'Enter', 'a');
    assert.match((await file).suggestedFilename(), /^sample-.*\.jsonl$/);
    assert.deepEqual(await violations(page), []);
    assert.deepEqual(troubles(admin), []);
});

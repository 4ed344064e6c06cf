/* The hub goes away in the middle of something that is pressed above a page or in a dialog: it is said there, nothing is
 * taken for done, and the next press does it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hub } from '../api/hub.js';
import { apiOf, arrive, open, startBrowser, troubles, violations, visitor } from './browser.js';

let hub;
let browser;
let admin;

before(async () => {
    hub = new Hub('Northshire clinics');
    await hub.serve();
    browser = await startBrowser();
    admin = await visitor(browser, hub);
    await arrive(admin, /link +(\S+)/.exec(hub.command('user add', 'admin@example.org', '--name', 'An Administrator', '--url', hub.url))[1]);
});
after(async () => {
    await browser?.close();
    await hub?.close();
});

/* While this is done nothing that fits comes through. */
async function without(what, doing) {
    await admin.page.route(what, (route) => route.abort());
    await doing();
    await admin.page.unroute(what);
    troubles(admin);
}

test('another language whose words do not come leaves this one, and says so', async () => {
    const { page } = admin;
    await open(admin, '/venues');
    await without('**/assets/cy-*', async () => {
        await page.click('button:has-text("Cymraeg")');
        await page.locator('[role=alert]:has-text("could not be fetched from the hub")').waitFor();
        assert.equal(await page.evaluate(() => document.documentElement.lang), 'en');
        assert.deepEqual(await violations(page), []);
    });
});

test('two people at one draft, and the hub away: the question stays until it can be answered', async () => {
    const { page } = admin;
    const api = apiOf(admin);
    const { id } = await api('POST', '/drafts', { name: 'Shared', survey: { pages: [] } }, 201);
    const { name, survey } = await api('GET', `/drafts/${id}`);
    await open(admin, `/drafts/${id}`);
    await api('PUT', `/drafts/${id}`, { name: `${name} by another`, survey }, 200, { 'If-Match': '*' });
    await page.fill('label:has-text("Name of this draft") ~ input', 'Mine');
    await page.waitForSelector('dialog[open]');
    for (const button of ['Keep both', 'Take theirs', 'Keep mine']) {
        await without('**/api/v1/drafts**', async () => {
            await page.click(`dialog button:has-text("${button}")`);
            await page.locator('dialog .govuk-error-summary').waitFor();
            assert.match(await page.textContent('dialog .govuk-error-summary'), /Check your connection/);
        });
    }
    await page.click('dialog button:has-text("Keep mine")');
    await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
    await page.locator('[role=status]').filter({ hasText: /^\s*Saved\./ }).waitFor();
    assert.equal((await api('GET', `/drafts/${id}`)).name, 'Mine');
    assert.deepEqual(troubles(admin), []);
});

test('who cannot be signed out is told so, and is signed out by the next press', async () => {
    const { page } = admin;
    await open(admin, '/venues');
    await without('**/api/v1/session', async () => {
        await page.click('button:has-text("Sign out")');
        await page.locator('[role=alert]:has-text("You are still signed in")').waitFor();
        assert.equal(await page.locator('nav').count() > 0, true);
        assert.deepEqual(await violations(page), []);
    });
    await page.click('button:has-text("Sign out")');
    await page.waitForSelector('#email');
    assert.equal(await page.locator('[role=alert]:has-text("You are still signed in")').count(), 0);
    assert.deepEqual(troubles(admin), []);
});

test('a session that has ended already is signed out all the same', async () => {
    const one = await visitor(browser, hub);
    const said = hub.command('user add', 'second@example.org', '--name', 'A Second', '--url', hub.url);
    await arrive(one, /link +(\S+)/.exec(said)[1]);
    await open(one, '/venues');
    await one.context.clearCookies();
    await one.page.click('button:has-text("Sign out")');
    await one.page.waitForSelector('#email');
    await one.context.close();
});

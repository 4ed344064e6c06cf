/* From `init` to the first answer, by nothing but what the pages say: each page names the step that comes next. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hub } from '../api/hub.js';
import { allSent, arrive, keepSent, open, settled, startBrowser, troubles, violations, visitor } from './browser.js';
import { Kiosk } from './kiosk.js';

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

/* Follows the line that stands above every page. */
async function next(words) {
    const { page } = admin;
    await page.click(`.next-step a:has-text("${words}")`);
    await page.waitForSelector(`.next-step strong:has-text("${words}")`);
    await settled(admin);
    assert.deepEqual(await violations(page), [], words);
    assert.deepEqual(troubles(admin), []);
}

test('a key is made in this browser, and only with what stands on the printed sheet', async () => {
    const { page } = admin;
    await keepSent(admin);
    await open(admin, '/');
    await next('Step 2 of 5: Make a words key');
    await page.click('button:has-text("Make a new key")');
    const passphrase = (await page.textContent('.sheet__code')).trim();
    assert.match(passphrase, /^[a-z]{5}(-[a-z]{5}){6}$/);
    const make = page.locator('main button[type=submit]');
    assert.equal(await make.getAttribute('aria-disabled'), 'true', 'no key without two who hold it');
    await page.fill('#holder-0', 'A. First');
    await page.fill('#holder-1', 'a. first ');
    await page.fill('#typed', passphrase);
    await make.click();
    await page.waitForSelector('#holder-1-error:has-text("Name two different people.")');
    await page.fill('#holder-1', 'B. Second');
    assert.match(await page.textContent('.sheet'), /Made on \d+ [A-Z][a-z]+ \d{4}/, 'an old sheet is told from a new one');
    await page.fill('#typed', passphrase.replace(/^./, 'q'));
    await make.click();
    await page.waitForSelector('.govuk-error-summary:has-text("not what stands on the sheet")');
    await page.fill('#typed', passphrase);
    await make.click();
    await page.waitForSelector('tbody tr:has-text("A. First")', { timeout: 120000 });
    const sent = await allSent(admin);
    assert.ok(sent.some((said) => said.startsWith('POST') && said.includes('"wrapped"')), sent.join('\n'));
    assert.deepEqual(sent.filter((said) => said.includes(passphrase)), [], 'the hub never sees the passphrase');
});

test('a venue, a survey, and a kiosk that takes the code from the sheet', async () => {
    const { page } = admin;
    await next('Step 3 of 5: Add a venue');
    await page.fill('#name', 'Mill Lane Clinic');
    await page.fill('#kind', 'gp');
    await page.press('#kind', 'Enter');
    await page.waitForURL(/\/venues\/mill-lane-clinic$/);
    await next('Step 4 of 5: Publish a survey');
    await page.fill('#draft-name', 'Our first survey');
    await page.press('#draft-name', 'Enter');
    await page.click('button:has-text("GP")');
    await page.waitForSelector('[role=status]:has-text("Saved")');
    await page.click('.sub-nav a:has-text("Publish")');
    await page.click('label:has-text("To all venues of its kinds")');
    await page.click('main button:has-text("Publish")');
    await page.waitForSelector('.notice--fine:has-text("gp_fft")');
    await next('Step 5 of 5: Add the first kiosk');
    await page.selectOption('#venue', 'mill-lane-clinic');
    await page.click('main button[type=submit]');
    await page.waitForSelector('.sheet');
    const code = (await page.textContent('.sheet__code >> nth=0')).trim();
    const kiosk = new Kiosk(hub, 'mill-lane-clinic', code);
    kiosk.visits(['start', 'answer:good', 'leave']);
    kiosk.courier('once');
    assert.equal(kiosk.status().acknowledged_responses, 1);
    assert.deepEqual(troubles(admin), []);
});

test('when all is done no page speaks of steps any more', async () => {
    const { page } = admin;
    await open(admin, '/setup');
    assert.equal(await page.textContent('h1'), 'Everything is set up');
    await open(admin, '/venues');
    assert.equal(await page.locator('.next-step').count(), 0);
    assert.deepEqual(troubles(admin), []);
});

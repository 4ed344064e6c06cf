/* A browser at a hub of one's own, and what is asked of every page. */
import assert from 'node:assert/strict';
import { totp } from '../api/totp.js';
import { axe, chromium } from './packages.js';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/* Whether a survey has what this report wants is found out by asking; "no" is 404, and no failure. */
const ANSWERS_NO = /\/reports\/(govuk|drivers)\?/;

export const password = 'correct horse battery staple';

export const startBrowser = () => chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

/* Somebody's own browser: {context, page, trouble, pending}; trouble fills with whatever went wrong on a page, and
 * pending holds what it has asked for and not yet got. */
export async function visitor(browser, hub, options = {}) {
    const context = await browser.newContext({
        viewport: { width: 1440, height: 900 }, locale: 'en-GB', ignoreHTTPSErrors: true, bypassCSP: false, baseURL: hub.url, ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20000);
    const trouble = [];
    const strangers = new Set();
    const pending = new Set();
    page.on('pageerror', (error) => trouble.push(`error: ${error.message}`));
    page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) trouble.push(`console: ${message.text()}`);
    });
    page.on('response', (answer) => {
        if (answer.status() >= 400 && !ANSWERS_NO.test(answer.url())) trouble.push(`${answer.status()} ${answer.request().method()} ${answer.url()}`);
    });
    page.on('request', (request) => {
        const { origin, protocol } = new URL(request.url());
        if (protocol.startsWith('http') && origin !== hub.url) strangers.add(origin);
        if (protocol.startsWith('http')) pending.add(request);
    });
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => pending.delete(request));
    return { context, page, trouble, strangers, pending };
}

/* Keeps what pages say to the hub from now on, on every page that is opened; a driver does not see the bodies of such requests. */
export const keepSent = (one) => one.page.addInitScript(() => {
    const ask = window.fetch;
    window.sent = [];
    window.fetch = async (request, ...more) => {
        window.sent.push(request instanceof Request ? `${request.method} ${request.url} ${await request.clone().text()}` : `${request} ${JSON.stringify(more)}`);
        return ask(request, ...more);
    };
});
export const allSent = (one) => one.page.evaluate(() => window.sent);

/* What went wrong since it was asked last. */
export const troubles = (one) => one.trouble.splice(0);

/* Asks the API as this person's own console does: (method, path, body, status wanted, headers). */
export const apiOf = (one) => async (method, path, body, wanted = 200, headers = {}) => {
    const { status, text } = await one.page.evaluate(async ([how, where, what, more]) => {
        const { csrf } = await (await fetch('/api/v1/session')).json();
        const sent = { method: how, headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, ...more } };
        const answer = await fetch(`/api/v1${where}`, what === undefined ? sent : { ...sent, body: JSON.stringify(what) });
        return { status: answer.status, text: await answer.text() };
    }, [method, path, body, headers]);
    assert.equal(status, wanted, `${method} ${path}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
};

/* Follows an invitation with the keyboard alone, sets up the second factor, and gives its secret. */
export async function arrive(one, link) {
    const { page } = one;
    await page.goto(link);
    await page.waitForSelector('#password');
    await tabTo(page, 'password');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('h1:has-text("Protect your account")');
    await page.waitForSelector('#password');
    await tabTo(page, 'password');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    const secret = await page.textContent('code.secret');
    await tabTo(page, 'code');
    await page.keyboard.type(totp(secret));
    await page.keyboard.press('Enter');
    await page.waitForSelector('button:has-text("I have kept them")');
    await tabToText(page, 'I have kept them');
    await page.keyboard.press('Enter');
    await page.waitForSelector('nav');
    troubles(one); /* before there is a session, asking for it is refused: that is how it is found out */
    return secret;
}

async function tab(page, done, what) {
    for (let i = 0; i < 60; i++) {
        if (await page.evaluate(done, what)) return;
        await page.keyboard.press('Tab');
    }
    assert.fail(`the keyboard does not reach ${what}`);
}
export const tabTo = (page, id) => tab(page, (name) => document.activeElement?.id === name, id);
export const tabToText = (page, text) => tab(page, (words) => document.activeElement?.textContent?.trim() === words, text);

/* Three frames: what came is drawn in the first, what that asks for goes out with the second. */
export const drawn = (page) => page.evaluate(() => new Promise((done) => {
    let frames = 3;
    const next = () => { frames -= 1; if (frames === 0) done(); else requestAnimationFrame(next); };
    requestAnimationFrame(next);
}));

/* Waits until a page has all it asked for, and has drawn it. */
export async function settled(one) {
    await one.page.waitForSelector('h1');
    await one.page.waitForFunction(() => document.querySelector('.skeleton') === null);
    await drawn(one.page);
    while (one.pending.size > 0) {
        const [request] = one.pending;
        await request.response().then((answer) => answer?.finished()).catch(() => {});
        one.pending.delete(request);
        await drawn(one.page);
    }
}

/* Goes to a page and waits until it has all it asked for. */
export async function open(one, path) {
    one.pending.clear();
    await one.page.goto(path);
    await settled(one);
}

/* To another page as a link inside the console leads there; the whole console need not come again. */
export const go = (one, path) => one.page.evaluate((where) => {
    history.pushState(null, '', where);
    dispatchEvent(new PopStateEvent('popstate'));
}, path);
export async function step(one, path) {
    if (one.page.url() === 'about:blank') return open(one, path);
    await go(one, path);
    return settled(one);
}

/* The machine's half of an accessibility audit; where colours are the reader's own, it is told the page's and cannot judge them. */
export async function violations(page, ownColours = false) {
    await page.evaluate(axe);
    const options = { runOnly: RULES, rules: { 'color-contrast': { enabled: !ownColours } } };
    const found = await page.evaluate((how) => window.axe.run(how), options);
    return found.violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')})`);
}

/* Nothing is wider than the window: WCAG 1.4.10 wants 320 pixels to be enough. What scrolls by itself is let be. */
export const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

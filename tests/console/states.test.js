/* Every page in every state that it can be in: nothing there yet, too few answers, still loading, and a hub that is away,
 * busy, in trouble or refuses. Each has a title, says what is going on and what to do, is clean for the audit, and goes on
 * when the hub does. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { day, fill, month, publish } from '../api/fill.js';
import { Hub } from '../api/hub.js';
import { apiOf, arrive, drawn, go, open, settled, startBrowser, step, tooWide, troubles, violations, visitor } from './browser.js';
import { ASK_NOTHING, PAGES, THINGS } from './places.js';

let hub;
let empty;
let browser;
let admin;
const ids = {};
const asked = (where) => where.replace(/[A-Z]{5,}/, (name) => ids[name]);

/* What a page is about unless another period is chosen: the few answers are of its first days, whatever today is. */
const last = month(-1);

async function administrator(at) {
    const one = await visitor(browser, at);
    await arrive(one, /link +(\S+)/.exec(at.command('user add', 'admin@example.org', '--name', 'An Administrator', '--url', at.url))[1]);
    return one;
}

before(async () => {
    [hub, empty] = [new Hub(), new Hub()];
    hub.command('words new', '--passphrase-file', path.join(hub.folder, 'passphrase'));
    hub.command('venue add', 'riverside-surgery', '--name', 'Riverside Surgery', '--kind', 'gp');
    publish(hub, 'gp-fft');
    [{ id: ids.KIOSK }] = fill(hub, { venues: [{ venue: 'riverside-surgery', from: last.from, to: `${last.name}-05`, per_day: 1 }] });
    await Promise.all([hub.serve(), empty.serve()]);
    browser = await startBrowser();
    admin = await administrator(hub);
    const api = apiOf(admin);
    ids.DRAFT = (await api('POST', '/drafts', { name: 'A draft', survey: { pages: [] } }, 201)).id;
    ids.NOTICE = (await api('POST', '/notices', { said: { en: 'Said' }, did: { en: 'Did' }, venues: [], starts: null, ends: null, quotes: [], initiative: null }, 201)).id;
    ids.INITIATIVE = (await api('POST', '/initiatives', {
        title: 'Phones', what: 'Changed', why: '', risks: '', starts: day(-40), ends: null, venues: ['riverside-surgery'], comparison: [], costs: [],
    }, 201)).id;
});
after(async () => {
    await browser?.close();
    await Promise.all([hub?.close(), empty?.close()]);
});

/* A page as people see it: what is wrong with it, whatever it shows. */
async function faults(one, where) {
    const { page } = one;
    const wrong = await violations(page);
    if (!/^.+ – Yousaid$/.test(await page.title())) wrong.push(`the title is "${await page.title()}"`);
    const text = await page.textContent('body');
    if (/undefined|NaN|\[object|\bnull\b/.test(text)) wrong.push(`it says ${/.{20}(undefined|NaN|\[object|\bnull\b).{20}/.exec(text)?.[0]}`);
    return wrong.map((what) => `${where}: ${what}`);
}

/* What stands between this browser and the hub; 'clear' for nothing. */
async function between(one) {
    const held = [];
    const state = { is: 'clear', release: () => held.splice(0).forEach((route) => void route.continue()) };
    const answer = (status) => ({ status, contentType: 'application/problem+json', body: JSON.stringify({ type: 'x', title: '' }) });
    await one.page.route('**/api/v1/**', (route) => {
        if (state.is === 'clear') return route.continue();
        if (state.is === 'slow') return held.push(route);
        return state.is === 'away' ? route.abort() : route.fulfill(answer(state.is));
    });
    return state;
}

const SAYS = { away: 'The hub does not answer', 403: 'You may not see this', 500: 'This could not be loaded', 503: 'The hub is busy' };

/* Loading: a title, and where something is to come, a place that says so. */
async function whileSlow(one, state, where) {
    state.is = 'slow';
    await go(one, where);
    await one.page.waitForSelector('h1');
    await drawn(one.page);
    const wrong = await faults(one, `${where}, slow`);
    if (one.pending.size > 0 && !ASK_NOTHING.includes(where) && !await one.page.locator('[role=status] .skeleton').first().isVisible())
        wrong.push(`${where}, slow: nothing says that more is to come`);
    await one.page.setViewportSize({ width: 375, height: 800 });
    if (await tooWide(one.page) > 0) wrong.push(`${where}, slow: too wide for a telephone`);
    await one.page.setViewportSize({ width: 1440, height: 900 });
    state.is = 'clear';
    state.release();
    await settled(one);
    return wrong;
}

/* In trouble: it is said which. */
async function inTrouble(one, where, kind) {
    await go(one, where);
    await settled(one);
    const alerts = await one.page.locator('main [role=alert]').allTextContents();
    return ASK_NOTHING.includes(where) || alerts.some((text) => text.includes(SAYS[kind])) ? [] : [`${where}, ${kind}: it says "${alerts.join()}"`];
}

/* "Try again" leads out of it as soon as there is a way. */
async function whileAway(one, state, where) {
    state.is = 'away';
    const wrong = [...await inTrouble(one, where, 'away'), ...await faults(one, `${where}, away`)];
    state.is = 'clear';
    const again = one.page.locator('main button:has-text("Try again")');
    for (let left = await again.count(); left > 0 && await again.count() > 0; left--) {
        await again.first().click();
        await settled(one);
    }
    if (await one.page.locator('main [role=alert]').count() > 0 && where !== '/nowhere') wrong.push(`${where}, away: trying again does not help`);
    return wrong;
}

test('while the hub is slow, away, busy, in trouble or refuses, every page says so and goes on after it', async () => {
    const state = await between(admin);
    const wrong = [];
    const places = [...PAGES, ...THINGS].map(asked);
    await open(admin, '/nowhere');
    for (const where of places) {
        await step(admin, '/nowhere');
        wrong.push(...await whileSlow(admin, state, where));
        await step(admin, '/nowhere');
        wrong.push(...await whileAway(admin, state, where));
    }
    for (const kind of [403, 500, 503]) {
        state.is = kind;
        for (const where of places) wrong.push(...await inTrouble(admin, where, kind));
    }
    await admin.page.unroute('**/api/v1/**');
    troubles(admin);
    assert.deepEqual(wrong, []);
});

test('what is not there yet is said, with the way to it, on every page', async () => {
    const one = await administrator(empty);
    const wrong = [];
    for (const where of PAGES.filter((page) => !/riverside|gp_fft/.test(page))) {
        await step(one, where);
        wrong.push(...await faults(one, `${where}, empty`), ...troubles(one).map((what) => `${where}, empty: ${what}`));
        const text = await one.page.textContent('main');
        if (/\d%/.test(text)) wrong.push(`${where}, empty: it gives a share of nothing`);
    }
    for (const [where, words, way] of [
        ['/venues', 'There is no venue yet', '/venues/new'], ['/kiosks', 'There are no kiosks yet', '/kiosks/invite'],
        ['/surveys', 'No survey has been published', null], ['/kiosks/invite', 'There is no venue yet', '/venues/new'],
    ]) {
        await step(one, where);
        const text = await one.page.textContent('main');
        if (!text.includes(words)) wrong.push(`${where}, empty: it does not say "${words}"`);
        if (way && await one.page.locator(`main a[href="${way}"]`).count() === 0) wrong.push(`${where}, empty: nothing leads to ${way}`);
    }
    await one.context.close();
    assert.deepEqual(wrong, []);
});

test('of five answers no figure is made, on any page', async () => {
    const wrong = [];
    for (const where of ['/', '/questions', '/trend', '/participation', '/returns', '/fairness', '/venues/riverside-surgery', `/initiatives/${ids.INITIATIVE}`]) {
        await step(admin, `${where}?period=last_3_months`);
        wrong.push(...await faults(admin, `${where}, few`), ...troubles(admin).map((what) => `${where}, few: ${what}`));
        const text = await admin.page.textContent('main');
        if (!/[Ff]ewer than 10|[Tt]oo few|too soon|held back/.test(text)) wrong.push(`${where}, few: it does not say that there are too few`);
    }
    assert.deepEqual(wrong, []);
});

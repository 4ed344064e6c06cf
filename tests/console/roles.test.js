/* The five roles at every page: each sees what it may by a deep link, is told of what it may not, and no page asks the
 * hub for something that this role would be refused, or leads where it would be. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Hub } from '../api/hub.js';
import { apiOf, arrive, open, password, startBrowser, step, troubles, visitor } from './browser.js';

const LETTERS = { A: 'administrator', W: 'author', N: 'analyst', M: 'venue_manager', I: 'inspector' };
const ALL = 'AWNMI';

/* Who may see which page, as people are told it: written down here, and not taken from the console. */
const PAGES = {
    '/': ALL, '/questions': ALL, '/trend': ALL, '/participation': ALL, '/returns': ALL, '/fairness': ALL, '/exports': ALL,
    '/venues': ALL, '/venues/riverside-surgery': ALL, '/venues/new': 'A', '/venues/riverside-surgery/edit': 'A',
    '/venues/riverside-surgery/choices': 'A', '/venues/riverside-surgery/questions': 'AWNM', '/venues/riverside-surgery/months': 'ANM',
    '/areas': 'A', '/comments': 'AN', '/notices': ALL, '/notices/new': 'AWNM', '/initiatives': ALL, '/initiatives/new': 'AN',
    '/surveys': ALL, '/surveys/gp_fft/1': ALL, '/drafts/DRAFT': 'AW', '/kiosks': ALL, '/kiosks/KIOSK': ALL, '/kiosks/invite': 'A',
    '/kiosks/invitations': 'A', '/kiosks/stick': 'AM', '/settings': ALL, '/settings/alerts': ALL, '/settings/audit': 'AI',
    '/settings/keys': 'A', '/settings/people': 'A', '/settings/tokens': 'A', '/settings/webhooks': 'A', '/setup': 'A', '/account': ALL,
};

let hub;
let browser;
let admin;
const ids = {};
const asked = (path) => path.replace('DRAFT', ids.draft).replace('KIOSK', ids.kiosk);

/* Whose a link is; what stands for one thing of many is found by its shape. Nobody's: no page is there. */
function allowedBy(href) {
    const path = href.replace(/[?#].*$/, '').replace(/^\/venues\/(?!new)[^/]+/, '/venues/riverside-surgery')
        .replace(/^\/kiosks\/[0-9a-f]{16}$/, '/kiosks/KIOSK').replace(/^\/drafts\/[^/]+$/, '/drafts/DRAFT')
        .replace(/^\/surveys\/[^/]+\/\d+$/, '/surveys/gp_fft/1');
    return PAGES[path] ?? (/^\/(notices|initiatives)\/[^/]+$/.test(path) ? ALL : '');
}

before(async () => {
    hub = new Hub();
    hub.command('sample', '--venues', '3', '--months', '2', '--seed', '5');
    await hub.serve();
    browser = await startBrowser();
    admin = await visitor(browser, hub);
    const said = hub.command('user add', 'admin@example.org', '--name', 'An Administrator', '--url', hub.url);
    await arrive(admin, /link +(\S+)/.exec(said)[1]);
    ids.draft = (await apiOf(admin)('POST', '/drafts', { name: 'A draft', survey: { pages: [] } }, 201)).id;
    ids.kiosk = (await apiOf(admin)('GET', '/kiosks?venue=riverside-surgery')).items[0].id;
});
after(async () => {
    await browser?.close();
    await hub?.close();
});

async function come(role) {
    if (role === 'administrator') return admin;
    const one = await visitor(browser, hub);
    const part = role === 'venue_manager' ? ['--part', 'riverside-surgery'] : [];
    const said = hub.command('user add', `${role}@example.org`, '--name', `A ${role}`, '--role', role, ...part, '--url', hub.url);
    await one.page.goto(/link +(\S+)/.exec(said)[1]);
    await one.page.fill('#password', password);
    await one.page.keyboard.press('Enter');
    await one.page.waitForSelector('nav');
    troubles(one);
    return one;
}

async function judge(role, letter) {
    const one = await come(role);
    const wrong = [];
    for (const [path, whose] of Object.entries(PAGES)) {
        if (whose.includes(letter)) await step(one, asked(path));
        else await open(one, asked(path));
        const denied = await one.page.textContent('h1') === 'You may not see this';
        if (denied === whose.includes(letter)) wrong.push(`${path} is ${denied ? 'refused' : 'shown'}`);
        if (path === '/notices/new' && !denied && (await one.page.textContent('main')).includes('all of your venues') !== (role === 'venue_manager')) wrong.push(`${path} names the wrong venues`);
        wrong.push(...troubles(one).map((what) => `${path}: ${what}`));
        const links = await one.page.$$eval('a[href^="/"]', (all) => all.map((link) => link.getAttribute('href')));
        wrong.push(...[...new Set(links)].filter((href) => !href.startsWith('/api/') && !allowedBy(href).includes(letter)).map((href) => `${path} leads to ${href}`));
    }
    if (one !== admin) await one.context.close();
    return [...new Set(wrong)];
}

test('every role at every page', { concurrency: 2 }, (suite) => Promise.all(Object.entries(LETTERS).map(([letter, role]) =>
    suite.test(`the ${role} sees what it may, and is told of what it may not`, async () => {
        assert.deepEqual(await judge(role, letter), []);
    }))));

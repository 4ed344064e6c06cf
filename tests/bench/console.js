// The console's figures: console.js VENUES MONTHS BUSIER, a made-up county of that size behind it.
//
// first page   from the navigation's start to the frame that shows the finding; beside it what the browser takes by
//              itself, to show a small picture of the same hub
// interaction  from a click or a key, in the page, to the frame that shows what comes of it
// memory       the script's heap, garbage collected
import { arrive, open, settled, startBrowser, visitor } from '../console/browser.js';
import { Hub } from '../api/hub.js';
import { quantile } from './common_lines.js';
import { AT_REST, atMost, figure, follow, interactionFigures, quick, spread, timed } from './console_timing.js';

const [venues, months, busier] = process.argv.slice(2);
const LOADS = quick ? 3 : 15;
const ROUNDS = quick ? 2 : 10;
const CHANGES = quick ? 20 : 400; // of the period, while an overview stays open
const LOOK_EVERY = 60;

// --- the county ---

async function county() {
  const hub = new Hub('A made-up county');
  const began = Date.now();
  const said = hub.command('sample', '--venues', venues, '--months', months, '--busier', busier, '--seed', '1');
  const responses = Number(/, (\d+) responses/.exec(said)[1]);
  await hub.serve({}, LOOK_EVERY);
  figure('responses behind the console', responses, '', {
    note: `${venues} venues with a kiosk each, ${months} months, made up and signed in ${Math.round((Date.now() - began) / 1000)} s`,
  });
  return hub;
}

// --- first page ---

/** Milliseconds since the navigation began, when what is there now has been drawn. */
const drawn = (page) => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now()))); }));

/** Milliseconds since the navigation began, when the overview is there. */
async function usable(page) {
  await page.waitForFunction(() => document.querySelector('h1') !== null && document.querySelector('.skeleton') === null, undefined, { polling: 'raf' });
  return drawn(page);
}

async function firstPages(browser, hub, state) {
  const alone = [];
  const fresh = [];
  const kept = [];
  for (let i = 0; i < LOADS; i++) {
    const other = await visitor(browser, hub, { storageState: state });
    await other.page.goto('/icon.svg');
    alone.push(await drawn(other.page));
    await other.context.close();
    const one = await visitor(browser, hub, { storageState: state });
    await one.page.goto('/');
    fresh.push(await usable(one.page));
    await settled(one);
    await one.page.goto('/');
    kept.push(await usable(one.page));
    await one.context.close();
  }
  figure('a picture alone, nothing kept, 50 of 100', quantile(alone, 50), 'ms', spread(alone));
  figure('first page usable, nothing kept, 50 of 100', quantile(fresh, 50), 'ms', { ...spread(fresh), ...atMost(1000) });
  figure('first page usable, its files kept, 50 of 100', quantile(kept, 50), 'ms', { ...spread(kept), ...atMost(1000) });
}

// --- interactions ---

const choose = (value) => [
  `const list = document.querySelector('.toolbar select'); list.value = '${value}'; list.dispatchEvent(new Event('change', { bubbles: true }));`,
  `location.search.includes('${value}') && ${AT_REST}`,
];
const TABLE = ["document.querySelector('main details summary').click()", "document.querySelector('main details[open] table') !== null"];

async function interactions(one) {
  const { page } = one;
  const taken = { 'another section of the console': [], 'another period of the overview': [], 'a chart shown as a table': [] };
  await open(one, '/');
  for (const href of ['/venues', '/kiosks', '/surveys', '/notices', '/']) await timed(page, ...follow(href)); // each page's file has come
  for (let i = 0; i < ROUNDS; i++) {
    for (const href of ['/venues', '/kiosks', '/surveys', '/notices', '/']) taken['another section of the console'].push(await timed(page, ...follow(href)));
    for (const period of ['last_3_months', 'last_month']) taken['another period of the overview'].push(await timed(page, ...choose(period)));
    taken['a chart shown as a table'].push(await timed(page, ...TABLE));
    await page.evaluate(() => { document.querySelector('main details').open = false; });
  }
  interactionFigures(taken);
}

// --- memory ---

async function heap(client) {
  await client.send('HeapProfiler.collectGarbage');
  return (await client.send('Runtime.getHeapUsage')).usedSize / 1024 / 1024;
}

async function memory(one) {
  const { page } = one;
  await open(one, '/');
  const client = await one.context.newCDPSession(page);
  for (let i = 0; i < 10; i++) await timed(page, ...choose(i % 2 ? 'last_month' : 'last_3_months')); // what is made once is there
  const before = await heap(client);
  for (let i = 0; i < CHANGES; i++) await timed(page, ...choose(i % 2 ? 'last_month' : 'last_3_months'));
  const after = await heap(client);
  figure('heap of an open overview', before, 'MiB');
  figure(`its growth over ${CHANGES} changes of its period`, after - before, 'MiB', atMost(1));
}

const hub = await county();
const browser = await startBrowser();
const admin = await visitor(browser, hub);
const said = hub.command('user add', 'admin@example.org', '--name', 'An Administrator', '--url', hub.url);
await arrive(admin, /link +(\S+)/.exec(said)[1]);
await firstPages(browser, hub, await admin.context.storageState());
await interactions(admin);
await memory(admin);
await browser.close();
await hub.close();

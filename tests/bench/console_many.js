// Long lists: ten thousand kiosks on one page, and what fifty thousand people wrote, opened in the browser.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { arrive, open, startBrowser, visitor } from '../console/browser.js';
import { day, fill, publish } from '../api/fill.js';
import { Hub } from '../api/hub.js';
import { AT_REST, figure, follow, interactionFigures, quick, timed } from './console_timing.js';

const VENUES = quick ? 20 : 400;
const KIOSKS_EACH = 25;
const A_DAY = quick ? 100 : 1200; // people who write, of whom some four in five are open on a day
const ROUNDS = quick ? 2 : 20;
const LOOK_EVERY = 60;
const TEXTS = ['The wait was long.', 'Everybody was kind.', 'The phone is always engaged.', 'Clear signs, thank you.'];

/** Half of the venues' kiosks have been silent for a week. */
function plan() {
  const venues = [];
  for (let i = 0; i < VENUES; i++) {
    const last = day(i % 2 ? -8 : -1);
    venues.push({ venue: `venue-${i}`, kiosks: KIOSKS_EACH, from: last, to: last, per_day: KIOSKS_EACH });
  }
  return { venues: [...venues, { venue: 'writers', kiosks: 5, from: day(-95), to: day(-35), per_day: A_DAY, words: 1, texts: TEXTS }] };
}

async function hubOfMany() {
  const hub = new Hub('Many kiosks');
  const passphrase = path.join(hub.folder, 'passphrase');
  hub.command('words new', '--passphrase-file', passphrase);
  for (const { venue } of plan().venues) hub.command('venue add', venue, '--name', `The ${venue}`, '--kind', 'gp');
  publish(hub, 'gp-fft');
  const kiosks = fill(hub, plan()).length;
  await hub.serve({}, LOOK_EVERY);
  figure('kiosks in the list', kiosks, '', { note: `${KIOSKS_EACH} at each of ${VENUES} venues, half of them silent, and those of the writers` });
  return { hub, passphrase: readFileSync(passphrase, 'utf8').trim() };
}

// --- kiosks ---

const row = "(document.querySelector('tbody tr')?.textContent ?? '')";
const rows = "document.querySelectorAll('tbody tr').length";
const remember = `window.firstRow = ${row};`;
const allAre = (state) => `${rows} > 0 && [...document.querySelectorAll('tbody .govuk-tag')].every((tag) => tag.textContent === '${state}') && ${AT_REST}`;
const filter = (state) => [`[...document.querySelectorAll('.filter')].find((one) => one.textContent.startsWith('${state} ')).click()`, allAre(state)];
const order = (by) => [
  `${remember} const list = [...document.querySelectorAll('.toolbar select')].at(-1); list.value = '${by}'; list.dispatchEvent(new Event('change', { bubbles: true }));`,
  `${rows} > 0 && ${row} !== window.firstRow && ${AT_REST}`,
];
const MORE = [`window.rowsBefore = ${rows}; [...document.querySelectorAll('main button')].at(-1).click()`, `${rows} > window.rowsBefore`];

async function kioskList(one) {
  const { page } = one;
  const taken = { 'the list of kiosks opened': [], 'its kiosks of another state': [], 'its kiosks in another order': [], 'the next page of them': [] };
  await open(one, '/kiosks');
  for (let i = 0; i < ROUNDS; i++) {
    await timed(page, ...follow('/venues'));
    const [act, done] = follow('/kiosks');
    taken['the list of kiosks opened'].push(await timed(page, act, `${done} && ${rows} > 0`));
    taken['the next page of them'].push(await timed(page, ...MORE));
    for (const by of ['name', 'heard']) taken['its kiosks in another order'].push(await timed(page, ...order(by)));
    for (const state of ['silent', 'well']) taken['its kiosks of another state'].push(await timed(page, ...filter(state)));
  }
  interactionFigures(taken);
}

// --- comments ---

const found = "document.querySelector('main p[aria-live]').textContent";
const search = (words) => [
  `window.foundBefore = ${found}; const field = document.querySelector('.toolbar input[type=search]');
   Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, '${words}'); field.dispatchEvent(new Event('input', { bubbles: true }));`,
  `${found} !== window.foundBefore`,
];
const theme = (id) => [
  `window.foundBefore = ${found}; const list = [...document.querySelectorAll('.toolbar select')].at(-1); list.value = '${id}'; list.dispatchEvent(new Event('change', { bubbles: true }));`,
  `${found} !== window.foundBefore`,
];

async function unlock(page, passphrase) {
  await page.fill('#passphrase', passphrase);
  await page.press('#passphrase', 'Enter');
  await page.waitForSelector('main p[aria-live]', { timeout: 180000 }); // a passphrase costs what it costs
  const began = Date.now();
  await page.waitForFunction(() => document.querySelector('main p[aria-live]').getAttribute('aria-busy') === 'false', undefined, { timeout: 600000 });
  return (Date.now() - began) / 1000;
}

async function comments(one, passphrase) {
  const { page } = one;
  await open(one, '/comments?period=last_3_months');
  const seconds = await unlock(page, passphrase);
  const [, all] = /of ([\d,]+)/.exec(await page.locator('main p[aria-live]').textContent());
  if (all === '0') throw new Error('no comments are there to be searched');
  figure('comments that are open', Number(all.replaceAll(',', '')), '');
  figure('read and opened one by one, in this browser', seconds, 's', { note: 'the first of them are there at once' });
  const taken = { 'comments searched for words': [], 'comments of another theme': [] };
  for (let i = 0; i < ROUNDS; i++) {
    for (const words of ['wait', 'kind', 'phone', 'clear', '']) taken['comments searched for words'].push(await timed(page, ...search(words)));
    for (const id of ['!', '']) taken['comments of another theme'].push(await timed(page, ...theme(id)));
  }
  interactionFigures(taken);
}

const { hub, passphrase } = await hubOfMany();
const browser = await startBrowser();
const admin = await visitor(browser, hub);
await arrive(admin, /link +(\S+)/.exec(hub.command('user add', 'admin@example.org', '--name', 'An Administrator', '--url', hub.url))[1]);
await kioskList(admin);
await comments(admin, passphrase);
await browser.close();
await hub.close();

/* Every page of the console, with a county's sample data, in a real browser at a real hub. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Hub, hubCommand } from '../api/hub.js';
import { allSent, apiOf, arrive, keepSent, open, settled, startBrowser, step, tooWide, troubles, violations, visitor } from './browser.js';
import { dialogFaults, enlargeText, focusFaults, markFaults, motionFaults, setTextSize, textFaults } from './display.js';
import { DRAFT_TABS, PAGES, THINGS } from './places.js';

const WIDTHS = [768, 375, 320];

let hub;
let browser;
let admin;
let passphrase;

before(async () => {
    hub = new Hub('Northshire clinics');
    passphrase = path.join(hub.folder, 'passphrase');
    hub.command('words new', '--passphrase-file', passphrase);
    hub.command('sample', '--venues', '6', '--months', '3', '--seed', '5');
    await hub.serve();
    browser = await startBrowser();
    admin = await visitor(browser, hub);
    const said = hub.command('user add', 'admin@example.org', '--name', 'An Administrator', '--url', hub.url);
    await arrive(admin, /link +(\S+)/.exec(said)[1]);
});

after(async () => {
    await browser?.close();
    await hub?.close();
});

/* How many pixels too many a page needs at each width. */
async function narrow(one, page, widths) {
    const wrong = [];
    for (const width of widths) {
        await one.page.setViewportSize({ width, height: 800 });
        const over = await tooWide(one.page);
        if (over > 0) wrong.push(`${page} is ${over} pixels too wide at ${width}`);
    }
    if (widths.length > 0) await one.page.setViewportSize({ width: 1440, height: 900 });
    return wrong;
}

/* As a link from elsewhere leads to a page (open), or one inside the console (step). */
async function judgePages(one, reach, widths) {
    const wrong = [];
    for (const page of PAGES) {
        await reach(one, page);
        const title = await one.page.title();
        if (!/^.+ – Yousaid$/.test(title)) wrong.push(`${page}: the title is "${title}"`);
        wrong.push(...[...await violations(one.page), ...troubles(one)].map((what) => `${page}: ${what}`));
        wrong.push(...await narrow(one, page, widths));
    }
    return wrong;
}

/* The longest run of words of each finding in English. */
const ENGLISH = [...readFileSync(new URL('../../assets/console/src/words/en.ts', import.meta.url), 'utf8').matchAll(/^ {4}'finding\.[a-z_]+': (.*),$/gm)]
    .map(([, words]) => words.split(/\{[^}]*\}|'/).sort((a, b) => b.length - a.length)[0].trim()).filter((words) => words.length > 8);

/* A table that needs more room than it has scrolls by itself, and whoever prints it or does not see that loses a column. */
const cutTables = (page) => page.$$eval('.figures', (all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.getAttribute('aria-label')));

async function judgeWelsh() {
    const one = await visitor(browser, hub, { storageState: await admin.context.storageState() });
    await open(one, '/');
    await one.page.click('button:has-text("Cymraeg"), a:has-text("Cymraeg")');
    await one.page.waitForFunction(() => document.documentElement.lang === 'cy');
    assert.deepEqual(await judgePages(one, step, []), []);
    const [{ id: kiosk }] = (await apiOf(one)('GET', '/kiosks')).items;
    for (const page of [`/kiosks/${kiosk}`, '/returns', '/participation']) {
        await step(one, page);
        assert.deepEqual(await cutTables(one.page), [], page);
    }
    await step(one, '/exports');
    assert.doesNotMatch(await one.page.textContent('main'), /Which kiosk|What became of it|It was skipped|What was answered/);
    for (const page of ['/questions', '/trend', '/participation', '/surveys/gp_fft/1']) {
        await step(one, page);
        const text = await one.page.textContent('main');
        assert.match(text, /Ar y cyfan, sut oedd eich profiad|Sut oedd eich ymweliad/, `${page} has the survey's own Welsh words`);
        assert.doesNotMatch(text, /What went well|Very good|How was your visit/, `${page} has the survey's words in English`);
    }
    for (const page of ['/', '/kiosks', '/settings/alerts', '/participation']) {
        await open(one, page);
        const text = await one.page.textContent('main');
        assert.doesNotMatch(text, /\b(January|February|March|April|June|July|August|September|October|November|December|Arabic|Polish|Punjabi)\b/, page);
        assert.deepEqual(ENGLISH.filter((words) => text.includes(words)), [], `${page} says it in English`);
    }
    assert.equal(await one.page.locator('nav >> text=Settings').count(), 0);
    await one.page.click('button:has-text("English"), a:has-text("English")');
    await one.page.waitForFunction(() => document.documentElement.lang === 'en');
    await one.context.close();
}

/* A thing of each kind, with what the county has. */
async function makeThings(one) {
    const api = apiOf(one);
    const { survey } = await api('GET', '/surveys/gp_fft/versions/1');
    const { id: DRAFT } = await api('POST', '/drafts', { name: 'The next version', survey }, 201);
    const [{ id: KIOSK }] = (await api('GET', '/kiosks')).items;
    const texts = { said: { en: 'The wait was long.' }, did: { en: 'A second desk is open.' } };
    const { id: NOTICE } = await api('POST', '/notices', { ...texts, venues: [], starts: null, ends: null, quotes: [], initiative: null }, 201);
    const where = { venues: ['riverside-surgery'], comparison: [], costs: [] };
    const { id: INITIATIVE } = await api('POST', '/initiatives', { title: 'Phones', what: 'Changed', why: '', risks: '', starts: '2026-01-05', ends: null, ...where }, 201);
    return { DRAFT, KIOSK, NOTICE, INITIATIVE };
}

/* What is wrong with this page at twice the text. */
async function enlarged(one) {
    await enlargeText(one.page, 2);
    await settled(one);
    const alone = (await textFaults(one.page)).map((what) => `with the text alone enlarged ${what}`);
    await enlargeText(one.page, 1);
    await setTextSize(one, 32);
    await settled(one);
    const wrong = (await textFaults(one.page)).map((what) => `with large text ${what}`);
    const over = await tooWide(one.page);
    await setTextSize(one, 16);
    return [...alone, ...wrong, ...(over > 0 ? [`with large text it is ${over} pixels too wide`] : [])];
}

const DIALOGS = { '/settings/people': ['Invite somebody', 'An Administrator'], '/kiosks/KIOSK': ['Revoke it'] };

/* What is asked over a page fits a window of 320 pixels, too. */
async function judgeDialogs(one, asked) {
    const wrong = [];
    const { page } = one;
    await page.setViewportSize({ width: 320, height: 800 });
    for (const [place, openers] of Object.entries(DIALOGS)) {
        await step(one, asked(place));
        for (const opener of openers) {
            await page.click(`main button:text-is("${opener}")`);
            await page.waitForSelector('dialog[open]');
            await settled(one);
            const found = [await dialogFaults(page), await textFaults(page), await focusFaults(page), await violations(page, true), troubles(one)];
            wrong.push(...found.flat().map((what) => `${place}, ${opener}: ${what}`));
            await page.keyboard.press('Escape');
            await page.waitForFunction(() => document.querySelector('dialog[open]') === null);
        }
    }
    return wrong;
}

/* Colours of the reader's own on a black ground, nothing that moves, 1280 pixels. */
async function judgeDisplays() {
    const one = await visitor(browser, hub, {
        storageState: await admin.context.storageState(), viewport: { width: 1280, height: 900 }, forcedColors: 'active', colorScheme: 'dark', reducedMotion: 'reduce',
    });
    await open(one, '/');
    const ids = await makeThings(one);
    const asked = (place) => place.replace(/[A-Z]{5,}/, (name) => ids[name]);
    const wrong = [];
    for (const place of [...PAGES, ...THINGS, ...DRAFT_TABS]) {
        await step(one, asked(place));
        const { page } = one;
        const found = [await motionFaults(page), await markFaults(page), await focusFaults(page), await violations(page, true), await textFaults(page), await enlarged(one), troubles(one)];
        wrong.push(...found.flat().map((what) => `${place}: ${what}`));
    }
    wrong.push(...await judgeDialogs(one, asked));
    await one.context.close();
    assert.deepEqual(wrong, []);
}

/* Side by side: each has a browser of its own. */
test('every page', { concurrency: 2 }, (suite) => Promise.all([
    suite.test('in English: nothing fails, the audit finds nothing, and it fits a tablet, a telephone and 320 pixels', async () => {
        assert.deepEqual(await judgePages(admin, open, WIDTHS), []);
    }),
    suite.test('in Welsh, too, and no English sentence of the frame is left', judgeWelsh),
    suite.test('with colours of the reader\'s own, twice the text and nothing that moves: all of it is seen, and nothing is cut', judgeDisplays),
]));

test('sample data are marked on every page', async () => {
    for (const page of ['/', '/comments', '/kiosks', '/settings/people']) {
        await open(admin, page);
        assert.equal(await admin.page.locator('.sample-ribbon').isVisible(), true, page);
    }
    await open(admin, '/exports');
    const names = await admin.page.$$eval('a[download]', (all) => all.map((link) => link.download));
    assert.ok(names.length > 1 && names.every((name) => name.startsWith('sample-')), names.join());
});

test('a made-up county has areas, and its venues lie in them', async () => {
    await open(admin, '/venues');
    const { page } = admin;
    assert.match(await page.textContent('tbody'), /The coast|North Northshire|South Northshire/);
    await page.selectOption('.toolbar select', { label: 'The coast' });
    await page.waitForURL(/area=coast/);
    await open(admin, '/venues?area=coast');
    assert.doesNotMatch(await page.textContent('main'), /Nothing found/);
});

test('the overview says what was found, with the number of answers, and its chart is a table too', async () => {
    await open(admin, '/');
    const { page } = admin;
    assert.match(await page.textContent('h1'), /^\d+% said that it was good or very good$/);
    const month = '(January|February|March|April|May|June|July|August|September|October|November|December) \\d{4}';
    assert.match(await page.textContent('main'), new RegExp(`[\\d,]+ answers at \\d+ venues, ${month}\\. .* (Higher|Lower|No clear difference) .*\\(${month}\\)`));
    assert.match(await page.locator('figure.chart figcaption p').first().textContent(), /^Usual here is \d+%\. (Nothing is outside what is usual|Ringed: .+: (lower|higher|low|high) .+)\.$/);
    assert.equal(await page.locator('.chart__picture').getAttribute('aria-describedby'), await page.locator('figure.chart figcaption p').first().getAttribute('id'));
    assert.doesNotMatch(await page.textContent('main'), /\b1 (answers|venues|days)|\{/);
    await page.click('summary:has-text("Show as a table")');
    assert.ok(await page.locator('details table tbody tr').count() > 3);
});

test('a share of few is not said to be none', async () => {
    for (const place of ['/', '/fairness', '/questions']) {
        await open(admin, place);
        const rows = (await admin.page.locator('main tbody tr').allTextContents()).filter((text) => /[^\d.]0%/.test(text));
        assert.deepEqual(rows, [], place);
    }
    await open(admin, '/fairness');
    assert.match(await admin.page.textContent('main'), /under 1%/);
});

test('participation is drawn step by step, each bar as long as its number, and is a table too', async () => {
    const { page } = admin;
    await open(admin, '/participation');
    await page.waitForSelector('.chart__picture svg [aria-label=bar] :is(rect, path)');
    await page.locator('.chart summary').click();
    const numbers = await page.locator('.chart tbody tr td:nth-of-type(1)').allTextContents();
    const counts = numbers.map((text) => Number(text.replaceAll(',', '')));
    const widths = await page.locator('.chart__picture [aria-label=bar] :is(rect, path)').evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().width));
    assert.ok(counts.length === 3 && counts[0] > counts[1] && counts[1] > counts[2] && counts[2] > 0, counts.join());
    for (const [i, width] of widths.entries()) assert.ok(Math.abs(width / widths[0] - counts[i] / counts[0]) < 0.01, `${widths.join()} for ${counts.join()}`);
    const said = await page.evaluate(() => document.getElementById(document.querySelector('.chart__picture').getAttribute('aria-describedby')).textContent);
    for (const number of numbers) assert.ok(said.includes(number), said);
    assert.deepEqual(troubles(admin), []);
});

test('the figures of a page are a file, too', async () => {
    const { page } = admin;
    for (const [place, count] of [['/questions', 1], ['/trend', 2], ['/participation', 1], ['/fairness', 1], ['/venues/riverside-surgery', 2]]) {
        await open(admin, place);
        const links = page.locator('main a[href*="format=csv"]');
        assert.equal(await links.count(), count, place);
        for (let i = 0; i < count; i++) {
            const coming = page.waitForEvent('download');
            await links.nth(i).click();
            const file = await coming;
            assert.match(file.suggestedFilename(), /^sample-[a-z]+-.*\.csv$/);
            const rows = readFileSync(await file.path(), 'utf8').trim().split('\r\n');
            assert.ok(rows.length > 2 && rows[0].includes(','), `${place}: ${rows[0]}`);
        }
    }
    assert.deepEqual(troubles(admin), []);
});

test('the audit log is read in words, by what was done and by whom', async () => {
    const { page } = admin;
    const column = async (part) => [...new Set(await page.locator(`tbody ${part}`).allTextContents())];
    await open(admin, '/settings/audit');
    assert.doesNotMatch(await page.textContent('tbody'), /\b(account|session|venue|survey)s?[._][a-z]/);
    assert.ok((await column('td:nth-child(3)')).includes('Set up a second factor'));
    await page.selectOption('#audit-action', 'account.invited');
    await page.waitForURL(/action=account.invited/);
    await settled(admin);
    assert.deepEqual(await column('td:nth-child(3)'), ['Invited somebody']);
    await page.selectOption('#audit-action', '');
    await page.selectOption('#audit-actor', { label: 'An Administrator' });
    await page.waitForURL(/actor=/);
    await settled(admin);
    assert.deepEqual(await column('th'), ['An Administrator']);
    await page.selectOption('#audit-actor', '-');
    await page.waitForURL(/actor=-/);
    await settled(admin);
    assert.ok((await column('th')).includes('The command line') && !(await column('th')).includes('An Administrator'));
    assert.deepEqual(troubles(admin), []);
});

test('no page asks anybody but the hub for anything', () => {
    assert.deepEqual([...admin.strangers], []);
});

test('what people wrote is read here alone: a wrong passphrase opens nothing, the right one does, and no word goes back', async () => {
    const { page } = admin;
    const written = hub.command('words open', '--passphrase-file', passphrase).trim().split('\n').map((line) => JSON.parse(line).text);
    await keepSent(admin);
    await open(admin, '/comments?period=last_3_months');
    await page.fill('#passphrase', 'wrong-wrong-wrong-wrong-wrong-wrong-wrong');
    await page.press('#passphrase', 'Enter');
    await page.waitForSelector('.govuk-error-summary');
    await page.waitForFunction(() => document.activeElement.matches('.govuk-error-summary'));
    await page.fill('#passphrase', '');
    /* Letter by letter, as people type: the error takes the focus once, and not again. */
    await page.locator('#passphrase').pressSequentially(readFileSync(passphrase, 'utf8').trim(), { delay: 20 });
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=/[1-9][0-9,]* of [0-9,]+ comments/');
    const shown = await page.textContent('main');
    assert.ok(written.length > 20 && written.some((text) => shown.includes(text)), shown.slice(0, 400));
    await page.fill('.toolbar input[type=search]', written[0]);
    await page.waitForFunction((text) => [...document.querySelectorAll('.comment__words')].every((one) => one.textContent.includes(text)), written[0]);
    await page.click('summary:has-text("Themes and personal data") >> nth=0');
    await page.click('label:has-text("Hide these words")');
    await page.waitForFunction(() => window.sent.some((said) => said.startsWith('PUT') && said.includes('hidden')));
    await settled(admin);
    const sent = await allSent(admin);
    assert.deepEqual(sent.filter((said) => written.some((text) => said.includes(text) || said.includes(encodeURIComponent(text)))), []);
    const kept = await page.evaluate(async () => ({
        local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookies: document.cookie,
        databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length, state: JSON.stringify(history.state), search: location.search,
    }));
    assert.deepEqual(kept.local.filter((key) => key !== 'yousaid.language'), [], 'the browser keeps neither passphrase nor words');
    assert.deepEqual([kept.session, kept.cookies, kept.databases, kept.caches], [[], '', 0, 0]);
    assert.doesNotMatch(`${kept.state} ${kept.search}`, /passphrase|key=|token/);
    assert.deepEqual(troubles(admin), []);
});

test('hours and amounts are typed as people write them, letter by letter, and what is saved is said', async () => {
    const { page } = admin;
    await open(admin, '/venues/riverside-surgery/choices');
    const monday = page.locator('label:has-text("Monday") ~ input');
    await monday.fill('');
    await monday.pressSequentially('08:00-12:30, 13:30-18:00');
    assert.equal(await monday.inputValue(), '08:00-12:30, 13:30-18:00');
    for (const language of ['Polish', 'English']) await page.click(`fieldset:has-text("Languages offered") label:text-is("${language}")`);
    await page.click('main button[type=submit]');
    await page.waitForSelector('text=Saved. The kiosks take it up');
    const { hours, languages } = await apiOf(admin)('GET', '/venues/riverside-surgery/profile');
    assert.deepEqual(hours.monday, ['08:00-12:30', '13:30-18:00']);
    assert.deepEqual(languages.offered, ['pl', 'en']);
    await open(admin, '/venues/riverside-surgery/months');
    const pounds = page.locator('label:has-text("Equipment, pounds") ~ input');
    await pounds.fill('');
    await pounds.pressSequentially('1,012.50');
    await page.click('main button[type=submit]');
    await page.waitForSelector('text=Saved.');
    assert.equal(await page.locator('label:has-text("Equipment, pounds") ~ input').inputValue(), '1012.5');
    const visits = page.locator('#visits-total');
    const save = async () => {
        await page.click('main button[type=submit]');
        await settled(admin);
    };
    await visits.fill('');
    await visits.pressSequentially('3,710');
    assert.equal(await visits.inputValue(), '3,710');
    await save();
    await page.waitForSelector('text=Saved.');
    const kept = async () => (await apiOf(admin)('GET', `/venues/riverside-surgery/months/${await page.inputValue('input[type=month]')}`)).visits?.total;
    assert.equal(await kept(), 3710);
    assert.deepEqual(troubles(admin), []);
    await visits.fill('about 40');
    await save();
    await page.waitForSelector('#visits-total-error:has-text("It must be a whole number from 0")');
    assert.equal(await visits.inputValue(), 'about 40');
    assert.equal(await kept(), 3710, 'what is no number is not saved as none');
    assert.deepEqual(troubles(admin).map((what) => what.slice(0, 7)), ['422 PUT']);
    await visits.fill('3710');
    const cell = page.locator('input[aria-label="Telephone, Good"]');
    const before = page.locator('input[aria-label="Paper, at the venue, Good"]');
    await before.fill('4');
    await cell.fill('a dozen');
    await save();
    await page.waitForSelector('td [id$="-answers-good-error"]:has-text("It must be a whole number from 0")');
    assert.equal(await cell.inputValue(), 'a dozen');
    await before.fill('');
    assert.equal(await cell.getAttribute('aria-invalid'), 'true', 'an error stays in its row when one before it is emptied');
    await page.click('.govuk-error-summary a');
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute('aria-label')), 'Telephone, Good');
    assert.deepEqual(troubles(admin).map((what) => what.slice(0, 7)), ['422 PUT']);
    await cell.fill('12');
    await save();
    await page.waitForSelector('text=Saved.');
    assert.equal(await cell.inputValue(), '12');
    await step(admin, '/returns');
    const sums = await page.$$eval('.table tr', (all) => all.map((row) => [...row.querySelectorAll('[data-title="Good"]')].map((one) => Number(one.textContent.replaceAll(',', '')))).flat());
    assert.ok(sums.length > 2);
    assert.equal(sums.at(-1), sums.slice(0, -1).reduce((a, b) => a + b, 0));
    assert.equal(await page.textContent('.table__sum th'), 'All venues');
    assert.deepEqual(troubles(admin), []);
});

test('a survey is drawn for the panels that a venue has, and its screens are called as people call them', async () => {
    const { page } = admin;
    await open(admin, '/venues/riverside-surgery/choices');
    await page.fill('#panels', '800x480, huge');
    await page.press('#panels', 'Enter');
    await page.waitForSelector('.govuk-error-summary a[href="#panels"]');
    assert.deepEqual(troubles(admin).map((what) => what.slice(0, 7)), ['422 PUT']);
    await page.fill('#panels', '800x480, 600x1024@170');
    await page.press('#panels', 'Enter');
    await page.waitForSelector('text=Saved. The kiosks take it up');
    const api = apiOf(admin);
    const { survey } = await api('GET', '/surveys/gp_fft/versions/1');
    const { id } = await api('POST', '/drafts', { name: 'Drawn', survey }, 201);
    await open(admin, `/drafts/${id}?tab=pictures`);
    const panels = () => page.locator('#pictures-panel option').allTextContents();
    assert.equal((await panels()).length, 7);
    await page.selectOption('#pictures-venue', { label: 'Park Street Surgery' });
    await page.waitForSelector('text=This venue does not say which panels');
    assert.equal((await panels()).length, 7);
    await page.selectOption('#pictures-venue', 'riverside-surgery');
    await page.waitForFunction(() => document.querySelectorAll('#pictures-panel option').length === 2);
    assert.deepEqual(await panels(), ['800 × 480', '600 × 1024, 170 pixels an inch']);
    await page.selectOption('#pictures-panel', '600x1024@170');
    await page.click('main button:has-text("Draw the screens")');
    await page.waitForSelector('.pictures img', { timeout: 60000 });
    const [first] = await page.$$eval('.pictures img', (all) => all.map((one) => `${one.getAttribute('width')}x${one.getAttribute('height')}`));
    assert.equal(first, '600x1024');
    const captions = (await page.locator('.pictures figcaption').allTextContents()).map((text) => text.trim());
    assert.ok(captions.length > 60 && captions.includes('First screen') && captions.some((text) => text.startsWith('Question: What went well?')), captions.join('; '));
    assert.deepEqual(captions.filter((text) => /_|^[a-z]|Another screen/.test(text)), []);
    assert.equal(new Set(captions).size, captions.length);
    const parts = captions.filter((text) => /^With larger text, \d of \d$/.test(text));
    assert.deepEqual(parts, parts.map((_, i) => `With larger text, ${i + 1} of ${parts.length}`));
    assert.deepEqual(troubles(admin), []);
});

test('a session that ends in the middle of a form loses nothing', async () => {
    const { page, context } = admin;
    await open(admin, '/areas');
    const kept = await context.cookies();
    await open(admin, '/venues/new');
    await page.fill('input[type=text] >> nth=0', 'A new clinic');
    await context.clearCookies();
    await page.click('main button[type=submit]');
    await page.waitForSelector('dialog[open] #email');
    assert.equal(await page.inputValue('input[type=text] >> nth=0'), 'A new clinic');
    await context.addCookies(kept);
    troubles(admin);
});

test('a venue manager sees one venue, and no accounts', async () => {
    const one = await visitor(browser, hub);
    const said = hub.command('user add', 'manager@example.org', '--name', 'A Manager', '--role', 'venue_manager', '--part',
        'riverside-surgery', '--url', hub.url);
    await one.page.goto(/link +(\S+)/.exec(said)[1]);
    await one.page.fill('#password', 'correct horse battery staple');
    await one.page.keyboard.press('Enter');
    await one.page.waitForSelector('nav');
    troubles(one);
    await open(one, '/venues');
    const text = await one.page.textContent('main');
    assert.match(text, /Riverside Surgery/);
    assert.match(text, /How was your visit today\?, version 1/);
    assert.doesNotMatch(text, /Harbour Jobcentre/);
    await open(one, '/?period=last_3_months');
    assert.match(await one.page.textContent('main'), / answers at 1 venue, /);
    await open(one, '/settings/people');
    assert.match(await one.page.textContent('main'), /may not|not allowed|your role/i);
    await one.context.close();
});

test('pictures for the README are drawn when a folder for them is named', async () => {
    const folder = process.env.YOUSAID_PICTURES;
    if (!folder) return;
    for (const [name, page] of [['console-overview', '/'], ['console-kiosks', '/kiosks'], ['console-fairness', '/fairness']]) {
        await open(admin, page);
        writeFileSync(path.join(folder, `${name}.png`), await admin.page.screenshot());
    }
});

test('the commands see who came', () => {
    assert.match(hubCommand('user', 'list', '--data', hub.data), /admin@example\.org/);
});

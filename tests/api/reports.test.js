/* Reports over the API: what is said, to whom, and what is held back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, administrator, person } from './client.js';
import { document } from './document.js';
import { day, fill, month, publish } from './fill.js';
import { Hub } from './hub.js';

let hub;
let admin;
const last = month(-1);
/* On which one venue has a small base, and that alone: not at a weekend, when others have few, too. */
const few = [-3, -4, -5].map(day).find((date) => ![0, 6].includes(new Date(date).getUTCDay()));

before(async () => {
    hub = new Hub();
    for (const [id, name] of [['riverside', 'Riverside Surgery'], ['lakeside', 'Lakeside Surgery'], ['hill', 'Hill Surgery'], ['mill', 'Mill Surgery']])
        hub.command('venue add', id, '--name', name, '--kind', 'gp');
    publish(hub, 'gp-fft');
    const from = day(-200);
    fill(hub, {
        seed: 3, sample: true, venues: [
            { venue: 'riverside', kiosks: 2, from, per_day: 40, positive: 0.7, changed: day(-60), then: 0.92, languages: { en: 9, cy: 1 }, keypad: 0.1 },
            { venue: 'lakeside', from, per_day: 30, positive: 0.8 },
            { venue: 'hill', from, per_day: 20, positive: 0.8 },
            { venue: 'mill', from: few, to: few, per_day: 6 },
        ],
    });
    await hub.serve();
    admin = await administrator(hub);
    for (const id of ['riverside', 'lakeside']) {
        const { etag } = await admin.read(`/venues/${id}`);
        if (id === 'riverside') await admin.put('/areas/north', { name: 'North', parent: null });
        await admin.put(`/venues/${id}`, { area: 'north' }, etag);
    }
});
after(async () => { admin.close(); await hub.close(); });

const whole = `from=${last.from}&to=${last.to}`;

test('the overview says how every venue stands', async () => {
    const seen = await admin.get('/reports/overview');
    assert.equal(seen.kiosks.total, 5);
    assert.equal((await admin.get('/session')).main_survey, 'gp_fft');
    const cached = await admin.read('/reports/overview');
    assert.equal((await admin.ask('get', '/reports/overview', { headers: { 'If-None-Match': cached.etag } })).status, 304);
});

/* What is known by whole months, answer by answer: no language, no way of answering and no hour has more than there are. */
async function addsUp(one, asked) {
    for (const by of ['language', 'access', 'hour']) {
        const { total, groups } = await one.get(`/reports/satisfaction?${asked}&by=${by}`);
        const known = groups.filter(({ figure }) => figure.n !== null).map(({ figure }) => figure);
        const sum = known.reduce((n, figure) => n + figure.n, 0);
        assert.ok(sum <= total.n, `${asked} by ${by}: ${sum} of ${total.n}`);
        if (known.length === groups.length) assert.equal(sum, total.n, `${asked} by ${by}`);
        for (const { value, count } of total.answers) {
            const counts = known.map(({ answers }) => answers.find((answer) => answer.value === value)?.count ?? 0);
            assert.ok(counts.reduce((a, b) => a + b, 0) <= (count ?? total.n), `${value}, ${asked} by ${by}`);
        }
    }
}

test('an overview tells of the venues that moved first, then of what looks odd, then of what is too little', async () => {
    const county = new Hub('A made-up county');
    county.command('sample', '--venues', '12', '--months', '13', '--seed', '1');
    await county.serve();
    const desk = await administrator(county);
    const order = ['lower_than_own_past', 'looks_like_one_hand', 'higher_than_own_past', 'too_few_to_say'];
    const seen = new Set();
    for (const survey of ['gp_fft', 'jobcentre_appointment']) {
        for (let back = -3; back < 0; back++) {
            const { from, to } = month(back);
            const asked = `from=${from}&to=${to}&survey=${survey}`;
            const { venues } = await desk.get(`/reports/overview?${asked}`);
            const { groups } = await desk.get(`/reports/satisfaction?${asked}&by=venue`);
            await addsUp(desk, asked);
            const ranks = venues.map(({ findings }) => order.indexOf(findings[0].code));
            assert.ok(venues.length <= 12 && !ranks.includes(-1));
            assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b), `${asked}: grave ones first`);
            for (const { venue, figure, findings } of venues) {
                const codes = findings.map(({ code }) => code);
                assert.deepEqual(figure, groups.find(({ key }) => key === venue).figure);
                assert.equal(codes.includes('looks_like_one_hand'), 5 * figure.flagged >= figure.n && figure.n !== null, `${venue}, ${asked}`);
                codes.forEach((code) => seen.add(code));
            }
        }
    }
    assert.ok(seen.has('higher_than_own_past') && seen.has('looks_like_one_hand'), [...seen].join(' '));
    const main = async (one) => (await one.get('/session')).main_survey;
    assert.equal(await main(desk), 'gp_fft', 'nine of the twelve ask it');
    const manager = await person(desk, 'manager@example.org', 'venue_manager', ['eastgate-jobcentre']);
    assert.equal(await main(manager), 'jobcentre_appointment');
    manager.close();
    desk.close();
    await county.close();
});

test('satisfaction by every group adds up to the whole', async () => {
    const total = (await admin.get(`/reports/satisfaction?${whole}`)).total;
    assert.equal(total.status, 'fine');
    assert.equal(total.answers.reduce((n, answer) => n + answer.count, 0), total.n);
    for (const by of ['venue', 'area', 'day', 'week', 'month', 'language', 'access', 'hour']) {
        const report = await admin.get(`/reports/satisfaction?${whole}&by=${by}`);
        assert.ok(report.groups.length > 0, by);
        const known = report.groups.filter((g) => g.figure.n !== null);
        const sum = known.reduce((n, g) => n + g.figure.n, 0);
        assert.ok(sum <= total.n, `${by}: ${sum} of ${total.n}`);
        if (known.length === report.groups.length && by !== 'area') assert.equal(sum, total.n, by);
    }
    await admin.refused(400, 'get', '/reports/satisfaction?by=moon');
    await admin.refused(404, 'get', '/reports/satisfaction?venue=nowhere');
});

test('a filter that is misspelt is no filter that is left out', async () => {
    const misspelt = await admin.refused(400, 'get', `/reports/satisfaction?${whole}&venu=hill`);
    assert.match(misspelt.detail, /^There is no parameter "venu" here\. There are: .*\bvenue\b/);
    assert.match((await admin.refused(400, 'get', `/exports/responses?survey=gp_fft&tag=rural`)).detail, /"tag"/);
    assert.match((await admin.refused(400, 'get', `/reports/satisfaction?${whole}&venue=hill&venue=mill`)).detail, /venue stands there twice/);
    assert.match((await admin.refused(400, 'get', '/areas?area=north')).detail, /^This path takes no parameters/);
    for (const [path, operations] of Object.entries(document.paths))
        if (operations.get && !path.includes('{') && path !== '/openapi.json') await admin.refused(400, 'get', `${path}?none%00such`);
});

test('a small base says nothing, and nothing lets it be worked out', async () => {
    const of = `from=${few}&to=${few}`;
    const alone = (await admin.get(`/reports/satisfaction?${of}&venue=mill`)).total;
    assert.deepEqual({ ...alone, answers: [] }, { n: null, status: 'suppressed_small_base', flagged: null, positive: null, negative: null, answers: [] });
    assert.ok(alone.answers.every((answer) => answer.count === null && answer.percent === null));
    const { groups } = await admin.get(`/reports/satisfaction?${of}&by=venue`);
    const hidden = groups.filter((group) => group.figure.n === null);
    assert.ok(hidden.length >= 2, 'the total less the others would tell the small one');
    assert.ok(hidden.some((group) => group.figure.status === 'suppressed_secondary'));
});

test('who may not see rows asks by whole weeks, months or days', async () => {
    const manager = await person(admin, 'manager@example.org', 'venue_manager', ['north']);
    await manager.get(`/reports/satisfaction?${whole}`);
    await manager.refused(422, 'get', `/reports/satisfaction?from=${last.from}&to=${last.from.slice(0, 8)}17`);
    const seen = await manager.get(`/reports/satisfaction?${whole}&by=venue`);
    assert.deepEqual(seen.groups.map((group) => group.key).sort(), ['lakeside', 'riverside']);
    await manager.refused(404, 'get', `/reports/satisfaction?${whole}&venue=hill`);
    manager.close();
});

test('every other report is what its description says', async () => {
    const questions = await admin.get(`/reports/questions?${whole}`);
    assert.ok(questions.questions.length > 0);
    const chart = await admin.get('/reports/control?venue=riverside');
    assert.ok(chart.points.length >= 20);
    assert.ok(chart.points.some((point) => point.signal !== null), 'a change of twenty points in a hundred goes unseen');
    const difference = await admin.get(`/reports/difference?${whole}`);
    assert.equal(difference.second.days.from, last.from);
    await admin.get(`/reports/drivers?${whole}`);
    const participation = await admin.get(`/reports/participation?${whole}&by=venue`);
    assert.ok(participation.groups.length >= 3);
    await admin.get(`/reports/fairness?${whole}`);
    await admin.refused(404, 'get', `/reports/govuk?${whole}&survey=gp-fft`);
});

test('both formulas of GOV.UK stand under their own names, and the drivers under theirs', async () => {
    const office = new Hub('Jobcentres');
    office.command('venue add', 'office', '--name', 'Jobcentre', '--kind', 'jobcentre');
    publish(office, 'jobcentre');
    fill(office, { venues: [{ venue: 'office', from: day(-7), to: day(-1), per_day: 60 }] });
    await office.serve();
    const boss = await administrator(office);
    const of = `from=${day(-7)}&to=${day(-1)}`;
    const { top_two: share, weighted, notes } = await boss.get(`/reports/govuk?${of}`);
    assert.ok(share.low < share.percent && share.percent < share.high);
    assert.ok(weighted.score > 0 && weighted.score <= 100);
    assert.ok(notes.some((note) => note.code === 'govuk_other_words')); /* "fairly satisfied" is a jobcentre's word */
    const { drivers } = await boss.get(`/reports/drivers?${of}`);
    assert.ok(drivers.length > 0);
    assert.ok(drivers.every((driver) => driver.role.startsWith('driver_')), drivers.map((driver) => driver.role).join());
    boss.close();
    await office.close();
});

test('a report is CSV to whoever asks for that', async () => {
    for (const path of [`satisfaction?${whole}&by=venue`, `questions?${whole}`, 'control?venue=riverside', `participation?${whole}`, `fft/${last.name}`]) {
        const { headers, value } = await admin.ask('get', `/reports/${path}`, { headers: { Accept: 'text/csv' } });
        assert.match(headers['content-type'], /^text\/csv/, path);
        assert.ok(value.toString().split('\r\n').length > 2, path);
    }
    await admin.refused(406, 'get', `/reports/satisfaction?${whole}`, { headers: { Accept: 'image/png' } });
});

test('a month is handed in once: counts on paper beside the kiosks\', then frozen', async () => {
    const counts = { very_good: 5, good: 4, neither: 3, poor: 2, very_poor: 1, dont_know: 0 };
    const entered = await admin.read(`/venues/riverside/months/${last.name}`);
    const { visits, costs, note } = entered.value;
    await admin.put(`/venues/riverside/months/${last.name}`, { visits, counts: [{ mode: 'paper_here', answers: counts }], costs, note }, entered.etag);
    const open = await admin.get(`/reports/fft/${last.name}`);
    assert.equal(open.state, 'open');
    const row = open.rows.find((one) => one.venue === 'riverside');
    assert.equal(row.modes.paper_here, 15);
    assert.equal(Object.values(row.counts).reduce((a, b) => a + b, 0), row.total);
    const added = (rows, count) => rows.reduce((n, row) => n + count(row), 0);
    assert.ok(open.rows.length > 1);
    assert.equal(open.all.total, added(open.rows, ({ total }) => total));
    for (const [answer, n] of Object.entries(open.all.counts)) assert.equal(n, added(open.rows, ({ counts: all }) => all[answer]), answer);
    assert.equal(open.all.positive_percent, Math.round(100 * (open.all.counts.very_good + open.all.counts.good) / open.all.total));
    const frozen = await admin.post(`/reports/fft/${last.name}/freeze`);
    assert.equal(frozen.state, 'frozen');
    assert.equal(frozen.frozen_by, 'An Administrator');
    assert.deepEqual(frozen.rows, open.rows);
    await admin.refused(409, 'post', `/reports/fft/${last.name}/freeze`);
    await admin.refused(409, 'post', `/reports/fft/${month(0).name}/freeze`);
    const again = await admin.read(`/venues/riverside/months/${last.name}`);
    await admin.refused(409, 'put', `/venues/riverside/months/${last.name}`, { body: { visits, counts: [], costs, note }, headers: { 'If-Match': again.etag } });
});

test('notes stand on the charts that they are about', async () => {
    const made = await admin.post('/annotations', { day: day(-60), venue: 'riverside', area: null, text: 'A new desk' }, 201);
    await admin.post('/annotations', { day: day(-30), text: 'Everywhere' }, 201);
    await admin.refused(422, 'post', '/annotations', { body: { day: day(-30), venue: 'nowhere', text: 'x' } });
    const texts = async (venue) => (await admin.get(`/reports/control?venue=${venue}`)).annotations.map((note) => note.text);
    assert.deepEqual(await texts('riverside'), ['A new desk', 'Everywhere']);
    assert.deepEqual(await texts('lakeside'), ['Everywhere']);
    assert.equal((await admin.get(`/annotations?from=${day(-90)}&to=${day(0)}`)).items.length, 2);
    await admin.remove(`/annotations/${made.id}`);
    await admin.refused(404, 'delete', `/annotations/${made.id}`);
});

test('an initiative is written down before, and judged after', async () => {
    const plan = {
        title: 'Phones answered from eight', what: 'Two more people.', why: 'Nobody answers.', risks: 'Less time at the desk.',
        starts: day(-60), ends: null, venues: ['riverside'], comparison: ['lakeside', 'hill'], costs: [{ what: 'staff', pence: 120000, staff_minutes: 9600 }],
    };
    const made = await admin.post('/initiatives', plan, 201);
    await admin.refused(422, 'post', '/initiatives', { body: { ...plan, venues: ['nowhere'] } });
    const { value, etag } = await admin.read(`/initiatives/${made.id}`);
    assert.equal(value.title, plan.title);
    await admin.put(`/initiatives/${made.id}`, { ...plan, title: 'Phones from eight' }, etag);
    await admin.refused(412, 'put', `/initiatives/${made.id}`, { body: plan, headers: { 'If-Match': etag } });
    assert.deepEqual((await admin.get('/initiatives')).items.map((one) => one.title), ['Phones from eight']);
    const judged = await admin.get(`/initiatives/${made.id}/evaluation`);
    assert.equal(judged.initiative, made.id);
    await admin.remove(`/initiatives/${made.id}`);
    await admin.refused(404, 'get', `/initiatives/${made.id}`);
});

/* The last of all: whatever names no survey is answered from the newest one behind it. */
test('an initiative is judged by what its venues ask, whatever is newest in the programme', async () => {
    hub.command('venue add', 'eastgate', '--name', 'Eastgate Jobcentre', '--kind', 'jobcentre');
    publish(hub, 'jobcentre');
    const made = await admin.post('/initiatives', {
        title: 'Phones answered from eight', what: '', why: '', risks: '', starts: day(-60), ends: null, venues: ['riverside'], comparison: ['lakeside'], costs: [],
    }, 201);
    const judged = await admin.get(`/initiatives/${made.id}/evaluation`);
    assert.equal(judged.question.survey, 'gp_fft');
    assert.equal((await admin.get(`/initiatives/${made.id}/evaluation?survey=jobcentre_appointment`)).question.survey, 'jobcentre_appointment');
});

/* Six years of forty venues at once, each month by a kiosk of its own: more than a question waits for, and far more than is
   added up while it comes. */
test('a hub that is still adding up says so, and what it freezes is whole', async (t) => {
    const crowded = new Hub('Much at once');
    t.after(() => crowded.close());
    const venues = Array.from({ length: 40 }, (_, i) => `venue-${i}`);
    for (const id of venues) crowded.command('venue add', id, '--name', `The ${id}`, '--kind', 'gp');
    publish(crowded, 'gp-fft');
    await crowded.serve();
    const desk = await administrator(crowded);
    t.after(() => desk.close());
    const months = Array.from({ length: 72 }, (_, i) => month(-1 - i));
    /* At a weekend few would have come. */
    const open = ({ name }) => ['03', '04', '05'].map((n) => `${name}-${n}`).find((date) => ![0, 6].includes(new Date(date).getUTCDay()));
    const plan = { behind: true, venues: venues.flatMap((venue) => months.map(open).map((date) => ({ venue, from: date, to: date, per_day: 4 }))) };
    const behind = (findings) => findings.find(({ code }) => code === 'adding_up')?.values.value ?? 0;
    const all = `from=${months.at(-1).from}&to=${last.to}`;
    let early;
    for (let seed = 1; seed <= 4 && behind(early?.notes ?? []) === 0; seed++) { // a quick hub may be done with the first of them
        fill(crowded, { ...plan, seed });
        early = await desk.get(`/reports/satisfaction?${all}`);
    }
    assert.ok(behind(early.notes) > 0, 'a question does not wait for all of them');
    const returned = await desk.post(`/reports/fft/${last.name}/freeze`);
    const late = await desk.get(`/reports/satisfaction?${all}`);
    assert.equal(behind(late.notes), 0);
    assert.ok(early.total.n === null || early.total.n < late.total.n);
    const { n } = (await desk.get(`/reports/satisfaction?${whole}`)).total;
    assert.ok(n > venues.length && n < late.total.n);
    assert.equal(returned.all.total, n);
});

/* Surveys over the API: written, checked, walked, drawn, published in stages; a venue's own questions; notices. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { administrator, person } from './client.js';
import { day, fill, publish } from './fill.js';
import { Hub } from './hub.js';

let hub;
let admin;
const fft = JSON.parse(readFileSync(new URL('../../assets/surveys/gp-fft.json', import.meta.url), 'utf8'));
const venues = ['riverside', 'lakeside', 'hill', 'mill'];

before(async () => {
    hub = new Hub();
    for (const id of venues) hub.command('venue add', id, '--name', `${id} Surgery`, '--kind', 'gp');
    publish(hub, 'gp-fft');
    fill(hub, { venues: [{ venue: 'riverside', from: day(-2), to: day(-1), per_day: 10 }] });
    await hub.serve();
    admin = await administrator(hub);
    await admin.put('/areas/north', { name: 'North', parent: null });
    const { etag } = await admin.read('/venues/riverside');
    await admin.put('/venues/riverside', { area: 'north' }, etag);
});
after(async () => { admin.close(); await hub.close(); });

test('published surveys are listed and read', async () => {
    const { items } = await admin.get('/surveys');
    assert.deepEqual(items.map((one) => [one.id, one.version, one.venues]), [['gp_fft', 1, 4]]);
    const read = await admin.get('/surveys/gp_fft/versions/1');
    assert.deepEqual(read.venues, [...venues].sort());
    assert.equal(read.questions[0].role, 'fft_overall');
    assert.equal(read.survey.yousaid.id, 'gp_fft');
    assert.equal((await admin.get('/surveys?id=other')).items.length, 0);
    await admin.refused(404, 'get', '/surveys/gp_fft/versions/9');
});

test('a draft is kept as it is, and nobody writes over somebody else', async () => {
    const author = await person(admin, 'author@example.org', 'author');
    const made = await author.post('/drafts', { name: 'A new survey', survey: { pages: [] } }, 201);
    const { value, etag } = await author.read(`/drafts/${made.id}`);
    assert.deepEqual(value, made);
    const saved = await author.ask('put', `/drafts/${made.id}`, { body: { name: 'Better', survey: { title: 'Before its pages', pages: [{ name: 'b', elements: [] }], locale: 'en' } }, headers: { 'If-Match': etag } });
    assert.equal(saved.headers.etag, (await author.read(`/drafts/${made.id}`)).etag);
    await admin.refused(412, 'put', `/drafts/${made.id}`, { body: { name: 'Late', survey: {} }, headers: { 'If-Match': etag } });
    await author.refused(422, 'post', '/drafts', { body: { name: 'x', survey: { long: 'x'.repeat(300000) } } });
    assert.deepEqual((await author.get('/drafts')).items.map((draft) => draft.name), ['Better']);
    await author.remove(`/drafts/${made.id}`);
    await author.refused(404, 'get', `/drafts/${made.id}`);
    author.close();
});

test('a check says all that is wrong, and where', async () => {
    const fine = await admin.post('/surveys/check', fft);
    assert.equal(fine.ok, true);
    assert.equal(fine.publishable, true);
    assert.ok(fine.languages.some((language) => language.tag === 'en' && language.reviewed));
    const wrong = structuredClone(fft);
    wrong.pages[0].elements[0].type = 'matrix';
    const found = await admin.post('/surveys/check', wrong);
    assert.equal(found.ok, false);
    assert.ok(found.problems.some((problem) => problem.pointer.startsWith('/pages/0/elements/0') && problem.level === 'error'));
    const refused = found.problems.find((problem) => problem.code === 'is_not_taken');
    assert.deepEqual(refused.values, ['matrix', 'ask one question for each row']);
    assert.ok(found.problems.every((problem) => problem.code), JSON.stringify(found.problems.filter((problem) => !problem.code)));
    assert.equal((await admin.post('/surveys/check', {})).ok, false);
    const lost = structuredClone(fft);
    lost.pages.at(-1).elements[0].visibleIf = '{nothing} = 1';
    assert.deepEqual((await admin.post('/surveys/check', lost)).problems.find((problem) => problem.pointer.endsWith('/visibleIf')).values, ['nothing']);
});

test('a walk shows what depends on what', async () => {
    const first = (await admin.post('/surveys/walk', { survey: fft, answers: {} })).visible;
    assert.ok(first.length > 0);
    const walked = await admin.post('/surveys/walk', { survey: fft, answers: { [first[0]]: 'nonsense' } });
    assert.equal(walked.refused[0].name, first[0]);
    const problem = await admin.refused(422, 'post', '/surveys/walk', { body: { survey: { pages: [{ elements: [{ type: 'matrix', name: 'a' }] }] }, answers: {} } });
    assert.ok(problem.problems[0].pointer.startsWith('/survey'));
});

test('screens are drawn as the kiosk draws them', async () => {
    const made = await admin.post('/previews', { survey: fft, languages: ['en'], width: 800, height: 480 }, 201);
    assert.ok(made.pictures.length > 5);
    const names = made.pictures.map(({ screen }) => screen);
    for (const [i, name] of names.entries()) {
        const [whole, part] = name.split('-part-');
        if (part !== undefined) assert.equal(names[i - 1], Number(part) === 2 ? whole : `${whole}-part-${part - 1}`, 'the parts of a screen follow each other');
    }
    assert.ok(names.some((name) => name.endsWith('-part-2')) && names.at(-1) === 'corner', names.join());
    const png = await admin.get(made.pictures[0].href.replace('/api/v1', ''));
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.equal(png.readUInt32BE(16), 800);
    await admin.refused(422, 'post', '/previews', { body: { survey: fft, languages: ['xx'], width: 800, height: 480 } });
    await admin.refused(404, 'get', `/previews/${made.id}/999`);
});

const version = (title) => ({ ...structuredClone(fft), description: title });

test('a survey goes out in stages, halts, goes on, and comes back', async () => {
    const made = await admin.post('/publications', { survey: version('second'), stages: [{ venues: ['hill'] }, { percent: 50 }, { percent: 100 }], wait_hours: 48 }, 201);
    assert.equal(made.version.version, 2);
    assert.equal(made.version.venues, 1);
    const { id } = made.rollout;
    assert.deepEqual(made.rollout.stages.map((stage) => [stage.state, stage.venues.length]), [['running', 1], ['waiting', 1], ['waiting', 2]]);
    const asked = async (venue) => (await admin.get(`/venues/${venue}`)).survey.version;
    assert.equal(await asked('hill'), 2);
    assert.equal((await admin.post(`/rollouts/${id}/halt`)).state, 'halted');
    await admin.refused(409, 'post', `/rollouts/${id}/advance`);
    assert.equal((await admin.post(`/rollouts/${id}/resume`)).state, 'running');
    assert.equal((await admin.post(`/rollouts/${id}/advance`)).stage, 2);
    assert.equal((await admin.post(`/rollouts/${id}/undo`)).state, 'stopped');
    assert.deepEqual(await Promise.all(venues.map(asked)), [1, 1, 1, 1]);
    await admin.refused(409, 'post', `/rollouts/${id}/undo`);
    assert.equal((await admin.get('/rollouts')).items[0].id, id);
    await admin.get(`/rollouts/${id}`);
    await admin.refused(404, 'get', '/rollouts/0000000000000000');
});

test('a survey is published at once, and what is wrong is told', async () => {
    const made = await admin.post('/publications', { survey: version('third') }, 201);
    assert.equal(made.rollout, null);
    assert.equal(made.version.venues, 4);
    const wrong = structuredClone(fft);
    delete wrong.yousaid;
    const problem = await admin.refused(422, 'post', '/publications', { body: { survey: wrong } });
    assert.ok(problem.problems.every((one) => one.pointer.startsWith('/survey')));
    assert.deepEqual(made.speech, { read_aloud: [], silent: ['en'] });
    const twins = version('twins');
    const [came] = twins.pages[2].elements;
    came.labelFalse = came.labelTrue;
    const refused = await admin.refused(422, 'post', '/publications', { body: { survey: twins } });
    assert.match(refused.problems[0].text, /both called "Yes"/);
    assert.equal(refused.problems[0].pointer, '/survey/pages/2/elements/0');
    await admin.refused(422, 'post', '/publications', { body: { survey: fft, stages: [{}] } });
    await admin.refused(422, 'post', '/publications', { body: { survey: fft, venues: ['nowhere'] } });
    const author = await person(admin, 'author2@example.org', 'author');
    if (!author.session.may.includes('publish_surveys')) await author.refused(403, 'post', '/publications', { body: { survey: fft } });
    author.close();
});

const local = {
    title: 'Ours', pages: [{ elements: [{ type: 'boolean', name: 'local_parking', title: 'Could you park?', labelTrue: 'Yes', labelFalse: 'No' }] }],
};

test('a venue proposes questions of its own, and the centre approves', async () => {
    const manager = await person(admin, 'manager@example.org', 'venue_manager', ['north']);
    const path = '/venues/riverside/local-questions';
    const { value, etag } = await manager.read(path);
    assert.equal(value.state, 'none');
    const named = structuredClone(local);
    named.pages[0].elements[0].name = 'parking';
    await manager.refused(422, 'put', path, { body: { survey: named }, headers: { 'If-Match': etag } });
    const all = structuredClone(local);
    for (const tag of Object.keys(fft.yousaid.languages).filter((one) => one !== 'en')) {
        for (const [part, keys] of [[all, ['title']], [all.pages[0].elements[0], ['title', 'labelTrue', 'labelFalse']]])
            for (const key of keys) part[key] = { ...(typeof part[key] === 'object' ? part[key] : { default: part[key] }), [tag]: 'x' };
    }
    const proposed = await manager.put(path, { survey: all }, etag);
    assert.equal(proposed.state, 'waiting');
    await manager.refused(403, 'post', `${path}/approve`);
    const approved = await admin.post(`${path}/approve`);
    assert.equal(approved.state, 'approved');
    assert.equal(approved.approved_by, 'An Administrator');
    await admin.refused(409, 'post', `${path}/approve`);
    const asked = (await admin.get('/venues/riverside')).survey;
    assert.equal(asked.id, 'gp_fft');
    const gone = await manager.put(path, { survey: null }, '*');
    assert.equal(gone.state, 'none');
    await manager.refused(404, 'get', '/venues/hill/local-questions');
    manager.close();
});

test('a notice is written by one and approved by another, and kiosks get it', async () => {
    const manager = await person(admin, 'manager2@example.org', 'venue_manager', ['north']);
    const notice = { said: { en: 'Nobody answers the phone.' }, did: { en: 'Two more people answer.' }, venues: [], starts: null, ends: null, quotes: [], initiative: null };
    const made = await manager.post('/notices', notice, 201);
    assert.deepEqual(made.venues, ['riverside']);
    const { etag } = await manager.read(`/notices/${made.id}`);
    await manager.put(`/notices/${made.id}`, { ...notice, did: { en: 'Three more people answer.' } }, etag);
    await manager.refused(412, 'put', `/notices/${made.id}`, { body: notice, headers: { 'If-Match': etag } });
    await manager.refused(422, 'post', '/notices', { body: { ...notice, said: { en: 'x'.repeat(141) } } });
    await manager.refused(422, 'post', '/notices', { body: { ...notice, venues: ['hill'] } });
    await manager.refused(403, 'post', `/notices/${made.id}/approve`);
    assert.deepEqual([made.own, (await admin.get(`/notices/${made.id}`)).own], [true, false], 'who wrote it is known by who they are, not by their name');
    await admin.refused(409, 'post', `/notices/${made.id}/approve`);
    assert.equal((await manager.post(`/notices/${made.id}/submit`)).state, 'waiting');
    assert.equal((await admin.post(`/notices/${made.id}/approve`)).state, 'shown');
    assert.match(hub.command('notice list'), /Three more people answer/);
    await admin.refused(409, 'put', `/notices/${made.id}`, { body: notice, headers: { 'If-Match': '*' } });
    assert.equal((await manager.post(`/notices/${made.id}/end`)).state, 'ended');
    const own = await admin.post('/notices', { ...notice, starts: day(5), ends: day(9) }, 201);
    await admin.post(`/notices/${own.id}/submit`);
    await admin.refused(403, 'post', `/notices/${own.id}/approve`);
    assert.equal((await admin.get('/notices')).items.length, 2);
    assert.equal((await manager.get('/notices?state=waiting')).items.length, 1);
    manager.close();
});

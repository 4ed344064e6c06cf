/* How long a survey is kept, the records of what was deleted, the list of chain points, and a low score. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Client, administrator, person } from './client.js';
import { day, fill, month, publish } from './fill.js';
import { Hub } from './hub.js';

let hub;
let admin;

before(async () => {
    hub = new Hub();
    for (const [id, name] of [['riverside', 'Riverside Surgery'], ['lakeside', 'Lakeside Surgery']])
        hub.command('venue add', id, '--name', name, '--kind', 'gp');
    publish(hub, 'gp-fft');
    fill(hub, {
        seed: 4, sample: true, venues: [
            { venue: 'riverside', from: day(-250), per_day: 12, positive: 0.9 },
            { venue: 'lakeside', from: day(-40), per_day: 30, positive: 0.2 },
        ],
    });
    await hub.serve({}, 3600); // it looks once: what is deleted later is deleted by whom the test says
    admin = await administrator(hub);
});
after(async () => { admin.close(); await hub.close(); });

const kept = '/surveys/gp_fft/retention';
const old = month(-7);
const period = `from=${old.from}&to=${old.to}`;

test('who may decides how long a survey is kept, over what was read', async () => {
    assert.deepEqual((await admin.get('/retention')).items, []);
    assert.ok((await admin.get(`/reports/satisfaction?${period}`)).total.n > 0);
    const { value, etag } = await admin.read(kept);
    assert.deepEqual(value, { survey: 'gp_fft', answers: null, figures: null, answers_before: null, figures_before: null, deletion: null });
    await admin.refused(404, 'get', '/surveys/nowhere/retention');
    await admin.refused(428, 'put', kept, { body: { answers: 4, figures: null } });
    for (const wrong of [{ answers: 2, figures: null }, { answers: 6, figures: 4 }, { answers: null, figures: 6 }, { answers: 'long', figures: null }])
        await admin.refused(422, 'put', kept, { body: wrong, headers: { 'If-Match': etag } });
    assert.equal((await admin.put(kept, { answers: 4, figures: 5 }, etag)).answers, 4);
    await admin.refused(412, 'put', kept, { body: { answers: 5, figures: null }, headers: { 'If-Match': etag } });
    assert.equal((await admin.get('/retention')).items[0].figures, 5);
    const analyst = await person(admin, 'analyst@example.org', 'analyst');
    assert.equal((await analyst.get(kept)).answers, 4);
    const again = await analyst.read(kept);
    await analyst.refused(403, 'put', kept, { body: { answers: 12, figures: null }, headers: { 'If-Match': again.etag } });
    await analyst.refused(403, 'get', '/deletions');
    analyst.close();
    const said = await admin.get('/audit?action=retention.changed');
    assert.equal(said.items[0].subject, 'gp_fft');
});

test('what is deleted is told, and reports say which months are gone', async () => {
    hub.command('retention run');
    const [record] = (await admin.get('/deletions')).items;
    assert.ok(record.responses > 0 && record.batches > 0);
    assert.equal(record.by, 'command line');
    assert.equal(record.rules[0].survey, 'gp_fft');
    const days = Object.values(record.surveys.gp_fft);
    assert.equal(days.reduce((n, count) => n + count, 0), record.responses);
    assert.ok(Buffer.from(record.signed, 'base64').length > 200);
    assert.ok((await admin.get(kept)).figures_before > old.from);
    const says = (findings) => findings.some(({ code, values }) => code === 'figures_deleted' && values.survey === 'gp_fft');
    for (const report of ['satisfaction', 'participation', 'control', 'questions'])
        assert.ok(says((await admin.get(`/reports/${report}?${period}`)).notes), report);
    assert.ok(says((await admin.get(`/reports/overview?${period}`)).sentences));
    assert.ok(says((await admin.get(`/reports/fft/${old.name}`)).notes));
    assert.notEqual((await admin.get(`/reports/satisfaction?${period}`)).total.status, 'fine');
    const last = month(-1);
    assert.ok(!says((await admin.get(`/reports/satisfaction?from=${last.from}&to=${last.to}`)).notes));
});

test('a hub with deletions is proved as a whole', async () => {
    await admin.post('/verification', undefined, 202);
    for (let i = 0; i < 300; i += 1) {
        const proof = await admin.get('/verification');
        if (proof.state === 'done') {
            assert.deepEqual(proof.doubts, []);
            assert.equal(proof.clean, true);
            assert.equal(proof.kiosks, 2);
            return;
        }
        await new Promise((done) => { setTimeout(done, 100); });
    }
    assert.fail('no proof was made');
});

test('an inspector takes the list of chain points, signed, of a month that is over', async () => {
    const inspector = await person(admin, 'inspector@example.org', 'inspector');
    const list = await inspector.get(`/exports/chain?month=${month(-1).name}`);
    assert.match(list.toString('latin1'), /yousaid chain list 1\nprogramme [0-9a-f]{64} /);
    assert.deepEqual(await inspector.get(`/exports/chain?month=${month(-1).name}`), list);
    await inspector.refused(409, 'get', `/exports/chain?month=${month(0).name}`);
    await inspector.refused(400, 'get', '/exports/chain?month=soon');
    inspector.close();
    const manager = await person(admin, 'manager@example.org', 'venue_manager', ['riverside']);
    await manager.refused(403, 'get', `/exports/chain?month=${month(-1).name}`);
    manager.close();
    const nobody = new Client(hub);
    await nobody.refused(401, 'get', `/exports/chain?month=${month(-1).name}`);
    nobody.close();
});

test('what describes a file of made-up rows says that they are', async () => {
    const described = await admin.get('/exports/responses/metadata?survey=gp_fft');
    const metadata = Buffer.isBuffer(described) ? JSON.parse(described.toString()) : described;
    assert.match(metadata['dc:description'], /^SAMPLE DATA/);
    assert.ok(metadata.tableSchema.columns.some((column) => column.titles === 'sample'));
    const [head, ...rows] = (await admin.get('/exports/responses?survey=gp_fft')).toString().trimEnd().split('\r\n').map((line) => line.split(','));
    assert.ok(rows.length > 0 && rows.every((row) => row[head.indexOf('sample')] === 'true'));
});

test('a week below the mark is an alert until somebody looks after it', async () => {
    let low;
    for (let i = 0; i < 300 && !low; i += 1) {
        [low] = (await admin.get('/alerts?kind=low_score')).items;
        await new Promise((done) => { setTimeout(done, 100); });
    }
    assert.equal(low.venue, 'lakeside');
    assert.equal(low.finding.code, 'low_score');
    assert.ok(low.finding.values.percent < low.finding.values.mark);
    assert.equal((await admin.post(`/alerts/${low.id}/acknowledge`)).state, 'acknowledged');
    assert.equal((await admin.get('/alerts?kind=low_score')).items.length, 1);
});

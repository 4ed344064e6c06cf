/* What an operator watches a hub by: /metrics in Prometheus' text format, /healthz, /readyz. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Client, administrator } from './client.js';
import { day, fill, publish } from './fill.js';
import { Hub } from './hub.js';

let hub;
let admin;
let robot;

before(async () => {
    hub = new Hub();
    hub.command('venue add', 'riverside', '--name', 'Riverside', '--kind', 'gp');
    publish(hub, 'gp-fft');
    fill(hub, { venues: [{ venue: 'riverside', kiosks: 2, from: day(-3), to: day(-1), per_day: 10 }] });
    await hub.serve();
    admin = await administrator(hub);
    const made = await admin.post('/tokens', { name: 'prometheus', may: ['see_metrics'], scope: [], days: 30 }, 201);
    robot = new Client(hub);
    robot.headers = { Authorization: `Bearer ${made.secret}` };
});
after(async () => { admin.close(); robot.close(); await hub.close(); });

/* The format's rules: each name is helped and typed once, before its samples; no sample twice; a counter is "_total". */
function parse(text) {
    const samples = new Map();
    const types = new Map();
    const helped = new Set();
    assert.ok(text.endsWith('\n'));
    for (const line of text.trimEnd().split('\n')) {
        const head = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line);
        if (head?.[1] === 'HELP') {
            assert.ok(!helped.has(head[2]), line);
            helped.add(head[2]);
        } else if (head) {
            assert.ok(helped.has(head[2]) && !types.has(head[2]), line);
            assert.match(head[3], /^(counter|gauge)$/);
            types.set(head[2], head[3]);
        } else {
            const sample = /^([a-z_]+)(\{[a-z_]+="[^"\\]*"\})? (-?[0-9.e+]+)$/.exec(line);
            assert.ok(sample, line);
            assert.equal(types.get(sample[1]) === 'counter', sample[1].endsWith('_total'), line);
            assert.ok(!samples.has(sample[1] + (sample[2] ?? '')), line);
            samples.set(sample[1] + (sample[2] ?? ''), Number(sample[3]));
        }
    }
    return samples;
}

const metrics = async () => {
    const { status, body, headers } = await robot.raw('GET', '/metrics', { headers: robot.headers });
    assert.equal(status, 200);
    assert.match(headers['content-type'], /^text\/plain; version=0\.0\.4/);
    return body.toString();
};

test('the metrics are what their format says, and count', async () => {
    const text = await metrics();
    const first = parse(text);
    assert.equal(first.get('yousaid_kiosks{state="well"}') + first.get('yousaid_kiosks{state="silent"}'), 2);
    assert.equal(first.get('yousaid_venues'), 1);
    assert.ok(first.get('process_resident_memory_bytes') > 1e6);
    assert.ok(first.get('yousaid_disk_free_bytes') > 0);
    await robot.refused(403, 'get', '/venues');
    const second = parse(await metrics());
    assert.equal(second.get('yousaid_api_answers_total{status="4xx"}'), first.get('yousaid_api_answers_total{status="4xx"}') + 1);
    const judged = spawnSync(join(process.env.YOUSAID_PACKAGES, 'promtool'), ['check', 'metrics'], { input: text, encoding: 'utf8' });
    assert.ifError(judged.error);
    assert.equal(judged.status, 0, judged.stdout + judged.stderr);
    assert.equal(judged.stdout + judged.stderr, '');
});

test('they are for whoever may see them', async () => {
    const nobody = await robot.raw('GET', '/metrics');
    assert.equal(nobody.status, 401);
    const made = await admin.post('/tokens', { name: 'other', may: ['see_venues'], scope: [], days: 1 }, 201);
    assert.equal((await robot.raw('GET', '/metrics', { headers: { Authorization: `Bearer ${made.secret}` } })).status, 403);
});

test('the hub says that it lives, and that it is ready', async () => {
    for (const path of ['/healthz', '/readyz']) assert.equal((await robot.raw('GET', path)).body.toString(), 'ok\n');
});

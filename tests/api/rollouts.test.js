/* Publishing in stages by itself: on when the first stage is well, and not when it restarts or goes quiet. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Client, administrator } from './client.js';
import { day, fill, publish } from './fill.js';
import { Hub, program } from './hub.js';

const fft = JSON.parse(readFileSync(new URL('../../assets/surveys/gp-fft.json', import.meta.url), 'utf8'));
const DAY = 86400;

let hub;
let admin;

before(async () => {
    hub = new Hub();
    for (const [id, name] of [['hill', 'Hill Surgery'], ['mill', 'Mill Surgery']]) hub.command('venue add', id, '--name', name, '--kind', 'gp');
    publish(hub, 'gp-fft');
    fill(hub, { seed: 5, venues: [{ venue: 'hill', from: day(-20), to: day(-1), per_day: 20 }, { venue: 'mill', from: day(-20), to: day(-1), per_day: 20 }] });
    await hub.serve();
    admin = await administrator(hub);
});
after(async () => { admin.close(); await hub.close(); });

const send = async (title, wait) => (await admin.post('/publications',
    { survey: { ...structuredClone(fft), description: title }, stages: [{ venues: ['hill'] }, { percent: 100 }], wait_hours: wait }, 201)).rollout.id;

/* The kiosk of a venue was heard at this moment, holds the newest bundle, and started so often that day. */
function heard(venue, at, restarts) {
    const today = Math.floor(at / DAY);
    hub.sql(`UPDATE kiosk SET bundle_serial = (SELECT max(serial) FROM bundle), last_seen = ${at} WHERE venue = '${venue}'`);
    hub.sql(`DELETE FROM kiosk_day WHERE venue = '${venue}' AND day >= ${today - 1}`);
    hub.sql(`INSERT INTO kiosk_day (kiosk_id, day, venue, exchanges, woken, started, completed, restarts, responses, pending, room_mib, write_ms, version)
        SELECT kiosk_id, ${today}, '${venue}', 1, 0, 0, 0, ${restarts}, 0, 0, 5000, 5, '0.1.0' FROM kiosk WHERE venue = '${venue}'`);
}

async function becomes(id, state) {
    let rollout;
    for (let i = 0; i < 200; i += 1) {
        rollout = await admin.get(`/rollouts/${id}`);
        if (rollout.state === state) return rollout;
        await new Promise((done) => { setTimeout(done, 100); });
    }
    assert.fail(`it is ${rollout.state} and not ${state}: ${JSON.stringify(rollout)}`);
    return rollout;
}

const now = () => Math.floor(Date.now() / 1000);
const asked = async (venue) => (await admin.get(`/venues/${venue}`)).survey.version;

test('a first stage that restarts halts it, and the next venues keep what they ask', async () => {
    const id = await send('second', 48);
    heard('hill', now() + 1, 9);
    const halted = await becomes(id, 'halted');
    assert.equal(halted.reason.code, 'kiosk_unwell');
    assert.equal(halted.reason.values.venue, 'hill');
    assert.equal(await asked('hill'), 2);
    assert.equal(await asked('mill'), 1);
    const [alert] = (await admin.get('/alerts?kind=rollout_halted')).items;
    assert.equal(alert.finding.code, 'rollout_halted');
    await admin.post(`/rollouts/${id}/undo`);
    assert.equal(await asked('hill'), 1);
});

test('a first stage that goes quiet halts it', async () => {
    heard('hill', now(), 0);
    const id = await send('third', 24 * 14);
    heard('hill', now() + 1, 0);
    assert.equal((await becomes(id, 'running')).stage, 1);
    /* A token holds longer than somebody's session. */
    const { secret } = await admin.post('/tokens', { name: 'later', may: ['see_surveys', 'publish_surveys', 'see_venues'], scope: [], days: 30 }, 201);
    await hub.stop();
    await hub.serve({ LD_PRELOAD: program('libclock_ahead.so'), YOUSAID_CLOCK_AHEAD: String(6 * DAY) });
    admin.close();
    admin = new Client(hub);
    admin.headers = { Authorization: `Bearer ${secret}` };
    const halted = await becomes(id, 'halted');
    assert.match(halted.reason.text, /silent/);
    assert.equal(await asked('mill'), 1);
});

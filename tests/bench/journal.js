// A kiosk that has not been online for years: journal.js WORK BIN HUB_PID RESPONSES, on $DISPLAY. Beside it stands the
// same kiosk with one response.
//
// start      from fork to the last changed pixel of the whole screen, when it has rested for a second
// the power  the screen is killed in the middle of a visit and its journal taken out of the file cache; from fork until
//            the first question is there, with somebody who taps as soon as the screen takes a tap
// tap        from the release to the last changed pixel, while the journal is looked through
// drain      the courier's own program and a hub, over TLS on this machine, until all is acknowledged
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { quantile, writeFigure } from './common_lines.js';
import { Device } from './kiosk_device.js';
import { openProbe } from './kiosk_probe.js';
import { end, forget, pause, pssOf } from './kiosk_processes.js';

const [work, bin, hubText, responsesText] = process.argv.slice(2);
const [hub, responses] = [Number(hubText), Number(responsesText)];
const quick = process.env.BENCH_SHORT === 'yes';
const STARTS = quick ? 3 : 11;
const CUTS = quick ? 1 : 3;
const VISITS = quick ? 2 : 40;
const REST_MS = 1000;
const LOOK_MS = 200;

const probe = openProbe(join(bin, 'kiosk_probe'), process.env.DISPLAY, join(work, 'Xvfb_screen0'));
const commandOf = (name) => [join(bin, 'yousaid-kiosk'), 'run', '--data', join(work, name)];
const middle = (numbers) => quantile(numbers, 50);
const spread = (numbers) => ({ low: Math.min(...numbers), high: Math.max(...numbers), n: numbers.length });
const atMost = (goal) => ({ goal, sense: 'at most' });
const besideFew = (value) => ({ peer: 'one response', peer_value: Number(value.toFixed(3)) });

function figure(name, value, unit, more) {
  writeFigure(process.env.BENCH, name, Number(value.toFixed(3)), unit, more);
}

/** In turn, so that neither has the quieter machine. */
async function starts() {
  const taken = { riverside: [], few: [] };
  for (let i = -1; i < STARTS; i++)
    for (const name of ['riverside', 'few']) {
      const { pid, last } = await probe.start(REST_MS, commandOf(name));
      if (i >= 0) taken[name].push(last);
      await end(pid);
      await probe.rest(300);
    }
  return taken;
}

const journalFiles = (name) => readdirSync(join(work, name, 'screen'))
  .filter((file) => file.startsWith('journal.sqlite') && !file.endsWith('-shm')).map((file) => join(work, name, 'screen', file));

async function begin(name) {
  const device = new Device([...commandOf(name), '--trace'], probe);
  await device.await('attract');
  return device;
}

/** Somebody has answered once when the power goes. */
async function cutPower(name) {
  const device = await begin(name);
  await device.tap('start');
  const { recorded } = await device.tap('answer:good');
  if (!recorded) throw new Error('an answer was not recorded before the power went');
  device.child.kill('SIGKILL');
  await once(device.child, 'exit');
  forget(journalFiles(name));
}

async function afterCuts(name) {
  const taken = [];
  let device;
  for (let i = 0; i < CUTS; i++) {
    if (device) await device.stop();
    await cutPower(name);
    const began = performance.now();
    device = await begin(name);
    await device.tap('start');
    await device.await('question');
    taken.push(performance.now() - began);
    await device.tap('leave');
    await device.tap('done');
  }
  return { device, taken };
}

/** Visits of one recorded tap each. */
async function taps(device) {
  const seen = [];
  for (let i = 0; i < VISITS; i++) {
    await device.await('attract');
    await device.tap('start');
    seen.push(await device.tap('answer:good'));
    await device.tap('leave');
    await device.tap('done');
  }
  return seen.filter((tap) => tap.recorded).map((tap) => tap.last);
}

/** One screen at a time is on the display. */
async function afterwards(name) {
  const { device, taken } = await afterCuts(name);
  const tapped = await taps(device);
  const memory = pssOf(device.pid);
  await device.stop();
  return { taken, tapped, memory };
}

/** The most memory that each of these has while the courier runs, and how long that is. */
async function drain() {
  const began = performance.now();
  const courier = spawn(join(bin, 'yousaid-courier'), ['once', '--data', join(work, 'riverside')], { stdio: 'inherit' });
  const ended = once(courier, 'exit');
  const most = { courier: 0, hub: 0 };
  while (courier.exitCode === null && courier.signalCode === null) {
    most.courier = Math.max(most.courier, pssOf(courier.pid));
    most.hub = Math.max(most.hub, pssOf(hub));
    await pause(LOOK_MS);
  }
  const [status] = await ended;
  if (status !== 0) throw new Error(`the courier ended with ${status}`);
  return { seconds: (performance.now() - began) / 1000, most };
}

const taken = await starts();
const few = middle(taken.few);
figure(`start to usable screen, ${responses.toLocaleString('en-GB')} responses waiting`, middle(taken.riverside), 'ms',
  { ...spread(taken.riverside), ...atMost(100), ...besideFew(few) });
const [many, beside] = [await afterwards('riverside'), await afterwards('few')];
figure('from start to the first question, after the power went', middle(many.taken), 'ms',
  { ...spread(many.taken), ...atMost(2000), ...besideFew(middle(beside.taken)), note: 'more than 500 ms of it are the guard of a new screen against a double tap' });
figure('release of a tap that is recorded, last changed pixel, p95, while the journal is looked through', quantile(many.tapped, 95), 'ms',
  { n: many.tapped.length, ...atMost(10), ...besideFew(quantile(beside.tapped, 95)) });
figure('PSS, kiosk', many.memory, 'MiB', { ...atMost(24), ...besideFew(beside.memory) });
probe.close();
const drained = await drain();
figure('drained into a hub over TLS', responses / drained.seconds, 'responses/s', { goal: 100000, sense: 'at least', n: responses });
figure('PSS, courier, the most while it drains', drained.most.courier, 'MiB', {});
figure('PSS, hub, the most while it drains', drained.most.hub, 'MiB', atMost(40));

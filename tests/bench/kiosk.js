// The kiosk's figures beside the peer's: kiosk.js WORK BIN MODULES COURIER_PID, on $DISPLAY.
//
// start     from fork to the last changed pixel of the whole screen, when it has rested for a second
// memory    PSS after a walk through every screen of a visit in every language
// wake-ups  sleeps that ended, of all threads, in half a minute in which nobody touches
// tap       from the release to the first and the last changed pixel of the whole screen
import { join } from 'node:path';
import { browserCommand, serveBrowser } from './kiosk_browser.js';
import { Device } from './kiosk_device.js';
import { quantile, writeFigure } from './common_lines.js';
import { openProbe } from './kiosk_probe.js';
import { end, filesOf, forget, pause, pssOf, wakeUpsOf } from './kiosk_processes.js';

const [work, bin, modules, courierText] = process.argv.slice(2);
const courier = Number(courierText);
const quick = process.env.BENCH_SHORT === 'yes';
const STARTS = quick ? 3 : 11;
const COLD_STARTS = quick ? 1 : 5;
const VISITS = quick ? 2 : 15; // of seven taps and more, in each of two languages
const PEER_TAPS = quick ? 5 : 40;
const IDLE_SECONDS = quick ? 5 : 30;
const REST_MS = 1000;
const PEER_QUIET_MS = 200;
const QUIET_MS = 6000; // until everything that waits for a quiet moment is done
const PEER = 'Chromium + SurveyJS';

const kioskCommand = [join(bin, 'yousaid-kiosk'), 'run', '--data', join(work, 'riverside')];
const probe = openProbe(join(bin, 'kiosk_probe'), process.env.DISPLAY, join(work, 'Xvfb_screen0'));
const peer = await serveBrowser(modules, 'assets/surveys/gp-fft.json');
const peerCommand = browserCommand(peer.url, join(work, 'profile'));

function figure(name, value, unit, more) {
  writeFigure(process.env.BENCH, name, Number(value.toFixed(3)), unit, more);
}

const middle = (numbers) => quantile(numbers, 50);
const spread = (numbers) => ({ low: Math.min(...numbers), high: Math.max(...numbers), n: numbers.length });
const atMost = (goal) => ({ goal, sense: 'at most' });
const beside = (value) => ({ peer: PEER, peer_value: Number(value.toFixed(3)) });

// --- start ---

async function starts(command, times, files) {
  const taken = [];
  for (let i = 0; i < times; i++) {
    if (files) forget(files);
    const { pid, last } = await probe.start(REST_MS, command);
    taken.push(last);
    await end(pid);
    await probe.rest(300);
  }
  return taken;
}

/** Starts it once, unmeasured, so that caches and profile are as on any other day; says which files it needs. */
async function warmUp(command) {
  const { pid } = await probe.start(REST_MS, command);
  const files = filesOf(pid);
  await end(pid);
  await probe.rest(300);
  return files;
}

async function measureStarts() {
  const [own, other] = [await warmUp(kioskCommand), await warmUp(peerCommand)];
  const [warm, peerWarm] = [await starts(kioskCommand, STARTS), await starts(peerCommand, STARTS)];
  figure('start to usable screen, files cached', middle(warm), 'ms', { ...spread(warm), ...atMost(100), ...beside(middle(peerWarm)) });
  const [cold, peerCold] = [await starts(kioskCommand, COLD_STARTS, own), await starts(peerCommand, COLD_STARTS, other)];
  const note = 'program, libraries and fonts are taken out of the file cache before each start; what other running programs use stays';
  figure('start to usable screen, files not cached', middle(cold), 'ms', { ...spread(cold), ...beside(middle(peerCold)), note });
}

// --- a visit ---

/** One visit through every kind of screen: tiles, keyboard, several, yes or no; from attract to attract. */
async function visit(device, language, typed) {
  await device.choose(language);
  const taps = [{ ...await device.tap('start'), attract: true }];
  const steps = ['answer:good', ...typed.map((key) => `key:${key}`), 'skip', 'answer:staff_were_kind', 'answer:waiting_time',
    'continue', 'answer:true'];
  for (const step of steps) taps.push(await device.tap(step));
  await device.await('thanks');
  await device.tap('done');
  await device.await('attract');
  return taps.map((tap) => ({ ...tap, language }));
}

async function languagesOf(device) {
  const named = () => device.screen.targets.map((target) => /^language:(.*)/.exec(target.name)?.[1]).filter(Boolean);
  const languages = new Set([device.screen.language, ...named()]);
  if (device.target('more-languages')) {
    await device.tap('more-languages');
    await device.await('languages');
    named().forEach((language) => languages.add(language));
    await device.tap('back');
    await device.await('attract');
  }
  return [...languages];
}

async function measureWalk(device, languages) {
  const starts = [];
  for (const language of languages) starts.push(...(await visit(device, language, [])).filter((tap) => tap.attract));
  return starts;
}

async function walkPeer(languages) {
  for (const language of languages) {
    await peer.order('restart', { language });
    await peer.order('answer', { values: { fft: 'good', got_what_i_needed: false } });
    while (await peer.order('forward')) await pause(200);
  }
  await peer.order('restart', { language: 'en' });
}

/** Before the peer is there, with which it would share pages. */
async function ownMemory(device) {
  await pause(QUIET_MS);
  return { kiosk: pssOf(device.pid), courier: pssOf(courier) };
}

async function sayMemory(own, browser, languages) {
  await walkPeer(languages);
  await pause(QUIET_MS);
  const all = pssOf(browser);
  const note = `after a walk through a visit in each of ${languages.length} languages: ${languages.join(', ')}`;
  figure('PSS, kiosk', own.kiosk, 'MiB', { ...atMost(24), ...beside(all), note });
  figure('PSS, courier', own.courier, 'MiB', {});
}

// --- nobody touches ---

async function measureIdle(processes) {
  await pause(QUIET_MS);
  const before = processes.map(wakeUpsOf);
  await pause(IDLE_SECONDS * 1000);
  return processes.map((pid, i) => {
    const after = wakeUpsOf(pid);
    return { sleeps: (after.sleeps - before[i].sleeps) / IDLE_SECONDS, turns: (after.turns - before[i].turns) / IDLE_SECONDS };
  });
}

function sayIdle([kiosk, sender, browser]) {
  const turns = kiosk.turns + sender.turns;
  figure('wake-ups a second, idle, kiosk and courier', kiosk.sleeps + sender.sleeps, '/s',
    { ...atMost(1), ...beside(browser.sleeps), note: `${turns.toFixed(2)} turns on a processor a second, by the scheduler's count; peer ${browser.turns.toFixed(1)}` });
  figure('of these, the courier', sender.sleeps, '/s');
}

// --- taps ---

async function peerTaps(language) {
  const taken = [];
  for (let i = 0; i < PEER_TAPS; i++) {
    await peer.order('restart', { language });
    await probe.rest(PEER_QUIET_MS);
    const targets = await peer.order('targets');
    const seen = await probe.tap(targets[i % 5], PEER_QUIET_MS);
    if (seen.first >= 0) taken.push(seen);
  }
  return taken;
}

const TYPED = ['t', 'e', 'a'];

async function ownTaps(device, language) {
  const taken = [];
  for (let i = 0; i < VISITS; i++) taken.push(...await visit(device, language, language === 'en' && i < 10 ? TYPED : []));
  return taken;
}

function sayTaps(name, taps, others, goals = {}) {
  for (const [which, hundredths] of [['first', 50], ['first', 95], ['last', 50], ['last', 95]]) {
    const times = taps.map((tap) => tap[which]);
    const goal = goals[`${which} ${hundredths}`];
    const other = others ? beside(quantile(others.map((tap) => tap[which]), hundredths)) : {};
    figure(`${name}, ${which} changed pixel, p${hundredths}`, quantile(times, hundredths), 'ms', { n: times.length, ...other, ...(goal ? atMost(goal) : {}) });
  }
}

function pressesOf(taps) {
  return taps.map(({ press }) => press).filter(({ first }) => first >= 0);
}

function sayLanguage(name, taps, others) {
  const seen = taps.filter((tap) => tap.first >= 0);
  const answers = seen.filter((tap) => tap.recorded);
  sayTaps(`release of a tap that is recorded, ${name}`, answers, others, { 'last 95': 10 });
  sayTaps(`finger down to the pressed state, ${name}`, pressesOf(seen), pressesOf(others), { 'first 95': 5 });
  const keys = seen.filter((tap) => tap.name.startsWith('key:'));
  if (keys.length) sayTaps(`release of a key, ${name}`, keys);
}

async function measureTaps() {
  const device = new Device([...kioskCommand, '--trace'], probe);
  await device.await('attract');
  const languages = await languagesOf(device);
  await measureWalk(device, languages); // warm
  const starting = await measureWalk(device, languages);
  const english = await ownTaps(device, 'en');
  const urdu = await ownTaps(device, 'ur');
  const kiosk = device.pid;
  return { device, kiosk, languages, starting, english, urdu };
}

// --- all of it ---

await measureStarts();
const own = await measureTaps();
const memory = await ownMemory(own.device);
const idle = await measureIdle([own.kiosk, courier]);
// A kiosk that runs keeps itself in front of every other program.
await own.device.stop();
const { pid: browser } = await probe.start(REST_MS, peerCommand);
await sayMemory(memory, browser, own.languages);
sayIdle([...idle, ...await measureIdle([browser])]);
sayLanguage('English', own.english, await peerTaps('en'));
sayLanguage('Urdu', own.urdu, await peerTaps('ur'));
const begun = [...own.starting, ...own.english, ...own.urdu].filter((tap) => tap.attract && tap.first >= 0);
sayTaps(`attract to the first question, ${own.languages.length} languages, warm`, begun, undefined, { 'last 95': 10 });
await end(browser);
probe.close();
peer.close();

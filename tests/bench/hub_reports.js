// What reading costs: hub_reports.js VENUES MONTHS BUSIER [LABEL], a made-up county of that size behind a hub. LABEL stands
// before each figure's name, where a bench measures more than one county.
//
// overview  from the request to the last byte of GET /reports/overview over a kept connection
// export    all rows of a survey as CSV, by the command; its memory is the highest that its process held
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { administrator } from '../api/client.js';
import { Hub, environment, program } from '../api/hub.js';
import { quantile, writeFigure } from './common_lines.js';

const [venues, months, busier, label = ''] = process.argv.slice(2);
const ROUNDS = process.env.BENCH_SHORT === 'yes' ? 5 : 40;
const SURVEY = 'jobcentre_appointment';
const DAYS = 90;

const figure = (name, value, unit, more) => writeFigure(process.env.BENCH, `${label}${name}`, Number(value.toFixed(3)), unit, more);
const spread = (numbers) => ({ low: Math.min(...numbers), high: Math.max(...numbers), n: numbers.length });
const day = (ahead) => new Date(Date.now() + ahead * 86400000).toISOString().slice(0, 10);

async function timed(admin, path) {
  const times = [];
  for (let i = 0; i < ROUNDS; i++) {
    const began = performance.now();
    const { status } = await admin.raw('GET', `/api/v1${path}`, { headers: { Cookie: admin.cookie } });
    if (status !== 200) throw new Error(`${path}: ${status}`);
    times.push(performance.now() - began);
  }
  return times;
}

/** Rows, seconds, and the highest resident memory in MiB. */
function exported(hub) {
  return new Promise((done, failed) => {
    const began = performance.now();
    const child = spawn(program('yousaid-hub'), ['export', '--data', hub.data, '--survey', SURVEY, '--format', 'csv'],
      { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let memory = 0;
    const look = setInterval(() => {
      try {
        const [, kib] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
        memory = Math.max(memory, Number(kib ?? 0) / 1024);
      } catch {
        // it has ended
      }
    }, 5);
    child.stdout.resume(); // read and let go: looking at each byte here takes longer than the export
    child.stderr.on('data', (text) => { said += text; });
    child.on('error', failed);
    child.on('close', (status) => {
      clearInterval(look);
      const rows = Number(/exported (\d+) responses/.exec(said)?.[1]);
      if (status !== 0 || !(rows > 0)) failed(new Error(`export ended with ${status}: ${said}`));
      else done({ rows, seconds: (performance.now() - began) / 1000, memory });
    });
  });
}

const hub = new Hub('A made-up county');
try {
  const began = performance.now();
  const said = hub.command('sample', '--venues', venues, '--months', months, '--busier', busier, '--seed', '1');
  const making = (performance.now() - began) / 1000;
  const responses = Number(/, (\d+) responses/.exec(said)[1]);
  await hub.serve({}, 3600);
  const admin = await administrator(hub);
  const [venue] = (await admin.get('/venues')).items;
  const period = `from=${day(-DAYS)}&to=${day(-1)}`;
  await timed(admin, `/reports/overview?${period}`); // what is stale is added up once
  figure('responses behind the reports', responses, '', { note: `${venues} venues, ${months} months; made in ${Math.round(making)} s` });
  const all = await timed(admin, `/reports/overview?${period}`);
  const one = await timed(admin, `/reports/satisfaction?${period}&venue=${venue.id}`);
  figure(`overview of all venues, ${DAYS} days, 50 of 100`, quantile(all, 50), 'ms', { ...spread(all), goal: 30, sense: 'at most' });
  figure(`satisfaction of one venue, ${DAYS} days, 50 of 100`, quantile(one, 50), 'ms', { ...spread(one), goal: 5, sense: 'at most' });
  admin.close();
  const { rows, seconds, memory } = await exported(hub);
  figure('export as CSV', rows / seconds, 'rows/s', { n: rows, goal: 500000, sense: 'at least' });
  figure('memory of the export', memory, 'MiB', { goal: 40, sense: 'at most' });
} finally {
  await hub.close();
}

// The figures as tables: common_table.js FIGURES [PAGE]
// Without PAGE they are printed for people; with it they replace what stands in that page between
// <!-- bench NAME --> and <!-- end NAME -->, for those benches that were run.
import { readFileSync, writeFileSync } from 'node:fs';

const [file, page] = process.argv.slice(2);
const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const { machine } = lines.find((line) => line.machine);
const figures = lines.filter((line) => line.bench);

function short(value) {
  if (Math.abs(value) >= 1000) return Math.round(value).toLocaleString('en-GB');
  return String(Number(value.toPrecision(3)));
}

function spread({ low, high, n }) {
  const parts = [low === undefined ? '' : `${short(low)} to ${short(high)}`, n === undefined ? '' : `n = ${n}`];
  const said = parts.filter(Boolean).join(', ');
  return said && ` (${said})`;
}

const COLUMNS = [
  ['figure', (f) => f.figure],
  ['value', (f) => `${short(f.value)} ${f.unit}${spread(f)}`],
  ['goal', (f) => (f.goal === undefined ? '' : `${f.sense} ${short(f.goal)}`)],
  ['met', (f) => (f.met === undefined ? '' : f.met ? 'yes' : 'no')],
  ['peer', (f) => (f.peer === undefined ? '' : `${f.peer}: ${short(f.peer_value)}`)],
  ['times better', (f) => (f.ratio === undefined ? '' : short(f.ratio))],
];

function rowsOf(bench) {
  const own = figures.filter((figure) => figure.bench === bench);
  return [COLUMNS.map(([name]) => name), ...own.map((figure) => COLUMNS.map(([, cell]) => cell(figure)))];
}

function width(text) {
  return [...text].length;
}

function plain(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => width(row[column]))));
  const line = (row) => row.map((cell, column) => cell + ' '.repeat(widths[column] - width(cell))).join('  ');
  return rows.map((row) => line(row).trimEnd()).join('\n');
}

function markdown([head, ...rows]) {
  const line = (row) => `| ${row.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function facts() {
  const { commit, gcc, sqlite, chromium, node } = machine;
  const versions = Object.entries({ commit, gcc, sqlite, chromium, node }).filter(([, version]) => version);
  return `${machine.processors} × ${machine.processor}, ${machine.memory_gib} GiB, Linux ${machine.kernel}; `
    + versions.map(([name, version]) => `${name} ${version.replace(/^Chromium /, '')}`).join(', ');
}

function load(bench) {
  const loads = figures.filter((figure) => figure.bench === bench).map((figure) => figure.load);
  return `load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`;
}

function below(bench) {
  const own = figures.filter((figure) => figure.bench === bench);
  const notes = own.filter((figure) => figure.note).map((figure) => `- ${figure.figure}: ${figure.note}`);
  const commands = [...new Set(own.map((figure) => figure.command).filter(Boolean))];
  const whose = (command) => own.filter((f) => f.command === command).map((f) => f.figure).join('; ');
  const apart = notes.length ? [''] : [];
  if (commands.length === 1) return [...notes, ...apart, `How: ${commands[0]}.`];
  const how = commands.map((command) => `- ${whose(command)}: ${command}`);
  return [...notes, ...(how.length ? [...apart, 'How:', '', ...how] : [])];
}

function section(bench) {
  const when = `${machine.at}, ${facts()}; ${load(bench)}.`;
  return [`\`./run bench ${bench}\`, ${when}`, '', markdown(rowsOf(bench)), '', ...below(bench)].join('\n').trimEnd();
}

function fillIn(text, bench) {
  const [begin, end] = [`<!-- bench ${bench} -->`, `<!-- end ${bench} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for ${bench}: ${begin} and ${end}`);
  return `${text.slice(0, from + begin.length)}\n${section(bench)}\n${text.slice(to)}`;
}

const benches = [...new Set(figures.map((figure) => figure.bench))];
if (page) {
  writeFileSync(page, benches.reduce(fillIn, readFileSync(page, 'utf8')));
} else {
  process.stdout.write(`\n${facts()}\n`);
  for (const bench of benches) {
    process.stdout.write(`\n${bench} (${load(bench)})\n${plain(rowsOf(bench))}\n${below(bench).map((line) => `  ${line}\n`).join('')}`);
  }
}

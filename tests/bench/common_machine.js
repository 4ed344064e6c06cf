// The first line of every run: what machine this is and what runs on it.
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';

const COMMANDS = {
  commit: ['git', 'rev-parse', '--short', 'HEAD'],
  gcc: ['gcc', '-dumpfullversion'],
  sqlite: ['sqlite3', '--version'],
  chromium: ['chromium', '--version'],
  valgrind: ['valgrind', '--version'],
};

function firstWords([command, ...rest]) {
  try {
    const said = execFileSync(command, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return said.trim().split(' ').slice(0, 2).join(' ');
  } catch {
    return undefined;
  }
}

const versions = Object.fromEntries(Object.entries(COMMANDS).map(([name, words]) => [name, firstWords(words)]));
const machine = {
  processor: cpus()[0].model.trim(),
  processors: cpus().length,
  memory_gib: Math.round(totalmem() / 2 ** 30),
  kernel: release(),
  load: loadavg(),
  at: `${new Date().toISOString().slice(0, 16)}Z`,
  node: process.versions.node,
  ...versions,
};
process.stdout.write(`${JSON.stringify({ machine })}\n`);

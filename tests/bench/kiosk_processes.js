// What processes cost, asked of the kernel: memory, wake-ups, processor time; of a process and all its descendants.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

function readOr(path, otherwise) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return otherwise; // it has ended meanwhile
  }
}

function threads(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** @param {number} pid @returns {number[]} the process and all its descendants */
export function family(pid) {
  const children = threads(pid).flatMap((thread) => readOr(`/proc/${pid}/task/${thread}/children`, '').split(' ').filter(Boolean));
  return [pid, ...children.flatMap((child) => family(Number(child)))];
}

function numberIn(text, pattern) {
  return Number(pattern.exec(text)?.[1] ?? 0);
}

function sum(list, number) {
  return list.reduce((total, item) => total + number(item), 0);
}

/** @param {number} pid @returns {number} MiB: each page divided among those who share it */
export function pssOf(pid) {
  return sum(family(pid), (one) => numberIn(readOr(`/proc/${one}/smaps_rollup`, ''), /^Pss:\s+(\d+)/m)) / 1024;
}

/** Wake-ups by the counts of sleeps, and of turns on a processor, of all threads. @param {number} pid */
export function wakeUpsOf(pid) {
  const all = family(pid).flatMap((one) => threads(one).map((thread) => `/proc/${one}/task/${thread}`));
  return {
    sleeps: sum(all, (thread) => numberIn(readOr(`${thread}/status`, ''), /^voluntary_ctxt_switches:\s+(\d+)/m)),
    turns: sum(all, (thread) => Number(readOr(`${thread}/schedstat`, '0 0 0').split(' ')[2])),
  };
}

/** The files that are mapped into a process and its descendants. @param {number} pid @returns {string[]} */
export function filesOf(pid) {
  const lines = family(pid).flatMap((one) => readOr(`/proc/${one}/maps`, '').split('\n'));
  const paths = lines.map((line) => /\s(\/\S+)$/.exec(line)?.[1]).filter((path) => path && existsSync(path));
  return [...new Set(paths)].filter((path) => !/^\/(dev|proc|memfd)/.test(path));
}

/** Takes files out of the machine's cache, as far as nobody else has them mapped. @param {string[]} files */
export function forget(files) {
  for (const file of files) execFileSync('dd', [`if=${file}`, 'iflag=nocache', 'count=0', 'status=none']);
}

/** Asks a process that is not our child to end, and waits until it has. @param {number} pid */
export async function end(pid) {
  const all = family(pid);
  process.kill(pid, 'SIGTERM');
  const running = (one) => /State:\s+[^ZX]/.test(readOr(`/proc/${one}/status`, ''));
  for (let tries = 0; all.some(running) && tries < 100; tries++) await pause(50);
  for (const one of all.filter(running)) process.kill(one, 'SIGKILL');
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((done) => { setTimeout(done, ms); });
}

// The flash figures from the accounts: flash.js WORK RESPONSES
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { count } from './flash_count.js';
import { writeFigure } from './common_lines.js';

const [work, peerCommits] = process.argv.slice(2);
const PEER = 'SQLite, WAL, FULL, one row a commit';
const COMMAND = 'strace -f -y -e trace=pwrite64,write,fsync,fdatasync yousaid-kiosk run --data DIR --script DAY';

function recordedIn(trace) {
  const lines = readFileSync(trace, 'utf8').split('\n').filter((line) => line.includes('"recorded"')).map((line) => JSON.parse(line));
  return { taps: lines.length, responses: lines.filter((line) => line.closed).length };
}

function figure(name, value, unit, more = {}) {
  writeFigure(process.env.BENCH, name, Number(value.toFixed(3)), unit, { command: COMMAND, ...more });
}

/** The kernel's own count of bytes that the program made it write, as a check of ours. */
function kernelBytes(file) {
  return Number(/^write_bytes: (\d+)/m.exec(readFileSync(file, 'utf8'))[1]);
}

const { taps, responses } = recordedIn(join(work, 'trace'));
const day = await count(join(work, 'account'), join(work, 'riverside'));
const start = await count(join(work, 'account-start'), join(work, 'riverside'));
const peer = await count(join(work, 'account-peer'), join(work, 'peer'));
const own = { bytes: day.bytes - start.bytes, blocks: day.blocks - start.blocks, syncs: day.syncs - start.syncs };
const beside = (value) => ({ peer: PEER, peer_value: Number(value.toFixed(3)) });
const whole = `a day of ${responses} responses and ${taps} recorded taps, with page splits, folds of the log, counters and clock; starting and ending the program without a visit is taken off (${start.bytes} bytes, ${start.syncs} syncs)`;

figure('syncs a tap, mean of a day', own.syncs / taps, '', { goal: 1, sense: 'at most', ...beside(peer.syncs / peerCommits),
  note: `${whole}. The tap's own path is one sync, always (unit.journal); the rest is upkeep while nobody touches` });
figure('bytes written a tap, mean of a day', own.bytes / taps, 'B', { goal: 4300, sense: 'at most', ...beside(peer.bytes / peerCommits),
  note: 'bytes handed to write calls' });
figure('blocks of 4,096 bytes a tap, mean of a day', (own.blocks * 4096) / taps, 'B', { ...beside((peer.blocks * 4096) / peerCommits),
  note: `what the disk gets to write: each block once between two syncs of its file; the file system's own records come on top (by the kernel's write_bytes, these and the start included: ${Math.round(kernelBytes(join(work, 'io')) / taps)} B a tap)` });
figure('syncs a response', own.syncs / responses, '');
figure('bytes written a response', own.bytes / responses, 'B');

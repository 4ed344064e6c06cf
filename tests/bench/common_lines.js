// One figure of a bench as a line of JSON on file descriptor 3, where ./run bench reads it.
import { writeSync } from 'node:fs';
import { loadavg } from 'node:os';

const FIGURES_FD = 3;

/** How many times better than its peer: below 1 is worse. */
function ratio({ value, peer_value: peer, sense }) {
  if (peer === undefined || value === 0 || peer === 0) return undefined;
  return Number((sense === 'at least' ? value / peer : peer / value).toPrecision(3));
}

function met({ value, goal, sense }) {
  if (goal === undefined) return undefined;
  return sense === 'at least' ? value >= goal : value <= goal;
}

/**
 * Writes one figure.
 * @param {string} bench
 * @param {string} figure what it is, in words
 * @param {number} value
 * @param {string} unit
 * @param {object} [more] goal and sense ("at most" or "at least"), peer and peer_value, low, high, n, command, note
 */
export function writeFigure(bench, figure, value, unit, more = {}) {
  if (!Number.isFinite(value)) throw new Error(`${figure}: ${value} is no number`);
  const line = { bench, figure, value, unit, ...more };
  const at = new Date().toISOString().slice(0, 16);
  writeSync(FIGURES_FD, `${JSON.stringify({ ...line, met: met(line), ratio: ratio(line), at, load: loadavg()[0] })}\n`);
}

/**
 * The number below which so many hundredths of the numbers lie.
 * @param {number[]} numbers
 * @param {number} hundredths
 */
export function quantile(numbers, hundredths) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const index = Math.ceil((sorted.length * hundredths) / 100) - 1;
  return sorted[Math.max(0, index)];
}

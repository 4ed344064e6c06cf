// The program that looks at the screen and touches it (kiosk_probe.c), as promises.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** @param {string} program @param {string} display @param {string} picture the server's file */
export function openProbe(program, display, picture) {
  const child = spawn(program, [display, picture], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift().done(JSON.parse(line)));
  child.on('exit', () => waiting.forEach(({ failed }) => failed(new Error('the probe has ended'))));
  const order = (...words) => new Promise((done, failed) => {
    waiting.push({ done, failed });
    child.stdin.write(`${words.join(' ')}\n`);
  });
  return {
    start: (quiet, command) => order('start', quiet, ...command),
    tap: ({ x, y }, quiet) => order('tap', x, y, quiet),
    rest: (quiet) => order('rest', quiet),
    close: () => child.stdin.end(),
  };
}

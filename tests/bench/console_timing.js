// How the console is timed: in the page itself, from what a person does to the frame that shows what comes of it.
import { quantile, writeFigure } from './common_lines.js';

export const quick = process.env.BENCH_SHORT === 'yes';

export function figure(name, value, unit, more) {
  writeFigure(process.env.BENCH, name, Number(value.toFixed(3)), unit, more);
}
export const spread = (numbers) => ({ low: Math.min(...numbers), high: Math.max(...numbers), n: numbers.length });
export const atMost = (goal) => ({ goal, sense: 'at most' });

/** Of each kind of interaction its usual time, and one that only one in twenty is above. */
export function interactionFigures(taken) {
  for (const [name, times] of Object.entries(taken)) {
    figure(`${name}, 50 of 100`, quantile(times, 50), 'ms', { ...spread(times), ...atMost(100) });
    figure(`${name}, 95 of 100`, quantile(times, 95), 'ms', { n: times.length });
  }
}

const NEVER_MS = 60000;

/** In the page: does it, and waits frame by frame until it is done; milliseconds. What never is done ends the bench. */
export const timed = (page, act, done) => page.evaluate(([doing, being, never]) => new Promise((tell, fail) => {
  const is = new Function(`return (${being})`);
  const began = performance.now();
  new Function(doing)();
  const frame = () => {
    if (is()) requestAnimationFrame(() => tell(performance.now() - began));
    else if (performance.now() - began < never) look();
    else fail(new Error(`after ${doing} this never was: ${being}`));
  };
  const look = () => requestAnimationFrame(frame);
  look();
}), [act, done, NEVER_MS]);

export const AT_REST = "document.querySelector('h1') !== null && document.querySelector('.skeleton, [aria-busy=true]') === null";
export const follow = (href) => [`document.querySelector('nav a[href="${href}"]').click()`, `location.pathname === '${href}' && ${AT_REST} && document.querySelector('nav a[href="${href}"][aria-current]') !== null`];

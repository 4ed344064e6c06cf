// For shell scripts, one figure: common_figure.js BENCH NAME VALUE UNIT [OPTION...]
import { writeFigure } from './common_lines.js';

const OPTIONS = {
  '--at-most': ([goal]) => ({ goal: number(goal), sense: 'at most' }),
  '--at-least': ([goal]) => ({ goal: number(goal), sense: 'at least' }),
  '--peer': ([peer, value]) => ({ peer, peer_value: number(value) }),
  '--range': ([low, high]) => ({ low: number(low), high: number(high) }),
  '--n': ([n]) => ({ n: number(n) }),
  '--command': ([command]) => ({ command }),
  '--note': ([note]) => ({ note }),
};
const WORDS = { '--peer': 2, '--range': 2 };

function number(text) {
  const value = Number(text);
  if (text === '' || text === undefined || !Number.isFinite(value)) throw new Error(`"${text}" is no number`);
  return value;
}

function takeOptions(words) {
  const taken = {};
  for (let at = 0; at < words.length; ) {
    const take = OPTIONS[words[at]];
    const count = WORDS[words[at]] ?? 1;
    if (!take) throw new Error(`there is no option ${words[at]}`);
    Object.assign(taken, take(words.slice(at + 1, at + 1 + count)));
    at += 1 + count;
  }
  return taken;
}

const [bench, figure, value, unit, ...rest] = process.argv.slice(2);
writeFigure(bench, figure, number(value), unit, takeOptions(rest));

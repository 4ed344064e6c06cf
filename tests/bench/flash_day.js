// A day at a kiosk as a script for `yousaid-kiosk run --script`: flash_day.js VISITS. From nine to five, in pauses of
// half a minute to a minute and a half; people answer as people do, seeded, so the same on every machine.
const visits = Number(process.argv[2]);
const DAY_MS = 8 * 3600 * 1000;
const GOOD = ['very_good', 'good'];
const FACES = [...GOOD, 'good', 'neither', 'poor'];
const REASONS = ['getting_an_appointment', 'waiting_time', 'being_listened_to', 'clear_explanation'];

let seed = 7;
function chance(below) {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return (seed >>> 8) % below;
}

function think() {
  return `wait ${1500 + chance(4000)}`;
}

function words() {
  const text = 'staff were kind but i waited long';
  return [...text.slice(0, 8 + chance(text.length - 8))].flatMap((letter) => [`key ${letter === ' ' ? 'space' : letter}`, 'wait 250']);
}

function visit() {
  const face = FACES[chance(FACES.length)];
  const said = chance(17) === 0 ? [...words(), 'touch continue'] : ['touch skip'];
  const reasons = REASONS.slice(0, 1 + chance(3)).flatMap((reason) => [think(), `touch answer:${reason}`]);
  return [think(), 'touch start', think(), `touch answer:${face}`, think(), ...said, ...reasons, think(), 'touch continue',
    think(), 'touch answer:true', think()];
}

const pause = DAY_MS / visits - 30000;
const lines = Array.from({ length: visits }, () => [`wait ${Math.round(pause / 2 + chance(pause))}`, ...visit()]).flat();
process.stdout.write(`${[...lines, 'wait 60000', 'quit'].join('\n')}\n`);

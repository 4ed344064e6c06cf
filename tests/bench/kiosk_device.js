// Our kiosk, followed through what it prints with --trace: which screen, which targets, what was recorded.
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createInterface } from 'node:readline';
import { pause } from './kiosk_processes.js';

const QUIET_MS = 80; // our kiosk has no animation: what has rested so long has ended
const PATIENCE_MS = 20000;
const NEW_SCREEN_MS = 560; // a new screen takes no press for half a second

/** A running kiosk. */
export class Device extends EventEmitter {
  constructor(command, probe) {
    super();
    this.probe = probe;
    this.child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
    this.recorded = 0;
    createInterface({ input: this.child.stdout }).on('line', (line) => this.hear(JSON.parse(line)));
  }

  hear(line) {
    if (line.recorded) this.recorded++;
    if (!line.screen) return;
    const name = ({ screen, question, sheet, language }) => [screen, question, sheet, language].join(' ');
    if (!this.screen || name(line) !== name(this.screen)) this.since = Date.now();
    this.screen = line;
    this.emit('screen');
  }

  get pid() {
    return this.child.pid;
  }

  target(name) {
    return this.screen.targets.find((target) => target.name === name);
  }

  /** Waits until something is so; the kiosk may say it a little later than it shows it. */
  async until(holds, what) {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      while (!holds()) await once(this, 'screen', { signal });
    } catch {
      throw new Error(`waited too long for ${what}; the screen has: ${this.screen?.targets.map((t) => t.name).join(' ')}`);
    }
  }

  /** Waits until this screen is there. */
  await(screen) {
    return this.until(() => this.screen?.screen === screen, screen);
  }

  /** Taps a target, when the kiosk takes a tap; what the probe saw, and whether it was recorded. */
  async tap(name) {
    await this.until(() => this.target(name), name);
    await pause(Math.max(0, this.since + NEW_SCREEN_MS - Date.now()));
    const at = this.target(name);
    const before = this.recorded;
    const seen = await this.probe.tap({ x: at.x + (at.w >> 1), y: at.y + (at.h >> 1) }, QUIET_MS);
    await pause(10); // what was said meanwhile is heard
    return { ...seen, name, recorded: this.recorded > before };
  }

  /** From attract into this language; the last tap is that of "start". */
  async choose(language) {
    if (this.screen.language === language) return;
    if (!this.target(`language:${language}`)) await this.tap('more-languages');
    await this.tap(`language:${language}`);
    await this.until(() => this.screen.language === language && this.target('start'), language);
  }

  async stop() {
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}

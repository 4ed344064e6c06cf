/* A real kiosk with its courier: enrolled at the hub, shown on a virtual screen, tapped with a real pointer. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { environment, program } from '../api/hub.js';

const NEW_SCREEN_MS = 600; /* a new screen takes no press for half a second */
const PATIENCE_MS = 30000;

export class Kiosk {
    /* One that reaches no hub: what it asks lies on the stick, as `question`. */
    static withoutNetwork(hub, venue, stick) {
        const kiosk = Object.create(Kiosk.prototype);
        const setup = path.join(stick, 'yousaid-setup.json');
        const code = /[0-9A-Z]{5}(-[0-9A-Z]{5}){3}/.exec(hub.command('kiosk invite', '--venue', venue))[0];
        kiosk.data = path.join(hub.folder, `kiosk-${venue}-never`);
        writeFileSync(setup, JSON.stringify({ version: 1, hub: 'https://127.0.0.1:1', code }));
        try {
            kiosk.courier('provision', '--from', stick);
        } catch {
            /* It says that the stick is to be carried. */
        }
        rmSync(setup);
        kiosk.question = path.join(stick, readdirSync(stick).find((name) => name.endsWith('.enrol')));
        return kiosk;
    }

    /* Enrolled with an invitation of its own, or with the code from a sheet. */
    constructor(hub, venue, typed) {
        this.data = path.join(hub.folder, `kiosk-${venue}`);
        const code = path.join(hub.folder, 'code');
        writeFileSync(code, typed ?? /[0-9A-Z]{5}(-[0-9A-Z]{5}){3}/.exec(hub.command('kiosk invite', '--venue', venue))[0]);
        this.courier('enrol', '--hub', hub.url, '--code-file', code);
    }

    courier(...words) {
        return execFileSync(program('yousaid-courier'), [...words, '--data', this.data], { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    }

    status() {
        return JSON.parse(execFileSync(program('yousaid-kiosk'), ['status', '--data', this.data, '--json'], { env: environment, encoding: 'utf8' }));
    }

    /* People who touch these, one after the other, on no screen at all. */
    visits(...all) {
        const script = path.join(this.data, '..', 'script');
        writeFileSync(script, `${all.flatMap((touches) => touches.map((name) => `touch ${name}`)).join('\n')}\nwait 200\nquit\n`);
        execFileSync(program('yousaid-kiosk'), ['run', '--data', this.data, '--script', script],
            { env: { ...environment, SDL_VIDEODRIVER: 'dummy' }, stdio: ['ignore', 'ignore', 'inherit'] });
    }

    async #startScreen() {
        this.server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'pipe', 'ignore'] });
        const [number] = await once(createInterface({ input: this.server.stdout }), 'line');
        return `:${number}`;
    }

    async start() {
        this.display = await this.#startScreen();
        this.child = spawn(program('yousaid-kiosk'), ['run', '--data', this.data, '--window', '1280x800', '--trace'],
            { env: { ...environment, DISPLAY: this.display }, stdio: ['ignore', 'pipe', 'inherit'] });
        this.lines = createInterface({ input: this.child.stdout });
        this.recorded = [];
        this.lines.on('line', (text) => {
            const line = JSON.parse(text);
            if (line.recorded) this.recorded.push(line);
            if (line.targets) this.targets = line.targets;
        });
    }

    /* Waits until something is so; the kiosk says a line whenever what it shows has changed. */
    async until(what, holds) {
        const signal = AbortSignal.timeout(PATIENCE_MS);
        while (!holds()) {
            await once(this.lines, 'line', { signal }).catch(() => {
                throw new Error(`waited too long for ${what}; the screen has ${(this.targets ?? []).map(({ name }) => name).join(' ')}`);
            });
        }
    }

    async tap(name) {
        const target = () => (this.targets ?? []).find((one) => one.name === name);
        await this.until(name, target);
        await pause(NEW_SCREEN_MS);
        const { x, y, w, h } = target();
        execFileSync('xdotool', ['mousemove', String(x + (w >> 1)), String(y + (h >> 1)), 'click', '1'], { env: { ...process.env, DISPLAY: this.display } });
    }

    async stop() {
        for (const child of [this.child, this.server]) {
            if (!child || child.exitCode !== null) continue;
            child.kill('SIGTERM');
            await once(child, 'exit');
        }
        this.child = this.server = undefined;
    }

    /* What it has for a hub goes into a folder, and what receipts lie there are taken. */
    stick(folder) {
        this.courier('stick', '--to', folder);
        return readdirSync(folder).filter((name) => name.endsWith('.batch')).map((name) => path.join(folder, name));
    }
}

/* A hub of one's own: made by its commands, served on a free port, stopped at the end. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const bin = process.env.YOUSAID_BIN;
if (!bin) throw new Error('YOUSAID_BIN must name the folder with the programs');

/* Argon2id at the cost of a test; builds without assertions do not look at this. */
export const environment = { ...process.env, YOUSAID_TEST_KDF: '1' };

export const program = (name) => path.join(bin, name);

/* Runs yousaid-hub and gives what it prints. */
export function hubCommand(...words) {
    return execFileSync(program('yousaid-hub'), words, { env: environment, encoding: 'utf8' });
}

/* A database of the hub's own on the server that run.sh --postgres starts; none: SQLite in its folder. */
function databaseWords(folder) {
    const server = process.env.YOUSAID_API_POSTGRES;
    if (!server) return [];
    const name = path.basename(folder).toLowerCase().replaceAll('-', '_');
    const url = (database) => `postgres:///${database}?host=${server}&user=yousaid`;
    execFileSync('psql', ['-qAt', url('postgres'), '-c', `CREATE DATABASE "${name}"`]);
    return ['--database', url(name)];
}

export class Hub {
    constructor(programme = 'Northshire clinics') {
        this.folder = mkdtempSync(path.join(tmpdir(), 'yousaid-api-'));
        this.data = path.join(this.folder, 'hub');
        const words = databaseWords(this.folder);
        [, this.database] = words;
        hubCommand('init', '--data', this.data, '--programme', programme, ...words);
        this.ca = readFileSync(path.join(this.data, 'tls', 'ca.pem'));
    }

    command(group, ...words) {
        return hubCommand(...group.split(' '), ...words, '--data', this.data);
    }

    /* Asks the database itself, past the hub: what no door does. */
    sql(text) {
        if (!this.database) return execFileSync('sqlite3', ['-cmd', '.timeout 10000', path.join(this.data, 'hub.sqlite'), text], { encoding: 'utf8' });
        return execFileSync('psql', ['-qAt', this.database, '-c', text], { encoding: 'utf8' });
    }

    /* The hub looks every second at what it sees to by itself, unless told otherwise: a test waits for that. */
    async serve(more = {}, lookEvery = 1, words = []) {
        this.log = '';
        this.child = spawn(program('yousaid-hub'), ['serve', '--data', this.data, '--listen', '127.0.0.1:0', '--look-every', String(lookEvery), ...words],
            { env: { ...environment, ...more }, stdio: ['ignore', 'pipe', 'pipe'] });
        this.child.stderr.on('data', (text) => { this.log += text; });
        this.ended = new Promise((resolve) => { this.child.on('exit', (status, signal) => resolve(status ?? signal)); });
        this.url = await new Promise((resolve, reject) => {
            let said = '';
            this.child.stdout.on('data', (text) => {
                said += text;
                const found = /listening on (https:\S+)/.exec(said);
                if (found) resolve(found[1]);
            });
            this.ended.then((status) => reject(new Error(`the hub ended with ${status}: ${this.log}`)));
        });
    }

    async stop() {
        if (!this.child) return;
        this.child.kill('SIGTERM');
        const status = await this.ended;
        this.child = undefined;
        if (status !== 0) throw new Error(`the hub ended with ${status}: ${this.log}`);
    }

    async close() {
        await this.stop();
        rmSync(this.folder, { recursive: true });
    }
}

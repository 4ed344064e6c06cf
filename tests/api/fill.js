/* Puts into a hub what kiosks might have sent: see tests/support/fill_hub.c. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { environment, program } from './hub.js';

const surveys = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '../../assets/surveys');

/* Without its clips and a look at its screens: both take long, and e2e.speech and e2e.survey look at them. */
export const publish = (hub, name) => hub.command('survey publish', '--no-speech', '--no-screens', path.join(surveys, `${name}.json`));

/* Gives the kiosks: {id, venue, responses}. */
export function fill(hub, plan) {
    const file = path.join(hub.folder, 'plan.json');
    writeFileSync(file, JSON.stringify(plan));
    const said = execFileSync(program('fill_hub'), [hub.data, file], { env: environment, encoding: 'utf8' });
    return said.trim().split('\n').map((line) => {
        const [id, venue, responses] = line.split(' ');
        return { id, venue, responses: Number(responses) };
    });
}

/* A day so many days from the present one, as text. */
export const day = (ahead) => new Date(Date.now() + ahead * 86400000).toISOString().slice(0, 10);
/* The month so many months from the present one, and its first and last day. */
export function month(ahead) {
    const now = new Date();
    const first = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
    const last = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 0));
    const text = (d) => d.toISOString().slice(0, 10);
    return { name: text(first).slice(0, 7), from: text(first), to: text(last) };
}

/*
 * The hub's public API, typed by its own description. Every failure is thrown as a Problem. A session that ends in
 * the middle of something is no failure: the request waits until the person has signed in again, so that nothing
 * that was typed is lost.
 */
import createClient from 'openapi-fetch';
import { Problem, problemOf } from '../app/problem';
import type { components, paths } from './types';

export type Schemas = components['schemas'];

interface Gate {
    csrf: string;
    /** Asks the person to sign in again; resolves when that is done. Null before anybody has signed in. */
    signInAgain: (() => Promise<void>) | null;
    /** Told of each change that the hub took, whatever page made it. */
    changed: Set<() => void>;
}

/** What the session knows and requests need; session.tsx keeps it. */
export const gate: Gate = { csrf: '', signInAgain: null, changed: new Set() };

const SAFE = new Set(['GET', 'HEAD']);

async function send(request: Request): Promise<Response> {
    const headers = new Headers(request.headers);
    if (!SAFE.has(request.method) && gate.csrf !== '') {
        headers.set('X-CSRF-Token', gate.csrf);
    }
    try {
        return await fetch(new Request(request.clone(), { headers, credentials: 'same-origin' }));
    } catch (error) {
        if (request.signal.aborted) {
            throw error;
        }
        throw new Problem('offline', 0, '');
    }
}

async function hubFetch(request: Request): Promise<Response> {
    const response = await send(request);
    if (response.ok || response.status === 304) {
        if (!SAFE.has(request.method)) {
            gate.changed.forEach((tell) => tell());
        }
        return response;
    }
    const problem = await problemOf(response);
    if (problem.kind !== 'signed-out' || gate.signInAgain === null) {
        throw problem;
    }
    await gate.signInAgain();
    return hubFetch(request);
}

/** A session's own requests: 401 is an answer there, not an interruption. */
async function doorFetch(request: Request): Promise<Response> {
    const response = await send(request);
    if (!response.ok) {
        throw await problemOf(response);
    }
    return response;
}

const baseUrl = '/api/v1';

export const api = createClient<paths>({ baseUrl, fetch: hubFetch });
export const door = createClient<paths>({ baseUrl, fetch: doorFetch });

/** The body as JSON; openapi-fetch leaves it undefined on failure, but here failures were thrown. */
export function must<T>(answer: { data?: T }): Exclude<NonNullable<T>, string> {
    if (answer.data === undefined || answer.data === null || typeof answer.data === 'string') {
        throw new Problem('failed', 0, '');
    }
    return answer.data as Exclude<NonNullable<T>, string>;
}

/** The version of what was read, to be sent back with a change. */
export function versionOf(response: Response): string {
    return response.headers.get('ETag') ?? '';
}

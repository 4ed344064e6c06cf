/*
 * Why something could not be done, as a whole sentence. The hub's own is English and says most; in another language it
 * is said by its code where it has one, and else by the kind of problem, which the hub names for programs.
 */
import type { Key, Words } from '../words/words';
import type { Problem } from './problem';
import { say } from './said';

/** What is said of these without the hub. */
const OWN: Partial<Record<Problem['kind'], Key>> = {
    offline: 'state.offline_more',
    denied: 'state.denied_more',
    busy: 'state.busy_more',
    changed: 'state.changed',
};

export function sentenceOf({ kind, message, type, code, values }: Problem, words: Words): string {
    if (words.tag === 'en' && message !== '') {
        return message;
    }
    if (code !== undefined && words.has(`said.${code}`)) {
        return say({ code, values }, words);
    }
    const named = `refusal.${type}`;
    return words.t(words.has(named) ? (named as Key) : (OWN[kind] ?? 'state.failed_more'));
}

/*
 * What the hub says of what it was sent, and of what it proves, in the language of the console: by its code, which the
 * description of the API lists, each with words in every language or this does not compile. The hub's own sentence is
 * English.
 */
import type { Schemas } from '../api/client';
import type { Key, Values, Words } from '../words/words';
import { useWords } from './session';

export type SaidCode = Schemas['SaidCode'];

export interface Said {
    code?: SaidCode | undefined;
    values?: string[] | undefined;
    text?: string | undefined;
}

const CODE_MAX = 63;

/** As the hub makes a code of a sentence: its words in small letters, as many whole ones as fit. */
function codeOf(text: string): string {
    let code = '';
    for (const word of text.toLowerCase().match(/[a-z0-9]+/g) ?? []) {
        const longer = code === '' ? word : `${code}_${word}`;
        if (longer.length > CODE_MAX) {
            break;
        }
        code = longer;
    }
    return code;
}

/** A value may be a piece of a sentence itself: "use checkbox". What people wrote stays as it is. */
function piece(value: string, words: Words): string {
    const key = `phrase.${codeOf(value)}` as Key;
    const gap = value.startsWith(' ') ? ' ' : '';
    return words.has(key) ? gap + words.t(key) : value;
}

export function say({ code, values = [], text = '' }: Said, words: Words): string {
    if (words.tag === 'en' && text !== '') {
        return text;
    }
    const key = `said.${code ?? 'unknown'}` as const satisfies Key;
    const filled: Values = {};
    values.forEach((value, i) => (filled[String(i + 1)] = piece(value, words)));
    return words.t(words.has(key) ? key : 'said.unknown', filled);
}

export function useSaid(): (said: Said) => string {
    const words = useWords();
    return (said) => say(said, words);
}

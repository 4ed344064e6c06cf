/*
 * What somebody typed into a form and has not saved: it is there again when they come back to it, from another page or
 * another month. In memory alone, and only for who typed it: it goes when they sign out or the page is left.
 */
import { useState } from 'preact/hooks';
import { untilLeaving } from './leaving';

const typed = untilLeaving(new Map<string, unknown>());

interface Typed<T> {
    value: T;
    set: (value: T) => void;
    /** It is saved, or nobody wants it. */
    forget: () => void;
}

/** `key` names the form and what it is about, with the version that was read: what was typed over another is not kept. */
export function useTyped<T>(key: string, start: T): Typed<T> {
    const [value, setValue] = useState<T>(() => (typed.has(key) ? (typed.get(key) as T) : start));
    return {
        value,
        set: (next) => {
            typed.set(key, next);
            setValue(next);
        },
        forget: () => void typed.delete(key),
    };
}

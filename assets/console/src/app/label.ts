/* What a row of a report is called: the hub gives tags and names that only programs know by heart. */
import { en } from '../words/en';
import type { Key } from '../words/words';
import { useWords } from './session';

interface Row {
    key: string;
    label: string;
}

/** A kind of venue in words where it is one of the usual ones; others are called as they were named. */
export function useKindName(): (kind: string) => string {
    const words = useWords();
    return (kind) => (words.has(`kind.${kind}`) ? words.t(`kind.${kind}` as Key) : kind);
}

export function useLabel(dimension: string): (row: Row) => string {
    const words = useWords();
    const named: Record<string, (row: Row) => string> = {
        language: ({ key }) => words.languageName(key),
        access: ({ key, label }) => (`access.${key}` in en ? words.t(`access.${key}` as Key) : label),
        month: ({ key }) => words.month(`${key}-01`),
        hour: ({ key }) => `${key.padStart(2, '0')}:00`,
    };
    return named[dimension] ?? (({ label }) => label);
}

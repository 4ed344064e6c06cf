/* A finding in the language of the console: by its code where that language has words for it, else the hub's English. */
import type { Schemas } from '../api/client';
import { en } from '../words/en';
import type { Key, Values } from '../words/words';
import { useWords } from './session';

export function useFinding(): (finding: Schemas['Finding']) => string {
    const words = useWords();
    return (finding) => {
        const key = `finding.${finding.code}`;
        return key in en ? words.t(key as Key, (finding.values ?? {}) as Values) : finding.text;
    };
}

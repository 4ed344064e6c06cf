/* One change at a time: busy while it is under way, its problem kept until the next try. */
import { useState } from 'preact/hooks';
import type { FormError } from '../parts/form';
import type { Problem } from './problem';
import { asProblem } from './resource';
import { say } from './said';
import { useWords } from './session';
import { sentenceOf } from './sentence';

export interface Action {
    busy: boolean;
    problem: Problem | null;
    /** For the summary at the top of a form; ids by JSON pointer where the form names them. */
    errors: FormError[];
    run: (change: () => Promise<void>) => Promise<boolean>;
    clear: () => void;
}

export function useAction(idOf: (pointer: string) => string = () => ''): Action {
    const words = useWords();
    const [busy, setBusy] = useState(false);
    const [problem, setProblem] = useState<Problem | null>(null);
    const [errors, setErrors] = useState<FormError[]>([]);
    const clear = () => {
        setProblem(null);
        setErrors([]);
    };
    const fail = (found: Problem) => {
        setProblem(found);
        const sentence = sentenceOf(found, words);
        setErrors(
            found.fields.length > 0
                ? found.fields.map((field) => ({ id: idOf(field.pointer), text: say(field, words) }))
                : [{ id: idOf(''), text: sentence }],
        );
    };
    const run = async (change: () => Promise<void>): Promise<boolean> => {
        if (busy) {
            return false;
        }
        setBusy(true);
        clear();
        try {
            await change();
            return true;
        } catch (error) {
            fail(asProblem(error));
            return false;
        } finally {
            setBusy(false);
        }
    };
    return { busy, problem, errors, run, clear };
}

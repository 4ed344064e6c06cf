/* Something that is read from the hub while a page shows: loading, there, or a problem; what was there stays meanwhile. */
import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Problem } from './problem';

export interface Resource<T> {
    data: T | null;
    problem: Problem | null;
    loading: boolean;
    reload: () => void;
    /** Puts a newer value in its place, as after a change. */
    set: (data: T) => void;
}

export function asProblem(error: unknown): Problem {
    return error instanceof Problem ? error : new Problem('failed', 0, '');
}

/**
 * @param key names what is read: another key reads anew
 * @param load reads it; its signal ends when the page goes or another key comes
 */
export function useResource<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Resource<T> {
    const [state, setState] = useState<{ key: string; data: T | null; problem: Problem | null; loading: boolean }>({
        key,
        data: null,
        problem: null,
        loading: true,
    });
    const [turn, setTurn] = useState(0);
    const latest = useRef(load);
    latest.current = load;
    /* Before the frame that shows that it is read, not after it: the hub answers while that is drawn. */
    useLayoutEffect(() => {
        const ended = new AbortController();
        setState((old) => ({ key, data: old.key === key ? old.data : null, problem: null, loading: true }));
        latest.current(ended.signal).then(
            (data) => {
                if (!ended.signal.aborted) {
                    setState({ key, data, problem: null, loading: false });
                }
            },
            (error: unknown) => {
                if (!ended.signal.aborted) {
                    setState((old) => ({ ...old, problem: asProblem(error), loading: false }));
                }
            },
        );
        return () => ended.abort();
    }, [key, turn]);
    const reload = useCallback(() => setTurn((n) => n + 1), []);
    const set = useCallback((data: T) => setState({ key, data, problem: null, loading: false }), [key]);
    /* A new key's first render comes before its effect: what is shown then must not be the old one's. */
    const data = state.key === key ? state.data : null;
    return { data, problem: state.problem, loading: state.loading || state.key !== key, reload, set };
}

/*
 * The words key as pages see it: locked, being unlocked, or open. It locks by itself after a quarter of an hour
 * without use, when the person signs out, and when the page is left.
 */
import { createContext, type ComponentChildren } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Problem } from '../app/problem';
import { useSession } from '../app/session';
import type { Answer, Ask, Opened, SealedItem } from './messages';

const IDLE_MS = 15 * 60 * 1000;

/** 'unreachable': what opens words is fetched when it is first needed, and the hub was away then. */
type Unlocked = 'unlocked' | 'wrong_passphrase' | 'no_memory' | 'damaged' | 'unreachable';
type Made = { publicKey: string; wrapped: string } | 'no_memory' | 'unreachable';
type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;

export interface Vault {
    isOpen: boolean;
    unlock: (key: { wrapped: string; public: string }, passphrase: string) => Promise<Unlocked>;
    open: (items: SealedItem[]) => Promise<Opened[]>;
    make: (passphrase: string) => Promise<Made>;
    lock: () => void;
}

const Context = createContext<Vault | null>(null);

export function useVault(): Vault {
    const vault = useContext(Context);
    if (vault === null) {
        throw new Error('useVault outside VaultProvider');
    }
    return vault;
}

interface Waiting {
    resolve: (answer: Answer) => void;
    reject: (why: Problem) => void;
}

/** One worker, made when it is first needed; its answers go to whoever asked. One that cannot be fetched answers nobody. */
function useWorker() {
    const worker = useRef<Worker | null>(null);
    const waiting = useRef(new Map<number, Waiting>());
    const number = useRef(0);
    const end = useCallback(() => {
        worker.current?.terminate();
        worker.current = null;
        waiting.current.clear();
    }, []);
    const ask = useCallback((what: WithoutId<Ask>): Promise<Answer> => {
        if (worker.current === null) {
            worker.current = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'words' });
            worker.current.onmessage = (event: MessageEvent<Answer>) => {
                waiting.current.get(event.data.id)?.resolve(event.data);
                waiting.current.delete(event.data.id);
            };
            worker.current.onerror = () => {
                waiting.current.forEach(({ reject }) => reject(new Problem('offline', 0, '')));
                end();
            };
        }
        const id = ++number.current;
        worker.current.postMessage({ ...what, id });
        return new Promise((resolve, reject) => waiting.current.set(id, { resolve, reject }));
    }, [end]);
    useEffect(() => end, [end]);
    return { ask, end };
}

export function VaultProvider({ children }: { children: ComponentChildren }) {
    const { stage } = useSession();
    const [isOpen, setOpen] = useState(false);
    const timer = useRef(0);
    const { ask, end } = useWorker();

    const lock = useCallback(() => {
        end();
        setOpen(false);
    }, [end]);
    const used = useCallback(() => {
        window.clearTimeout(timer.current);
        timer.current = window.setTimeout(lock, IDLE_MS);
    }, [lock]);

    useEffect(() => {
        if (stage === 'out') {
            lock();
        }
    }, [stage, lock]);

    const value = useMemo<Vault>(
        () => ({
            isOpen,
            unlock: async (key, passphrase) => {
                const asked = ask({ what: 'unlock', wrapped: key.wrapped, publicKey: key.public, passphrase });
                const what = await asked.then((answer) => answer.what as Unlocked, () => 'unreachable' as const);
                setOpen(what === 'unlocked');
                used();
                return what;
            },
            open: async (items) => {
                used();
                const answer = await ask({ what: 'open', items });
                return answer.what === 'opened' ? answer.items : [];
            },
            make: async (passphrase) => {
                const answer = await ask({ what: 'make', passphrase }).catch(() => null);
                if (answer?.what === 'made') {
                    return { publicKey: answer.publicKey, wrapped: answer.wrapped };
                }
                return answer === null ? 'unreachable' : 'no_memory';
            },
            lock,
        }),
        [isOpen, ask, used, lock],
    );
    return <Context.Provider value={value}>{children}</Context.Provider>;
}

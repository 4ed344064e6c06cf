/*
 * The words key as pages see it: locked, being unlocked, or open. It locks by itself after a quarter of an hour
 * without use, when the person signs out, and when the page is left.
 */
import { createContext, type ComponentChildren } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useSession } from '../app/session';
import type { Answer, Ask, Opened, SealedItem } from './messages';

const IDLE_MS = 15 * 60 * 1000;

type Unlocked = 'unlocked' | 'wrong_passphrase' | 'no_memory' | 'damaged';
type WithoutId<T> = T extends { id: number } ? Omit<T, 'id'> : never;

export interface Vault {
    isOpen: boolean;
    unlock: (key: { wrapped: string; public: string }, passphrase: string) => Promise<Unlocked>;
    open: (items: SealedItem[]) => Promise<Opened[]>;
    make: (passphrase: string) => Promise<{ publicKey: string; wrapped: string } | null>;
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

/** One worker, made when it is first needed; its answers go to whoever asked. */
function useWorker() {
    const worker = useRef<Worker | null>(null);
    const waiting = useRef(new Map<number, (answer: Answer) => void>());
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
                waiting.current.get(event.data.id)?.(event.data);
                waiting.current.delete(event.data.id);
            };
        }
        const id = ++number.current;
        worker.current.postMessage({ ...what, id });
        return new Promise((resolve) => waiting.current.set(id, resolve));
    }, []);
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
                const { what } = await ask({ what: 'unlock', wrapped: key.wrapped, publicKey: key.public, passphrase });
                setOpen(what === 'unlocked');
                used();
                return what as Unlocked;
            },
            open: async (items) => {
                used();
                const answer = await ask({ what: 'open', items });
                return answer.what === 'opened' ? answer.items : [];
            },
            make: async (passphrase) => {
                const answer = await ask({ what: 'make', passphrase });
                return answer.what === 'made' ? { publicKey: answer.publicKey, wrapped: answer.wrapped } : null;
            },
            lock,
        }),
        [isOpen, ask, used, lock],
    );
    return <Context.Provider value={value}>{children}</Context.Provider>;
}

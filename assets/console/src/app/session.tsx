/*
 * Who is signed in, what they may do, and in which language the console speaks to them. Everything below reads it
 * by useSession; nothing about a person is kept in the browser but the language.
 */
import { createContext, type ComponentChildren } from 'preact';
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { door, gate, must, type Schemas } from '../api/client';
import { en } from '../words/en';
import { LANGUAGES, makeWords, type LanguageTag, type Words } from '../words/words';
import { leave } from './leaving';
import { Problem } from './problem';
import { asProblem } from './resource';

export type Permission = Schemas['Permission'];

export interface SessionState {
    words: Words;
    /** Its words are fetched when they are first needed: fails while the hub is away. */
    setLanguage: (tag: LanguageTag) => Promise<void>;
    /** Null while nobody is signed in. */
    session: Schemas['Session'] | null;
    /** 'asking' until the hub has said whether there is a session. */
    stage: 'asking' | 'in' | 'out' | 'unreachable';
    problem: Problem | null;
    /** True while a session that ended must be signed in again over the page. */
    again: boolean;
    may: (permission: Permission) => boolean;
    /** The survey that most venues ask: what a page is about until another is chosen; '' while there is none. */
    mainSurvey: string;
    signedIn: (session: Schemas['Session']) => void;
    /** Fails while the hub is away: whoever thinks that they are signed out would leave the console open to the next. */
    signOut: () => Promise<void>;
    refresh: () => Promise<void>;
}

const LANGUAGE_KEY = 'yousaid.language';
const Context = createContext<SessionState | null>(null);

export function useSession(): SessionState {
    const state = useContext(Context);
    if (state === null) {
        throw new Error('useSession outside SessionProvider');
    }
    return state;
}

export function useWords(): Words {
    return useSession().words;
}

function firstLanguage(): LanguageTag {
    const kept = localStorage.getItem(LANGUAGE_KEY);
    const wanted = kept ?? navigator.language.slice(0, 2);
    return LANGUAGES.find(({ tag }) => tag === wanted)?.tag ?? 'en';
}

function useLanguage(): [Words, SessionState['setLanguage']] {
    const [words, setWords] = useState(() => makeWords('en', en));
    const setLanguage = useCallback(async (tag: LanguageTag) => {
        const language = LANGUAGES.find((one) => one.tag === tag) ?? LANGUAGES[0];
        const messages = await language.load().catch(() => {
            throw new Problem('offline', 0, '');
        });
        localStorage.setItem(LANGUAGE_KEY, tag);
        document.documentElement.lang = tag;
        setWords(makeWords(tag, messages));
    }, []);
    useEffect(() => {
        const tag = firstLanguage();
        if (tag !== 'en') {
            setLanguage(tag).catch(() => {
                /* English is there; the button for the other language still is, too. */
            });
        }
    }, [setLanguage]);
    return [words, setLanguage];
}

export function SessionProvider({ children }: { children: ComponentChildren }) {
    const [words, setLanguage] = useLanguage();
    const [session, setSession] = useState<Schemas['Session'] | null>(null);
    const [stage, setStage] = useState<SessionState['stage']>('asking');
    const [problem, setProblem] = useState<Problem | null>(null);
    const [again, setAgain] = useState(false);
    const waiting = useRef<(() => void)[]>([]);

    const account = useRef('');
    const signedIn = useCallback((fresh: Schemas['Session']) => {
        if (account.current !== fresh.account.id) {
            account.current = fresh.account.id;
            leave();
        }
        gate.csrf = fresh.csrf ?? '';
        gate.signInAgain = () => {
            setAgain(true);
            return new Promise((resolve) => waiting.current.push(resolve));
        };
        setSession(fresh);
        setStage('in');
        setAgain(false);
        waiting.current.splice(0).forEach((resolve) => resolve());
    }, []);

    const refresh = useCallback(async () => {
        setProblem(null);
        try {
            signedIn(must(await door.GET('/session')));
        } catch (error) {
            const found = asProblem(error);
            setProblem(found);
            /* Who is in stays in: what they are at is not taken away because this did not come. */
            setStage((now) => (found.kind === 'signed-out' ? 'out' : now === 'in' ? 'in' : 'unreachable'));
        }
    }, [signedIn]);

    const signOut = useCallback(async () => {
        await door.DELETE('/session').catch((error: unknown) => {
            if (asProblem(error).kind !== 'signed-out') {
                throw error;
            }
        });
        gate.csrf = '';
        gate.signInAgain = null;
        leave();
        setSession(null);
        setStage('out');
    }, []);

    useEffect(() => void refresh(), [refresh]);

    const value = useMemo<SessionState>(
        () => ({
            words,
            setLanguage,
            session,
            stage,
            problem,
            again,
            may: (permission) => session?.may.includes(permission) ?? false,
            mainSurvey: session?.main_survey ?? '',
            signedIn,
            signOut,
            refresh,
        }),
        [words, setLanguage, session, stage, problem, again, signedIn, signOut, refresh],
    );
    return <Context.Provider value={value}>{children}</Context.Provider>;
}

/* The frame around every page: who this is for, where one is, in which language. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { LANGUAGES, type Key, type LanguageTag } from '../words/words';
import { NextStep } from '../parts/next_step';
import { useAction } from './action';
import { useKeptFocus } from './focus';
import { useSession, type Permission } from './session';

interface Section {
    href: string;
    key: Key;
    /** Any of these lets it be seen. */
    needs: Permission[];
    also?: string[];
}

const SECTIONS: Section[] = [
    { href: '/', key: 'nav.overview', needs: ['see_reports'], also: ['/questions', '/trend', '/participation', '/returns'] },
    { href: '/venues', key: 'nav.venues', needs: ['see_venues'], also: ['/areas'] },
    { href: '/comments', key: 'nav.comments', needs: ['see_words'] },
    { href: '/notices', key: 'nav.notices', needs: ['see_reports', 'edit_notices'] },
    { href: '/initiatives', key: 'nav.initiatives', needs: ['see_reports'] },
    { href: '/fairness', key: 'nav.fairness', needs: ['see_reports'] },
    { href: '/surveys', key: 'nav.surveys', needs: ['see_surveys'], also: ['/drafts'] },
    { href: '/kiosks', key: 'nav.kiosks', needs: ['see_kiosks'] },
    { href: '/exports', key: 'nav.exports', needs: ['see_reports', 'see_rows'] },
    { href: '/settings', key: 'nav.settings', needs: ['edit_people', 'see_audit', 'edit_keys', 'see_alerts', 'edit_tokens'] },
];

function isHere(section: Section, path: string): boolean {
    const places = [section.href, ...(section.also ?? [])];
    return places.some((place) => (place === '/' ? path === '/' : path === place || path.startsWith(`${place}/`)));
}

function Navigation() {
    const { words, may } = useSession();
    const { path } = useLocation();
    return (
        <nav class="primary-nav" aria-label={words.t('nav.label')}>
            <ul class="primary-nav__list frame-width">
                {SECTIONS.filter((section) => section.needs.some(may)).map((section) => (
                    <li key={section.href}>
                        <a
                            class="primary-nav__link"
                            href={section.href}
                            aria-current={isHere(section, path) ? 'page' : undefined}
                        >
                            {words.t(section.key)}
                        </a>
                    </li>
                ))}
            </ul>
        </nav>
    );
}

function LanguageChoice({ choose }: { choose: (tag: LanguageTag) => void }) {
    const { words } = useSession();
    const others = LANGUAGES.filter(({ tag }) => tag !== words.tag);
    return (
        <>
            {others.map(({ tag, name }) => (
                <button
                    type="button"
                    key={tag}
                    lang={tag}
                    class="masthead__button"
                    onClick={() => choose(tag)}
                >
                    {name}
                </button>
            ))}
        </>
    );
}

/** What was pressed above a page and could not be done is said there: on the page nobody would look for it. */
function NotDone({ text }: { text: string }) {
    return (
        <div class="frame-width" role="alert">
            <p class="notice notice--attention">{text}</p>
        </div>
    );
}

function Masthead() {
    const { words, session, signOut, setLanguage } = useSession();
    const language = useAction();
    const leaving = useAction();
    const problem = [language.problem && 'app.no_language', leaving.problem && 'account.not_signed_out'].find(Boolean) as Key | undefined;
    return (
        <>
            <header class="masthead">
                <div class="frame-width masthead__row">
                    <a class="masthead__name" href="/">
                        {words.t('app.name')}
                    </a>
                    <span class="masthead__programme">{session?.programme}</span>
                    <span class="masthead__account">
                        <LanguageChoice choose={(tag) => void language.run(() => setLanguage(tag))} />
                        {session && (
                            <>
                                <a href="/account">{session.account.name}</a>
                                <button type="button" class="masthead__button" onClick={() => void leaving.run(signOut)}>
                                    {words.t('account.sign_out')}
                                </button>
                            </>
                        )}
                    </span>
                </div>
            </header>
            {problem && <NotDone text={words.t(problem)} />}
        </>
    );
}

/** A new page is a new place: the focus goes to it, as a browser's own navigation would do. */
function useFocusOnNewPage() {
    const main = useRef<HTMLElement>(null);
    const { path } = useLocation();
    const first = useRef(true);
    useEffect(() => {
        if (!first.current) {
            main.current?.focus({ preventScroll: true });
            window.scrollTo(0, 0);
        }
        first.current = false;
    }, [path]);
    return main;
}

/** On paper nothing is folded: a chart's table is printed with it. */
function useUnfoldedPaper() {
    useEffect(() => {
        let folded: HTMLDetailsElement[] = [];
        const unfold = () => {
            folded = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
            folded.forEach((one) => (one.open = true));
        };
        const fold = () => folded.forEach((one) => (one.open = false));
        window.addEventListener('beforeprint', unfold);
        window.addEventListener('afterprint', fold);
        return () => {
            window.removeEventListener('beforeprint', unfold);
            window.removeEventListener('afterprint', fold);
        };
    }, []);
}

export function Frame({ children }: { children: ComponentChildren }) {
    const { words, session } = useSession();
    const main = useFocusOnNewPage();
    useKeptFocus();
    useUnfoldedPaper();
    return (
        <div class="frame">
            <a class="govuk-skip-link" href="#main">
                {words.t('app.skip')}
            </a>
            <Masthead />
            {session?.sample && (
                <aside class="sample-ribbon" aria-label={words.t('app.sample')}>
                    <span class="frame-width sample-ribbon__text">{words.t('app.sample')}</span>
                </aside>
            )}
            {session && session.must.length === 0 && <Navigation />}
            <NextStep />
            <main class="page frame-width" id="main" tabIndex={-1} ref={main}>
                {children}
            </main>
            <footer class="foot">
                <div class="frame-width">{words.t('app.foot')}</div>
            </footer>
        </div>
    );
}

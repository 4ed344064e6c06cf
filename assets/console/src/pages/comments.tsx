/*
 * What people wrote. The hub hands out sealed words; they are opened in this browser alone, with a passphrase that the
 * hub never sees, and nothing that was read goes back: only which theme somebody gave them, or that they hold
 * personal data.
 */
import { useLocation } from 'preact-iso';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useAnswerLabels } from '../app/answer_labels';
import { folded } from '../app/name_id';
import { asProblem, useResource } from '../app/resource';
import { sentenceOf } from '../app/sentence';
import { useSession, useWords } from '../app/session';
import { useVenueNames } from '../app/venue_names';
import { csvCell, fileName, saveFile } from '../app/save';
import type { Opened } from '../keys/messages';
import { tidyPassphrase } from '../keys/passphrase';
import { useVault } from '../keys/vault';
import { Await, Empty, Skeleton } from '../parts/await';
import { Findings } from '../parts/findings';
import { Button, Checkboxes, ErrorSummary, Select, TextField } from '../parts/form';
import { PageHead } from '../parts/page';
import { Progress } from '../parts/progress';
import { ScopeBar, useScope, type Scope } from '../parts/scope';
import type { Words } from '../words/words';
import { Themes } from './themes';

type Sealed = Schemas['SealedWords'];
type Theme = Schemas['Theme'];

export interface Comment {
    sealed: Sealed;
    text: string | null;
    /** As people search: without regard to case and accents; made once. */
    folded: string;
    trouble: string;
}

const SHOWN_AT_ONCE = 50;
/** While tens of thousands are read, what has come is shown a few times a second, and not after every page. */
const SHOW_MS = 300;

function Unlock({ keys }: { keys: Schemas['WordsKey'][] }) {
    const { t } = useWords();
    const vault = useVault();
    const wrapped = keys.filter((key) => key.wrapped !== null);
    const [id, setId] = useState(wrapped.find(({ current }) => current)?.id ?? wrapped[0]?.id ?? '');
    const [passphrase, setPassphrase] = useState('');
    const [busy, setBusy] = useState(false);
    const [error, setError] = useState('');
    // The same list until there is another error: a new one with each letter would take the focus from who types.
    const errors = useMemo(() => (error ? [{ id: 'passphrase', text: error }] : []), [error]);
    const unlock = async () => {
        const key = wrapped.find((one) => one.id === id);
        if (!key?.wrapped || busy) {
            return;
        }
        setBusy(true);
        setError('');
        const pair = { wrapped: key.wrapped, public: key.public };
        const tidy = tidyPassphrase(passphrase);
        const found = await vault.unlock(pair, tidy);
        /* One that somebody chose at the command line may have spaces and capitals of its own. */
        const what = found === 'wrong_passphrase' && passphrase.trim() !== tidy ? await vault.unlock(pair, passphrase.trim()) : found;
        setBusy(false);
        if (what !== 'unlocked') {
            setError(t(`comments.${what}`));
        }
    };
    if (wrapped.length === 0) {
        return (
            <Empty title={t('comments.no_key')}>
                <p>{t('comments.no_key_more')}</p>
            </Empty>
        );
    }
    return (
        <form
            class="narrow"
            onSubmit={(event) => {
                event.preventDefault();
                void unlock();
            }}
        >
            <ErrorSummary errors={errors} />
            <p>{t('comments.locked_more')}</p>
            {wrapped.length > 1 && (
                <Select
                    label={t('comments.key')}
                    value={id}
                    onValue={setId}
                    options={wrapped.map((key) => ({ value: key.id, label: key.current ? t('comments.key_now', { id: key.id }) : key.id }))}
                />
            )}
            <TextField
                id="passphrase"
                label={t('comments.passphrase')}
                hint={t('comments.passphrase_hint')}
                type="password"
                value={passphrase}
                onValue={setPassphrase}
                autocomplete="off"
                spellcheck={false}
                error={error}
            />
            <Button type="submit" busy={busy}>
                {t(busy ? 'comments.unlocking' : 'comments.unlock')}
            </Button>
            <p class="muted">{t('comments.trust')}</p>
        </form>
    );
}

function troubleText(opened: Opened, t: Words['t']): string {
    return 'trouble' in opened ? t(`comments.trouble_${opened.trouble}`) : '';
}

/** The hub hands them out kiosk by kiosk; who reads begins with what is new. */
function newestFirst(all: Comment[]): Comment[] {
    return [...all].sort(({ sealed: a }, { sealed: b }) => (a.day === b.day ? 0 : a.day < b.day ? 1 : -1));
}

interface Read {
    comments: Comment[];
    done: boolean;
    /** How many there will be, as far as the hub's tallies know. */
    of: number;
    /** What the hub says of them all. */
    notes: Schemas['Finding'][];
    failed: string;
}
const NOTHING_READ: Read = { comments: [], done: false, of: 0, notes: [], failed: '' };

/** Reads page after page and opens each as it comes, so that the first comments are there at once. */
function useComments(scope: Scope, isOpen: boolean) {
    const words = useWords();
    const { t } = words;
    const vault = useVault();
    const [state, setState] = useState<Read>(NOTHING_READ);
    /* All that has come so far, with what was noted of it meanwhile. */
    const all = useRef<Comment[]>([]);
    const key = JSON.stringify(scope.query);
    const [turn, setTurn] = useState(0);
    useEffect(() => {
        if (!isOpen) {
            setState(NOTHING_READ);
            return;
        }
        const ended = new AbortController();
        const read = async () => {
            let cursor: string | null = null;
            let shownAt = 0;
            all.current = [];
            do {
                const query: Record<string, unknown> = { ...scope.query, limit: 200, ...(cursor ? { cursor } : {}) };
                const page: Schemas['SealedWordsPage'] = must(
                    await api.GET('/words', { params: { query }, signal: ended.signal }),
                );
                const opened = await vault.open(
                    page.items.map((item) => ({
                        ref: item.ref,
                        sealed: item.sealed,
                        life: item.bound_to.life,
                        seq: item.bound_to.seq,
                        digest: item.digest,
                        question: item.question,
                    })),
                );
                if (ended.signal.aborted) {
                    return;
                }
                const byRef = new Map(opened.map((one) => [one.ref, one]));
                for (const sealed of page.items) {
                    const one = byRef.get(sealed.ref) ?? { ref: sealed.ref, trouble: 'damaged' as const };
                    const text = 'text' in one ? one.text : null;
                    all.current.push({ sealed, text, folded: folded(text ?? ''), trouble: troubleText(one, t) });
                }
                cursor = page.next;
                if (cursor === null || performance.now() - shownAt > SHOW_MS) {
                    shownAt = performance.now();
                    setState({ comments: newestFirst(all.current), done: cursor === null, of: page.total ?? 0, notes: page.notes, failed: '' });
                }
            } while (cursor !== null);
        };
        setState(NOTHING_READ);
        read().catch((error: unknown) => {
            if (!ended.signal.aborted) {
                setState((old) => ({ ...old, failed: sentenceOf(asProblem(error), words) }));
            }
        });
        return () => ended.abort();
    }, [key, isOpen, turn]);
    const mark = (ref: string, change: Schemas['WordsMark']) => {
        const marked = (one: Comment) => (one.sealed.ref === ref ? { ...one, sealed: { ...one.sealed, ...change } } : one);
        all.current = all.current.map(marked);
        setState((old) => ({ ...old, comments: old.comments.map(marked) }));
    };
    return { ...state, mark, again: () => setTurn((n) => n + 1) };
}

interface Filter {
    search: string;
    /** A theme's id, or one of these. */
    theme: string;
}
const ANY = '';
const NO_THEME = '-';
const HIDDEN = '!';

function isOf(theme: string, { hidden, themes }: Sealed): boolean {
    if (hidden || theme === HIDDEN) {
        return hidden && theme === HIDDEN;
    }
    return theme === ANY || (theme === NO_THEME ? themes.length === 0 : themes.includes(theme));
}

/** What is hidden is found by no words of it. */
function useFiltered(comments: Comment[], { search, theme }: Filter): Comment[] {
    return useMemo(() => {
        const wanted = folded(search.trim());
        return comments.filter(({ folded: text, sealed }) => isOf(theme, sealed) && (theme === HIDDEN || text.includes(wanted)));
    }, [comments, search, theme]);
}

function Mark({ comment, themes, marked }: { comment: Comment; themes: Theme[]; marked: (mark: Schemas['WordsMark']) => void }) {
    const { t } = useWords();
    const action = useAction();
    const [open, setOpen] = useState(false);
    const { sealed } = comment;
    /* A theme that has been removed goes with the next mark. */
    const known = sealed.themes.filter((id) => themes.some((theme) => theme.id === id));
    const put = (mark: Schemas['WordsMark']) =>
        action.run(async () =>
            marked(must(await api.PUT('/words/{words}/mark', { params: { path: { words: sealed.ref } }, body: mark }))),
        );
    return (
        <details class="govuk-details comment__mark" onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{t('comments.mark')}</span>
            </summary>
            {open && (
                <div class="govuk-details__text">
                    <ErrorSummary errors={action.errors} />
                    <Checkboxes
                        legend={t('comments.themes')}
                        small
                        options={themes.map(({ id, name }) => ({ value: id, label: name }))}
                        values={known}
                        onValues={(chosen) => void put({ themes: chosen, hidden: sealed.hidden })}
                    />
                    <Checkboxes
                        legend={t('comments.personal')}
                        hint={t('comments.personal_hint')}
                        small
                        options={[{ value: 'hidden', label: t('comments.hide') }]}
                        values={sealed.hidden ? ['hidden'] : []}
                        onValues={(chosen) => void put({ themes: known, hidden: chosen.length > 0 })}
                    />
                </div>
            )}
        </details>
    );
}

interface Naming {
    venue: (id: string) => string;
    answer: (survey: string, value: string) => string;
}

/** Where they were written, and what was answered, as people call that. */
function useNaming(comments: Comment[]): Naming {
    const places = useMemo(() => [...new Set(comments.map(({ sealed }) => sealed.venue))], [comments]);
    const surveys = useMemo(() => [...new Set(comments.map(({ sealed }) => sealed.survey))], [comments]);
    return { venue: useVenueNames(places), answer: useAnswerLabels(surveys) };
}

interface CardProps {
    comment: Comment;
    themes: Theme[];
    naming: Naming;
    marked: (mark: Schemas['WordsMark']) => void;
}

function Text({ comment: { sealed, text, trouble } }: { comment: Comment }) {
    const { t } = useWords();
    if (sealed.hidden || text === null) {
        return <p class="muted">{sealed.hidden ? t('comments.is_hidden') : trouble}</p>;
    }
    return (
        <blockquote class="comment__words" dir="auto" lang={sealed.language}>
            {text}
        </blockquote>
    );
}

function CommentCard({ comment, themes, naming, marked }: CardProps) {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const { route } = useLocation();
    const { sealed } = comment;
    const named = themes.filter(({ id }) => sealed.themes.includes(id)).map(({ name }) => name);
    return (
        <article class="comment">
            <Text comment={comment} />
            <p class="muted">
                {words.day(sealed.day)} · {naming.venue(sealed.venue)} · {words.languageName(sealed.language)}
                {sealed.answer ? ` · ${t('comments.answered', { answer: naming.answer(sealed.survey, sealed.answer) })}` : ''}
                {named.length > 0 ? ` · ${named.join(', ')}` : ''}
            </p>
            <div class="comment__tools screen-only">
                <Mark comment={comment} themes={themes} marked={marked} />
                {may('edit_notices') && comment.text !== null && !sealed.hidden && (
                    <button
                        type="button"
                        class="link-button"
                        onClick={() => {
                            /* The words travel inside this page only: not in an address, which is kept and sent. */
                            sessionQuote.text = comment.text ?? '';
                            route('/notices/new');
                        }}
                    >
                        {t('comments.quote')}
                    </button>
                )}
            </div>
        </article>
    );
}

/** What is being quoted into a notice; in memory alone, taken once. */
export const sessionQuote = { text: '' };

interface ListProps {
    comments: Comment[];
    themes: Theme[];
    naming: Naming;
    /** What was looked for: another list begins at its top again. */
    wanted: string;
    mark: (ref: string, change: Schemas['WordsMark']) => void;
}

function List({ comments, themes, naming, wanted, mark }: ListProps) {
    const { t } = useWords();
    const [opened, setOpened] = useState({ wanted, shown: SHOWN_AT_ONCE });
    const shown = opened.wanted === wanted ? opened.shown : SHOWN_AT_ONCE;
    return (
        <>
            {comments.slice(0, shown).map((comment) => (
                <CommentCard
                    key={comment.sealed.ref}
                    comment={comment}
                    themes={themes}
                    naming={naming}
                    marked={(change) => mark(comment.sealed.ref, change)}
                />
            ))}
            {comments.length > shown && (
                <Button kind="secondary" onClick={() => setOpened({ wanted, shown: shown + SHOWN_AT_ONCE })}>
                    {t('list.more')}
                </Button>
            )}
        </>
    );
}

function csvOf(comments: Comment[]): string {
    const rows = comments
        .filter(({ text, sealed }) => text !== null && !sealed.hidden)
        .map(({ sealed, text }) => [sealed.day, sealed.venue, sealed.survey, sealed.question, sealed.language, sealed.answer ?? '', sealed.themes.join(' '), text ?? '']);
    const head = ['day', 'venue', 'survey', 'question', 'language', 'answer', 'themes', 'words'];
    return [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

/** How many there will be is known with the first of them. */
function Coming({ n, of }: { n: number; of: number }) {
    const { t } = useWords();
    const all = Math.max(n, of);
    return all === 0 ? <Skeleton lines={3} /> : <Progress value={n} of={all} label={t('app.loading')} words={t('comments.reading', { n, of: all })} />;
}

function Reading({ themes, reloadThemes }: { themes: Theme[]; reloadThemes: () => void }) {
    const { words, session } = useSession();
    const { t } = words;
    const vault = useVault();
    const scope = useScope('last_3_months');
    const { comments, done, of, notes, failed, mark, again } = useComments(scope, vault.isOpen);
    const [filter, setFilter] = useState<Filter>({ search: '', theme: ANY });
    const filtered = useFiltered(comments, filter);
    const naming = useNaming(comments);
    return (
        <>
            <ScopeBar scope={scope} />
            <div class="toolbar">
                <TextField
                    label={t('comments.search')}
                    type="search"
                    value={filter.search}
                    onValue={(search) => setFilter({ ...filter, search })}
                    width="20"
                />
                <Select
                    label={t('comments.theme')}
                    value={filter.theme}
                    onValue={(theme) => setFilter({ ...filter, theme })}
                    options={[
                        { value: ANY, label: t('comments.any_theme') },
                        { value: NO_THEME, label: t('comments.no_theme') },
                        ...themes.map(({ id, name }) => ({ value: id, label: name })),
                        { value: HIDDEN, label: t('comments.hidden_ones') },
                    ]}
                />
                <Button kind="secondary" onClick={() => vault.lock()}>
                    {t('comments.lock')}
                </Button>
                <Button
                    kind="secondary"
                    disabled={filtered.length === 0}
                    onClick={() => saveFile(fileName('comments.csv', session), csvOf(filtered), 'text/csv;charset=utf-8')}
                >
                    {t('comments.save')}
                </Button>
            </div>
            <Themes themes={themes} changed={reloadThemes} />
            {!done && failed === '' && <Coming n={comments.length} of={of} />}
            <p aria-live="polite" aria-busy={!done}>
                {t('comments.shown', { n: filtered.length, all: comments.length })}
            </p>
            {failed !== '' && (
                <div class="notice notice--attention" role="alert">
                    <p>{failed}</p>
                    <Button kind="secondary" onClick={again}>
                        {t('state.try_again')}
                    </Button>
                </div>
            )}
            <Findings list={notes} />
            {done && comments.length === 0 && !notes.some(({ code }) => code === 'adding_up') && <Empty title={t('comments.none')} />}
            <List wanted={`${filter.search} ${filter.theme}`} comments={filtered} themes={themes} naming={naming} mark={mark} />
        </>
    );
}

export function Comments() {
    const { t } = useWords();
    const vault = useVault();
    const keys = useResource('words keys', async (signal) => must(await api.GET('/words-keys', { signal })));
    const themes = useResource('themes', async (signal) => must(await api.GET('/themes', { signal })));
    return (
        <>
            <PageHead title={t('nav.comments')} more={t('comments.what')} />
            {vault.isOpen ? (
                <Await of={themes}>{({ items }) => <Reading themes={items} reloadThemes={themes.reload} />}</Await>
            ) : (
                <Await of={keys}>{({ items }) => <Unlock keys={items} />}</Await>
            )}
        </>
    );
}

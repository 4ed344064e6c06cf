/* "You said, we did": notices from draft to kiosk, and what happened to the figures after. */
import { useLocation, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, must, versionOf, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { useTyped } from '../app/typed';
import { useVenueList } from '../app/venue_names';
import { Await, AwaitPage, Empty } from '../parts/await';
import { Facts } from '../parts/facts';
import { Button, ErrorSummary, Select, TextArea, TextField } from '../parts/form';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { TextsField } from '../parts/texts';
import { VenueChoice } from '../parts/venue_choice';
import { sessionQuote } from './comments';

type Notice = Schemas['Notice'];
interface Draft {
    said: Record<string, string>;
    did: Record<string, string>;
    venues: string[];
    starts: string | null;
    ends: string | null;
    quotes: string[];
    initiative: string | null;
}

const STATE_TAGS: Record<Notice['state'], string> = {
    draft: 'grey',
    waiting: 'orange',
    approved: 'blue',
    shown: 'green',
    ended: 'grey',
};

function NoticeState({ state }: { state: Notice['state'] }) {
    const { t } = useWords();
    return <strong class={`govuk-tag govuk-tag--${STATE_TAGS[state]}`}>{t(`notice.state_${state}`)}</strong>;
}

function firstText(texts: Record<string, string>): string {
    return texts['en'] ?? Object.values(texts)[0] ?? '';
}

export function Notices() {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const listing = useListing<Notice>('notices', async (cursor, signal) =>
        must(await api.GET('/notices', { params: { query: cursor ? { cursor } : {} }, ...(signal ? { signal } : {}) })),
    );
    return (
        <>
            <PageHead title={t('nav.notices')} more={t('notice.what')}>
                {may('edit_notices') && (
                    <p class="actions screen-only">
                        <a href="/notices/new">{t('notice.new')}</a>
                    </p>
                )}
            </PageHead>
            <Await of={listing.first} lines={6}>
                {() =>
                    listing.items.length === 0 ? (
                        <Empty title={t('notice.none')}>
                            <p>{t('notice.none_more')}</p>
                        </Empty>
                    ) : (
                        <>
                            <ul class="cards">
                                {listing.items.map((notice) => (
                                    <li class="card" key={notice.id}>
                                        <p>
                                            <NoticeState state={notice.state} />{' '}
                                            <span class="muted">{notice.starts ? words.day(notice.starts) : ''}</span>
                                        </p>
                                        <h2 class="govuk-heading-s">
                                            <a href={`/notices/${notice.id}`}>{firstText(notice.said)}</a>
                                        </h2>
                                        <p>{firstText(notice.did)}</p>
                                    </li>
                                ))}
                            </ul>
                            <More listing={listing} />
                        </>
                    )
                }
            </Await>
        </>
    );
}

interface FormProps {
    start: Draft;
    /** Under this what was typed is kept until it is saved. */
    kept: string;
    save: (draft: Draft, saved: () => void) => void;
    saving: ReturnType<typeof useAction>;
}

/** In every language that the programme speaks: which these are is known first. */
function Form(props: FormProps) {
    const programme = useResource('programme', async (signal) => must(await api.GET('/programme', { signal })));
    return <Await of={programme}>{({ languages }) => <Fields {...props} languages={languages} />}</Await>;
}

/** What the hub says of a text names its language; that there is none at all stands at the first. */
function fieldOf(pointer: string): string {
    const [field = '', tag = 'en'] = pointer.slice(1).split('/');
    return field === 'said' || field === 'did' ? `${field}-${tag}` : field;
}

function Fields({ start, kept, save, saving, languages }: FormProps & { languages: string[] }) {
    const { t } = useWords();
    const { session } = useSession();
    const typed = useTyped(kept, start);
    const draft = typed.value;
    const initiatives = useResource('initiatives to choose', async (signal) =>
        must(await api.GET('/initiatives', { params: { query: { limit: 200 } }, signal })),
    );
    const set = (change: Partial<Draft>) => typed.set({ ...draft, ...change });
    const wrong = (id: string) => saving.errors.find((one) => one.id === id)?.text;
    return (
        <form
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                save(draft, typed.forget);
            }}
        >
            <ErrorSummary errors={saving.errors} />
            {draft.quotes.map((quote, i) => (
                <TextArea
                    key={i}
                    label={t('notice.quote')}
                    hint={t('notice.quote_hint')}
                    value={quote}
                    onValue={(text) => set({ quotes: draft.quotes.map((one, j) => (j === i ? text : one)) })}
                />
            ))}
            <TextsField
                name="said"
                wrong={wrong}
                legend={t('notice.said')}
                hint={t('notice.said_hint')}
                languages={languages}
                value={draft.said}
                onValue={(said) => set({ said })}
            />
            <TextsField
                name="did"
                wrong={wrong}
                legend={t('notice.did')}
                hint={t('notice.did_hint')}
                languages={languages}
                value={draft.did}
                onValue={(did) => set({ did })}
            />
            <div class="toolbar">
                <TextField
                    id="starts"
                    error={wrong('starts')}
                    label={t('notice.starts')}
                    type="date"
                    value={draft.starts ?? ''}
                    onValue={(starts) => set({ starts: starts || null })}
                    width="10"
                />
                <TextField
                    id="ends"
                    error={wrong('ends')}
                    label={t('notice.ends')}
                    type="date"
                    value={draft.ends ?? ''}
                    onValue={(ends) => set({ ends: ends || null })}
                    width="10"
                />
                <Select
                    label={t('notice.initiative')}
                    value={draft.initiative ?? ''}
                    onValue={(initiative) => set({ initiative: initiative || null })}
                    options={[
                        { value: '', label: t('notice.no_initiative') },
                        ...(initiatives.data?.items ?? []).map(({ id, title }) => ({ value: id, label: title })),
                    ]}
                />
            </div>
            <VenueChoice
                legend={t('notice.venues')}
                hint={t(session?.account.scope.length ? 'notice.venues_hint_own' : 'notice.venues_hint')}
                values={draft.venues}
                onValues={(venues) => set({ venues })}
            />
            <Button type="submit" busy={saving.busy}>
                {t('notice.save_draft')}
            </Button>
        </form>
    );
}

export function NewNotice() {
    const { t } = useWords();
    const { route } = useLocation();
    const [quote] = useState(() => {
        const { text } = sessionQuote;
        sessionQuote.text = '';
        return text;
    });
    const saving = useAction(fieldOf);
    const start: Draft = {
        said: {},
        did: {},
        venues: [],
        starts: null,
        ends: null,
        quotes: quote === '' ? [] : [quote],
        initiative: null,
    };
    const save = (draft: Draft, saved: () => void) =>
        void saving.run(async () => {
            const made = must(await api.POST('/notices', { body: draft }));
            saved();
            route(`/notices/${made.id}`);
        });
    return (
        <>
            <PageHead title={t('notice.new')} back={{ href: '/notices', text: t('nav.notices') }} />
            <Form start={start} kept={`new notice ${quote}`} save={save} saving={saving} />
        </>
    );
}

function draftOf({ said, did, venues, starts, ends, quotes, initiative }: Notice): Draft {
    return { said, did, venues, starts, ends, quotes, initiative };
}

interface StepsProps {
    notice: Notice;
    changed: (notice: Notice) => void;
    /** Undefined where it is in the form already, or may not be changed. */
    change: (() => void) | undefined;
}

function Steps({ notice, changed, change }: StepsProps) {
    const { t } = useWords();
    const { may } = useSession();
    const action = useAction();
    const path = { notice: notice.id };
    const does = (call: () => Promise<{ data?: Notice }>) => void action.run(async () => changed(must(await call())));
    return (
        <>
            <ErrorSummary errors={action.errors} />
            <div class="govuk-button-group screen-only">
                {notice.state === 'draft' && may('edit_notices') && (
                    <Button busy={action.busy} onClick={() => does(() => api.POST('/notices/{notice}/submit', { params: { path } }))}>
                        {t('notice.submit')}
                    </Button>
                )}
                {notice.state === 'waiting' && may('approve_notices') && !notice.own && (
                    <Button busy={action.busy} onClick={() => does(() => api.POST('/notices/{notice}/approve', { params: { path } }))}>
                        {t('notice.approve')}
                    </Button>
                )}
                {change && (
                    <Button kind="secondary" onClick={change}>
                        {t('form.change')}
                    </Button>
                )}
                {(notice.state === 'shown' || notice.state === 'approved') && may('edit_notices') && (
                    <Button
                        kind="secondary"
                        busy={action.busy}
                        onClick={() => does(() => api.POST('/notices/{notice}/end', { params: { path } }))}
                    >
                        {t('notice.end')}
                    </Button>
                )}
            </div>
            {notice.state === 'waiting' && notice.own && <p class="notice">{t('notice.second_person')}</p>}
            {change && <p class="muted screen-only">{t('notice.change_waiting')}</p>}
        </>
    );
}

function InAllLanguages({ title, texts }: { title: string; texts: Record<string, string> }) {
    const { languageName } = useWords();
    return (
        <div class="card">
            <h2 class="govuk-heading-s">{title}</h2>
            {Object.entries(texts).map(([tag, text]) => (
                <div key={tag}>
                    <p class="muted text-language">{languageName(tag)}</p>
                    <p lang={tag} dir="auto">
                        {text}
                    </p>
                </div>
            ))}
        </div>
    );
}

/** All that is shown, as whoever approves it must see it: the words that are quoted, too. */
function Shown({ notice }: { notice: Notice }) {
    const words = useWords();
    const { t } = words;
    const venues = useVenueList(notice.venues);
    return (
        <>
            <div class="pair">
                <InAllLanguages title={t('notice.said')} texts={notice.said} />
                <InAllLanguages title={t('notice.did')} texts={notice.did} />
            </div>
            {notice.quotes.length > 0 && (
                <section aria-labelledby="quotes">
                    <h2 class="section-title" id="quotes">
                        {t('notice.quote')}
                    </h2>
                    {notice.state === 'waiting' && <p class="govuk-hint">{t('notice.quote_hint')}</p>}
                    {notice.quotes.map((quote, i) => (
                        <blockquote class="comment__words" dir="auto" key={i}>
                            {quote}
                        </blockquote>
                    ))}
                </section>
            )}
            <Facts
                of={[
                    [t('notice.starts'), notice.starts ? words.day(notice.starts) : t('notice.at_once')],
                    [t('notice.ends'), notice.ends ? words.day(notice.ends) : t('notice.until_taken_off')],
                    [t('notice.venues'), notice.venues.length === 0 ? t('scope.everywhere') : venues],
                    [t('notice.author'), notice.author],
                    [t('notice.approved_by'), notice.approved_by ?? ''],
                ]}
            />
        </>
    );
}

export function NoticePage() {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const id = useRoute().params['notice'] ?? '';
    const read = useResource<{ notice: Notice; version: string }>(`notice ${id}`, async (signal) => {
        const answer = await api.GET('/notices/{notice}', { params: { path: { notice: id } }, signal });
        return { notice: must(answer), version: versionOf(answer.response) };
    });
    const saving = useAction(fieldOf);
    const [changing, setChanging] = useState(false);
    const isForm = ({ state }: Notice) => may('edit_notices') && (state === 'draft' || (state === 'waiting' && changing));
    const back = { href: '/notices', text: t('nav.notices') };
    return (
        <AwaitPage of={read} title={t('nav.notices')} back={back}>
            {({ notice, version }) => (
                <>
                    <PageHead title={firstText(notice.said) || t('notice.new')} back={back}>
                        <p>
                            <NoticeState state={notice.state} />
                        </p>
                    </PageHead>
                    <Steps
                        notice={notice}
                        changed={() => read.reload()}
                        change={notice.state === 'waiting' && may('edit_notices') && !changing ? () => setChanging(true) : undefined}
                    />
                    {isForm(notice) ? (
                        <Form
                            key={version}
                            start={draftOf(notice)}
                            kept={`notice ${id} ${version}`}
                            saving={saving}
                            save={(draft, saved) =>
                                void saving.run(async () => {
                                    const answer = await api.PUT('/notices/{notice}', {
                                        params: { path: { notice: id }, header: { 'If-Match': version } },
                                        body: draft,
                                    });
                                    saved();
                                    read.set({ notice: must(answer), version: versionOf(answer.response) });
                                    setChanging(false);
                                })
                            }
                        />
                    ) : (
                        <Shown notice={notice} />
                    )}
                    {notice.initiative && (
                        <p>
                            <a href={`/initiatives/${notice.initiative}`}>{t('notice.what_happened')}</a>
                        </p>
                    )}
                </>
            )}
        </AwaitPage>
    );
}

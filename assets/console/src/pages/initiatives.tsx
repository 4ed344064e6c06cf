/* The register of initiatives: what was changed, where, when, at what cost, and what happened to the figures then. */
import { useLocation, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, must, versionOf, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { useAreOurs, useVenueList } from '../app/venue_names';
import { Await, AwaitPage, Empty } from '../parts/await';
import { Confirm } from '../parts/confirm';
import { Facts } from '../parts/facts';
import { Button, ErrorSummary, TextArea, TextField } from '../parts/form';
import { CountField, PoundsField } from '../parts/kept_field';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import { VenueChoice } from '../parts/venue_choice';
import type { Words } from '../words/words';
import { Evaluation } from './evaluation';

type Initiative = Schemas['Initiative'];
type Body = Omit<Initiative, 'id' | 'changed' | 'changed_by'>;

export function Initiatives() {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const listing = useListing<Initiative>('initiatives', async (cursor, signal) =>
        must(await api.GET('/initiatives', { params: { query: cursor ? { cursor } : {} }, ...(signal ? { signal } : {}) })),
    );
    return (
        <>
            <PageHead title={t('nav.initiatives')} more={t('initiative.what')}>
                {may('edit_initiatives') && (
                    <p class="actions screen-only">
                        <a href="/initiatives/new">{t('initiative.new')}</a>
                    </p>
                )}
            </PageHead>
            <Await of={listing.first} lines={6}>
                {() =>
                    listing.items.length === 0 ? (
                        <Empty title={t('initiative.none')}>
                            <p>{t('initiative.none_more')}</p>
                        </Empty>
                    ) : (
                        <>
                            <DataTable
                                caption={t('nav.initiatives')}
                                hideCaption
                                rows={listing.items}
                                rowKey={({ id }) => id}
                                columns={[
                                    {
                                        key: 'title',
                                        title: t('initiative.one'),
                                        head: true,
                                        cell: ({ id, title }) => <a href={`/initiatives/${id}`}>{title}</a>,
                                    },
                                    { key: 'starts', title: t('initiative.starts'), cell: ({ starts }) => words.day(starts) },
                                    {
                                        key: 'venues',
                                        title: t('nav.venues'),
                                        number: true,
                                        cell: ({ venues }) => words.number(venues.length),
                                    },
                                    {
                                        key: 'comparison',
                                        title: t('initiative.comparison'),
                                        number: true,
                                        cell: ({ comparison }) => words.number(comparison.length),
                                    },
                                ]}
                            />
                            <More listing={listing} />
                        </>
                    )
                }
            </Await>
        </>
    );
}

const PENCE = 100;

function Costs({ costs, onCosts }: { costs: Body['costs']; onCosts: (costs: Body['costs']) => void }) {
    const { t } = useWords();
    const set = (i: number, change: Partial<Body['costs'][number]>) =>
        onCosts(costs.map((cost, j) => (j === i ? { ...cost, ...change } : cost)));
    return (
        <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{t('initiative.costs')}</legend>
            {costs.map((cost, i) => (
                <div class="toolbar" key={i}>
                    <TextField label={t('initiative.cost_what')} value={cost.what} onValue={(what) => set(i, { what })} width="20" />
                    <PoundsField label={t('initiative.cost_pounds')} width="5" value={cost.pence} onValue={(pence) => set(i, { pence })} />
                    <CountField
                        label={t('initiative.cost_minutes')}
                        width="5"
                        value={cost.staff_minutes}
                        onValue={(staff_minutes) => set(i, { staff_minutes })}
                    />
                    <Button kind="secondary" onClick={() => onCosts(costs.filter((_, j) => j !== i))}>
                        {t('form.remove')}
                    </Button>
                </div>
            ))}
            <Button kind="secondary" onClick={() => onCosts([...costs, { what: '', pence: 0, staff_minutes: 0 }])}>
                {t('initiative.add_cost')}
            </Button>
        </fieldset>
    );
}

function Form({ start, save, saving }: { start: Body; save: (body: Body) => void; saving: ReturnType<typeof useAction> }) {
    const { t } = useWords();
    const [body, setBody] = useState(start);
    const set = (change: Partial<Body>) => setBody({ ...body, ...change });
    return (
        <form
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                save(body);
            }}
        >
            <ErrorSummary errors={saving.errors} />
            <TextField id="title" label={t('initiative.title')} value={body.title} onValue={(title) => set({ title })} />
            <TextArea label={t('initiative.what_changed')} value={body.what} onValue={(what) => set({ what })} />
            <TextArea label={t('initiative.why')} value={body.why} onValue={(why) => set({ why })} />
            <TextArea label={t('initiative.risks')} hint={t('initiative.risks_hint')} value={body.risks} onValue={(risks) => set({ risks })} />
            <div class="toolbar">
                <TextField
                    id="starts"
                    label={t('initiative.starts')}
                    type="date"
                    value={body.starts}
                    onValue={(starts) => set({ starts })}
                    width="10"
                />
                <TextField
                    label={t('initiative.ends')}
                    type="date"
                    value={body.ends ?? ''}
                    onValue={(ends) => set({ ends: ends || null })}
                    width="10"
                />
            </div>
            <VenueChoice legend={t('initiative.where')} values={body.venues} onValues={(venues) => set({ venues })} />
            <VenueChoice
                legend={t('initiative.comparison')}
                hint={t('initiative.comparison_hint')}
                values={body.comparison}
                onValues={(comparison) => set({ comparison })}
            />
            <Costs costs={body.costs} onCosts={(costs) => set({ costs })} />
            <Button type="submit" busy={saving.busy}>
                {t('form.save')}
            </Button>
        </form>
    );
}

export function NewInitiative() {
    const { t } = useWords();
    const { route } = useLocation();
    const saving = useAction((pointer) => pointer.slice(1));
    const start: Body = { title: '', what: '', why: '', risks: '', starts: '', ends: null, venues: [], comparison: [], costs: [] };
    return (
        <>
            <PageHead title={t('initiative.new')} back={{ href: '/initiatives', text: t('nav.initiatives') }} />
            <Form
                start={start}
                saving={saving}
                save={(body) =>
                    void saving.run(async () => route(`/initiatives/${must(await api.POST('/initiatives', { body })).id}`))
                }
            />
        </>
    );
}

const pounds = (pence: number, words: Words) =>
    new Intl.NumberFormat(words.tag === 'en' ? 'en-GB' : words.tag, { style: 'currency', currency: 'GBP' }).format(pence / PENCE);

function costText({ what, pence, staff_minutes: minutes }: Body['costs'][number], words: Words): string {
    const parts = [
        ...(pence > 0 ? [pounds(pence, words)] : []),
        ...(minutes > 0 ? [words.t('initiative.minutes_of_staff', { n: minutes })] : []),
    ];
    return `${what}: ${parts.join(', ') || pounds(0, words)}`;
}

function About({ one, where, beside }: { one: Initiative; where: string; beside: string }) {
    const words = useWords();
    const { t } = words;
    const costs = one.costs.map((cost, i) => <div key={i}>{costText(cost, words)}</div>);
    return (
        <Facts
            of={[
                [t('initiative.why'), one.why],
                [t('initiative.risks'), one.risks],
                [t('initiative.starts'), words.day(one.starts)],
                [t('initiative.ends'), one.ends ? words.day(one.ends) : ''],
                [t('initiative.where'), where],
                [t('initiative.comparison'), beside],
                [t('initiative.costs'), costs.length > 0 ? costs : ''],
            ]}
        />
    );
}

/** An initiative that is removed takes its costs and reasons with it: nobody does that by one press. */
function Remove({ id, done }: { id: string; done: () => void }) {
    const { t } = useWords();
    const remove = async () => {
        await api.DELETE('/initiatives/{initiative}', { params: { path: { initiative: id } } });
        done();
    };
    return (
        <Confirm
            title={t('initiative.remove_title')}
            verb={t('form.remove')}
            run={remove}
            trigger={(ask) => (
                <Button kind="warning" onClick={ask}>
                    {t('form.remove')}
                </Button>
            )}
        >
            <p>{t('initiative.remove_more')}</p>
        </Confirm>
    );
}

export function InitiativePage() {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const { route } = useLocation();
    const id = useRoute().params['initiative'] ?? '';
    const [editing, setEditing] = useState(false);
    const read = useResource<{ one: Initiative; version: string }>(`initiative ${id}`, async (signal) => {
        const answer = await api.GET('/initiatives/{initiative}', { params: { path: { initiative: id } }, signal });
        return { one: must(answer), version: versionOf(answer.response) };
    });
    const saving = useAction((pointer) => pointer.slice(1));
    const whereIds = read.data?.one.venues ?? [];
    const besideIds = read.data?.one.comparison ?? [];
    const ours = useAreOurs([...whereIds, ...besideIds]);
    const names = [useVenueList(whereIds), useVenueList(besideIds)];
    /* Venues that are not one's own have no names here: they are counted. */
    const [where = '', beside = ''] = ours ? names : [whereIds, besideIds].map((ids) => (ids.length > 0 ? words.t('finding.places', { n: ids.length }) : ''));
    const back = { href: '/initiatives', text: t('nav.initiatives') };
    return (
        <AwaitPage of={read} title={t('initiative.one')} back={back}>
            {({ one, version }) => (
                <>
                    <PageHead title={one.title} more={one.what} back={back} />
                    {editing ? (
                        <Form
                            start={one}
                            saving={saving}
                            save={(body) =>
                                void saving.run(async () => {
                                    const answer = await api.PUT('/initiatives/{initiative}', {
                                        params: { path: { initiative: id }, header: { 'If-Match': version } },
                                        body,
                                    });
                                    read.set({ one: must(answer), version: versionOf(answer.response) });
                                    setEditing(false);
                                })
                            }
                        />
                    ) : (
                        <>
                            {ours && <Evaluation id={id} />}
                            {ours === false && <p class="notice">{t('initiative.elsewhere')}</p>}
                            <About one={one} where={where} beside={beside} />
                            {may('edit_initiatives') && (
                                <div class="govuk-button-group screen-only">
                                    <Button kind="secondary" onClick={() => setEditing(true)}>
                                        {t('form.change')}
                                    </Button>
                                    <Remove id={id} done={() => route('/initiatives')} />
                                </div>
                            )}
                        </>
                    )}
                </>
            )}
        </AwaitPage>
    );
}

/* Surveys: versions and where each runs, drafts being written, rollouts on their way. */
import { useLocation, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useFinding } from '../app/finding';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { textFor, titleOf, wordsIn } from '../app/survey_words';
import { useVenueList } from '../app/venue_names';
import { Await, AwaitPage, Empty } from '../parts/await';
import { Facts } from '../parts/facts';
import { Button, ErrorSummary, TextField } from '../parts/form';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import type { Survey } from '../survey/model';
import { SurveyRetention } from './survey_retention';

type Version = Schemas['SurveyVersion'];
type Rollout = Schemas['Rollout'];
const FILE_MAX = 256 * 1024;

/** A file of any SurveyJS editor: what of it is not supported is said on the draft's own page, in place. */
function Import({ done }: { done: (draft: string) => void }) {
    const { t } = useWords();
    const action = useAction(() => 'survey-file');
    const [unfit, setUnfit] = useState('');
    const errors = unfit === '' ? action.errors : [{ id: 'survey-file', text: unfit }];
    const read = async (file: File): Promise<unknown> => {
        try {
            return file.size > FILE_MAX ? undefined : JSON.parse(await file.text());
        } catch {
            return undefined;
        }
    };
    const take = (file: File) =>
        action.run(async () => {
            const survey = await read(file);
            setUnfit(survey !== undefined ? '' : t(file.size > FILE_MAX ? 'survey.import_too_large' : 'survey.import_no_json'));
            if (survey === undefined) {
                return;
            }
            const body = { name: file.name.replace(/\.json$/, ''), survey: survey as Record<string, never> };
            done(must(await api.POST('/drafts', { body })).id);
        });
    return (
        <div class={`screen-only govuk-form-group ${errors.length > 0 ? 'govuk-form-group--error' : ''}`}>
            <label class="govuk-label" for="survey-file">
                {t('survey.import')}
            </label>
            <div class="govuk-hint">{t('survey.import_hint')}</div>
            {errors.map(({ text }) => (
                <p class="govuk-error-message" role="alert" key={text}>
                    {text}
                </p>
            ))}
            <input
                class="govuk-file-upload"
                id="survey-file"
                type="file"
                accept=".json,application/json"
                onChange={(event) => {
                    const file = event.currentTarget.files?.[0];
                    event.currentTarget.value = '';
                    if (file) {
                        void take(file);
                    }
                }}
            />
        </div>
    );
}

function Drafts() {
    const words = useWords();
    const { t } = words;
    const { route } = useLocation();
    const [name, setName] = useState('');
    const action = useAction(() => 'draft-name');
    const listing = useListing<Schemas['DraftHead']>('drafts', async (cursor, signal) =>
        must(await api.GET('/drafts', { params: { query: cursor ? { cursor } : {} }, ...(signal ? { signal } : {}) })),
    );
    const begin = () =>
        action.run(async () => {
            const survey = {
                locale: 'en',
                title: { default: name },
                pages: [],
                yousaid: { id: '', owner: {}, purpose: {}, outcome: {}, languages: { en: { reviewed: true } } },
            } as unknown as Record<string, never>;
            route(`/drafts/${must(await api.POST('/drafts', { body: { name, survey } })).id}`);
        });
    return (
        <section>
            <h2 class="section-title">{t('survey.drafts')}</h2>
            <ErrorSummary errors={action.errors} />
            <Await of={listing.first} lines={2}>
                {() =>
                    listing.items.length === 0 ? (
                        <p class="muted">{t('survey.no_drafts')}</p>
                    ) : (
                        <>
                            <DataTable
                                caption={t('survey.drafts')}
                                hideCaption
                                rows={listing.items}
                                rowKey={({ id }) => id}
                                columns={[
                                    {
                                        key: 'name',
                                        title: t('survey.one'),
                                        head: true,
                                        cell: (draft) => <a href={`/drafts/${draft.id}`}>{draft.name}</a>,
                                    },
                                    { key: 'by', title: t('survey.changed_by'), cell: ({ changed_by }) => changed_by },
                                    { key: 'when', title: t('survey.changed'), cell: ({ changed }) => words.moment(changed) },
                                ]}
                            />
                            <More listing={listing} />
                        </>
                    )
                }
            </Await>
            <form
                class="toolbar"
                onSubmit={(event) => {
                    event.preventDefault();
                    void begin();
                }}
            >
                <TextField id="draft-name" label={t('survey.new_name')} value={name} onValue={setName} width="20" />
                <Button type="submit" kind="secondary" busy={action.busy} disabled={name.trim() === ''}>
                    {t('survey.new')}
                </Button>
            </form>
            <Import done={(draft) => route(`/drafts/${draft}`)} />
        </section>
    );
}

function RolloutCard({ rollout, changed }: { rollout: Rollout; changed: () => void }) {
    const words = useWords();
    const { t } = words;
    const say = useFinding();
    const action = useAction();
    const path = { rollout: rollout.id };
    const does = (what: 'advance' | 'halt' | 'resume' | 'undo') =>
        void action.run(async () => {
            await api.POST(`/rollouts/{rollout}/${what}`, { params: { path } });
            changed();
        });
    return (
        <li class={`card ${rollout.state === 'halted' ? 'notice--attention' : ''}`}>
            <ErrorSummary errors={action.errors} />
            <h3 class="govuk-heading-s">
                {t('rollout.title', { survey: rollout.survey, version: rollout.version })}{' '}
                <strong class={`govuk-tag govuk-tag--${rollout.state === 'halted' ? 'orange' : 'blue'}`}>
                    {t(`rollout.state_${rollout.state}`)}
                </strong>
            </h3>
            {rollout.reason && <p>{say(rollout.reason)}</p>}
            <ol class="govuk-list govuk-list--number">
                {rollout.stages.map((stage, i) => (
                    <li key={i}>
                        {stage.percent !== null
                            ? t('rollout.percent', { percent: stage.percent })
                            : t('rollout.venues', { n: stage.venues.length })}
                        {': '}
                        {t(`rollout.stage_${stage.state}`)}
                        {stage.state !== 'waiting' && ` (${t('rollout.took_it', { took: stage.took_it, of: stage.kiosks })})`}
                    </li>
                ))}
            </ol>
            <div class="govuk-button-group screen-only">
                {rollout.state === 'running' && rollout.stage + 1 < rollout.stages.length && (
                    <Button busy={action.busy} onClick={() => does('advance')}>
                        {t('rollout.advance')}
                    </Button>
                )}
                {rollout.state === 'running' && (
                    <Button kind="warning" busy={action.busy} onClick={() => does('halt')}>
                        {t('rollout.halt')}
                    </Button>
                )}
                {rollout.state === 'halted' && (
                    <>
                        <Button busy={action.busy} onClick={() => does('resume')}>
                            {t('rollout.resume')}
                        </Button>
                        <Button kind="warning" busy={action.busy} onClick={() => does('undo')}>
                            {t('rollout.undo')}
                        </Button>
                    </>
                )}
            </div>
        </li>
    );
}

function Rollouts() {
    const { t } = useWords();
    const read = useResource('rollouts', async (signal) => must(await api.GET('/rollouts', { signal })).items);
    return (
        <Await of={read} lines={2}>
            {(items) =>
                items.length === 0 ? null : (
                    <section aria-labelledby="rollouts">
                        <h2 class="section-title" id="rollouts">
                            {t('rollout.all')}
                        </h2>
                        <ul class="cards">
                            {items.map((rollout) => (
                                <RolloutCard key={rollout.id} rollout={rollout} changed={read.reload} />
                            ))}
                        </ul>
                    </section>
                )
            }
        </Await>
    );
}

export function Surveys() {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const listing = useListing<Version>('survey versions', async (cursor, signal) =>
        must(await api.GET('/surveys', { params: { query: cursor ? { cursor } : {} }, ...(signal ? { signal } : {}) })),
    );
    return (
        <>
            <PageHead title={t('nav.surveys')} more={t('survey.what')} />
            {may('edit_surveys') && <Drafts />}
            {may('publish_surveys') && <Rollouts />}
            <h2 class="section-title">{t('survey.published')}</h2>
            <Await of={listing.first} lines={5}>
                {() =>
                    listing.items.length === 0 ? (
                        <Empty title={t('survey.none')} />
                    ) : (
                        <>
                            <DataTable
                                caption={t('survey.published')}
                                hideCaption
                                rows={listing.items}
                                rowKey={({ digest }) => digest}
                                columns={[
                                    {
                                        key: 'title',
                                        title: t('survey.one'),
                                        head: true,
                                        cell: (one) => (
                                            <a href={`/surveys/${one.id}/${one.version}`}>
                                                {titleOf(one, words.tag)}{' '}
                                                <span class="muted">
                                                    ({one.id} {one.version})
                                                </span>
                                            </a>
                                        ),
                                    },
                                    {
                                        key: 'when',
                                        title: t('survey.since'),
                                        cell: ({ published }) => (published ? words.moment(published) : ''),
                                    },
                                    { key: 'venues', title: t('nav.venues'), number: true, cell: ({ venues }) => words.number(venues) },
                                    {
                                        key: 'languages',
                                        title: t('survey.languages'),
                                        cell: ({ languages }) => languages.map(words.languageName).join(', '),
                                    },
                                    {
                                        key: 'review',
                                        title: t('survey.review'),
                                        cell: ({ review_date }) => (review_date ? words.day(review_date) : ''),
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

/** More than these are a number: their list is the page of venues. */
const NAMED_MOST = 40;

function Where({ venues }: { venues: string[] }) {
    const { number } = useWords();
    const names = useVenueList(venues.length <= NAMED_MOST ? venues : []);
    return (
        <>
            {number(venues.length)}
            {names !== '' && `: ${names}`}
        </>
    );
}

function written({ survey }: { survey: Record<string, never> }): Survey {
    return survey;
}

export function SurveyVersionPage() {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const { route } = useLocation();
    const { survey: id = '', version = '' } = useRoute().params;
    const read = useResource(`survey ${id} ${version}`, async (signal) =>
        must(
            await api.GET('/surveys/{survey}/versions/{version}', {
                params: { path: { survey: id, version: Number(version) } },
                signal,
            }),
        ),
    );
    const action = useAction();
    const back = { href: '/surveys', text: t('nav.surveys') };
    const inWords = (data: { survey: Record<string, never> }, part: 'owner' | 'purpose') =>
        textFor(written(data).yousaid?.[part], written(data), words.tag);
    return (
        <AwaitPage of={read} title={t('survey.one')} back={back}>
            {(data) => (
                <>
                    <PageHead title={titleOf(data.version, words.tag)} more={t('survey.never_changes', { version: data.version.version })} back={back} />
                    <ErrorSummary errors={action.errors} />
                    {may('edit_surveys') && (
                        <Button
                            busy={action.busy}
                            onClick={() =>
                                void action.run(async () => {
                                    const body = { name: data.version.title, survey: data.survey };
                                    route(`/drafts/${must(await api.POST('/drafts', { body })).id}`);
                                })
                            }
                        >
                            {t('survey.next_version')}
                        </Button>
                    )}
                    <Facts
                        of={[
                            [t('survey.purpose'), inWords(data, 'purpose')],
                            [t('survey.owner'), inWords(data, 'owner')],
                            [t('survey.review'), data.version.review_date ? words.day(data.version.review_date) : ''],
                            [t('survey.closing'), data.version.closing_date ? words.day(data.version.closing_date) : t('survey.no_closing')],
                            [t('survey.languages'), data.version.languages.map(words.languageName).join(', ')],
                            [t('nav.venues'), <Where key="where" venues={data.venues} />],
                        ]}
                    />
                    <DataTable
                        caption={t('survey.questions')}
                        rows={data.questions}
                        rowKey={({ name }) => name}
                        columns={[
                            { key: 'title', title: t('question.one'), head: true, cell: wordsIn(written(data), words.tag).question },
                            { key: 'type', title: t('survey.type'), cell: ({ type }) => t(`type.${type}`) },
                            { key: 'sealed', title: t('survey.sealed'), cell: ({ sealed }) => t(`sealed.${sealed}`) },
                            {
                                key: 'answers',
                                title: t('question.answers'),
                                cell: ({ name, choices }) => choices.map((choice) => wordsIn(written(data), words.tag).answer(name, choice)).join(' / '),
                            },
                        ]}
                    />
                    <SurveyRetention survey={id} />
                </>
            )}
        </AwaitPage>
    );
}

/* One venue: how people answered there, what its kiosks do, what it chose, and what was entered for its months. */
import { useRoute } from 'preact-iso';
import { api, must, type Schemas } from '../api/client';
import { bestOf } from '../app/best';
import { useKindName, useLabel } from '../app/label';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { useSurveyName } from '../app/survey_words';
import { ControlChart } from '../chart/control';
import { Await, AwaitPage } from '../parts/await';
import { Facts } from '../parts/facts';
import { FigureCell, scaleOf } from '../parts/figure';
import { Findings } from '../parts/findings';
import { NoSurvey } from '../parts/no_survey';
import { PageHead } from '../parts/page';
import { ScopeBar, useScope } from '../parts/scope';
import { DataTable } from '../parts/table';
import { TableFile } from '../parts/table_file';
import { KioskTable } from '../parts/kiosks';

type Group = Schemas['Group'];

function headline(report: Schemas['SatisfactionReport'], t: ReturnType<typeof useWords>['t']): string {
    const { total } = report;
    if (total.n === null || total.n === 0) {
        return t('figure.fewer_than_ten');
    }
    return total.positive === null
        ? t('figure.too_few_to_compare')
        : t(bestOf(report.question, 'venue'), {
              percent: total.positive.percent,
              n: total.n,
              low: Math.round(total.positive.low),
              high: Math.round(total.positive.high),
          });
}

/** Each language, access mode or month with its own interval: no order by score, and no rank. */
interface GroupProps {
    caption: string;
    hideCaption?: boolean;
    title: string;
    by: string;
    groups: Group[];
    question: Schemas['QuestionRef'];
}

export function GroupTable({ caption, hideCaption = false, title, by, groups, question }: GroupProps) {
    const { t, number } = useWords();
    const label = useLabel(by);
    const scale = scaleOf(groups.map(({ figure }) => figure));
    return (
        <DataTable
            caption={caption}
            hideCaption={hideCaption}
            rows={groups}
            rowKey={({ key }) => key}
            columns={[
                { key: 'label', title, head: true, cell: label },
                {
                    key: 'n',
                    title: t('figure.answers'),
                    number: true,
                    cell: ({ figure }) => (figure.n === null ? '' : number(figure.n)),
                },
                {
                    key: 'share',
                    title: t(bestOf(question, 'interval')),
                    cell: ({ figure }) => <FigureCell figure={figure} scale={scale} />,
                },
            ]}
        />
    );
}

function Answers({ id, survey }: { id: string; survey: string | undefined }) {
    const words = useWords();
    const { t } = words;
    const scope = useScope('last_3_months', survey);
    const query = { ...scope.query, venue: id };
    const key = JSON.stringify(query);
    const report = useResource(`satisfaction ${key}`, async (signal) =>
        must(await api.GET('/reports/satisfaction', { params: { query: { ...query, by: 'language' } }, signal })),
    );
    const weeks = { venue: id, unit: 'week' as const, ...(scope.survey ? { survey: scope.survey } : {}) };
    const control = useResource(`control ${key}`, async (signal) =>
        must(await api.GET('/reports/control', { params: { query: weeks }, signal })),
    );
    return (
        <>
            <ScopeBar scope={scope} areas={false} />
            <Await of={report}>
                {(data) => (
                    <>
                        <p class="finding__more">
                            {headline(data, t)}
                            {data.total.flagged ? ` ${t('question.flagged', { n: data.total.flagged })}` : ''}
                        </p>
                        <Findings list={data.notes} />
                        <GroupTable caption={t('venue.by_language')} title={t('fairness.language')} by="language" groups={data.groups} question={data.question} />
                        <TableFile report="satisfaction" query={{ ...query, by: 'language' }} />
                    </>
                )}
            </Await>
            <h2 class="section-title">{t('overview.weeks')}</h2>
            <Await of={control}>
                {(chart) => (
                    <>
                        <ControlChart chart={chart} title={t('overview.weeks')} />
                        <TableFile report="control" query={weeks} />
                    </>
                )}
            </Await>
        </>
    );
}

function VenueKiosks({ id }: { id: string }) {
    const { t } = useWords();
    const kiosks = useResource(`kiosks of ${id}`, async (signal) =>
        must(await api.GET('/kiosks', { params: { query: { venue: id } }, signal })),
    );
    return (
        <section>
            <h2 class="section-title">
                {t('nav.kiosks')}
            </h2>
            <Await of={kiosks}>
                {({ items }) => (items.length > 0 ? <KioskTable kiosks={items} /> : <p class="muted">{t('kiosk.none_here')}</p>)}
            </Await>
        </section>
    );
}

function About({ venue }: { venue: Schemas['Venue'] }) {
    const { t } = useWords();
    const surveyName = useSurveyName();
    const kindName = useKindName();
    const { may } = useSession();
    return (
        <section>
            <h2 class="section-title">
                {t('venue.about')}
            </h2>
            <Facts
                of={[
                    [t('venue.kind'), kindName(venue.kind)],
                    [t('venue.time_zone'), venue.time_zone],
                    [t('scope.survey'), venue.survey ? surveyName(venue.survey) : t('venue.no_survey')],
                    [t('venue.tags'), venue.tags.join(', ')],
                ]}
            />
            <ul class="govuk-list screen-only">
                {may('edit_venues') && (
                    <li>
                        <a href={`/venues/${venue.id}/edit`}>{t('venue.change')}</a>
                    </li>
                )}
                {may('edit_venues') && (
                    <li>
                        <a href={`/venues/${venue.id}/choices`}>{t('venue.choices')}</a>
                    </li>
                )}
                {may('enter_counts') && (
                    <li>
                        <a href={`/venues/${venue.id}/months`}>{t('venue.months')}</a>
                    </li>
                )}
                {(may('edit_notices') || may('publish_surveys')) && (
                    <li>
                        <a href={`/venues/${venue.id}/questions`}>{t('venue.local_questions')}</a>
                    </li>
                )}
            </ul>
        </section>
    );
}

export function VenuePage() {
    const { t } = useWords();
    const { may, mainSurvey } = useSession();
    const id = useRoute().params['venue'] ?? '';
    const venue = useResource(`venue ${id}`, async (signal) =>
        must(await api.GET('/venues/{venue}', { params: { path: { venue: id } }, signal })),
    );
    const back = { href: '/venues', text: t('nav.venues') };
    return (
        <AwaitPage of={venue} title={t('venue.one')} back={back}>
            {(data) => (
                <>
                    <PageHead title={data.name} back={back} />
                    <div class="two-thirds">
                        <div>{may('see_reports') && (data.survey || mainSurvey ? <Answers id={id} survey={data.survey?.id} /> : <NoSurvey />)}</div>
                        <div>
                            {may('see_kiosks') && <VenueKiosks id={id} />}
                            <About venue={data} />
                        </div>
                    </div>
                </>
            )}
        </AwaitPage>
    );
}

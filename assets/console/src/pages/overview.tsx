/* The first page: a finding in words, then the picture, then what needs a look and why, then who is missing. */
import { api, must, type Schemas } from '../api/client';
import { bestOf } from '../app/best';
import { useFinding } from '../app/finding';
import { useLabel } from '../app/label';
import { periodText } from '../app/period';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { ControlChart } from '../chart/control';
import { Await } from '../parts/await';
import { FigureCell, scaleOf, useShare, useWithheld } from '../parts/figure';
import { Findings } from '../parts/findings';
import { PageHead } from '../parts/page';
import { ReportTabs } from '../parts/reports';
import { ScopeBar, useScope } from '../parts/scope';
import { DataTable } from '../parts/table';

type Report = Schemas['OverviewReport'];

function title(report: Report | null, t: ReturnType<typeof useWords>['t']): string {
    if (report === null) {
        return t('nav.overview');
    }
    const { total } = report;
    if (total.n === null || total.n === 0) {
        return t('overview.nothing_yet');
    }
    return total.positive === null
        ? t('overview.too_few')
        : t(bestOf(report.question, 'finding'), { percent: total.positive.percent });
}

/** The number, its interval and its limit, and what moved: the sentences come from the hub with their figures. */
function Finding({ report }: { report: Report | null }) {
    const words = useWords();
    const say = useFinding();
    const sentences = (report?.sentences ?? []).filter(({ code }) => code !== 'positive_share');
    const when = report ? periodText(report.days, words) : '';
    const before = report?.previous ? periodText(report.previous.days, words) : '';
    const more = sentences.map((one) => say({ ...one, values: { ...one.values, when, before } }));
    return <PageHead title={title(report, words.t)} more={more.join(' ')} />;
}

function VenuesToLookAt({ report }: { report: Report }) {
    const { t, number } = useWords();
    const say = useFinding();
    const scale = scaleOf(report.venues.map(({ figure }) => figure));
    if (report.venues.length === 0) {
        return (
            <>
                <h2 class="section-title">{t('overview.venues')}</h2>
                <p class="muted">{t('overview.no_venue_stands_out')}</p>
            </>
        );
    }
    return (
        <DataTable
            caption={t('overview.venues')}
            rows={report.venues}
            rowKey={({ venue }) => venue}
            columns={[
                {
                    key: 'venue',
                    title: t('venue.one'),
                    head: true,
                    cell: (row) => <a href={`/venues/${row.venue}`}>{row.name}</a>,
                },
                {
                    key: 'n',
                    title: t('figure.answers'),
                    number: true,
                    cell: ({ figure }) => (figure.n === null ? '' : number(figure.n)),
                },
                {
                    key: 'share',
                    title: t(bestOf(report.question, 'interval')),
                    cell: ({ figure }) => <FigureCell figure={figure} scale={scale} />,
                },
                {
                    key: 'bear',
                    title: t('overview.what_the_data_bear'),
                    cell: ({ findings }) => findings.map(say).join('; '),
                },
            ]}
        />
    );
}

function Attention({ report }: { report: Report }) {
    const { t } = useWords();
    const say = useFinding();
    const { well, total, attention } = report.kiosks;
    return (
        <section aria-labelledby="attention">
            <h2 class="section-title" id="attention">
                {t('overview.attention')}
            </h2>
            <ul class="notices">
                {attention.map((kiosk) => (
                    <li class="notice notice--attention" key={kiosk.kiosk}>
                        <a class="govuk-!-font-weight-bold" href={`/kiosks/${kiosk.kiosk}`}>
                            {kiosk.venue_name}, {kiosk.name}
                        </a>{' '}
                        {kiosk.reasons.map(say).join('; ')}
                    </li>
                ))}
                {total > 0 && (
                    <li class={`notice ${well > 0 ? 'notice--fine' : ''}`}>{t('overview.kiosks_well', { n: well, total })}</li>
                )}
                {total === 0 && <li class="notice">{t('overview.no_kiosks')}</li>}
            </ul>
        </section>
    );
}

function WhoAnswers({ who }: { who: Schemas['FairnessDimension'] }) {
    const { t } = useWords();
    const label = useLabel(who.dimension);
    const withheld = useWithheld();
    const share = useShare();
    return (
        <section>
            <DataTable
                caption={t('overview.who')}
                room="slim"
                rows={who.rows}
                rowKey={({ key }) => key}
                columns={[
                    { key: 'label', title: t('fairness.language'), head: true, cell: label },
                    {
                        key: 'answers',
                        title: t('figure.answers'),
                        number: true,
                        cell: (row) => share(row.percent, row.n) || withheld(row.status),
                    },
                    ...(who.visits_known
                        ? [
                              {
                                  key: 'visits',
                                  title: t('fairness.visits'),
                                  number: true,
                                  cell: (row: (typeof who.rows)[number]) => share(row.visits_percent, row.visits),
                              },
                          ]
                        : []),
                ]}
            />
            {!who.visits_known && <p class="muted">{t('fairness.visits_unknown')}</p>}
            <Findings list={who.findings} />
        </section>
    );
}

export function Overview() {
    const words = useWords();
    const scope = useScope();
    const report = useResource(`overview ${JSON.stringify(scope.query)}`, async (signal) =>
        must(await api.GET('/reports/overview', { params: { query: scope.query }, signal })),
    );
    return (
        <>
            <Finding report={report.data} />
            <ReportTabs here="/" />
            <ScopeBar scope={scope} />
            <Await of={report} lines={8}>
                {(data) => (
                    <div class="two-thirds">
                        <div>
                            {data.weeks && (
                                <section aria-labelledby="weeks">
                                    <h2 class="section-title" id="weeks">
                                        {words.t('overview.weeks')}
                                    </h2>
                                    <ControlChart chart={data.weeks} title={words.t('overview.weeks')} />
                                </section>
                            )}
                            <VenuesToLookAt report={data} />
                        </div>
                        <div>
                            <Attention report={data} />
                            {data.who && <WhoAnswers who={data.who} />}
                        </div>
                    </div>
                )}
            </Await>
        </>
    );
}

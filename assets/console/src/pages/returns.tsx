/* The monthly return of the Friends and Family Test, the two formulas of GOV.UK, and a jobcentre's four drivers. */
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { api, must, type Schemas } from '../api/client';
import { periodOf } from '../app/period';
import { Problem } from '../app/problem';
import { useResource, type Resource } from '../app/resource';
import { csvCell, fileName, saveFile } from '../app/save';
import { useSession, useWords } from '../app/session';
import { Await, Empty } from '../parts/await';
import { FigureCell, scaleOf, useWithheld } from '../parts/figure';
import { Confirm } from '../parts/confirm';
import { Findings } from '../parts/findings';
import { Button, TextField } from '../parts/form';
import { PageHead } from '../parts/page';
import { ReportTabs } from '../parts/reports';
import { ScopeBar, useScope } from '../parts/scope';
import { DataTable } from '../parts/table';

type Return = Schemas['FftReturn'];
type Row = Return['rows'][number];
const ANSWERS = ['very_good', 'good', 'neither', 'poor', 'very_poor', 'dont_know'] as const;

function csvOf(data: Return): string {
    const head = ['month', 'venue', ...ANSWERS, 'total', 'positive_percent', 'negative_percent', 'late'];
    const rows = data.rows.map((row) => [
        data.month,
        row.venue_name,
        ...ANSWERS.map((answer) => row.counts[answer]),
        row.total,
        row.positive_percent ?? '',
        row.negative_percent ?? '',
        row.late,
    ]);
    return [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
}

function FftTable({ data }: { data: Return }) {
    const { t, number } = useWords();
    const withheld = useWithheld();
    const percent = (row: Row, value: number | null) => (value === null ? withheld(row.status) : `${value}%`);
    return (
        <DataTable
            caption={t('returns.fft')}
            hideCaption
            rows={data.rows}
            rowKey={({ venue, survey }) => `${venue} ${survey}`}
            {...(data.rows.length > 1 ? { sum: { ...data.all, venue: '', venue_name: t('returns.all'), survey: '', modes: {} } } : {})}
            columns={[
                { key: 'venue', title: t('venue.one'), head: true, cell: ({ venue_name }) => venue_name },
                ...ANSWERS.map((answer) => ({
                    key: answer,
                    title: t(`fft.${answer}`),
                    number: true,
                    cell: (row: Row) => number(row.counts[answer]),
                })),
                { key: 'total', title: t('returns.total'), number: true, cell: ({ total }) => number(total) },
                {
                    key: 'positive',
                    title: t('returns.positive'),
                    number: true,
                    cell: (row) => percent(row, row.positive_percent),
                },
                {
                    key: 'negative',
                    title: t('returns.negative'),
                    number: true,
                    cell: (row) => percent(row, row.negative_percent),
                },
                { key: 'late', title: t('returns.late'), number: true, cell: ({ late }) => number(late) },
            ]}
        />
    );
}

function Fft() {
    const words = useWords();
    const { t } = words;
    const { may, session } = useSession();
    const { query, path, route } = useLocation();
    const month = query['month'] ?? periodOf('last_month').from.slice(0, 7);
    const report = useResource(`fft ${month}`, async (signal) =>
        must(await api.GET('/reports/fft/{month}', { params: { path: { month } }, signal })),
    );
    const freeze = async () => report.set(must(await api.POST('/reports/fft/{month}/freeze', { params: { path: { month } } })));
    return (
        <section>
            <h2 class="section-title" id="fft">
                {t('returns.fft')}
            </h2>
            <div class="toolbar">
                <TextField
                    label={t('chart.unit_month')}
                    type="month"
                    value={month}
                    onValue={(next) => next !== '' && route(`${path}?${new URLSearchParams({ ...query, month: next })}`, true)}
                    width="10"
                />
            </div>
            <Await of={report} lines={6}>
                {(data) =>
                    data.rows.length === 0 ? (
                        <Empty title={t('overview.nothing_yet')} />
                    ) : (
                        <>
                            <p>
                                {data.state === 'frozen' && data.frozen
                                    ? t('returns.frozen', { when: words.moment(data.frozen), who: data.frozen_by ?? '' })
                                    : t('returns.open', { day: words.day(data.due) })}
                            </p>
                            <Findings list={data.notes} />
                            <FftTable data={data} />
                            <div class="govuk-button-group screen-only">
                                <Button kind="secondary" onClick={() => saveFile(fileName(`fft-${month}.csv`, session), csvOf(data), 'text/csv')}>
                                    {t('returns.save')}
                                </Button>
                                {may('freeze_returns') && data.state === 'open' && (
                                    <Confirm
                                        title={t('returns.freeze_title', { month: words.month(`${month}-01`) })}
                                        verb={t('returns.freeze')}
                                        run={freeze}
                                        trigger={(ask) => <Button onClick={ask}>{t('returns.freeze')}</Button>}
                                    >
                                        <p>{t('returns.freeze_more')}</p>
                                    </Confirm>
                                )}
                            </div>
                        </>
                    )
                }
            </Await>
        </section>
    );
}

/** Whether a survey asks what a return counts is found out by asking for it: "no" is an answer, and no trouble. */
function useAsked<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Resource<{ of: T | null }> {
    return useResource<{ of: T | null }>(key, async (signal) => {
        try {
            return { of: await load(signal) };
        } catch (error) {
            if (error instanceof Problem && error.kind === 'missing') {
                return { of: null };
            }
            throw error;
        }
    });
}

function WhereAsked<T>({ of, children }: { of: Resource<{ of: T | null }>; children: (report: T) => ComponentChildren }) {
    const { t } = useWords();
    return (
        <Await of={of} lines={4}>
            {({ of: report }) => (report === null ? <p class="muted">{t('returns.not_asked')}</p> : <>{children(report)}</>)}
        </Await>
    );
}

function Govuk({ scopeKey, query }: { scopeKey: string; query: { from: string; to: string } }) {
    const { t } = useWords();
    const withheld = useWithheld();
    const report = useAsked(`govuk ${scopeKey}`, async (signal) => must(await api.GET('/reports/govuk', { params: { query }, signal })));
    return (
        <section>
            <h2 class="section-title" id="govuk">
                {t('returns.govuk')}
            </h2>
            <WhereAsked of={report}>
                {({ figure, top_two, weighted, notes }) => (
                    <>
                        {top_two && weighted ? (
                            <ul class="govuk-list govuk-list--bullet">
                                <li>
                                    {t('returns.top_two', {
                                        percent: top_two.percent,
                                        low: Math.round(top_two.low),
                                        high: Math.round(top_two.high),
                                    })}
                                </li>
                                <li>{t('returns.weighted', { score: Math.round(weighted.score), se: Math.round(weighted.se * 10) / 10 })}</li>
                            </ul>
                        ) : (
                            <p class="muted">{withheld(figure.status === 'fine' ? 'unreliable' : figure.status)}</p>
                        )}
                        <Findings list={notes} />
                    </>
                )}
            </WhereAsked>
        </section>
    );
}

function Drivers({ scopeKey, query }: { scopeKey: string; query: { from: string; to: string } }) {
    const { t, number } = useWords();
    const report = useAsked(`drivers ${scopeKey}`, async (signal) => must(await api.GET('/reports/drivers', { params: { query }, signal })));
    return (
        <section>
            <h2 class="section-title">{t('returns.drivers')}</h2>
            <WhereAsked of={report}>
                {({ drivers, notes }) => drivers.length === 0 ? <p class="muted">{t('returns.not_asked')}</p> : (
                    <>
                        <DataTable
                            caption={t('returns.drivers')}
                            hideCaption
                            rows={drivers}
                            rowKey={({ role }) => role}
                            columns={[
                                { key: 'question', title: t('question.one'), head: true, cell: ({ question }) => question.title },
                                {
                                    key: 'n',
                                    title: t('figure.answers'),
                                    number: true,
                                    cell: ({ figure }) => (figure.n === null ? '' : number(figure.n)),
                                },
                                {
                                    key: 'share',
                                    title: t('returns.agree'),
                                    cell: ({ figure }) => <FigureCell figure={figure} scale={scaleOf(drivers.map((one) => one.figure))} />,
                                },
                            ]}
                        />
                        <Findings list={notes} />
                    </>
                )}
            </WhereAsked>
        </section>
    );
}

export function Returns() {
    const { t } = useWords();
    const scope = useScope('last_3_months');
    const scopeKey = JSON.stringify(scope.query);
    return (
        <>
            <PageHead title={t('returns.title')} more={t('returns.what')} />
            <ReportTabs here="/returns" />
            <Fft />
            <ScopeBar scope={scope} />
            <Govuk scopeKey={scopeKey} query={scope.query} />
            <Drivers scopeKey={scopeKey} query={scope.query} />
        </>
    );
}

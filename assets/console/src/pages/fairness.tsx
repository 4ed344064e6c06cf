/* Who answers, against who visits where that is known. Small numbers are held back by the hub. */
import { api, must, type Schemas } from '../api/client';
import { useFinding } from '../app/finding';
import { useLabel } from '../app/label';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { Await, Empty } from '../parts/await';
import { useShare, useWithheld } from '../parts/figure';
import { Findings } from '../parts/findings';
import { NoSurvey } from '../parts/no_survey';
import { PageHead } from '../parts/page';
import { ScopeBar, useScope, type Scope } from '../parts/scope';
import { DataTable } from '../parts/table';
import { TableFile } from '../parts/table_file';
import { en } from '../words/en';
import type { Key } from '../words/words';

type Dimension = Schemas['FairnessDimension'];
type Row = Dimension['rows'][number];

function useDimensionName(): (dimension: string) => string {
    const { t } = useWords();
    return (dimension) => {
        const key = `fairness.${dimension}`;
        return key in en ? t(key as Key) : dimension;
    };
}

export function DimensionTable({ of }: { of: Dimension }) {
    const { t, number } = useWords();
    const withheld = useWithheld();
    const share = useShare();
    const name = useDimensionName();
    const label = useLabel(of.dimension);
    return (
        <DataTable
            caption={name(of.dimension)}
            rows={of.rows}
            rowKey={({ key }) => key}
            columns={[
                { key: 'label', title: name(of.dimension), head: true, cell: label },
                {
                    key: 'n',
                    title: t('figure.answers'),
                    number: true,
                    cell: (row) => (row.n === null ? withheld(row.status) : number(row.n)),
                },
                {
                    key: 'share',
                    title: t('fairness.share_of_answers'),
                    number: true,
                    cell: ({ percent, n }) => share(percent, n),
                },
                ...(of.visits_known
                    ? [
                          {
                              key: 'visits',
                              title: t('fairness.share_of_visits'),
                              number: true,
                              cell: (row: Row) => share(row.visits_percent, row.visits),
                          },
                      ]
                    : []),
            ]}
        />
    );
}

function Figures({ scope }: { scope: Scope }) {
    const { t } = useWords();
    const say = useFinding();
    const report = useResource(`fairness ${JSON.stringify(scope.query)}`, async (signal) =>
        must(await api.GET('/reports/fairness', { params: { query: scope.query }, signal })),
    );
    return (
        <>
            <ScopeBar scope={scope} />
            <Await of={report} lines={8}>
                {({ dimensions, notes }) => (
                    <>
                        {dimensions.every(({ rows }) => rows.length === 0) && <Empty title={t('overview.nothing_yet')} />}
                        <Findings list={notes} />
                        {dimensions
                            .filter(({ rows }) => rows.length > 0)
                            .map((dimension) => (
                                <section key={dimension.dimension}>
                                    <DimensionTable of={dimension} />
                                    {!dimension.visits_known && dimension.dimension === 'language' && (
                                        <p class="muted">{t('fairness.visits_unknown')}</p>
                                    )}
                                    {dimension.findings.map((finding) => (
                                        <p key={finding.code + finding.text}>{say(finding)}</p>
                                    ))}
                                </section>
                            ))}
                        <TableFile report="fairness" query={scope.query} />
                    </>
                )}
            </Await>
        </>
    );
}

export function Fairness() {
    const { t } = useWords();
    const scope = useScope('last_3_months');
    return (
        <>
            <PageHead title={t('nav.fairness')} more={t('fairness.what')} />
            {scope.survey === '' ? <NoSurvey /> : <Figures scope={scope} />}
        </>
    );
}

/* Who woke the screen, who began, who finished, and where the others left. No response rate: nobody was sampled. */
import { api, must, type Schemas } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { useSurveyWords, type SurveyWords } from '../app/survey_words';
import { StepsChart } from '../chart/steps';
import { Await } from '../parts/await';
import { Findings } from '../parts/findings';
import { NoSurvey } from '../parts/no_survey';
import { PageHead } from '../parts/page';
import { ReportTabs } from '../parts/reports';
import { ScopeBar, useScope, type Scope } from '../parts/scope';
import { DataTable, type Column } from '../parts/table';
import { TableFile } from '../parts/table_file';

type Report = Schemas['ParticipationReport'];
type Group = Report['groups'][number];

function percentOf(value: number | null, t: ReturnType<typeof useWords>['t']): string {
    return value === null ? t('figure.too_few_to_compare') : `${Math.round(value)}%`;
}

function headline(report: Report, t: ReturnType<typeof useWords>['t']): string {
    const { total } = report;
    return total.started === 0
        ? t('overview.nothing_yet')
        : t('participation.finding', { n: total.started, woken: total.woken, completed: total.completed });
}

function Left({ total, said }: { total: Report['total']; said: SurveyWords }) {
    const { t, number } = useWords();
    if (total.left_at.length === 0) {
        return null;
    }
    return (
        <DataTable
            caption={t('participation.left_at')}
            rows={total.left_at}
            rowKey={({ question }) => question}
            columns={[
                { key: 'question', title: t('question.one'), head: true, cell: ({ question, title }) => said.question({ name: question, title }) },
                { key: 'n', title: t('participation.left'), number: true, cell: ({ n }) => number(n) },
            ]}
        />
    );
}

/** How many people came is asked of few venues: where nobody has said it, nothing stands empty. */
function ByVenue({ groups }: { groups: Group[] }) {
    const { t, number } = useWords();
    const visitsKnown = groups.some(({ visits }) => visits !== null);
    const ofVisits: Column<Group>[] = [
        {
            key: 'visits',
            title: t('fairness.visits'),
            number: true,
            cell: ({ visits }) => (visits === null ? '' : number(visits)),
        },
        {
            key: 'footfall',
            title: t('participation.footfall'),
            number: true,
            cell: ({ footfall_percent }) => (footfall_percent === null ? '' : `${Math.round(footfall_percent)}%`),
        },
    ];
    return (
        <DataTable
            caption={t('trend.by_venue')}
            rows={[...groups].sort((a, b) => a.label.localeCompare(b.label))}
            rowKey={({ key }) => key}
            columns={[
                { key: 'venue', title: t('venue.one'), head: true, cell: ({ key, label }) => <a href={`/venues/${key}`}>{label}</a> },
                { key: 'woken', title: t('kiosk.woken'), number: true, cell: ({ woken }) => number(woken) },
                { key: 'started', title: t('kiosk.started'), number: true, cell: ({ started }) => number(started) },
                {
                    key: 'completion',
                    title: t('participation.completion'),
                    number: true,
                    cell: ({ completion_percent }) => percentOf(completion_percent, t),
                },
                ...(visitsKnown ? ofVisits : []),
                { key: 'heard', title: t('participation.days_heard'), number: true, cell: (row) => number(row.days_heard) },
            ]}
        />
    );
}

function Skipped({ questions, said }: { questions: Report['questions']; said: SurveyWords }) {
    const { t, number } = useWords();
    return (
        <DataTable
            caption={t('participation.questions')}
            rows={questions}
            rowKey={({ name }) => name}
            columns={[
                { key: 'question', title: t('question.one'), head: true, cell: said.question },
                { key: 'shown', title: t('participation.shown'), number: true, cell: ({ shown }) => number(shown) },
                { key: 'answered', title: t('participation.answered'), number: true, cell: ({ answered }) => number(answered) },
                { key: 'skipped', title: t('participation.skipped'), number: true, cell: ({ skipped }) => number(skipped) },
                {
                    key: 'unanswered',
                    title: t('participation.unanswered'),
                    number: true,
                    cell: ({ unanswered }) => number(unanswered),
                },
            ]}
        />
    );
}

function Figures({ scope }: { scope: Scope }) {
    const { t } = useWords();
    const said = useSurveyWords(scope.survey);
    const report = useResource(`participation ${JSON.stringify(scope.query)}`, async (signal) =>
        must(await api.GET('/reports/participation', { params: { query: { ...scope.query, by: 'venue' } }, signal })),
    );
    return (
        <>
            <PageHead title={t('participation.title')} more={report.data ? headline(report.data, t) : ''} />
            <ReportTabs here="/participation" />
            <ScopeBar scope={scope} />
            <Await of={report} lines={8}>
                {(data) => (
                    <>
                        <Findings list={data.notes} />
                        <p class="muted">{t('participation.whatever_asked')}</p>
                        <StepsChart
                            title={t('participation.steps')}
                            steps={[
                                { label: t('participation.woke'), n: data.total.woken },
                                { label: t('participation.began'), n: data.total.started },
                                { label: t('participation.finished'), n: data.total.completed },
                            ]}
                        />
                        <Left total={data.total} said={said} />
                        <Skipped questions={data.questions} said={said} />
                        <ByVenue groups={data.groups} />
                        <TableFile report="participation" query={{ ...scope.query, by: 'venue' }} />
                    </>
                )}
            </Await>
        </>
    );
}

export function Participation() {
    const { t } = useWords();
    const scope = useScope('last_3_months');
    if (scope.survey !== '') {
        return <Figures scope={scope} />;
    }
    return (
        <>
            <PageHead title={t('participation.title')} />
            <ReportTabs here="/participation" />
            <NoSurvey />
        </>
    );
}

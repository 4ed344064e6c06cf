/* Every question of a survey: how often each answer was given, whole, before any summary of it. */
import { api, must, type Schemas } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { useSurveyWords, type SurveyWords } from '../app/survey_words';
import { Await, Empty } from '../parts/await';
import { useShare, useWithheld } from '../parts/figure';
import { Findings } from '../parts/findings';
import { NoSurvey } from '../parts/no_survey';
import { PageHead } from '../parts/page';
import { ReportTabs } from '../parts/reports';
import { ScopeBar, useScope, type Scope } from '../parts/scope';
import { DataTable } from '../parts/table';
import { TableFile } from '../parts/table_file';

type Figure = Schemas['Figure'];
type Answer = Figure['answers'][number];

function Bar({ percent }: { percent: number }) {
    return (
        <svg class="bar" width="160" height="14" viewBox="0 0 160 14" aria-hidden="true">
            <rect class="bar__ground" width="160" height="14" rx="3" />
            <rect class="bar__value" width={(percent / 100) * 160} height="14" rx="3" />
        </svg>
    );
}

function Distribution({ question, figure, said }: { question: Schemas['QuestionRef']; figure: Figure; said: SurveyWords }) {
    const { t, number } = useWords();
    const withheld = useWithheld();
    const share = useShare();
    if (figure.n === null || figure.status === 'suppressed_small_base') {
        return (
            <>
                <h2 class="section-title">{said.question(question)}</h2>
                <p class="muted">{withheld('suppressed_small_base')}</p>
            </>
        );
    }
    return (
        <div class="distribution">
            <DataTable<Answer>
                caption={said.question(question)}
                rows={figure.answers}
                rowKey={({ value }) => value}
                columns={[
                    { key: 'answer', title: t('question.answer'), head: true, cell: (answer) => said.answer(question.name, answer) },
                    {
                        key: 'n',
                        title: t('figure.answers'),
                        number: true,
                        cell: ({ count }) => (count === null ? '*' : number(count)),
                    },
                    {
                        key: 'percent',
                        title: t('question.share'),
                        cell: ({ percent, count }) =>
                            percent === null ? (
                                <span class="muted">{figure.status === 'fine' ? '' : withheld(figure.status)}</span>
                            ) : (
                                <span class="interval-cell">
                                    <Bar percent={percent} />
                                    <span>{share(percent, count)}</span>
                                </span>
                            ),
                    },
                ]}
            />
            <p class="muted">
                {t('question.n', { n: figure.n })}
                {figure.flagged ? ` ${t('question.flagged', { n: figure.flagged })}` : ''}
            </p>
        </div>
    );
}

function Figures({ scope }: { scope: Scope }) {
    const { t } = useWords();
    const said = useSurveyWords(scope.survey);
    const report = useResource(`questions ${JSON.stringify(scope.query)}`, async (signal) =>
        must(await api.GET('/reports/questions', { params: { query: scope.query }, signal })),
    );
    return (
        <>
            <ScopeBar scope={scope} />
            <Await of={report} lines={10}>
                {({ questions, notes }) =>
                    questions.length === 0 ? (
                        <Empty title={t('overview.nothing_yet')} />
                    ) : (
                        <>
                            <Findings list={notes} />
                            {questions.map(({ question, figure }) => (
                                <section key={question.name}>
                                    <Distribution question={question} figure={figure} said={said} />
                                </section>
                            ))}
                            <TableFile report="questions" query={scope.query} />
                        </>
                    )
                }
            </Await>
        </>
    );
}

export function Questions() {
    const { t } = useWords();
    const scope = useScope('last_3_months');
    return (
        <>
            <PageHead title={t('question.title')} more={t('question.what')} />
            <ReportTabs here="/questions" />
            {scope.survey === '' ? <NoSurvey /> : <Figures scope={scope} />}
        </>
    );
}

/* A share over time, by day, week or month, against what is usual; by area, language or access where wished. */
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, must } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { useSurveyWords } from '../app/survey_words';
import { ControlChart } from '../chart/control';
import { Await } from '../parts/await';
import { Findings } from '../parts/findings';
import { Button, ErrorSummary, Select, TextField } from '../parts/form';
import { NoSurvey } from '../parts/no_survey';
import { PageHead } from '../parts/page';
import { ReportTabs } from '../parts/reports';
import { ScopeBar, useScope, type Scope } from '../parts/scope';
import { TableFile } from '../parts/table_file';
import { GroupTable } from './venue';

const UNITS = ['week', 'month', 'day'] as const;
const GROUPS = ['venue', 'area', 'month', 'language', 'access', 'hour'] as const;
type Unit = (typeof UNITS)[number];
type By = (typeof GROUPS)[number];

function pick<T extends string>(all: readonly T[], wanted: string | undefined): T {
    return all.find((one) => one === wanted) ?? (all[0] as T);
}

function Annotate({ made }: { made: () => void }) {
    const { t } = useWords();
    const [day, setDay] = useState('');
    const [text, setText] = useState('');
    const action = useAction();
    const add = () =>
        action.run(async () => {
            await api.POST('/annotations', { body: { day, text } });
            setText('');
            made();
        });
    return (
        <section class="screen-only" aria-labelledby="note">
            <h2 class="section-title" id="note">
                {t('trend.note_title')}
            </h2>
            <p class="muted">{t('trend.note_what')}</p>
            <form
                class="toolbar"
                onSubmit={(event) => {
                    event.preventDefault();
                    void add();
                }}
            >
                <ErrorSummary errors={action.errors} />
                <TextField label={t('trend.note_day')} type="date" value={day} onValue={setDay} width="10" />
                <TextField label={t('trend.note')} value={text} onValue={setText} width="20" />
                <Button type="submit" kind="secondary" busy={action.busy} disabled={day === '' || text.trim() === ''}>
                    {t('trend.add_note')}
                </Button>
            </form>
        </section>
    );
}

function Figures({ scope }: { scope: Scope }) {
    const { t } = useWords();
    const { may } = useSession();
    const said = useSurveyWords(scope.survey);
    const { query, path, route } = useLocation();
    const unit: Unit = pick(UNITS, query['unit']);
    const by: By = pick(GROUPS, query['by']);
    const go = (change: Record<string, string>) =>
        route(`${path}?${new URLSearchParams({ ...query, ...change })}`, true);
    const key = JSON.stringify(scope.query);
    const chart = useResource(`trend ${key} ${unit}`, async (signal) =>
        must(await api.GET('/reports/control', { params: { query: { ...scope.query, unit } }, signal })),
    );
    const groups = useResource(`groups ${key} ${by}`, async (signal) =>
        must(await api.GET('/reports/satisfaction', { params: { query: { ...scope.query, by } }, signal })),
    );
    return (
        <>
            <ScopeBar scope={scope}>
                <Select
                    label={t('trend.unit')}
                    value={unit}
                    onValue={(next) => go({ unit: next })}
                    options={UNITS.map((one) => ({ value: one, label: t(`chart.unit_${one}`) }))}
                />
            </ScopeBar>
            <Await of={chart} lines={6}>
                {(data) => (
                    <>
                        <h2 class="section-title">{said.question(data.question)}</h2>
                        <ControlChart chart={data} title={said.question(data.question)} />
                        <TableFile report="control" query={{ ...scope.query, unit }} />
                    </>
                )}
            </Await>
            {may('edit_initiatives') && <Annotate made={chart.reload} />}
            <h2 class="section-title">{t('trend.groups')}</h2>
            <div class="toolbar">
                <Select
                    label={t('trend.by')}
                    value={by}
                    onValue={(next) => go({ by: next })}
                    options={GROUPS.map((one) => ({ value: one, label: t(`trend.by_${one}`) }))}
                />
            </div>
            <Await of={groups} lines={6}>
                {(data) => (
                    <>
                        <Findings list={data.notes} />
                        <GroupTable by={by} hideCaption caption={t(`trend.by_${by}`)} title={t(`trend.by_${by}`)} groups={data.groups} question={data.question} />
                        <TableFile report="satisfaction" query={{ ...scope.query, by }} />
                    </>
                )}
            </Await>
        </>
    );
}

export function Trend() {
    const { t } = useWords();
    const scope = useScope('last_12_months');
    return (
        <>
            <PageHead title={t('trend.title')} more={t('trend.what')} />
            <ReportTabs here="/trend" />
            {scope.survey === '' ? <NoSurvey /> : <Figures scope={scope} />}
        </>
    );
}

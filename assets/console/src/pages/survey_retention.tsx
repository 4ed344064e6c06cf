/* How long a survey's answers and figures are kept, on the survey's page; who may decides it there. */
import { useState } from 'preact/hooks';
import { api, must, versionOf, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { Await } from '../parts/await';
import { Facts } from '../parts/facts';
import { Button, ErrorSummary, TextField } from '../parts/form';

type Retention = Schemas['Retention'];

/** What was typed, as months; nothing is for good, and what is no number the hub refuses. */
function monthsOf(text: string): number | null {
    return text.trim() === '' ? null : Number(text) || 0;
}

function RetentionForm({ survey, start, version, saved }: { survey: string; start: Retention; version: string; saved: () => void }) {
    const { t } = useWords();
    const [answers, setAnswers] = useState(start.answers === null ? '' : String(start.answers));
    const [figures, setFigures] = useState(start.figures === null ? '' : String(start.figures));
    const action = useAction((pointer) => `kept-${pointer.slice(1)}`);
    return (
        <form
            class="screen-only"
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                void action.run(async () => {
                    await api.PUT('/surveys/{survey}/retention', {
                        params: { path: { survey }, header: { 'If-Match': version } },
                        body: { answers: monthsOf(answers), figures: monthsOf(figures) },
                    });
                    saved();
                });
            }}
        >
            <ErrorSummary errors={action.errors} />
            <TextField
                id="kept-answers"
                label={t('survey.kept_answers')}
                hint={t('survey.kept_answers_hint')}
                inputMode="numeric"
                width="5"
                value={answers}
                onValue={setAnswers}
            />
            <TextField
                id="kept-figures"
                label={t('survey.kept_figures')}
                hint={t('survey.kept_figures_hint')}
                inputMode="numeric"
                width="5"
                value={figures}
                onValue={setFigures}
            />
            <Button type="submit" kind="secondary" busy={action.busy}>
                {t('survey.kept_change')}
            </Button>
        </form>
    );
}

export function SurveyRetention({ survey }: { survey: string }) {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const read = useResource(`retention ${survey}`, async (signal) => {
        const answer = await api.GET('/surveys/{survey}/retention', { params: { path: { survey } }, signal });
        return { kept: must(answer), version: versionOf(answer.response) };
    });
    const months = (n: number | null) => (n === null ? t('survey.kept_for_good') : t('survey.kept_months', { n }));
    return (
        <section aria-labelledby="kept">
            <h2 class="section-title" id="kept">
                {t('survey.kept')}
            </h2>
            <Await of={read} lines={2}>
                {({ kept, version }) => (
                    <>
                        <Facts
                            of={[
                                [t('survey.kept_answers'), months(kept.answers)],
                                [t('survey.kept_figures'), months(kept.figures)],
                            ]}
                        />
                        {kept.answers_before && <p>{t('survey.kept_gone_answers', { day: words.day(kept.answers_before) })}</p>}
                        {kept.figures_before && <p>{t('survey.kept_gone_figures', { month: words.month(kept.figures_before) })}</p>}
                        {may('edit_keys') && (
                            <RetentionForm key={version} survey={survey} start={kept} version={version} saved={read.reload} />
                        )}
                    </>
                )}
            </Await>
        </section>
    );
}

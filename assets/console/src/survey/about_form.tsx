/* Who asks, why, and what happens with it, in every language: without these a survey cannot be published. */
import { useSaid } from '../app/said';
import { useWords } from '../app/session';
import { TextField } from '../parts/form';
import { WordsField } from '../parts/kept_field';
import type { About, Survey } from './model';
import type { CheckProblem } from './question_form';
import { TextIn } from './text_in';

export function AboutForm({
    survey,
    languages,
    problems,
    change,
}: {
    survey: Survey;
    languages: string[];
    problems: CheckProblem[];
    change: (survey: Survey) => void;
}) {
    const words = useWords();
    const { t } = words;
    const said = useSaid();
    const about: About = survey.yousaid ?? {};
    const set = (part: Partial<About>) => change({ ...survey, yousaid: { ...about, ...part } });
    const part = { survey, languages };
    return (
        <details class="govuk-details" open={problems.some(({ level }) => level === 'error')}>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{t('editor.about')}</span>
            </summary>
            <div class="govuk-details__text">
                {problems.map((problem) => (
                    <p class={problem.level === 'error' ? 'govuk-error-message' : 'govuk-hint'} key={problem.pointer + problem.text}>
                        {said(problem)}
                    </p>
                ))}
                <TextIn {...part} label={t('editor.title')} text={survey.title} put={(title) => change({ ...survey, title })} rows={1} />
                <TextIn {...part} label={t('survey.owner')} text={about.owner} put={(owner) => set({ owner })} rows={1} />
                <TextIn {...part} label={t('survey.purpose')} text={about.purpose} put={(purpose) => set({ purpose })} rows={2} />
                <TextIn {...part} label={t('editor.outcome')} text={about.outcome} put={(outcome) => set({ outcome })} rows={3} />
                <div class="toolbar">
                    <TextField
                        label={t('editor.id')}
                        width="20"
                        spellcheck={false}
                        value={about.id ?? ''}
                        onValue={(id) => set({ id })}
                    />
                    <TextField label={t('survey.review')} type="date" width="10" value={about.review ?? ''} onValue={(review) => set({ review })} />
                    <TextField
                        label={t('survey.closing')}
                        type="date"
                        width="10"
                        value={about.closing ?? ''}
                        onValue={(closing) => {
                            const { closing: _old, ...rest } = about;
                            change({ ...survey, yousaid: closing === '' ? rest : { ...rest, closing } });
                        }}
                    />
                    <WordsField label={t('editor.kinds')} width="20" value={Array.isArray(about.kinds) ? about.kinds : []} onValue={(kinds) => set({ kinds })} />
                </div>
            </div>
        </details>
    );
}

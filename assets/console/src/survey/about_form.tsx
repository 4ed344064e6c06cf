/* Who asks, why, and what happens with it, in every language: without these a survey cannot be published. */
import { useWords } from '../app/session';
import { TextField } from '../parts/form';
import { TextArea } from '../parts/form';
import { directionOf } from '../parts/texts';
import { textIn, withText, type About, type Localized, type Survey } from './model';
import type { CheckProblem } from './question_form';

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
    const about: About = survey.yousaid ?? {};
    const set = (part: Partial<About>) => change({ ...survey, yousaid: { ...about, ...part } });
    const texts = (label: string, text: Localized | undefined, put: (text: Localized) => void, rows: number) => (
        <fieldset class="govuk-fieldset texts" key={label}>
            <legend class="govuk-fieldset__legend govuk-!-font-weight-bold">{label}</legend>
            <div class="texts__grid">
                {languages.map((tag) => (
                    <TextArea
                        key={tag}
                        label={words.languageName(tag)}
                        lang={tag}
                        dir={directionOf(tag)}
                        rows={rows}
                        value={textIn(text, survey, tag)}
                        onValue={(value) => put(withText(text, survey, tag, value))}
                    />
                ))}
            </div>
        </fieldset>
    );
    return (
        <details class="govuk-details" open={problems.length > 0}>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{t('editor.about')}</span>
            </summary>
            <div class="govuk-details__text">
                {problems.map((problem) => (
                    <p class={problem.level === 'error' ? 'govuk-error-message' : 'govuk-hint'} key={problem.pointer + problem.text}>
                        {problem.text}
                    </p>
                ))}
                {texts(t('editor.title'), survey.title, (title) => change({ ...survey, title }), 1)}
                {texts(t('survey.owner'), about.owner, (owner) => set({ owner }), 1)}
                {texts(t('survey.purpose'), about.purpose, (purpose) => set({ purpose }), 2)}
                {texts(t('editor.outcome'), about.outcome, (outcome) => set({ outcome }), 3)}
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
                    <TextField
                        label={t('editor.kinds')}
                        width="20"
                        value={(about.kinds ?? []).join(' ')}
                        onValue={(text) => set({ kinds: text.split(/[\s,]+/).filter((kind) => kind !== '') })}
                    />
                </div>
            </div>
        </details>
    );
}

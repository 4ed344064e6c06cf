/* One text of a survey in every language, side by side. */
import { useWords } from '../app/session';
import { TextArea } from '../parts/form';
import { directionOf } from '../parts/texts';
import { textIn, withText, type Localized, type Survey } from './model';

export function TextIn({
    label,
    text,
    survey,
    languages,
    put,
    rows = 1,
    error,
}: {
    label: string;
    text: Localized | undefined;
    survey: Survey;
    languages: string[];
    put: (text: Localized) => void;
    rows?: number;
    /** Of the text as a whole, whatever its languages. */
    error?: string | undefined;
}) {
    const words = useWords();
    return (
        <fieldset class="govuk-fieldset texts">
            <legend class="govuk-fieldset__legend govuk-!-font-weight-bold">{label}</legend>
            {error && (
                <p class="govuk-error-message">
                    <span class="govuk-visually-hidden">{words.t('form.error')}</span> {error}
                </p>
            )}
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
}

/* The survey as text, for those who know the format; each problem with its line. */
import { useState } from 'preact/hooks';
import { useSaid } from '../app/said';
import { useWords } from '../app/session';
import { saveFile } from '../app/save';
import { Button } from '../parts/form';
import type { Survey } from './model';
import { placeOf, type Place } from './place';
import type { CheckProblem } from './question_form';

/** Browsers speak of broken JSON in English; what helps is where it is. */
function whereOf(error: Error, text: string): number {
    const position = Number(/position (\d+)/.exec(error.message)?.[1] ?? text.length);
    return text.slice(0, position).split('\n').length;
}

function Problems({ problems, text }: { problems: CheckProblem[]; text: string }) {
    const { t } = useWords();
    const said = useSaid();
    const goTo = (place: Place) => {
        const box = document.getElementById('survey-json') as HTMLTextAreaElement;
        box.focus();
        box.setSelectionRange(place.from, place.to);
        /* No browser scrolls a text box to what is chosen in it. */
        box.scrollTop = (box.scrollHeight / text.split('\n').length) * Math.max(0, place.line - 4);
    };
    return (
        <ul class="findings">
            {problems.map((problem) => {
                const place = placeOf(text, problem.pointer);
                return (
                    <li key={problem.pointer + problem.text}>
                        {said(problem)}{' '}
                        <span class="findings__place">
                            {place && (
                                <button type="button" class="link-button" onClick={() => goTo(place)}>
                                    {t('editor.line', { line: place.line })}
                                </button>
                            )}{' '}
                            <code>{problem.pointer || '/'}</code>
                        </span>
                    </li>
                );
            })}
        </ul>
    );
}

export function JsonForm({ survey, problems, change }: { survey: Survey; problems: CheckProblem[]; change: (survey: Survey) => void }) {
    const { t } = useWords();
    const [text, setText] = useState(() => JSON.stringify(survey, null, 2));
    const [wrong, setWrong] = useState('');
    const take = (next: string) => {
        setText(next);
        try {
            const parsed: unknown = JSON.parse(next);
            if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
                setWrong(t('editor.no_object'));
                return;
            }
            setWrong('');
            change(parsed as Survey);
        } catch (error) {
            setWrong(t('editor.no_json', { line: whereOf(error as Error, next) }));
        }
    };
    return (
        <>
            <div class={`govuk-form-group ${wrong ? 'govuk-form-group--error' : ''}`}>
                <label class="govuk-label" for="survey-json">
                    {t('editor.json')}
                </label>
                {wrong && (
                    <p class="govuk-error-message" id="survey-json-error">
                        {wrong}
                    </p>
                )}
                <textarea
                    id="survey-json"
                    class="govuk-textarea code"
                    rows={28}
                    wrap="off"
                    spellcheck={false}
                    dir="ltr"
                    aria-describedby={wrong ? 'survey-json-error' : undefined}
                    value={text}
                    onInput={(event) => take(event.currentTarget.value)}
                />
            </div>
            <Problems problems={problems} text={text} />
            <Button kind="secondary" onClick={() => saveFile(`${survey.yousaid?.id || 'survey'}.json`, text, 'application/json')}>
                {t('editor.save_file')}
            </Button>
        </>
    );
}

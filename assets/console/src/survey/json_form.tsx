/* The survey as text, for those who know the format; each problem with its line. */
import { useState } from 'preact/hooks';
import { useSaid } from '../app/said';
import { useWords } from '../app/session';
import { saveFile } from '../app/save';
import { Button } from '../parts/form';
import type { Survey } from './model';
import type { CheckProblem } from './question_form';

/** Browsers speak of broken JSON in English; what helps is where it is. */
function whereOf(error: Error, text: string): number {
    const position = Number(/position (\d+)/.exec(error.message)?.[1] ?? text.length);
    return text.slice(0, position).split('\n').length;
}

export function JsonForm({ survey, problems, change }: { survey: Survey; problems: CheckProblem[]; change: (survey: Survey) => void }) {
    const { t } = useWords();
    const said = useSaid();
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
                    spellcheck={false}
                    dir="ltr"
                    aria-describedby={wrong ? 'survey-json-error' : undefined}
                    value={text}
                    onInput={(event) => take(event.currentTarget.value)}
                />
            </div>
            {problems.length > 0 && (
                <ul class="govuk-list govuk-list--bullet">
                    {problems.map((problem) => (
                        <li key={problem.pointer + problem.text}>
                            <code>{problem.pointer || '/'}</code>
                            {problem.line > 0 ? ` (${t('editor.line', { line: problem.line, column: problem.column })})` : ''} {said(problem)}
                        </li>
                    ))}
                </ul>
            )}
            <Button kind="secondary" onClick={() => saveFile(`${survey.yousaid?.id || 'survey'}.json`, text, 'application/json')}>
                {t('editor.save_file')}
            </Button>
        </>
    );
}

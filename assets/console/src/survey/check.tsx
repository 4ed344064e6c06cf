/* What the hub finds wrong with a survey while it is written, and where. */
import { useEffect, useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useSaid } from '../app/said';
import { useWords } from '../app/session';
import type { Survey } from './model';
import type { CheckProblem } from './question_form';

const CHECK_MS = 700;

export function useCheck(survey: Survey): Schemas['SurveyCheck'] | null {
    const [check, setCheck] = useState<Schemas['SurveyCheck'] | null>(null);
    useEffect(() => {
        const ended = new AbortController();
        const timer = setTimeout(() => {
            api.POST('/surveys/check', {
                body: survey as unknown as Record<string, never>,
                signal: ended.signal,
            }).then(
                (answer) => setCheck(must(answer)),
                () => {
                    /* The next change asks again; what is saved is not touched by this. */
                },
            );
        }, CHECK_MS);
        return () => {
            ended.abort();
            clearTimeout(timer);
        };
    }, [survey]);
    return check;
}

/** A language is called by its name; the rest is a place in the file, which the form marks as well. */
function Where({ pointer }: { pointer: string }) {
    const { languageName } = useWords();
    const language = /^\/yousaid\/languages\/([^/]+)/.exec(pointer)?.[1];
    return language === undefined ? <code>{pointer || '/'}</code> : <strong>{languageName(language)}:</strong>;
}

export function CheckSummary({ check }: { check: Schemas['SurveyCheck'] | null }) {
    const { t } = useWords();
    const said = useSaid();
    if (check === null) {
        return <p class="muted">{t('editor.checking')}</p>;
    }
    const errors = check.problems.filter(({ level }) => level === 'error');
    return (
        <div class={`notice ${errors.length === 0 ? 'notice--fine' : 'notice--attention'}`} role="status">
            <p>{errors.length === 0 ? t('editor.fine') : t('editor.errors', { n: errors.length })}</p>
            {check.problems.length > 0 && (
                <details class="govuk-details">
                    <summary class="govuk-details__summary">
                        <span class="govuk-details__summary-text">{t('editor.all_problems', { n: check.problems.length })}</span>
                    </summary>
                    <ul class="govuk-list govuk-list--bullet">
                        {check.problems.map((problem) => (
                            <li key={problem.pointer + problem.text}>
                                <Where pointer={problem.pointer} /> {said(problem)}
                            </li>
                        ))}
                    </ul>
                </details>
            )}
        </div>
    );
}

export function problemsAt(pointer: string, check: Schemas['SurveyCheck'] | null): CheckProblem[] {
    return (check?.problems ?? []).filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
}

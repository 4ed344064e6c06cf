/* The questions of a survey in their order: opened one at a time, moved, removed, added, alone or as ready parts. */
import { useState } from 'preact/hooks';
import type { Schemas } from '../api/client';
import { useWords } from '../app/session';
import { Button, Select } from '../parts/form';
import { problemsAt } from './check';
import {
    moved,
    newQuestion,
    ownLanguage,
    placesOf,
    QUESTION_TYPES,
    textIn,
    withoutQuestion,
    withPage,
    withQuestion,
    type Place,
    type QuestionType,
    type Survey,
} from './model';
import { QuestionForm } from './question_form';
import { READY, withReady } from './ready';
import type { Key } from '../words/words';

interface Props {
    survey: Survey;
    languages: string[];
    check: Schemas['SurveyCheck'] | null;
    change: (survey: Survey) => void;
    /** Of a venue: named as its own, and none of the parts that only the centre asks. */
    ofVenue?: boolean;
}

export function Questions({ survey, languages, check, change, ofVenue = false }: Props) {
    const { t, has } = useWords();
    /* A file of another editor may hold what there are no words for: it is called as it is called there. */
    const typeName = (kind: string) => {
        const key = `type.${kind === 'html' ? 'information' : kind}`;
        return has(key) ? t(key as Key) : kind;
    };
    const [type, setType] = useState<QuestionType>('radiogroup');
    const [part, setPart] = useState<string>(READY[0]?.key ?? '');
    const [open, setOpen] = useState('');
    const places = placesOf(survey);
    const heading = (place: Place) =>
        textIn(place.question.title, survey, ownLanguage(survey)) || t('editor.no_words', { name: String(place.question.name ?? '') });
    return (
        <section aria-labelledby="editor-questions">
            <h2 class="section-title" id="editor-questions">
                {t('question.title')}
            </h2>
            <ol class="questions">
                {places.map((place, i) => {
                    const own = problemsAt(place.pointer, check);
                    const key = `${place.page}-${place.at}`;
                    return (
                        <li class="question" key={key} id={`question-${place.question.name}`}>
                            <details class="question__details" open={open === key} onToggle={(event) => event.currentTarget.open && setOpen(key)}>
                                <summary class="question__summary">
                                    <span class="question__title">{heading(place)}</span>{' '}
                                    <span class="muted">
                                        {typeName(place.question.type)}
                                        {place.question.visibleIf ? ` · ${t('editor.conditional')}` : ''}
                                    </span>{' '}
                                    {own.some(({ level }) => level === 'error') && (
                                        <strong class="govuk-tag govuk-tag--orange">{t('editor.to_mend')}</strong>
                                    )}
                                </summary>
                                {open === key && (
                                    <QuestionForm
                                        survey={survey}
                                        place={place}
                                        languages={languages}
                                        problems={own}
                                        change={(question) => change(withQuestion(survey, place, question))}
                                    />
                                )}
                            </details>
                            <div class="question__tools">
                                <button type="button" class="link-button" disabled={i === 0} onClick={() => change(moved(survey, place, -1))}>
                                    {t('editor.up')}
                                </button>
                                <button
                                    type="button"
                                    class="link-button"
                                    disabled={i === places.length - 1}
                                    onClick={() => change(moved(survey, place, 1))}
                                >
                                    {t('editor.down')}
                                </button>
                                <button type="button" class="link-button" onClick={() => change(withoutQuestion(survey, place))}>
                                    {t('form.remove')}
                                </button>
                            </div>
                        </li>
                    );
                })}
            </ol>
            <div class="toolbar">
                <Select
                    label={t('editor.new_question')}
                    value={type}
                    onValue={(next) => setType(QUESTION_TYPES.find((one) => one === next) ?? 'radiogroup')}
                    options={QUESTION_TYPES.map((one) => ({ value: one, label: typeName(one) }))}
                />
                <Button kind="secondary" onClick={() => change(withPage(survey, [newQuestion(survey, type, ofVenue ? 'local_' : '')]))}>
                    {t('editor.add_question')}
                </Button>
                {!ofVenue && (
                    <>
                        <Select
                            label={t('editor.ready')}
                            value={part}
                            onValue={setPart}
                            options={READY.map(({ key }) => ({ value: key, label: t(`editor.ready_${key}`) }))}
                        />
                        <Button
                            kind="secondary"
                            onClick={() => {
                                const chosen = READY.find(({ key }) => key === part);
                                if (chosen) {
                                    change(withReady(survey, chosen));
                                }
                            }}
                        >
                            {t('editor.add_ready')}
                        </Button>
                    </>
                )}
            </div>
        </section>
    );
}

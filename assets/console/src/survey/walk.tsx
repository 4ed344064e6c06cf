/* A walk through the survey by clicking: the hub's own model says what is shown next. */
import { useState } from 'preact/hooks';
import { api, must } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { textFor } from '../app/survey_words';
import { Await } from '../parts/await';
import { Button, Checkboxes, Radios, TextArea } from '../parts/form';
import { answersOf } from './condition';
import { placesOf, type Json, type Question, type Survey } from './model';

type Answers = { [name: string]: Json };

function asJson(question: Question, value: string): Json {
    if (question.type === 'boolean') {
        return value === 'true';
    }
    return question.type === 'rating' && /^-?\d+$/.test(value) ? Number(value) : value;
}

function AnswerForm({ survey, question, answer, put }: { survey: Survey; question: Question; answer: Json | undefined; put: (answer: Json | undefined) => void }) {
    const { tag } = useWords();
    const read = (text: unknown) => textFor(text, survey, tag);
    const title = read(question.title) || question.name;
    if (question.type === 'html') {
        return (
            <>
                <h3 class="govuk-heading-s">{title}</h3>
                <p>{read(question.html)}</p>
            </>
        );
    }
    if (question.type === 'comment') {
        return <TextArea label={title} value={typeof answer === 'string' ? answer : ''} onValue={(text) => put(text === '' ? undefined : text)} />;
    }
    const options = answersOf(question).map(({ value, label }) => ({
        value,
        label: read(label) || value,
    }));
    if (question.type === 'checkbox') {
        const values = Array.isArray(answer) ? answer.map(String) : [];
        return <Checkboxes legend={title} small options={options} values={values} onValues={(next) => put(next.length > 0 ? next : undefined)} />;
    }
    return (
        <Radios
            legend={title}
            small
            options={options}
            value={answer === undefined ? '' : JSON.stringify(answer).replaceAll('"', '')}
            onValue={(value) => put(asJson(question, value))}
        />
    );
}

export function Walk({ survey }: { survey: Survey }) {
    const { t } = useWords();
    const [answers, setAnswers] = useState<Answers>({});
    const walk = useResource(`walk ${JSON.stringify(answers)}`, async (signal) =>
        must(
            await api.POST('/surveys/walk', {
                body: { survey: survey as unknown as Record<string, never>, answers: answers as Record<string, never> },
                signal,
            }),
        ),
    );
    const places = placesOf(survey);
    return (
        <section aria-label={t('editor.tab_walk')}>
            <p>{t('editor.walk_what')}</p>
            <Await of={walk}>
                {({ visible, refused }) => (
                    <>
                        {places
                            .filter(({ question }) => visible.includes(question.name))
                            .map(({ question }) => (
                                <AnswerForm
                                    key={question.name}
                                    survey={survey}
                                    question={question}
                                    answer={answers[question.name]}
                                    put={(answer) => {
                                        const next = { ...answers };
                                        if (answer === undefined) {
                                            delete next[question.name];
                                        } else {
                                            next[question.name] = answer;
                                        }
                                        setAnswers(next);
                                    }}
                                />
                            ))}
                        {refused.map(({ name, why }) => (
                            <p class="govuk-hint" key={name}>
                                {name}: {why}
                            </p>
                        ))}
                    </>
                )}
            </Await>
            <Button kind="secondary" onClick={() => setAnswers({})}>
                {t('editor.walk_again')}
            </Button>
        </section>
    );
}

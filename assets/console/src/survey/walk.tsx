/* A walk through the survey as a person at the kiosk meets it, one question after the other: the hub's own model says what is asked next. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, must } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { textFor } from '../app/survey_words';
import { Await, ProblemNotice } from '../parts/await';
import { Facts } from '../parts/facts';
import { Button, Checkboxes, Radios, Select, TextArea } from '../parts/form';
import { directionOf } from '../parts/texts';
import { answersOf } from './condition';
import { languagesOf, placesOf, type Question, type Survey } from './model';

type Answer = boolean | number | string | string[];
type Answers = { [name: string]: Answer };
type Read = (text: unknown) => string;

function answerOf(question: Question, value: string): Answer {
    if (question.type === 'boolean') {
        return value === 'true';
    }
    return question.type === 'rating' && /^-?\d+$/.test(value) ? Number(value) : value;
}

function titleOf(question: Question, read: Read): string {
    return read(question.title) || question.name;
}

/** What was answered, in the words of the survey. */
function answerText(question: Question, answer: Answer, read: Read): string {
    const options = answersOf(question);
    const said = Array.isArray(answer) ? answer : [answer];
    return said.map((one) => read(options.find(({ value }) => value === String(one))?.label) || String(one)).join('; ');
}

interface StepProps {
    question: Question;
    answer: Answer | undefined;
    put: (answer: Answer | undefined) => void;
    read: Read;
}

function Step({ question, answer, put, read }: StepProps) {
    const title = titleOf(question, read);
    if (question.type === 'html') {
        return (
            <>
                <h3 class="govuk-heading-s">{title}</h3>
                <p>{read(question.html)}</p>
            </>
        );
    }
    const hint = read(question.description) || undefined;
    if (question.type === 'comment') {
        return <TextArea label={title} hint={hint} value={typeof answer === 'string' ? answer : ''} onValue={(text) => put(text === '' ? undefined : text)} />;
    }
    const options = answersOf(question).map(({ value, label }) => ({ value, label: read(label) || value }));
    if (question.type === 'checkbox') {
        const values = Array.isArray(answer) ? answer : [];
        return <Checkboxes legend={title} hint={hint} options={options} values={values} onValues={(next) => put(next.length > 0 ? next : undefined)} />;
    }
    return (
        <Radios
            legend={title}
            hint={hint}
            options={options}
            value={answer === undefined ? '' : String(answer)}
            onValue={(value) => put(answerOf(question, value))}
        />
    );
}

/** What the survey would have of this person. */
function Said({ questions, answers, read }: { questions: Question[]; answers: Answers; read: Read }) {
    const { t } = useWords();
    const asked = questions.filter(({ type }) => type !== 'html');
    return (
        <Facts
            of={asked.map((question) => {
                const answer = answers[question.name];
                return [titleOf(question, read), answer === undefined ? t('editor.walk_skipped') : answerText(question, answer, read)];
            })}
        />
    );
}

/** The questions that these answers lead to; those of the answers before, while the hub is asked. */
function useAsked(survey: Survey, answers: Answers) {
    const walk = useResource(`walk ${JSON.stringify(answers)}`, async (signal) =>
        must(
            await api.POST('/surveys/walk', {
                body: { survey: survey as unknown as Record<string, never>, answers: answers as Record<string, never> },
                signal,
            }),
        ),
    );
    const last = useRef(walk.data);
    last.current = walk.data ?? last.current;
    const visible = last.current?.visible;
    const questions = visible && placesOf(survey).map(({ question }) => question).filter(({ name }) => visible.includes(name));
    return { walk, questions };
}

/** Where the walk is: at the first question, or behind the one of this name. */
function useWalk(survey: Survey) {
    const [answers, setAnswers] = useState<Answers>({});
    const [behind, setBehind] = useState('');
    const { walk, questions = [] } = useAsked(survey, answers);
    const order = placesOf(survey).map(({ question }) => question.name);
    const found = questions.findIndex(({ name }) => order.indexOf(name) > order.indexOf(behind));
    const at = found < 0 ? questions.length : found;
    return {
        walk,
        questions,
        at,
        answers,
        put: (name: string, answer: Answer | undefined) =>
            setAnswers(({ [name]: _, ...others }) => (answer === undefined ? others : { ...others, [name]: answer })),
        goOn: () => setBehind(questions[at]?.name ?? ''),
        goBack: () => setBehind(questions[at - 2]?.name ?? ''),
        begin: () => {
            setAnswers({});
            setBehind('');
        },
    };
}

/** The heading of each step comes into focus, so that a new question is heard; the first does not take it from the page. */
function StepTitle({ title }: { title: string }) {
    const heading = useRef<HTMLHeadingElement>(null);
    const shown = useRef(title);
    useEffect(() => {
        if (shown.current !== title) {
            heading.current?.focus();
        }
        shown.current = title;
    }, [title]);
    return (
        <h2 class="section-title" ref={heading} tabIndex={-1}>
            {title}
        </h2>
    );
}

export function Walk({ survey }: { survey: Survey }) {
    const words = useWords();
    const { t } = words;
    const languages = languagesOf(survey);
    const [language, setLanguage] = useState(languages.includes(words.tag) ? words.tag : (languages[0] as string));
    const { walk, questions, at, answers, put, goOn, goBack, begin } = useWalk(survey);
    const read: Read = (text) => textFor(text, survey, language);
    const question = questions[at];
    const isAnswered = question?.type === 'html' || (question !== undefined && answers[question.name] !== undefined);
    if (questions.length === 0) {
        return <Await of={walk}>{() => <p>{t('editor.walk_nothing')}</p>}</Await>;
    }
    return (
        <section aria-label={t('editor.tab_walk')}>
            <p>{t('editor.walk_what')}</p>
            <div class="toolbar">
                <Select
                    label={t('fairness.language')}
                    value={language}
                    onValue={setLanguage}
                    options={languages.map((tag) => ({ value: tag, label: words.languageName(tag) }))}
                />
            </div>
            {walk.problem && <ProblemNotice problem={walk.problem} retry={walk.reload} />}
            <div class="card walk">
                <StepTitle title={question ? t('editor.walk_at', { n: at + 1, of: questions.length }) : t('editor.walk_end')} />
                <div lang={language} dir={directionOf(language)}>
                    {question ? (
                        <Step key={question.name} question={question} answer={answers[question.name]} put={(answer) => put(question.name, answer)} read={read} />
                    ) : (
                        <Said questions={questions} answers={answers} read={read} />
                    )}
                </div>
                <div class="govuk-button-group">
                    {question && <Button onClick={goOn}>{t(isAnswered ? 'editor.walk_on' : 'editor.walk_skip')}</Button>}
                    {at > 0 && (
                        <Button kind="secondary" onClick={goBack}>
                            {t('editor.walk_back')}
                        </Button>
                    )}
                    {!question && (
                        <Button kind="secondary" onClick={begin}>
                            {t('editor.walk_again')}
                        </Button>
                    )}
                </div>
            </div>
        </section>
    );
}

/* One question in the editor: its words in every language side by side, its answers, and when it is shown. */
import { useId } from 'preact/hooks';
import type { Schemas } from '../api/client';
import { useSaid } from '../app/said';
import { useWords } from '../app/session';
import { Button, Checkboxes, Radios, Select, TextField } from '../parts/form';
import { CountField } from '../parts/kept_field';
import { answersOf, readCondition, writeCondition, type Condition } from './condition';
import {
    choiceMember,
    choicesOf,
    placesOf,
    textIn,
    valueOf,
    withText,
    type Localized,
    type Place,
    type Question,
    type Survey,
} from './model';
import { TextIn } from './text_in';

export type CheckProblem = Schemas['SurveyCheck']['problems'][number];

interface Props {
    survey: Survey;
    place: Place;
    languages: string[];
    problems: CheckProblem[];
    change: (question: Question) => void;
}

function Choices({ survey, place, languages, change }: Props) {
    const { t, languageName } = useWords();
    const { question } = place;
    const member = choiceMember(question);
    if (member === null) {
        return null;
    }
    const choices = choicesOf(question);
    const put = (next: typeof choices) => change({ ...question, [member]: next });
    return (
        <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-!-font-weight-bold">{t('editor.answers')}</legend>
            {choices.map((choice, i) => (
                <div class="choice" key={i}>
                    <div class="texts__grid">
                        {languages.map((tag) => (
                            <TextField
                                key={tag}
                                label={t('editor.answer_in', { number: i + 1, language: languageName(tag) })}
                                value={textIn(choice.text, survey, tag)}
                                onValue={(value) => {
                                    const text = withText(choice.text, survey, tag, value);
                                    const fresh = String(choice.value).match(/^(yes|no|answer)_\d+$/) && tag === languages[0];
                                    put(
                                        choices.map((one, j) =>
                                            j === i ? { ...one, text, ...(fresh && valueOf(value) ? { value: valueOf(value) } : {}) } : one,
                                        ),
                                    );
                                }}
                            />
                        ))}
                    </div>
                    <div class="toolbar">
                        <TextField
                            label={t('editor.value')}
                            width="20"
                            spellcheck={false}
                            value={String(choice.value)}
                            onValue={(value) => put(choices.map((one, j) => (j === i ? { ...one, value } : one)))}
                        />
                        <Button
                            kind="secondary"
                            disabled={i === 0}
                            onClick={() => {
                                const next = [...choices];
                                next.splice(i - 1, 2, choice, choices[i - 1] as (typeof choices)[number]);
                                put(next);
                            }}
                        >
                            {t('editor.up')}
                        </Button>
                        <Button kind="secondary" onClick={() => put(choices.filter((_, j) => j !== i))}>
                            {t('form.remove')}
                        </Button>
                    </div>
                </div>
            ))}
            <Button
                kind="secondary"
                onClick={() => put([...choices, { value: `answer_${choices.length + 1}`, text: { default: '' } }])}
            >
                {t('editor.add_answer')}
            </Button>
        </fieldset>
    );
}

function ConditionForm({ survey, place, change }: Props) {
    const { t } = useWords();
    const id = useId();
    const { question } = place;
    const earlier = placesOf(survey)
        .filter(({ page, at }) => page < place.page || (page === place.page && at < place.at))
        .map((one) => one.question)
        .filter(({ type }) => type !== 'html');
    const condition = readCondition(typeof question.visibleIf === 'string' ? question.visibleIf : undefined);
    const asked = earlier.find(({ name }) => 'question' in condition && name === condition.question);
    const own = survey.locale && survey.locale !== '' ? survey.locale : 'en';
    const put = (next: Condition) => {
        const of = earlier.find(({ name }) => 'question' in next && name === next.question);
        const text = writeCondition(next, of);
        const { visibleIf: _old, ...rest } = question;
        change(text === '' ? (rest) : { ...question, visibleIf: text });
    };
    const first = earlier[0]?.name ?? '';
    const choose = (kind: string) => {
        const about = 'question' in condition ? condition.question : first;
        if (kind === 'always') {
            put({ kind });
        } else if (kind === 'answered' || kind === 'unanswered') {
            put({ kind, question: about });
        } else if (kind === 'one_of') {
            const of = earlier.find(({ name }) => name === about);
            const value = of ? answersOf(of)[0]?.value : undefined;
            put({ kind, question: about, values: value === undefined ? [] : [value] });
        } else {
            put({ kind: 'other', text: writeCondition(condition, asked) });
        }
    };
    return (
        <>
            <Radios
                legend={t('editor.shown')}
                small
                value={condition.kind}
                onValue={choose}
                options={(['always', 'answered', 'unanswered', 'one_of', 'other'] as const)
                    .filter((kind) => kind === 'always' || kind === 'other' || earlier.length > 0)
                    .map((kind) => ({ value: kind, label: t(`editor.shown_${kind}`) }))}
            />
            {'question' in condition && (
                <Select
                    label={t('question.one')}
                    value={condition.question}
                    onValue={(name) => put({ ...condition, question: name, ...(condition.kind === 'one_of' ? { values: [] } : {}) })}
                    options={earlier.map((one) => ({ value: one.name, label: textIn(one.title, survey, own) || one.name }))}
                />
            )}
            {condition.kind === 'one_of' && asked && (
                <Checkboxes
                    legend={t('editor.these_answers')}
                    small
                    options={answersOf(asked).map(({ value, label }) => ({
                        value,
                        label: textIn(label as Localized, survey, own) || value,
                    }))}
                    values={condition.values}
                    onValues={(values) => put({ ...condition, values })}
                />
            )}
            {condition.kind === 'other' && (
                <TextField
                    id={`${id}-condition`}
                    label={t('editor.condition')}
                    hint={t('editor.condition_hint')}
                    spellcheck={false}
                    value={condition.text}
                    onValue={(text) => put({ kind: 'other', text })}
                />
            )}
        </>
    );
}

export function QuestionForm(props: Props) {
    const { survey, place, languages, problems, change } = props;
    const { t } = useWords();
    const said = useSaid();
    const { question } = place;
    const set = (member: keyof Question) => (text: Localized) => change({ ...question, [member]: text });
    const text = (label: string, member: 'title' | 'description' | 'html' | 'labelTrue' | 'labelFalse' | 'minRateDescription' | 'maxRateDescription', rows = 1) => (
        <TextIn label={label} text={question[member]} survey={survey} languages={languages} rows={rows} put={set(member)} />
    );
    return (
        <>
            {problems.map((problem) => (
                <p class={problem.level === 'error' ? 'govuk-error-message' : 'govuk-hint'} key={problem.pointer + problem.text}>
                    {said(problem)}
                </p>
            ))}
            {text(t(question.type === 'html' ? 'editor.heading' : 'question.one'), 'title', 2)}
            {question.type !== 'html' && text(t('editor.description'), 'description')}
            {question.type === 'html' && text(t('editor.body'), 'html', 4)}
            {question.type === 'boolean' && text(t('editor.yes'), 'labelTrue')}
            {question.type === 'boolean' && text(t('editor.no'), 'labelFalse')}
            {question.type === 'rating' && question.rateValues === undefined && (
                <>
                    {text(t('editor.least'), 'minRateDescription')}
                    {text(t('editor.most'), 'maxRateDescription')}
                </>
            )}
            {question.type === 'rating' && question.rateValues !== undefined && (
                <Radios
                    legend={t('editor.look')}
                    small
                    inline
                    value={question.rateType ?? 'labels'}
                    onValue={(rateType) => change({ ...question, rateType })}
                    options={[
                        { value: 'smileys', label: t('editor.faces') },
                        { value: 'labels', label: t('editor.words_only') },
                    ]}
                />
            )}
            <Choices {...props} />
            {question.type === 'comment' && (
                <CountField
                    label={t('editor.max_length')}
                    width="5"
                    value={question.maxLength ?? 500}
                    onValue={(maxLength) => change({ ...question, maxLength })}
                />
            )}
            <ConditionForm {...props} />
            <TextField
                label={t('editor.name')}
                hint={t('editor.name_hint')}
                width="20"
                spellcheck={false}
                value={question.name}
                onValue={(name) => change({ ...question, name })}
            />
        </>
    );
}

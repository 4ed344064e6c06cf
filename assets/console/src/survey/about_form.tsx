/* Who asks, why, and what happens with it, in every language: without these a survey cannot be published. */
import { useSaid } from '../app/said';
import { useWords } from '../app/session';
import { TextField } from '../parts/form';
import { WordsField } from '../parts/kept_field';
import type { About, Survey } from './model';
import type { CheckProblem } from './question_form';
import { TextIn } from './text_in';

/** What is said beside a field of its own; the rest stands above all of them. */
const FIELDS = ['owner', 'purpose', 'outcome', 'id', 'review', 'closes', 'kinds'].map((name) => `/yousaid/${name}`);

function isAt(pointer: string, field: string): boolean {
    return pointer === field || pointer.startsWith(`${field}/`);
}

/** Translations that nobody has read are chosen where a survey is published, and said there. */
function isOfAll({ level, pointer }: CheckProblem): boolean {
    return !FIELDS.some((field) => isAt(pointer, field)) && (level === 'error' || !isAt(pointer, '/yousaid/languages'));
}

interface Props {
    survey: Survey;
    languages: string[];
    problems: CheckProblem[];
    change: (survey: Survey) => void;
}

function Dates({ about, set, wrong }: { about: About; set: (part: Partial<About>) => void; wrong: (name: string) => string | undefined }) {
    const { t } = useWords();
    return (
        <div class="toolbar">
            <TextField
                label={t('editor.id')}
                error={wrong('id')}
                width="20"
                spellcheck={false}
                value={about.id ?? ''}
                onValue={(id) => set({ id })}
            />
            <TextField
                label={t('survey.review')}
                error={wrong('review')}
                type="date"
                width="10"
                value={about.review ?? ''}
                onValue={(review) => set({ review })}
            />
            <TextField
                label={t('survey.closing')}
                error={wrong('closes')}
                type="date"
                width="10"
                value={about.closes ?? ''}
                onValue={(closes) => set({ closes })}
            />
            <WordsField
                label={t('editor.kinds')}
                error={wrong('kinds')}
                width="20"
                value={Array.isArray(about.kinds) ? about.kinds : []}
                onValue={(kinds) => set({ kinds })}
            />
        </div>
    );
}

export function AboutForm({ survey, languages, problems, change }: Props) {
    const { t } = useWords();
    const said = useSaid();
    const about: About = survey.yousaid ?? {};
    /* A day that is taken away leaves nothing: the survey then does not close. */
    const set = (part: Partial<About>) => {
        const { closes, ...rest } = { ...about, ...part };
        change({ ...survey, yousaid: closes ? { ...rest, closes } : rest });
    };
    const wrong = (name: string) => {
        const found = problems.filter(({ level, pointer }) => level === 'error' && isAt(pointer, `/yousaid/${name}`));
        return found.length > 0 ? found.map(said).join('; ') : undefined;
    };
    const part = { survey, languages };
    return (
        <details class="govuk-details" open={problems.some(({ level }) => level === 'error')}>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{t('editor.about')}</span>
            </summary>
            <div class="govuk-details__text">
                {problems.filter(isOfAll).map((problem) => (
                    <p class={problem.level === 'error' ? 'govuk-error-message' : 'govuk-hint'} key={problem.pointer + problem.text}>
                        {said(problem)}
                    </p>
                ))}
                <TextIn {...part} label={t('editor.title')} text={survey.title} put={(title) => change({ ...survey, title })} rows={1} />
                <TextIn {...part} label={t('survey.owner')} error={wrong('owner')} text={about.owner} put={(owner) => set({ owner })} rows={1} />
                <TextIn {...part} label={t('survey.purpose')} error={wrong('purpose')} text={about.purpose} put={(purpose) => set({ purpose })} rows={2} />
                <TextIn {...part} label={t('editor.outcome')} error={wrong('outcome')} text={about.outcome} put={(outcome) => set({ outcome })} rows={3} />
                <Dates about={about} set={set} wrong={wrong} />
            </div>
        </details>
    );
}

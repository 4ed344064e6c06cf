/* What differs from the version that was published last under the same id. */
import { api, must } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { Await, Empty } from '../parts/await';
import { DataTable } from '../parts/table';
import type { Key, Words } from '../words/words';
import { differences, ownLanguage, placesOf, textIn, type Difference, type Survey } from './model';

/** A question in its own words, as it is now or, if it is gone, as it was; how figures know it stands beside them. */
function Named({ difference, before, after }: { difference: Difference; before: Survey; after: Survey }) {
    const { t } = useWords();
    const { name, kind } = difference;
    if (difference.of === 'survey') {
        return <>{t(name === 'title' ? 'editor.title' : 'editor.about')}</>;
    }
    const survey = kind === 'removed' ? before : after;
    const place = placesOf(survey).find(({ question }) => question.name === name);
    const text = textIn(place?.question.title, survey, ownLanguage(survey));
    return (
        <>
            {text && <div>{text}</div>}
            <code class="muted">{name}</code>
        </>
    );
}

/** What a member of the file is to whoever edits by form; what has no field there is called as in the file. */
const PARTS: Partial<Record<string, Key>> = {
    title: 'editor.part_title',
    description: 'editor.description',
    html: 'editor.body',
    labelTrue: 'editor.yes',
    labelFalse: 'editor.no',
    minRateDescription: 'editor.least',
    maxRateDescription: 'editor.most',
    choices: 'editor.part_answers',
    rateValues: 'editor.part_answers',
    visibleIf: 'editor.part_when',
    type: 'editor.part_type',
};

function partName(part: string, { t }: Words): string {
    const key = PARTS[part];
    return key ? t(key) : part;
}

export function DifferencesView({ survey }: { survey: Survey }) {
    const words = useWords();
    const { t } = words;
    const id = survey.yousaid?.id ?? '';
    const last = useResource<{ survey: Survey | null }>(`last ${id}`, async (signal) => {
        const all = must(await api.GET('/surveys', { params: { query: { limit: 200 } }, signal })).items;
        const newest = all.filter((one) => one.id === id).sort((a, b) => b.version - a.version)[0];
        if (!newest) {
            return { survey: null };
        }
        const path = { survey: id, version: newest.version };
        const read = must(await api.GET('/surveys/{survey}/versions/{version}', { params: { path }, signal }));
        return { survey: read.survey as unknown as Survey };
    });
    return (
        <Await of={last}>
            {({ survey: before }) => {
                if (before === null) {
                    return <Empty title={t('editor.first_version')} />;
                }
                const found = differences(before, survey);
                return found.length === 0 ? (
                    <Empty title={t('editor.no_difference')} />
                ) : (
                    <DataTable
                        caption={t('editor.tab_differences')}
                        hideCaption
                        rows={found}
                        rowKey={({ kind, name }) => `${kind} ${name}`}
                        columns={[
                            { key: 'name', title: t('question.one'), head: true, cell: (one) => <Named difference={one} before={before} after={survey} /> },
                            { key: 'kind', title: t('editor.difference'), cell: ({ kind }) => t(`editor.is_${kind}`) },
                            { key: 'what', title: t('editor.which'), cell: ({ parts }) => words.list(parts.map((part) => partName(part, words))) },
                        ]}
                    />
                );
            }}
        </Await>
    );
}

/* What differs from the version that was published last under the same id. */
import { api, must } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { Await, Empty } from '../parts/await';
import { DataTable } from '../parts/table';
import { differences, type Survey } from './model';

export function DifferencesView({ survey }: { survey: Survey }) {
    const { t } = useWords();
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
                            { key: 'name', title: t('question.one'), head: true, cell: ({ name }) => <code>{name}</code> },
                            { key: 'kind', title: t('editor.difference'), cell: ({ kind }) => t(`editor.is_${kind}`) },
                            { key: 'what', title: t('editor.which'), cell: ({ what }) => what },
                        ]}
                    />
                );
            }}
        </Await>
    );
}

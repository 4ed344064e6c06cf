/* The venue tree. */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { folded, freeId } from '../app/name_id';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { Await } from '../parts/await';
import { Button, ErrorSummary, Select, TextField } from '../parts/form';
import { PageHead } from '../parts/page';

type Area = Schemas['Area'];

function Branch({ areas, parent, remove }: { areas: Area[]; parent: string | null; remove: (id: string) => void }) {
    const words = useWords();
    const { t } = words;
    const own = areas.filter((area) => area.parent === parent);
    if (own.length === 0) {
        return null;
    }
    return (
        <ul class="govuk-list govuk-list--bullet">
            {own.map((area) => (
                <li key={area.id}>
                    <a href={`/venues?area=${area.id}`}>{area.name}</a>{' '}
                    <span class="muted">{t('area.venues', { n: area.venues })}</span>{' '}
                    {area.venues === 0 && !areas.some(({ parent: of }) => of === area.id) && (
                        <button type="button" class="link-button" onClick={() => remove(area.id)}>
                            {t('form.remove')}
                        </button>
                    )}
                    <Branch areas={areas} parent={area.id} remove={remove} />
                </li>
            ))}
        </ul>
    );
}

export function Areas() {
    const { t } = useWords();
    const [name, setName] = useState('');
    const [parent, setParent] = useState('');
    const list = useResource('area tree', async (signal) => must(await api.GET('/areas', { signal })).items);
    const action = useAction(() => 'area-name');
    const add = () =>
        action.run(async () => {
            const areas = list.data ?? [];
            /* Two areas may have one name in different places; in one place the hub says that it is there. */
            const twin = areas.find((area) => (area.parent ?? '') === parent && folded(area.name) === folded(name.trim()));
            const id = twin?.id ?? freeId(name, 'area', areas.map((area) => area.id));
            await api.PUT('/areas/{area}', {
                params: { path: { area: id } },
                headers: { 'If-None-Match': '*' },
                body: { name, parent: parent === '' ? null : parent },
            });
            setName('');
            list.reload();
        });
    const remove = (area: string) =>
        void action.run(async () => {
            await api.DELETE('/areas/{area}', { params: { path: { area } } });
            list.reload();
        });
    return (
        <>
            <PageHead title={t('area.tree')} more={t('area.what')} back={{ href: '/venues', text: t('nav.venues') }} />
            <ErrorSummary errors={action.errors} />
            <Await of={list}>
                {(areas) => (
                    <>
                        <Branch areas={areas} parent={null} remove={remove} />
                        <form
                            class="toolbar"
                            onSubmit={(event) => {
                                event.preventDefault();
                                void add();
                            }}
                        >
                            <TextField id="area-name" label={t('area.new')} value={name} onValue={setName} width="20" />
                            <Select
                                label={t('area.inside')}
                                value={parent}
                                onValue={setParent}
                                options={[
                                    { value: '', label: t('area.top') },
                                    ...areas.map((area) => ({ value: area.id, label: area.name })),
                                ]}
                            />
                            <Button type="submit" kind="secondary" busy={action.busy} disabled={name.trim() === ''}>
                                {t('area.add')}
                            </Button>
                        </form>
                    </>
                )}
            </Await>
        </>
    );
}

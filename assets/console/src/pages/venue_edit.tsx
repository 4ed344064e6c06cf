/* A venue's own facts: made anew, or changed. */
import { useLocation, useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, must, versionOf, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { idOf } from '../app/name_id';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { Await, AwaitPage } from '../parts/await';
import { Button, Checkboxes, ErrorSummary, Select, TextField } from '../parts/form';
import { PageHead } from '../parts/page';

interface Values {
    id: string;
    name: string;
    kind: string;
    time_zone: string;
    area: string;
    tags: string;
    closed: boolean;
}

const ZONES = ['Europe/London', 'Europe/Dublin', 'Europe/Paris', 'UTC'];

function valuesOf(venue: Schemas['Venue']): Values {
    const { id, name, kind, time_zone, area, tags, closed } = venue;
    return { id, name, kind, time_zone, area: area ?? '', tags: tags.join(' '), closed };
}

function Form({ start, isNew, version }: { start: Values; isNew: boolean; version: string }) {
    const { t } = useWords();
    const { route } = useLocation();
    const [values, setValues] = useState(start);
    const [ownId, setOwnId] = useState(!isNew);
    const areas = useResource('areas', async (signal) => must(await api.GET('/areas', { signal })).items);
    const action = useAction((pointer) => pointer.split('/')[1] || 'name');
    const wrong = (field: string) => action.errors.find((one) => one.id === field)?.text;
    const set = (change: Partial<Values>) => setValues({ ...values, ...change });
    const id = ownId ? values.id : idOf(values.name);
    const save = () =>
        action.run(async () => {
            const header = isNew ? { 'If-None-Match': '*' } : { 'If-Match': version };
            await api.PUT('/venues/{venue}', {
                params: { path: { venue: id } },
                headers: header,
                body: {
                    name: values.name,
                    kind: values.kind,
                    time_zone: values.time_zone,
                    area: values.area === '' ? null : values.area,
                    tags: values.tags.split(/[\s,]+/).filter((tag) => tag !== ''),
                    closed: values.closed,
                },
            });
            route(`/venues/${id}`);
        });
    return (
        <form
            noValidate
            class="narrow"
            onSubmit={(event) => {
                event.preventDefault();
                void save();
            }}
        >
            <ErrorSummary errors={action.errors} />
            <TextField id="name" error={wrong('name')} label={t('venue.name')} value={values.name} onValue={(name) => set({ name })} />
            {isNew && (
                <TextField
                    id="id"
                    error={wrong('id')}
                    label={t('venue.id')}
                    hint={t('venue.id_hint')}
                    value={id}
                    onValue={(next) => {
                        setOwnId(true);
                        set({ id: next });
                    }}
                    width="20"
                    spellcheck={false}
                />
            )}
            <TextField
                id="kind"
                error={wrong('kind')}
                label={t('venue.kind')}
                hint={t('venue.kind_hint')}
                value={values.kind}
                onValue={(kind) => set({ kind })}
                width="20"
            />
            <Select
                id="time_zone"
                label={t('venue.time_zone')}
                value={values.time_zone}
                onValue={(time_zone) => set({ time_zone })}
                options={[...new Set([values.time_zone, ...ZONES])].map((zone) => ({ value: zone, label: zone }))}
            />
            <Await of={areas} lines={1}>
                {(all) => (
                    <Select
                        id="area"
                        label={t('scope.area')}
                        value={values.area}
                        onValue={(area) => set({ area })}
                        options={[{ value: '', label: t('area.none') }, ...all.map((area) => ({ value: area.id, label: area.name }))]}
                    />
                )}
            </Await>
            <TextField
                id="tags"
                error={wrong('tags')}
                label={t('venue.tags')}
                hint={t('venue.tags_hint')}
                value={values.tags}
                onValue={(tags) => set({ tags })}
                width="20"
            />
            {!isNew && (
                <Checkboxes
                    legend={t('venue.open_or_closed')}
                    small
                    options={[{ value: 'closed', label: t('venue.is_closed') }]}
                    values={values.closed ? ['closed'] : []}
                    onValues={(chosen) => set({ closed: chosen.length > 0 })}
                />
            )}
            <Button type="submit" busy={action.busy} disabled={id === ''}>
                {t('form.save')}
            </Button>
        </form>
    );
}

export function NewVenue() {
    const { t } = useWords();
    const start: Values = { id: '', name: '', kind: '', time_zone: ZONES[0] as string, area: '', tags: '', closed: false };
    return (
        <>
            <PageHead title={t('venue.add')} back={{ href: '/venues', text: t('nav.venues') }} />
            <Form start={start} isNew version="" />
        </>
    );
}

export function EditVenue() {
    const { t } = useWords();
    const id = useRoute().params['venue'] ?? '';
    const read = useResource<{ venue: Schemas['Venue']; version: string }>(`edit venue ${id}`, async (signal) => {
        const answer = await api.GET('/venues/{venue}', { params: { path: { venue: id } }, signal });
        return { venue: must(answer), version: versionOf(answer.response) };
    });
    return (
        <AwaitPage of={read} title={t('venue.change')} back={{ href: `/venues/${id}`, text: t('venue.one') }}>
            {({ venue, version }) => (
                <>
                    <PageHead title={t('venue.change')} more={venue.name} back={{ href: `/venues/${id}`, text: venue.name }} />
                    <Form key={version} start={valuesOf(venue)} isNew={false} version={version} />
                </>
            )}
        </AwaitPage>
    );
}

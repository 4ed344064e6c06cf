/* One venue of any number: a list, and where that is long, words to look for in it. */
import { useState } from 'preact/hooks';
import { api, must } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { ProblemNotice, Skeleton } from './await';
import { Select, TextField } from './form';

const LISTED = 200;

interface Known {
    id: string;
    name: string;
}

export function VenuePick({
    id,
    hint,
    value,
    onValue,
    present,
    any,
}: {
    id: string;
    hint?: string;
    /** What is chosen while no venue is; left out: one has to be. */
    any?: string;
    value: string;
    onValue: (value: string) => void;
    /** The one that is chosen already: it is in the list even when the list is of others. */
    present?: Known;
}) {
    const { t } = useWords();
    const [search, setSearch] = useState('');
    const [chosen, setChosen] = useState<Known | undefined>(present);
    const venues = useResource(`pick a venue ${search}`, async (signal) =>
        must(await api.GET('/venues', { params: { query: { limit: LISTED, ...(search ? { search } : {}) } }, signal })),
    );
    const found = venues.data?.items ?? [];
    const listed = chosen && !found.some((one) => one.id === chosen.id) ? [chosen, ...found] : found;
    const isLong = search !== '' || (venues.data !== null && venues.data.next !== null);
    return (
        <>
            {isLong && <TextField label={t('venue.search')} type="search" value={search} onValue={setSearch} width="20" />}
            {venues.data === null && venues.loading && !present && <Skeleton lines={1} />}
            {venues.problem && <ProblemNotice problem={venues.problem} retry={venues.reload} />}
            <Select
                id={id}
                label={t('venue.one')}
                hint={hint}
                value={value}
                onValue={(next) => {
                    setChosen(listed.find((one) => one.id === next));
                    onValue(next);
                }}
                options={[...(present ? [] : [{ value: '', label: any ?? t('form.choose') }]), ...listed.map((one) => ({ value: one.id, label: one.name }))]}
            />
        </>
    );
}

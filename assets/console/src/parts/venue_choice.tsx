/* Choosing venues: by name, from all that one may see; none chosen may mean all, which the hint says. */
import { useState } from 'preact/hooks';
import { api, must } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { useVenueNames } from '../app/venue_names';
import { ProblemNotice, Skeleton } from './await';
import { Checkboxes, TextField } from './form';

const SHOWN = 30;

export function VenueChoice({
    legend,
    hint,
    error,
    values,
    onValues,
}: {
    legend: string;
    hint?: string;
    error?: string | undefined;
    values: string[];
    onValues: (values: string[]) => void;
}) {
    const { t } = useWords();
    const [search, setSearch] = useState('');
    const venues = useResource(`choose ${search}`, async (signal) =>
        must(await api.GET('/venues', { params: { query: { limit: 200, ...(search ? { search } : {}) } }, signal })),
    );
    const name = useVenueNames(values);
    const found = (venues.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
    /* What is chosen stays in sight, whatever is looked for. */
    const chosen = values.map((value) => ({ value, label: name(value) }));
    const others = found.filter(({ value }) => !values.includes(value)).slice(0, SHOWN);
    return (
        <div class="venue-choice">
            <TextField label={t('venue.search')} type="search" value={search} onValue={setSearch} width="20" />
            <Checkboxes
                legend={legend}
                hint={hint}
                error={error}
                small
                options={[...chosen, ...others]}
                values={values}
                onValues={onValues}
            />
            {venues.data === null && venues.loading && <Skeleton lines={2} />}
            {venues.problem && <ProblemNotice problem={venues.problem} retry={venues.reload} />}
            {(others.length === SHOWN || venues.data?.next) && <p class="muted">{t('venue.search_for_more')}</p>}
        </div>
    );
}

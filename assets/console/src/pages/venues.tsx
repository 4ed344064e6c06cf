/* All venues, by area, with what runs there. */
import { useLocation } from 'preact-iso';
import { api, must, type Schemas } from '../api/client';
import { useKindName } from '../app/label';
import { useAreas } from '../app/areas';
import { useResource } from '../app/resource';
import { useSession } from '../app/session';
import { useSurveyName } from '../app/survey_words';
import { Await, Empty } from '../parts/await';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { SearchBar } from '../parts/search';
import { DataTable } from '../parts/table';

type Venue = Schemas['Venue'];

export function Venues() {
    const { words, may } = useSession();
    const { t } = words;
    const surveyName = useSurveyName();
    const kindName = useKindName();
    const { query, route } = useLocation();
    const area = query['area'] ?? '';
    const wanted = query['search'] ?? '';
    const chooseFrom = useAreas();
    const areas = useResource('areas', async (signal) => must(await api.GET('/areas', { signal })).items);
    const listing = useListing<Venue>(`venues ${area} ${wanted}`, async (cursor, signal) =>
        must(
            await api.GET('/venues', {
                params: {
                    query: {
                        ...(cursor ? { cursor } : {}),
                        ...(area ? { area } : {}),
                        ...(wanted ? { search: wanted } : {}),
                    },
                },
                ...(signal ? { signal } : {}),
            }),
        ),
    );
    const go = (change: Record<string, string>) => {
        const next = new URLSearchParams({ ...(area ? { area } : {}), ...(wanted ? { search: wanted } : {}), ...change });
        [...next].forEach(([name, value]) => value === '' && next.delete(name));
        route(`/venues${next.size > 0 ? `?${next}` : ''}`, true);
    };
    return (
        <>
            <PageHead title={t('nav.venues')} more={t('venue.what')}>
                {may('edit_venues') && (
                    <p class="actions screen-only">
                        <a href="/venues/new">{t('venue.add')}</a>
                        <a href="/areas">{t('area.tree')}</a>
                    </p>
                )}
            </PageHead>
            <SearchBar label={t('venue.search')} search={wanted} area={area} areas={chooseFrom} go={go} />
            <Await of={listing.first} lines={8}>
                {() =>
                    listing.items.length === 0 ? (
                        <Empty title={t(wanted ? 'list.nothing_found' : 'venue.none')}>
                            {!wanted && may('edit_venues') && (
                                <p>
                                    <a href="/venues/new">{t('venue.add')}</a>
                                </p>
                            )}
                        </Empty>
                    ) : (
                        <>
                            <DataTable
                                caption={t('nav.venues')}
                                hideCaption
                                rows={listing.items}
                                rowKey={({ id }) => id}
                                columns={[
                                    {
                                        key: 'name',
                                        title: t('venue.one'),
                                        head: true,
                                        cell: ({ id, name, closed }) => (
                                            <>
                                                <a href={`/venues/${id}`}>{name}</a>
                                                {closed && <> <strong class="govuk-tag govuk-tag--grey">{t('venue.closed')}</strong></>}
                                            </>
                                        ),
                                    },
                                    {
                                        key: 'area',
                                        title: t('scope.area'),
                                        cell: ({ area: id }) => (areas.data ?? []).find((one) => one.id === id)?.name ?? '',
                                    },
                                    { key: 'kind', title: t('venue.kind'), cell: ({ kind }) => kindName(kind) },
                                    {
                                        key: 'survey',
                                        title: t('scope.survey'),
                                        cell: ({ survey }) => (survey ? surveyName(survey) : t('venue.no_survey')),
                                    },
                                    {
                                        key: 'kiosks',
                                        title: t('nav.kiosks'),
                                        number: true,
                                        cell: ({ kiosks }) => words.number(kiosks),
                                    },
                                ]}
                            />
                            <More listing={listing} />
                        </>
                    )
                }
            </Await>
        </>
    );
}

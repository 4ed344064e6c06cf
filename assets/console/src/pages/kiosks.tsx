/* Every kiosk with its state in words; filters; what can be done for many. Scales by cursor to any number. */
import { useLocation } from 'preact-iso';
import { api, must, type Schemas } from '../api/client';
import { useAreas } from '../app/areas';
import { useResource } from '../app/resource';
import { useSession } from '../app/session';
import { Await, Empty } from '../parts/await';
import { Select } from '../parts/form';
import { KioskTable } from '../parts/kiosks';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { SearchBar } from '../parts/search';
import type { Key } from '../words/words';

type State = Schemas['KioskState'];
const STATES: State[] = ['silent', 'odd', 'never_heard', 'new', 'well', 'replaced', 'revoked'];

/** What needs somebody comes first, unless another order is asked for. */
const ORDERS = ['need', 'name', 'heard'] as const;

function orderOf(text: string | undefined): (typeof ORDERS)[number] {
    return ORDERS.find((order) => order === text) ?? ORDERS[0];
}

/** A kiosk that was heard between two pages has another place in the order, and may come again: it stays where it is. */
function each(kiosks: Schemas['Kiosk'][]): Schemas['Kiosk'][] {
    return [...new Map(kiosks.map((kiosk) => [kiosk.id, kiosk])).values()];
}

function isState(text: string): text is State {
    return STATES.some((state) => state === text);
}

interface Where {
    area: string;
    search: string;
}

/** Of what the list is narrowed to, its numbers are the filters; below, what all of these hold and run. */
function Summary({ where, chosen, choose }: { where: Where; chosen: string; choose: (state: string) => void }) {
    const { words } = useSession();
    const { t } = words;
    const query = Object.fromEntries(Object.entries(where).filter(([, value]) => value !== ''));
    const summary = useResource(`kiosk summary ${JSON.stringify(query)}`, async (signal) =>
        must(await api.GET('/kiosks/summary', { params: { query }, signal })),
    );
    return (
        <Await of={summary} lines={1}>
            {({ total, states, pending, versions }) => (
                <>
                    <ul class="filters" aria-label={t('kiosk.by_state')}>
                        <li>
                            <button type="button" class="filter" aria-pressed={chosen === ''} onClick={() => choose('')}>
                                {t('kiosk.all')} <strong>{words.number(total)}</strong>
                            </button>
                        </li>
                        {STATES.filter((state) => states[state] > 0).map((state) => (
                            <li key={state}>
                                <button
                                    type="button"
                                    class="filter"
                                    aria-pressed={chosen === state}
                                    onClick={() => choose(state)}
                                >
                                    {t(`kiosk.state_${state}` as Key)} <strong>{words.number(states[state])}</strong>
                                </button>
                            </li>
                        ))}
                    </ul>
                    {total > 0 && (
                        <p class="muted">
                            {t('kiosk.waiting', { n: pending })}{' '}
                            {versions.length > 0 &&
                                t('kiosk.versions', {
                                    list: words.list(versions.map(({ version, kiosks }) => t('kiosk.version_on', { version, n: kiosks }))),
                                })}
                        </p>
                    )}
                </>
            )}
        </Await>
    );
}

export function Kiosks() {
    const { words, may } = useSession();
    const { t } = words;
    const { query, route } = useLocation();
    const state = query['state'] ?? '';
    const area = query['area'] ?? '';
    const wanted = query['search'] ?? '';
    const order = orderOf(query['order']);
    const areas = useAreas();
    const listing = useListing<Schemas['Kiosk']>(`kiosks ${order} ${state} ${area} ${wanted}`, async (cursor, signal) =>
        must(
            await api.GET('/kiosks', {
                params: {
                    query: {
                        order,
                        ...(cursor ? { cursor } : {}),
                        ...(isState(state) ? { state } : {}),
                        ...(area ? { area } : {}),
                        ...(wanted ? { search: wanted } : {}),
                    },
                },
                ...(signal ? { signal } : {}),
            }),
        ),
    );
    const go = (change: Record<string, string>) => {
        const next = new URLSearchParams({ ...query, ...change });
        [...next].forEach(([name, value]) => value === '' && next.delete(name));
        route(`/kiosks${next.size > 0 ? `?${next}` : ''}`, true);
    };
    return (
        <>
            <PageHead title={t('nav.kiosks')} more={t('kiosk.what')}>
                <p class="screen-only actions">
                    {may('invite_kiosks') && <a href="/kiosks/invite">{t('kiosk.invite')}</a>}
                    {may('invite_kiosks') && <a href="/kiosks/invitations">{t('kiosk.invitations')}</a>}
                    {may('import_batches') && <a href="/kiosks/stick">{t('kiosk.stick')}</a>}
                </p>
            </PageHead>
            <Summary where={{ area, search: wanted }} chosen={state} choose={(next) => go({ state: next })} />
            <SearchBar label={t('kiosk.search')} search={wanted} area={area} areas={areas} go={go}>
                <Select
                    label={t('kiosk.order')}
                    value={order}
                    onValue={(next) => go({ order: next === ORDERS[0] ? '' : next })}
                    options={ORDERS.map((one) => ({ value: one, label: t(`kiosk.order_${one}`) }))}
                />
            </SearchBar>
            <Await of={listing.first} lines={8}>
                {() =>
                    listing.items.length === 0 ? (
                        <Empty title={t(wanted || state || area ? 'list.nothing_found' : 'overview.no_kiosks')}>
                            {!wanted && !state && !area && may('invite_kiosks') && (
                                <p>
                                    <a href="/kiosks/invite">{t('kiosk.invite')}</a>
                                </p>
                            )}
                        </Empty>
                    ) : (
                        <>
                            <KioskTable kiosks={each(listing.items)} withVenue />
                            <More listing={listing} />
                        </>
                    )
                }
            </Await>
        </>
    );
}

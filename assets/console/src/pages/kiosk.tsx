/* One kiosk: how it is, how it has been, and what can be done with it. */
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, must, versionOf, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useFinding } from '../app/finding';
import { useResource, type Resource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { Await, AwaitPage } from '../parts/await';
import { Confirm } from '../parts/confirm';
import { Facts } from '../parts/facts';
import { Button, ErrorSummary, Radios, TextArea, TextField } from '../parts/form';
import { clockText, KioskState } from '../parts/kiosks';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import { VenuePick } from '../parts/venue_pick';
import { Sheets } from './invite';

type Kiosk = Schemas['Kiosk'];
interface Read {
    kiosk: Kiosk;
    version: string;
}

function State({ kiosk }: { kiosk: Kiosk }) {
    const words = useWords();
    const { t } = words;
    const say = useFinding();
    return (
        <>
            <p>
                <KioskState state={kiosk.state} /> {kiosk.reasons.map(say).join('; ')}
            </p>
            <Facts
                of={[
                    [t('kiosk.last_heard'), kiosk.last_heard ? words.moment(kiosk.last_heard) : t('kiosk.never')],
                    [t('kiosk.pending'), kiosk.pending === null ? t('kiosk.not_known') : words.number(kiosk.pending)],
                    [t('kiosk.responses'), words.number(kiosk.responses)],
                    ...(kiosk.set_aside > 0
                        ? ([[t('kiosk.set_aside'), words.number(kiosk.set_aside)]] as [string, string][])
                        : []),
                    [
                        t('kiosk.bundle'),
                        kiosk.bundle.held >= kiosk.bundle.newest
                            ? t('kiosk.bundle_newest')
                            : t('kiosk.bundle_behind', { held: kiosk.bundle.held, newest: kiosk.bundle.newest }),
                    ],
                    [t('kiosk.version'), kiosk.version],
                    [t('kiosk.clock'), clockText(kiosk, t) || t('kiosk.not_known')],
                    [t('kiosk.room'), kiosk.room_mib === null ? t('kiosk.not_known') : `${words.number(kiosk.room_mib)} MiB`],
                    [t('kiosk.write'), kiosk.write_ms === null ? t('kiosk.not_known') : `${words.number(kiosk.write_ms)} ms`],
                    [t('kiosk.enrolled'), words.moment(kiosk.enrolled)],
                    ...(kiosk.revoked_from
                        ? ([[t('kiosk.revoked_from'), words.moment(kiosk.revoked_from)]] as [string, string][])
                        : []),
                ]}
            />
        </>
    );
}

/** In the reader's language where it is one of what can be found; the hub's own sentence says which life or number. */
function Happened({ what, code }: { what: string; code: 'counts_key' | 'fork' | 'miscount' | 'second_key' | 'unknown_life' | null }) {
    const { t } = useWords();
    return code === null ? (
        <span lang="en">{what}</span>
    ) : (
        <div>
            {t(`finding.${code}`)}{' '}
            <div class="muted" lang="en">
                {what}
            </div>
        </div>
    );
}

/** A fortnight is what one looks at; the quarter of a year that there is comes when asked for. */
const DAYS_SHOWN = 14;

function History({ id }: { id: string }) {
    const words = useWords();
    const { t } = words;
    const path = { kiosk: id };
    const days = useResource(`days ${id}`, async (signal) =>
        must(await api.GET('/kiosks/{kiosk}/days', { params: { path }, signal })),
    );
    const events = useResource(`events ${id}`, async (signal) =>
        must(await api.GET('/kiosks/{kiosk}/events', { params: { path }, signal })),
    );
    const number = (value: number) => words.number(value);
    const [whole, setWhole] = useState(false);
    return (
        <>
            <Await of={events} lines={2}>
                {({ items }) =>
                    items.length === 0 ? (
                        <p class="muted">{t('kiosk.no_events')}</p>
                    ) : (
                        <DataTable
                            caption={t('kiosk.events')}
                            rows={items}
                            rowKey={({ what }) => what}
                            columns={[
                                { key: 'what', title: t('kiosk.event'), head: true, cell: ({ what, code }) => <Happened what={what} code={code} /> },
                                { key: 'times', title: t('kiosk.times'), number: true, cell: ({ times }) => number(times) },
                                { key: 'last', title: t('kiosk.last_time'), cell: ({ last }) => words.moment(last) },
                            ]}
                        />
                    )
                }
            </Await>
            <Await of={days} lines={6}>
                {({ items }) => (
                    <DataTable
                        caption={t('kiosk.days')}
                        room="roomy"
                        rows={[...items].reverse().slice(0, whole ? items.length : DAYS_SHOWN)}
                        rowKey={({ day }) => day}
                        columns={[
                            { key: 'day', title: t('chart.unit_day'), head: true, cell: ({ day }) => <span class="nowrap">{words.shortDay(day)}</span> },
                            { key: 'woken', title: t('kiosk.woken'), number: true, cell: ({ woken }) => number(woken) },
                            { key: 'started', title: t('kiosk.started'), number: true, cell: ({ started }) => number(started) },
                            {
                                key: 'completed',
                                title: t('kiosk.completed'),
                                number: true,
                                cell: ({ completed }) => number(completed),
                            },
                            { key: 'dead', title: t('kiosk.dead_touches'), number: true, cell: (row) => number(row.dead_touches) },
                            { key: 'helped', title: t('kiosk.helped'), number: true, cell: (row) => number(row.helped) },
                            { key: 'exchanges', title: t('kiosk.exchanges'), number: true, cell: (row) => number(row.exchanges) },
                            { key: 'restarts', title: t('kiosk.restarts'), number: true, cell: (row) => number(row.restarts) },
                            { key: 'write', title: t('kiosk.write'), number: true, cell: (row) => `${number(row.write_ms)} ms` },
                        ]}
                    />
                )}
            </Await>
            {!whole && (days.data?.items.length ?? 0) > DAYS_SHOWN && (
                <Button kind="secondary" onClick={() => setWhole(true)}>
                    {t('list.more')}
                </Button>
            )}
        </>
    );
}

function Change({ read, of }: { read: Read; of: Resource<Read> }) {
    const { t } = useWords();
    const [name, setName] = useState(read.kiosk.name);
    const [note, setNote] = useState(read.kiosk.note);
    const [venue, setVenue] = useState(read.kiosk.venue);
    const action = useAction();
    const save = () =>
        action.run(async () => {
            const answer = await api.PATCH('/kiosks/{kiosk}', {
                params: { path: { kiosk: read.kiosk.id }, header: { 'If-Match': read.version } },
                body: { name, note, venue },
            });
            of.set({ kiosk: must(answer), version: versionOf(answer.response) });
        });
    return (
        <form
            onSubmit={(event) => {
                event.preventDefault();
                void save();
            }}
        >
            <h2 class="section-title">{t('kiosk.change')}</h2>
            <ErrorSummary errors={action.errors} />
            <TextField label={t('kiosk.name')} value={name} onValue={setName} width="20" />
            <VenuePick
                id="venue"
                hint={t('kiosk.move_hint')}
                value={venue}
                onValue={setVenue}
                present={{ id: read.kiosk.venue, name: read.kiosk.venue_name }}
            />
            <TextArea label={t('kiosk.note')} value={note} onValue={setNote} rows={3} />
            <Button type="submit" busy={action.busy}>
                {t('form.save')}
            </Button>
        </form>
    );
}

function Revoke({ kiosk, done }: { kiosk: Kiosk; done: () => void }) {
    const { t } = useWords();
    const [how, setHow] = useState('all');
    const [day, setDay] = useState('');
    const revoke = async () => {
        const since = how === 'all' ? kiosk.enrolled.slice(0, 10) : day;
        await api.POST('/kiosks/{kiosk}/revoke', {
            params: { path: { kiosk: kiosk.id } },
            body: how === 'now' ? {} : { since },
        });
        done();
    };
    return (
        <Confirm
            title={t('kiosk.revoke_title')}
            verb={t('kiosk.revoke')}
            run={revoke}
            trigger={(ask) => (
                <Button kind="warning" onClick={ask}>
                    {t('kiosk.revoke')}
                </Button>
            )}
        >
            <p>{t('kiosk.revoke_more')}</p>
            <Radios
                legend={t('kiosk.revoke_from')}
                value={how}
                onValue={setHow}
                options={[
                    { value: 'all', label: t('kiosk.revoke_all'), hint: t('kiosk.revoke_all_hint') },
                    { value: 'day', label: t('kiosk.revoke_day') },
                    { value: 'now', label: t('kiosk.revoke_now') },
                ]}
            />
            {how === 'day' && <TextField label={t('chart.unit_day')} type="date" value={day} onValue={setDay} width="10" />}
        </Confirm>
    );
}

function Replace({ kiosk }: { kiosk: Kiosk }) {
    const { t } = useWords();
    const [sheets, setSheets] = useState<Schemas['InvitationSheets'] | null>(null);
    const action = useAction();
    const replace = () =>
        action.run(async () =>
            setSheets(must(await api.POST('/kiosks/{kiosk}/replace', { params: { path: { kiosk: kiosk.id } } }))),
        );
    if (sheets) {
        return <Sheets sheets={sheets} />;
    }
    return (
        <>
            <ErrorSummary errors={action.errors} />
            <p>{t('kiosk.replace_more')}</p>
            <Button kind="secondary" busy={action.busy} onClick={() => void replace()}>
                {t('kiosk.replace')}
            </Button>
        </>
    );
}

export function KioskPage() {
    const { t } = useWords();
    const { may } = useSession();
    const id = useRoute().params['kiosk'] ?? '';
    const read = useResource<Read>(`kiosk ${id}`, async (signal) => {
        const answer = await api.GET('/kiosks/{kiosk}', { params: { path: { kiosk: id } }, signal });
        return { kiosk: must(answer), version: versionOf(answer.response) };
    });
    const back = { href: '/kiosks', text: t('nav.kiosks') };
    return (
        <AwaitPage of={read} title={t('kiosk.one')} back={back}>
            {(data) => (
                <>
                    <PageHead title={`${data.kiosk.venue_name}, ${data.kiosk.name}`} back={back} />
                    <div class="two-thirds">
                        <div>
                            <State kiosk={data.kiosk} />
                            <History id={id} />
                        </div>
                        <div class="screen-only">
                            {may('edit_kiosks') && <Change key={data.version} read={data} of={read} />}
                            {may('invite_kiosks') && (
                                <>
                                    <h2 class="section-title">{t('kiosk.replace')}</h2>
                                    <Replace kiosk={data.kiosk} />
                                </>
                            )}
                            {may('edit_kiosks') && !data.kiosk.revoked_from && (
                                <>
                                    <h2 class="section-title">{t('kiosk.lost')}</h2>
                                    <Revoke kiosk={data.kiosk} done={() => read.reload()} />
                                </>
                            )}
                        </div>
                    </div>
                </>
            )}
        </AwaitPage>
    );
}

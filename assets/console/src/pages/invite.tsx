/* New kiosks: sheets to print, with the code, the PIN, the recovery code and three steps for the receptionist. */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { useVenueNames } from '../app/venue_names';
import { Await, Empty } from '../parts/await';
import { Button, ErrorSummary, TextField } from '../parts/form';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import { VenuePick } from '../parts/venue_pick';

function Sheet({ sheet, programme, hub }: { sheet: Schemas['InvitationSheet']; programme: string; hub: string }) {
    const words = useWords();
    const { t } = words;
    return (
        <article class="sheet">
            <p class="muted">{programme}</p>
            <h2 class="govuk-heading-m">
                {sheet.venue_name}
                {sheet.name !== '' ? `, ${sheet.name}` : ''}
            </h2>
            <div class="sheet__row">
                <img class="sheet__qr" src={`data:image/svg+xml;base64,${btoa(sheet.qr)}`} alt={t('sheet.qr_alt')} />
                <dl class="sheet__codes">
                    <dt>{t('sheet.code')}</dt>
                    <dd class="sheet__code">{sheet.code}</dd>
                    <dt>{t('sheet.pin')}</dt>
                    <dd class="sheet__code">{sheet.pin}</dd>
                    <dt>{t('sheet.recovery')}</dt>
                    <dd class="sheet__code">{sheet.recovery}</dd>
                    <dt>{t('sheet.hub')}</dt>
                    <dd>{hub.replace(/^https:\/\//, '')}</dd>
                </dl>
            </div>
            <ol class="govuk-list govuk-list--number">
                <li>{t('sheet.step_1')}</li>
                <li>{t('sheet.step_2')}</li>
                <li>{t('sheet.step_3')}</li>
            </ol>
            <p class="muted">{t('sheet.expires', { day: words.day(sheet.expires.slice(0, 10)) })}</p>
        </article>
    );
}

export function Sheets({ sheets }: { sheets: Schemas['InvitationSheets'] }) {
    const { t } = useWords();
    return (
        <>
            <div class="notice notice--attention screen-only" role="alert">
                <p>{t('sheet.once')}</p>
                <Button onClick={() => window.print()}>{t('sheet.print')}</Button>
            </div>
            {sheets.sheets.map((sheet) => (
                <Sheet key={sheet.code} sheet={sheet} programme={sheets.programme} hub={sheets.hub} />
            ))}
        </>
    );
}

export function Invite() {
    const { t } = useWords();
    const [venue, setVenue] = useState('');
    const [count, setCount] = useState('1');
    const [sheets, setSheets] = useState<Schemas['InvitationSheets'] | null>(null);
    const venues = useResource('any venue', async (signal) =>
        must(await api.GET('/venues', { params: { query: { limit: 1 } }, signal })),
    );
    const action = useAction((pointer) => (pointer === '/count' ? 'count' : 'venue'));
    const invite = () =>
        action.run(async () =>
            setSheets(must(await api.POST('/kiosk-invitations', { body: { venue, count: Number(count) } }))),
        );
    const back = { href: '/kiosks', text: t('nav.kiosks') };
    if (sheets) {
        return (
            <>
                <div class="screen-only">
                    <PageHead title={t('sheet.title', { n: sheets.sheets.length })} back={back} />
                </div>
                <Sheets sheets={sheets} />
            </>
        );
    }
    return (
        <div class="narrow">
            <PageHead title={t('kiosk.invite')} more={t('kiosk.invite_more')} back={back} />
            <ErrorSummary errors={action.errors} />
            <Await of={venues} lines={2}>
                {({ items }) =>
                    items.length === 0 ? (
                        <Empty title={t('venue.none')}>
                            <a href="/venues/new">{t('venue.add')}</a>
                        </Empty>
                    ) : (
                        <form
                            noValidate
                            onSubmit={(event) => {
                                event.preventDefault();
                                void invite();
                            }}
                        >
                            <VenuePick id="venue" value={venue} onValue={setVenue} />
                            <TextField
                                id="count"
                                label={t('kiosk.how_many')}
                                value={count}
                                onValue={setCount}
                                inputMode="numeric"
                                width="4"
                            />
                            <Button type="submit" busy={action.busy} disabled={venue === ''}>
                                {t('kiosk.make_sheets')}
                            </Button>
                        </form>
                    )
                }
            </Await>
        </div>
    );
}

export function Invitations() {
    const words = useWords();
    const { t } = words;
    const list = useResource('invitations', async (signal) => must(await api.GET('/kiosk-invitations', { signal })));
    const name = useVenueNames((list.data?.items ?? []).map(({ venue }) => venue));
    const action = useAction();
    const end = (invitation: number) =>
        action.run(async () => {
            await api.DELETE('/kiosk-invitations/{invitation}', { params: { path: { invitation } } });
            list.reload();
        });
    return (
        <>
            <PageHead title={t('kiosk.invitations')} back={{ href: '/kiosks', text: t('nav.kiosks') }} />
            <ErrorSummary errors={action.errors} />
            <Await of={list}>
                {({ items }) =>
                    items.length === 0 ? (
                        <Empty title={t('kiosk.no_invitations')} />
                    ) : (
                        <DataTable
                            caption={t('kiosk.invitations')}
                            hideCaption
                            rows={items}
                            rowKey={({ id }) => String(id)}
                            columns={[
                                { key: 'venue', title: t('venue.one'), head: true, cell: ({ venue }) => name(venue) },
                                { key: 'state', title: t('kiosk.state'), cell: ({ state }) => t(`kiosk.invitation_${state}`) },
                                { key: 'expires', title: t('kiosk.expires'), cell: ({ expires }) => words.moment(expires) },
                                {
                                    key: 'end',
                                    title: t('form.action'),
                                    cell: ({ id, state }) =>
                                        state === 'open' ? (
                                            <Button kind="secondary" busy={action.busy} onClick={() => void end(id)}>
                                                {t('kiosk.end_invitation')}
                                            </Button>
                                        ) : (
                                            ''
                                        ),
                                },
                            ]}
                        />
                    )
                }
            </Await>
        </>
    );
}

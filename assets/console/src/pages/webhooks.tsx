/* Where events are sent, signed; what could not be delivered waits here to be sent again. */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { Await, Empty } from '../parts/await';
import { ShownOnce } from '../parts/copy';
import { Button, Checkboxes, ErrorSummary, TextField } from '../parts/form';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import type { Words } from '../words/words';

type Webhook = Schemas['Webhook'];
type Kind = Schemas['AlertKind'];
export const ALERT_KINDS: Kind[] = [
    'kiosk_silent',
    'kiosk_odd',
    'help_asked',
    'disk_failing',
    'fork',
    'verify_mismatch',
    'low_score',
    'rollout_halted',
    'certificate_ends',
    'webhook_dead',
    'hub_room',
];

function eventText(kind: string, t: Words['t']): string {
    const known = ALERT_KINDS.find((one) => one === kind);
    return known ? t(`alert.${known}`) : kind === 'test' ? t('webhooks.test_event') : kind;
}

function Deliveries({ webhook }: { webhook: Webhook }) {
    const words = useWords();
    const { t } = words;
    const action = useAction();
    const listing = useListing<Schemas['Delivery']>(`deliveries ${webhook.id}`, async (cursor, signal) =>
        must(
            await api.GET('/webhooks/{webhook}/deliveries', {
                params: { path: { webhook: webhook.id }, query: cursor ? { cursor } : {} },
                ...(signal ? { signal } : {}),
            }),
        ),
    );
    const replay = (delivery: string) =>
        action.run(async () => {
            await api.POST('/webhooks/{webhook}/deliveries/{delivery}/replay', {
                params: { path: { webhook: webhook.id, delivery } },
            });
            listing.reload();
        });
    return (
        <Await of={listing.first}>
            {() =>
                listing.items.length === 0 ? (
                    <p class="muted">{t('webhooks.no_deliveries')}</p>
                ) : (
                    <>
                        <ErrorSummary errors={action.errors} />
                        <DataTable
                            caption={t('webhooks.deliveries')}
                            rows={listing.items}
                            rowKey={({ id }) => id}
                            columns={[
                                { key: 'made', title: t('audit.when'), head: true, cell: ({ made }) => words.moment(made) },
                                { key: 'kind', title: t('webhooks.event'), cell: ({ kind }) => eventText(kind, t) },
                                { key: 'state', title: t('kiosk.state'), cell: ({ state }) => t(`webhooks.state_${state}`) },
                                { key: 'tries', title: t('webhooks.attempts'), number: true, cell: ({ attempts }) => words.number(attempts) },
                                { key: 'error', title: t('webhooks.last_error'), cell: ({ last_error }) => last_error },
                                {
                                    key: 'again',
                                    title: t('form.action'),
                                    cell: ({ id, state }) =>
                                        state === 'dead' ? (
                                            <button type="button" class="link-button" onClick={() => void replay(id)}>
                                                {t('webhooks.replay')}
                                            </button>
                                        ) : (
                                            ''
                                        ),
                                },
                            ]}
                        />
                        <More listing={listing} />
                    </>
                )
            }
        </Await>
    );
}

function One({ webhook, changed }: { webhook: Webhook; changed: () => void }) {
    const words = useWords();
    const { t } = words;
    const action = useAction();
    const path = { webhook: webhook.id };
    return (
        <li class="card">
            <h2 class="govuk-heading-s">{webhook.url}</h2>
            <ErrorSummary errors={action.errors} />
            <p>{words.list(webhook.kinds.map((kind) => t(`alert.${kind}`)))}</p>
            {webhook.failing_since && (
                <p class="notice notice--attention">{t('webhooks.failing', { when: words.moment(webhook.failing_since), n: webhook.dead })}</p>
            )}
            <div class="govuk-button-group screen-only">
                <Button
                    kind="secondary"
                    busy={action.busy}
                    onClick={() =>
                        void action.run(async () => {
                            await api.POST('/webhooks/{webhook}/test', { params: { path } });
                            changed();
                        })
                    }
                >
                    {t('webhooks.test')}
                </Button>
                <Button
                    kind="secondary"
                    busy={action.busy}
                    onClick={() =>
                        void action.run(async () => {
                            await api.PATCH('/webhooks/{webhook}', {
                                params: { path },
                                body: { state: webhook.state === 'on' ? 'off' : 'on' },
                            });
                            changed();
                        })
                    }
                >
                    {t(webhook.state === 'on' ? 'webhooks.off' : 'webhooks.on')}
                </Button>
                <Button
                    kind="warning"
                    busy={action.busy}
                    onClick={() =>
                        void action.run(async () => {
                            await api.DELETE('/webhooks/{webhook}', { params: { path } });
                            changed();
                        })
                    }
                >
                    {t('form.remove')}
                </Button>
            </div>
            <details class="govuk-details">
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">{t('webhooks.deliveries')}</span>
                </summary>
                <div class="govuk-details__text">
                    <Deliveries webhook={webhook} />
                </div>
            </details>
        </li>
    );
}

function Add({ added }: { added: (secret: string) => void }) {
    const { t } = useWords();
    const [url, setUrl] = useState('https://');
    const [kinds, setKinds] = useState<string[]>(ALERT_KINDS);
    const action = useAction((pointer) => pointer.split('/')[1] ?? 'url');
    const add = () =>
        action.run(async () => {
            const body = { url, kinds: ALERT_KINDS.filter((kind) => kinds.includes(kind)) };
            added(must(await api.POST('/webhooks', { body })).secret);
        });
    return (
        <form
            noValidate
            class="narrow screen-only"
            onSubmit={(event) => {
                event.preventDefault();
                void add();
            }}
        >
            <h2 class="section-title">{t('webhooks.new')}</h2>
            <ErrorSummary errors={action.errors} />
            <TextField id="url" label={t('webhooks.url')} type="url" value={url} onValue={setUrl} spellcheck={false} />
            <Checkboxes
                id="kinds"
                legend={t('webhooks.kinds')}
                small
                options={ALERT_KINDS.map((kind) => ({ value: kind, label: t(`alert.${kind}`) }))}
                values={kinds}
                onValues={setKinds}
            />
            <Button type="submit" busy={action.busy}>
                {t('webhooks.add')}
            </Button>
        </form>
    );
}

export function Webhooks() {
    const { t } = useWords();
    const [secret, setSecret] = useState('');
    const list = useResource('webhooks', async (signal) => must(await api.GET('/webhooks', { signal })));
    return (
        <>
            <PageHead title={t('webhooks.title')} more={t('webhooks.what')} back={{ href: '/settings', text: t('nav.settings') }} />
            {secret !== '' && <ShownOnce label={t('webhooks.secret')} secret={secret} />}
            <Await of={list}>
                {({ items, hosts }) => (
                    <>
                        {items.length === 0 && <Empty title={t('webhooks.none')} />}
                        <ul class="cards">
                            {items.map((webhook) => (
                                <One key={webhook.id} webhook={webhook} changed={list.reload} />
                            ))}
                        </ul>
                        <p class="muted">
                            {hosts.length === 0 ? t('webhooks.no_hosts') : t('webhooks.hosts', { hosts: hosts.join(', ') })}
                        </p>
                    </>
                )}
            </Await>
            <Add
                added={(fresh) => {
                    setSecret(fresh);
                    list.reload();
                }}
            />
        </>
    );
}

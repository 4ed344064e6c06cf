/* What somebody should look at, and when that is said to whom. */
import { useState } from 'preact/hooks';
import { api, must, versionOf, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useFindingOfKiosk } from '../app/finding';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { Await, Empty } from '../parts/await';
import { Button, Checkboxes, ErrorSummary } from '../parts/form';
import { CountField } from '../parts/kept_field';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';

type Alert = Schemas['Alert'];
type Rules = Schemas['AlertRules'];

function AlertCard({ alert, changed }: { alert: Alert; changed: () => void }) {
    const words = useWords();
    const { t } = words;
    const say = useFindingOfKiosk();
    const action = useAction();
    const acknowledge = () =>
        action.run(async () => {
            await api.POST('/alerts/{alert}/acknowledge', { params: { path: { alert: alert.id } } });
            changed();
        });
    return (
        <li class={`notice ${alert.state === 'open' ? 'notice--attention' : ''}`}>
            <ErrorSummary errors={action.errors} />
            <p>
                <strong>{say(alert.finding, alert.venue_name)}</strong>
            </p>
            <p class="muted">
                {words.moment(alert.raised)}
                {alert.times > 1 ? ` · ${t('alerts.times', { n: alert.times, last: words.moment(alert.last) })}` : ''}
                {alert.acknowledged_by ? ` · ${t('alerts.looked_after', { name: alert.acknowledged_by })}` : ''}
            </p>
            <p class="comment__tools screen-only">
                {alert.kiosk && <a href={`/kiosks/${alert.kiosk}`}>{t('alerts.kiosk')}</a>}
                {alert.venue && <a href={`/venues/${alert.venue}`}>{t('alerts.venue')}</a>}
                {alert.state === 'open' && (
                    <button type="button" class="link-button" onClick={() => void acknowledge()}>
                        {t('alerts.acknowledge')}
                    </button>
                )}
            </p>
        </li>
    );
}

function List() {
    const { t } = useWords();
    const listing = useListing<Alert>('alerts', async (cursor, signal) =>
        must(await api.GET('/alerts', { params: { query: cursor ? { cursor } : {} }, ...(signal ? { signal } : {}) })),
    );
    return (
        <Await of={listing.first} lines={6}>
            {() =>
                listing.items.length === 0 ? (
                    <Empty title={t('alerts.none')} />
                ) : (
                    <>
                        <ul class="notices">
                            {listing.items.map((alert) => (
                                <AlertCard key={alert.id} alert={alert} changed={listing.reload} />
                            ))}
                        </ul>
                        <More listing={listing} />
                    </>
                )
            }
        </Await>
    );
}

const NUMBERS = ['silent_hours', 'room_mib', 'write_ms', 'restarts'] as const;

function RulesForm({ start, version, done, saved }: { start: Rules; version: string; done: boolean; saved: () => void }) {
    const { t } = useWords();
    const [rules, setRules] = useState(start);
    const action = useAction((pointer) => pointer.slice(1));
    const chosen = (way: 'on' | 'mail' | 'webhook') => rules.kinds.filter((kind) => kind[way]).map(({ kind }) => kind);
    const choose = (way: 'on' | 'mail' | 'webhook', values: string[]) =>
        setRules({ ...rules, kinds: rules.kinds.map((one) => ({ ...one, [way]: values.includes(one.kind) })) });
    const options = rules.kinds.map(({ kind }) => ({ value: kind, label: t(`alert.${kind}`) }));
    return (
        <form
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                void action.run(async () => {
                    await api.PUT('/alert-rules', { params: { header: { 'If-Match': version } }, body: rules });
                    saved();
                });
            }}
        >
            <ErrorSummary errors={action.errors} />
            {NUMBERS.map((name) => (
                <CountField
                    key={name}
                    id={name}
                    label={t(`alerts.${name}`)}
                    width="5"
                    value={rules[name]}
                    onValue={(count) => setRules({ ...rules, [name]: count })}
                />
            ))}
            {(['on', 'mail', 'webhook'] as const).map((way) => (
                <Checkboxes
                    key={way}
                    legend={t(`alerts.${way}`)}
                    small
                    options={options}
                    values={chosen(way)}
                    onValues={(values) => choose(way, values)}
                />
            ))}
            <Button type="submit" busy={action.busy}>
                {t('form.save')}
            </Button>
            <p aria-live="polite">{done && rules === start ? t('form.saved') : ''}</p>
        </form>
    );
}

export function Alerts() {
    const { t } = useWords();
    const { may } = useSession();
    const [done, setDone] = useState(false);
    const rules = useResource<{ rules: Rules; version: string }>('alert rules', async (signal) => {
        const answer = await api.GET('/alert-rules', { signal });
        return { rules: must(answer), version: versionOf(answer.response) };
    });
    return (
        <>
            <PageHead title={t('alerts.title')} more={t('alerts.what')} back={{ href: '/settings', text: t('nav.settings') }} />
            <List />
            {may('edit_alerts') && (
                <>
                    <h2 class="section-title">{t('alerts.rules')}</h2>
                    <Await of={rules}>
                        {(data) => (
                            <RulesForm
                                key={data.version}
                                start={data.rules}
                                version={data.version}
                                done={done}
                                saved={() => {
                                    setDone(true);
                                    rules.reload();
                                }}
                            />
                        )}
                    </Await>
                </>
            )}
        </>
    );
}

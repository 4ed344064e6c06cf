/* One's own account: name, password, second factor, mails, and where one is signed in. */
import { useState } from 'preact/hooks';
import { api, door, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { Await, AwaitPage } from '../parts/await';
import { Button, Checkboxes, ErrorSummary, Radios, TextField } from '../parts/form';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import { ALERT_KINDS } from './webhooks';

function About() {
    const { t } = useWords();
    const { session, refresh } = useSession();
    const [name, setName] = useState(session?.account.name ?? '');
    const [password, setPassword] = useState('');
    const [old, setOld] = useState('');
    const [saved, setSaved] = useState(false);
    const action = useAction((pointer) => pointer.slice(1));
    const save = async () => {
        setSaved(false);
        const body = { name, ...(password ? { password, old_password: old } : {}) };
        const done = await action.run(async () => {
            await api.PATCH('/account', { body });
            setPassword('');
            setOld('');
            await refresh();
        });
        setSaved(done);
    };
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
            <TextField id="name" label={t('people.name')} value={name} onValue={setName} width="20" autocomplete="name" />
            <TextField
                id="old_password"
                label={t('account.old_password')}
                hint={t('account.old_password_hint')}
                type="password"
                value={old}
                onValue={setOld}
                autocomplete="current-password"
            />
            <TextField
                id="password"
                label={t('account.new_password')}
                hint={t('account.password_hint')}
                type="password"
                value={password}
                onValue={setPassword}
                autocomplete="new-password"
            />
            <Button type="submit" busy={action.busy}>
                {t('form.save')}
            </Button>
            <p aria-live="polite">{saved ? t('form.saved') : ''}</p>
        </form>
    );
}

/** Codes that let one in without the app: shown once, each good for one time. */
function RecoveryCodes({ codes, kept }: { codes: string[]; kept: () => void }) {
    const { t } = useWords();
    return (
        <div class="notice notice--attention" role="alert">
            <p class="govuk-!-font-weight-bold">{t('factor.codes')}</p>
            <ul class="govuk-list secret-list">
                {codes.map((code) => (
                    <li key={code}>
                        <code class="secret">{code}</code>
                    </li>
                ))}
            </ul>
            <p>{t('factor.codes_more')}</p>
            <Button onClick={kept}>{t('factor.kept')}</Button>
        </div>
    );
}

export function SecondFactor({ done }: { done?: () => void }) {
    const { t } = useWords();
    const { session, refresh } = useSession();
    const [password, setPassword] = useState('');
    const [code, setCode] = useState('');
    const [begun, setBegun] = useState<{ secret: string; qr: string } | null>(null);
    const [codes, setCodes] = useState<string[]>([]);
    const action = useAction((pointer) => pointer.slice(1));
    const on = session?.account.second_factor ?? false;
    if (codes.length > 0) {
        return (
            <RecoveryCodes
                codes={codes}
                kept={() => {
                    setCodes([]);
                    setBegun(null);
                    void refresh().then(done);
                }}
            />
        );
    }
    const begin = () =>
        action.run(async () => {
            if (on) {
                setCodes(must(await api.POST('/account/recovery-codes', { body: { password } })).recovery_codes);
            } else {
                setBegun(must(await api.POST('/account/second-factor', { body: { password } })));
            }
            setPassword('');
        });
    const confirm = () =>
        action.run(async () => setCodes(must(await api.PUT('/account/second-factor', { body: { code } })).recovery_codes));
    return (
        <form
            noValidate
            class="narrow"
            onSubmit={(event) => {
                event.preventDefault();
                void (begun ? confirm() : begin());
            }}
        >
            <ErrorSummary errors={action.errors} />
            {begun ? (
                <>
                    <p>{t('factor.scan')}</p>
                    <img class="sheet__qr" src={`data:image/svg+xml;base64,${btoa(begun.qr)}`} alt={t('factor.qr_alt')} />
                    <p>
                        {t('factor.by_hand')} <code class="secret">{begun.secret}</code>
                    </p>
                    <TextField
                        id="code"
                        label={t('account.code')}
                        inputMode="numeric"
                        autocomplete="one-time-code"
                        width="10"
                        value={code}
                        onValue={setCode}
                    />
                </>
            ) : (
                <>
                    <p>{t(on ? 'factor.is_on' : 'factor.is_off')}</p>
                    <TextField
                        id="password"
                        label={t('account.password')}
                        type="password"
                        value={password}
                        onValue={setPassword}
                        autocomplete="current-password"
                    />
                </>
            )}
            <Button type="submit" busy={action.busy}>
                {t(begun ? 'account.confirm' : on ? 'factor.new_codes' : 'factor.begin')}
            </Button>
        </form>
    );
}

function Mails() {
    const { t } = useWords();
    const read = useResource('mails', async (signal) => must(await api.GET('/account/mails', { signal })));
    const action = useAction();
    const put = (body: Schemas['MailWishes']) =>
        void action.run(async () => read.set(must(await api.PUT('/account/mails', { body }))));
    return (
        <Await of={read}>
            {(wishes) => (
                <>
                    <ErrorSummary errors={action.errors} />
                    <Radios
                        legend={t('mails.digest')}
                        small
                        value={wishes.digest}
                        onValue={(digest) => put({ ...wishes, digest: digest as Schemas['MailWishes']['digest'] })}
                        options={(['none', 'daily', 'weekly'] as const).map((one) => ({ value: one, label: t(`mails.${one}`) }))}
                    />
                    <Checkboxes
                        legend={t('mails.kinds')}
                        small
                        options={ALERT_KINDS.map((kind) => ({ value: kind, label: t(`alert.${kind}`) }))}
                        values={wishes.kinds}
                        onValues={(kinds) => put({ ...wishes, kinds: ALERT_KINDS.filter((kind) => kinds.includes(kind)) })}
                    />
                </>
            )}
        </Await>
    );
}

function Sessions() {
    const words = useWords();
    const { t } = words;
    const list = useResource('own sessions', async (signal) => must(await api.GET('/account/sessions', { signal })));
    const action = useAction();
    const end = (session: string) =>
        action.run(async () => {
            await api.DELETE('/account/sessions/{session}', { params: { path: { session } } });
            list.reload();
        });
    return (
        <Await of={list}>
            {({ items }) => (
                <DataTable
                    caption={t('sessions.title')}
                    hideCaption
                    rows={items}
                    rowKey={({ id }) => id}
                    columns={[
                        {
                            key: 'browser',
                            title: t('sessions.browser'),
                            head: true,
                            cell: (one) => `${one.browser}${one.this ? ` (${t('sessions.this')})` : ''}`,
                        },
                        { key: 'since', title: t('sessions.since'), cell: ({ created }) => words.moment(created) },
                        { key: 'used', title: t('tokens.last_used'), cell: ({ last_used }) => words.moment(last_used) },
                        {
                            key: 'end',
                            title: t('form.action'),
                            cell: (one) =>
                                one.this ? (
                                    ''
                                ) : (
                                    <button type="button" class="link-button" onClick={() => void end(one.id)}>
                                        {t('sessions.end')}
                                    </button>
                                ),
                        },
                    ]}
                />
            )}
        </Await>
    );
}

export function AccountPage() {
    const { t } = useWords();
    return (
        <>
            <PageHead title={t('account.title')} />
            <About />
            <h2 class="section-title">{t('people.second_factor')}</h2>
            <SecondFactor />
            <h2 class="section-title">{t('mails.title')}</h2>
            <Mails />
            <h2 class="section-title">{t('sessions.title')}</h2>
            <Sessions />
        </>
    );
}

/** By an invitation or a reset link: its token stands behind the #, which a browser sends to nobody. */
export function Accept() {
    const { t } = useWords();
    const { signedIn } = useSession();
    const [token] = useState(() => {
        const found = location.hash.slice(1);
        history.replaceState(null, '', location.pathname);
        return found;
    });
    const [password, setPassword] = useState('');
    const about = useResource('invitation', async () => must(await door.POST('/invitations/open', { body: { token } })));
    const action = useAction((pointer) => pointer.slice(1));
    return (
        <div class="narrow">
            <AwaitPage of={about} title={t('app.name')}>
                {({ name, programme, email, reset }) => (
                    <>
                        <PageHead title={t(reset ? 'accept.reset' : 'accept.welcome', { name })} more={programme} />
                        <form
                            noValidate
                            onSubmit={(event) => {
                                event.preventDefault();
                                void action.run(async () => {
                                    signedIn(must(await door.POST('/invitations/accept', { body: { token, password } })));
                                    location.replace('/');
                                });
                            }}
                        >
                            <ErrorSummary errors={action.errors} />
                            <input type="hidden" autocomplete="username" value={email} />
                            <TextField
                                id="password"
                                label={t('account.new_password')}
                                hint={t('account.password_hint')}
                                type="password"
                                value={password}
                                onValue={setPassword}
                                autocomplete="new-password"
                            />
                            <Button type="submit" busy={action.busy}>
                                {t('accept.go')}
                            </Button>
                        </form>
                    </>
                )}
            </AwaitPage>
        </div>
    );
}

/*
 * Words keys. A key is made in this browser and wrapped by a passphrase of seven words before anything is sent; the
 * hub gets the public half and the wrapped one. Two people must hold the passphrase.
 */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { newPassphrase, tidyPassphrase } from '../keys/passphrase';
import { useVault } from '../keys/vault';
import { Await, Empty } from '../parts/await';
import { Button, ErrorSummary, TextField, type FormError } from '../parts/form';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';

type WordsKey = Schemas['WordsKey'];

function RecoverySheet({ passphrase, holders }: { passphrase: string; holders: string[] }) {
    const words = useWords();
    const { session } = useSession();
    const { t } = words;
    return (
        <article class="sheet">
            <h2 class="govuk-heading-m">{t('keys.sheet')}</h2>
            <p class="muted">{t('keys.sheet_of', { programme: session?.programme ?? '', when: words.moment(new Date().toISOString()) })}</p>
            <p>{t('keys.sheet_more')}</p>
            <p class="sheet__code">{passphrase}</p>
            <p>
                {t('keys.holders')}: {words.list(holders.filter((name) => name !== ''))}
            </p>
            <p class="muted">{t('keys.lost')}</p>
        </article>
    );
}

function Make({ made }: { made: () => void }) {
    const { t } = useWords();
    const vault = useVault();
    const [passphrase] = useState(newPassphrase);
    const [holders, setHolders] = useState(['', '']);
    const [typed, setTyped] = useState('');
    const [busy, setBusy] = useState(false);
    const action = useAction((pointer) => (pointer.startsWith('/holders') ? 'holder-0' : 'typed'));
    /* The same list until the next try: a new one with each letter would take the focus from who types. */
    const [wrong, setWrong] = useState<FormError[]>([]);
    const wrongAt = (id: string) => wrong.find((one) => one.id === id)?.text;
    const ready = holders.every((name) => name.trim() !== '');
    const make = async () => {
        if (new Set(holders.map((name) => name.trim().toLowerCase())).size < holders.length) {
            setWrong([{ id: 'holder-1', text: t('keys.two_people') }]);
            return;
        }
        if (tidyPassphrase(typed) !== passphrase) {
            setWrong([{ id: 'typed', text: t('keys.typed_wrong') }]);
            return;
        }
        setWrong([]);
        setBusy(true);
        const pair = await vault.make(passphrase);
        setBusy(false);
        if (typeof pair === 'string') {
            setWrong([{ id: 'typed', text: t(`comments.${pair}`) }]);
            return;
        }
        await action.run(async () => {
            await api.POST('/words-keys', {
                body: { public: pair.publicKey, wrapped: pair.wrapped, holders: holders.map((name) => name.trim()) },
            });
            made();
        });
    };
    return (
        <form
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                void make();
            }}
        >
            <ErrorSummary errors={wrong.length > 0 ? wrong : action.errors} />
            <ol class="govuk-list govuk-list--number steps">
                <li>
                    <p>{t('keys.step_holders')}</p>
                    {holders.map((name, i) => (
                        <TextField
                            key={i}
                            id={`holder-${i}`}
                            label={t('keys.holder', { number: i + 1 })}
                            value={name}
                            width="20"
                            error={wrongAt(`holder-${i}`)}
                            onValue={(text) => setHolders(holders.map((one, j) => (j === i ? text : one)))}
                        />
                    ))}
                </li>
                <li>
                    <p>{t('keys.step_print')}</p>
                    <RecoverySheet passphrase={passphrase} holders={holders} />
                    <Button kind="secondary" onClick={() => window.print()}>
                        {t('keys.print')}
                    </Button>
                </li>
                <li>
                    <TextField
                        id="typed"
                        label={t('keys.step_type')}
                        hint={t('keys.step_type_hint')}
                        value={typed}
                        onValue={setTyped}
                        autocomplete="off"
                        spellcheck={false}
                        error={wrongAt('typed')}
                    />
                </li>
            </ol>
            <Button type="submit" busy={busy || action.busy} disabled={!ready}>
                {t(busy ? 'keys.making' : 'keys.make')}
            </Button>
        </form>
    );
}

export function Keys() {
    const words = useWords();
    const { t } = words;
    const [making, setMaking] = useState(false);
    const list = useResource('words keys', async (signal) => must(await api.GET('/words-keys', { signal })));
    return (
        <>
            <PageHead title={t('keys.title')} more={t('keys.what')} back={{ href: '/settings', text: t('nav.settings') }} />
            <Await of={list}>
                {({ items }) =>
                    items.length === 0 ? (
                        <Empty title={t('keys.none')} />
                    ) : (
                        <DataTable<WordsKey>
                            caption={t('keys.title')}
                            hideCaption
                            rows={items}
                            rowKey={({ id }) => id}
                            columns={[
                                { key: 'id', title: t('keys.one'), head: true, cell: ({ id }) => <code>{id}</code> },
                                { key: 'made', title: t('keys.made'), cell: ({ made }) => words.moment(made) },
                                { key: 'now', title: t('kiosk.state'), cell: ({ current }) => t(current ? 'keys.current' : 'keys.old') },
                                { key: 'holders', title: t('keys.holders'), cell: ({ holders }) => words.list(holders) || t('keys.holders_unknown') },
                            ]}
                        />
                    )
                }
            </Await>
            {making ? (
                <Make
                    made={() => {
                        setMaking(false);
                        list.reload();
                    }}
                />
            ) : (
                <p class="screen-only">
                    <Button onClick={() => setMaking(true)}>{t('keys.new')}</Button>
                </p>
            )}
            <p class="muted">{t('keys.rotation')}</p>
        </>
    );
}

/* API tokens: what a program may do, for how long; a secret that is shown once. */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useSession, useWords } from '../app/session';
import { Await, Empty } from '../parts/await';
import { ShownOnce } from '../parts/copy';
import { Button, Checkboxes, ErrorSummary, TextField } from '../parts/form';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import type { Key } from '../words/words';

type Token = Schemas['Token'];
const DAYS = '90';

function Make({ made }: { made: (secret: string) => void }) {
    const { t } = useWords();
    const { session } = useSession();
    const [name, setName] = useState('');
    const [days, setDays] = useState(DAYS);
    const [may, setMay] = useState<string[]>(['see_reports']);
    const action = useAction((pointer) => pointer.split('/')[1] ?? 'name');
    const permissions = session?.may ?? [];
    const save = () =>
        action.run(async () => {
            const body = {
                name,
                may: permissions.filter((one) => may.includes(one)),
                scope: session?.account.scope ?? [],
                days: Number(days) || 1,
            };
            made(must(await api.POST('/tokens', { body })).secret);
            setName('');
        });
    return (
        <form
            noValidate
            class="narrow screen-only"
            onSubmit={(event) => {
                event.preventDefault();
                void save();
            }}
        >
            <h2 class="section-title">{t('tokens.new')}</h2>
            <ErrorSummary errors={action.errors} />
            <TextField id="name" label={t('tokens.name')} hint={t('tokens.name_hint')} value={name} onValue={setName} width="20" />
            <TextField id="days" label={t('tokens.days')} inputMode="numeric" width="4" value={days} onValue={setDays} />
            <Checkboxes
                id="may"
                legend={t('tokens.may')}
                small
                options={permissions.map((one) => ({ value: one, label: t(`may.${one}` as Key) }))}
                values={may}
                onValues={setMay}
            />
            <Button type="submit" busy={action.busy}>
                {t('tokens.make')}
            </Button>
        </form>
    );
}

export function Tokens() {
    const words = useWords();
    const { t } = words;
    const [secret, setSecret] = useState('');
    const action = useAction();
    const listing = useListing<Token>('tokens', async (cursor, signal) =>
        must(await api.GET('/tokens', { params: { query: cursor ? { cursor } : {} }, ...(signal ? { signal } : {}) })),
    );
    const end = (token: string) =>
        action.run(async () => {
            await api.DELETE('/tokens/{token}', { params: { path: { token } } });
            listing.reload();
        });
    return (
        <>
            <PageHead title={t('tokens.title')} more={t('tokens.what')} back={{ href: '/settings', text: t('nav.settings') }} />
            {secret !== '' && <ShownOnce label={t('tokens.secret')} secret={secret} />}
            <ErrorSummary errors={action.errors} />
            <Await of={listing.first}>
                {() =>
                    listing.items.length === 0 ? (
                        <Empty title={t('tokens.none')} />
                    ) : (
                        <>
                            <DataTable
                                caption={t('tokens.title')}
                                hideCaption
                                rows={listing.items}
                                rowKey={({ id }) => id}
                                columns={[
                                    { key: 'name', title: t('tokens.name'), head: true, cell: ({ name }) => name },
                                    {
                                        key: 'may',
                                        title: t('tokens.may'),
                                        cell: ({ may }) => may.map((one) => t(`may.${one}` as Key)).join('; '),
                                    },
                                    { key: 'by', title: t('tokens.by'), cell: ({ created_by }) => created_by },
                                    {
                                        key: 'expires',
                                        title: t('kiosk.expires'),
                                        cell: ({ expires }) => (expires ? words.moment(expires) : ''),
                                    },
                                    {
                                        key: 'used',
                                        title: t('tokens.last_used'),
                                        cell: ({ last_used }) => (last_used ? words.day(last_used) : t('kiosk.never')),
                                    },
                                    {
                                        key: 'end',
                                        title: t('form.action'),
                                        cell: ({ id }) => (
                                            <button type="button" class="link-button" onClick={() => void end(id)}>
                                                {t('tokens.end')}
                                            </button>
                                        ),
                                    },
                                ]}
                            />
                            <More listing={listing} />
                        </>
                    )
                }
            </Await>
            <Make
                made={(fresh) => {
                    setSecret(fresh);
                    listing.reload();
                }}
            />
        </>
    );
}

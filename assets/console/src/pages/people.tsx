/* People and roles: by invitation; each role limited to a part of the venue tree where that is wished. */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { useVenueNames } from '../app/venue_names';
import { Await } from '../parts/await';
import { ShownOnce } from '../parts/copy';
import { Dialog } from '../parts/dialog';
import { Button, Checkboxes, ErrorSummary, Radios, TextField } from '../parts/form';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import { VenueChoice } from '../parts/venue_choice';

type Account = Schemas['Account'];
type Role = Schemas['Role'];
const ROLES: Role[] = ['administrator', 'author', 'analyst', 'venue_manager', 'inspector'];
const BACK = { href: '/settings', text: 'nav.settings' as const };

function asRole(text: string): Role {
    return ROLES.find((role) => role === text) ?? 'analyst';
}

function ScopeChoice({ scope, onScope }: { scope: string[]; onScope: (scope: string[]) => void }) {
    const { t } = useWords();
    const areas = useResource('areas', async (signal) => must(await api.GET('/areas', { signal })).items);
    const own = new Set((areas.data ?? []).map(({ id }) => id));
    const inAreas = scope.filter((id) => own.has(id));
    const inVenues = scope.filter((id) => !own.has(id));
    return (
        <Await of={areas} lines={2}>
            {(all) => (
                <>
                    {all.length > 0 && (
                        <Checkboxes
                            legend={t('people.scope_areas')}
                            hint={t('people.scope_hint')}
                            small
                            options={all.map(({ id, name }) => ({ value: id, label: name }))}
                            values={inAreas}
                            onValues={(next) => onScope([...next, ...inVenues])}
                        />
                    )}
                    <VenueChoice
                        legend={t('people.scope_venues')}
                        {...(all.length > 0 ? {} : { hint: t('people.scope_hint') })}
                        values={inVenues}
                        onValues={(next) => onScope([...inAreas, ...next])}
                    />
                </>
            )}
        </Await>
    );
}

/** A part of the tree is an area or a venue. */
function usePartNames(ids: string[]): (id: string) => string {
    const areas = useResource('areas', async (signal) => must(await api.GET('/areas', { signal })).items);
    const areaName = (id: string) => (areas.data ?? []).find((area) => area.id === id)?.name;
    const venueName = useVenueNames(areas.data === null ? [] : ids.filter((id) => areaName(id) === undefined));
    return (id) => areaName(id) ?? venueName(id);
}

function Roles({ role, onRole }: { role: Role; onRole: (role: Role) => void }) {
    const { t } = useWords();
    return (
        <Radios
            legend={t('people.role')}
            small
            value={role}
            onValue={(one) => onRole(asRole(one))}
            options={ROLES.map((one) => ({ value: one, label: t(`role.${one}`), hint: t(`role.${one}_may`) }))}
        />
    );
}

function Invite({ done }: { done: (link: Schemas['AccountLink']) => void }) {
    const { t } = useWords();
    const [name, setName] = useState('');
    const [email, setEmail] = useState('');
    const [role, setRole] = useState<Role>('analyst');
    const [scope, setScope] = useState<string[]>([]);
    const action = useAction((pointer) => pointer.slice(1));
    return (
        <form
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                void action.run(async () => done(must(await api.POST('/accounts', { body: { name, email, role, scope } }))));
            }}
        >
            <ErrorSummary errors={action.errors} />
            <TextField id="name" label={t('people.name')} value={name} onValue={setName} width="20" />
            <TextField id="email" label={t('account.email')} type="email" value={email} onValue={setEmail} width="20" />
            <Roles role={role} onRole={setRole} />
            <ScopeChoice scope={scope} onScope={setScope} />
            <Button type="submit" busy={action.busy}>
                {t('people.invite')}
            </Button>
        </form>
    );
}

function Change({ account, changed, linked }: { account: Account; changed: () => void; linked: (link: Schemas['AccountLink']) => void }) {
    const { t } = useWords();
    const { session } = useSession();
    const [role, setRole] = useState<Role>(account.role);
    const [scope, setScope] = useState(account.scope);
    const action = useAction();
    const path = { account: account.id };
    const own = session?.account.id === account.id;
    const patch = (body: { role?: Role; scope?: string[]; state?: 'active' | 'closed' }) =>
        action.run(async () => {
            const { response } = await api.GET('/accounts/{account}', { params: { path } });
            await api.PATCH('/accounts/{account}', {
                params: { path, header: { 'If-Match': response.headers.get('ETag') ?? '' } },
                body,
            });
            changed();
        });
    return (
        <>
            <ErrorSummary errors={action.errors} />
            {own && <p class="muted">{t('people.own')}</p>}
            <Roles role={role} onRole={setRole} />
            <ScopeChoice scope={scope} onScope={setScope} />
            <div class="govuk-button-group">
                <Button busy={action.busy} onClick={() => void patch({ role, scope })}>
                    {t('form.save')}
                </Button>
                <Button
                    kind="secondary"
                    busy={action.busy}
                    onClick={() =>
                        void action.run(async () =>
                            linked(must(await api.POST('/accounts/{account}/reset', { params: { path } }))),
                        )
                    }
                >
                    {t('people.reset')}
                </Button>
                {!own && (
                    <Button
                        kind="warning"
                        busy={action.busy}
                        onClick={() => void patch({ state: account.state === 'closed' ? 'active' : 'closed' })}
                    >
                        {t(account.state === 'closed' ? 'people.open_again' : 'people.close')}
                    </Button>
                )}
            </div>
        </>
    );
}

export function People() {
    const words = useWords();
    const { t } = words;
    const [inviting, setInviting] = useState(false);
    const [changing, setChanging] = useState<Account | null>(null);
    const [link, setLink] = useState<Schemas['AccountLink'] | null>(null);
    const listing = useListing<Account>('accounts', async (cursor, signal) =>
        must(await api.GET('/accounts', { params: { query: cursor ? { cursor } : {} }, ...(signal ? { signal } : {}) })),
    );
    const part = usePartNames(listing.items.flatMap(({ scope }) => scope));
    const linked = (made: Schemas['AccountLink']) => {
        setLink(made);
        setInviting(false);
        setChanging(null);
        listing.reload();
    };
    return (
        <>
            <PageHead title={t('people.title')} more={t('people.what')} back={{ href: BACK.href, text: t(BACK.text) }} />
            {link && <ShownOnce label={t('people.link', { name: link.account.name, day: words.moment(link.expires) })} secret={link.link} />}
            <p class="screen-only">
                <Button onClick={() => setInviting(true)}>{t('people.invite')}</Button>
            </p>
            <Await of={listing.first} lines={6}>
                {() => (
                    <>
                        <DataTable
                            caption={t('people.title')}
                            hideCaption
                            rows={listing.items}
                            rowKey={({ id }) => id}
                            columns={[
                                {
                                    key: 'name',
                                    title: t('people.name'),
                                    head: true,
                                    cell: (account) => (
                                        <button type="button" class="link-button" onClick={() => setChanging(account)}>
                                            {account.name}
                                        </button>
                                    ),
                                },
                                { key: 'email', title: t('account.email'), cell: ({ email }) => email },
                                { key: 'role', title: t('people.role'), cell: ({ role }) => t(`role.${role}`) },
                                {
                                    key: 'scope',
                                    title: t('people.scope'),
                                    cell: ({ scope }) => (scope.length === 0 ? t('scope.everywhere') : scope.map(part).join(', ')),
                                },
                                { key: 'state', title: t('kiosk.state'), cell: ({ state }) => t(`people.state_${state}`) },
                                {
                                    key: 'factor',
                                    title: t('people.second_factor'),
                                    cell: ({ second_factor }) => t(second_factor ? 'form.yes' : 'form.no'),
                                },
                                {
                                    key: 'last',
                                    title: t('people.last'),
                                    cell: ({ last_sign_in }) => (last_sign_in ? words.moment(last_sign_in) : t('kiosk.never')),
                                },
                            ]}
                        />
                        <More listing={listing} />
                    </>
                )}
            </Await>
            <Dialog title={t('people.invite')} open={inviting} onClose={() => setInviting(false)}>
                <Invite done={linked} />
                <Button kind="secondary" onClick={() => setInviting(false)}>
                    {t('form.cancel')}
                </Button>
            </Dialog>
            <Dialog title={changing?.name ?? ''} open={changing !== null} onClose={() => setChanging(null)}>
                {changing && (
                    <Change
                        account={changing}
                        linked={linked}
                        changed={() => {
                            setChanging(null);
                            listing.reload();
                        }}
                    />
                )}
                <Button kind="secondary" onClick={() => setChanging(null)}>
                    {t('form.cancel')}
                </Button>
            </Dialog>
        </>
    );
}

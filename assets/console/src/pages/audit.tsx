/* Who changed or took out what, in words; and the proof that nothing was lost, doubled or changed. */
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { Await, Empty } from '../parts/await';
import { Select, type Option } from '../parts/form';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import { en } from '../words/en';
import type { Words } from '../words/words';
import { Verification } from './audit_proof';

type Entry = Schemas['AuditEntry'];
type Action = Entry['action'];

/** What stands together in the list of actions, by how their codes begin. */
const GROUPS = {
    people: ['account', 'session', 'token'],
    venues: ['venue', 'area'],
    kiosks: ['kiosk', 'invitation', 'batch'],
    surveys: ['survey', 'draft', 'rollout', 'retention'],
    words: ['words', 'words_key', 'theme'],
    notices: ['notice', 'initiative', 'annotation'],
    figures: ['export', 'return', 'verification'],
    alerts: ['alert', 'alert_rules', 'webhook'],
} as const;

/** By its code: the description of the API lists them all, and each has words in every language, or this does not compile. */
function actionText(action: Action, t: Words['t']): string {
    return t(`act.${action}`);
}

/** A hub that is newer than this page may tell of something that the page has no words for yet. */
function isKnown(action: string): action is Action {
    return `act.${action}` in en;
}

function actionOptions(t: Words['t']): Option[] {
    const codes = Object.keys(en).flatMap((key) => (key.startsWith('act.') && isKnown(key.slice(4)) ? [key.slice(4) as Action] : []));
    return (Object.keys(GROUPS) as (keyof typeof GROUPS)[]).flatMap((group) =>
        codes
            .filter((code) => (GROUPS[group] as readonly string[]).includes(code.split('.')[0] ?? ''))
            .map((code) => ({ value: code, label: actionText(code, t), group: t(`audit.group_${group}`) })),
    );
}

/** The command line and the hub itself have no account. */
const NOBODY = '-';

function whoText({ actor, actor_id: id }: Entry, t: Words['t']): string {
    if (id !== '') {
        return actor;
    }
    return t(actor === 'command line' ? 'audit.command_line' : actor === 'nobody' ? 'audit.with_link' : 'audit.hub_itself');
}

/** Where it can be looked at, if it is still there. */
function placeOf({ action, subject, subject_name: name, detail }: Entry): string | null {
    const version = (detail as { version?: unknown }).version;
    const kind = action.split('.')[0];
    if (action === 'survey.published' && typeof version === 'number') {
        return `/surveys/${subject}/${version}`;
    }
    if (name === '' || action.endsWith('.removed')) {
        return null;
    }
    const places: Record<string, string> = {
        venue: `/venues/${subject.split('/')[0]}`,
        kiosk: `/kiosks/${subject}`,
        batch: `/kiosks/${subject}`,
        initiative: `/initiatives/${subject}`,
    };
    return places[kind ?? ''] ?? null;
}

/** A notice is called by what people said in it. */
function subjectText({ subject, subject_name: name, detail }: Entry): string {
    const { said, venue } = detail as { said?: Record<string, unknown>; venue?: unknown };
    const words = typeof said === 'object' && said !== null ? (said['en'] ?? Object.values(said)[0]) : venue;
    return name || (typeof words === 'string' && words !== '' ? words : subject);
}

/** The line's own record, as it is: for whoever has to know exactly. */
function Detail({ entry }: { entry: Entry }) {
    const { t } = useWords();
    const [open, setOpen] = useState(false);
    const members = Object.entries(entry.detail);
    if (members.length === 0) {
        return null;
    }
    return (
        <details class="govuk-details record" onToggle={(event) => setOpen(event.currentTarget.open)}>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{t('audit.detail')}</span>
            </summary>
            {open && (
                <dl class="govuk-details__text record__list">
                    {[['id', entry.subject] as const, ...members].map(([name, value]) => (
                        <div key={name}>
                            <dt>
                                <code>{name}</code>
                            </dt>
                            <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
                        </div>
                    ))}
                </dl>
            )}
        </details>
    );
}

function Subject({ entry }: { entry: Entry }) {
    const href = placeOf(entry);
    const text = subjectText(entry);
    return (
        <div>
            {href === null ? text : <a href={href}>{text}</a>}
            <Detail entry={entry} />
        </div>
    );
}

function useFilter() {
    const { query, route } = useLocation();
    const { action = '', actor = '' } = query;
    const set = (change: { action?: string; actor?: string }) => {
        const next = new URLSearchParams({ action, actor, ...change });
        [...next].forEach(([name, value]) => value === '' && next.delete(name));
        route(`/settings/audit${next.size > 0 ? `?${next}` : ''}`, true);
    };
    return { action, actor, set };
}

function Filters({ action, actor, set }: ReturnType<typeof useFilter>) {
    const { t } = useWords();
    const actors = useResource('audit actors', async (signal) => must(await api.GET('/audit/actors', { signal })).items);
    const people = (actors.data ?? []).map(({ id, name, kind }) => ({
        value: id,
        label: name,
        group: t(kind === 'person' ? 'audit.people' : 'audit.programs'),
    }));
    return (
        <div class="toolbar" role="search" aria-label={t('audit.filter')}>
            <Select
                id="audit-action"
                label={t('audit.did')}
                value={action}
                onValue={(next) => set({ action: next })}
                options={[{ value: '', label: t('audit.any_action') }, ...actionOptions(t)]}
            />
            <Select
                id="audit-actor"
                label={t('audit.who')}
                value={actor}
                onValue={(next) => set({ actor: next })}
                options={[{ value: '', label: t('audit.anybody') }, ...people, { value: NOBODY, label: t('audit.itself') }]}
            />
        </div>
    );
}

function Log() {
    const words = useWords();
    const { t } = words;
    const filter = useFilter();
    const { action, actor } = filter;
    const listing = useListing<Entry>(`audit ${action} ${actor}`, async (cursor, signal) =>
        must(
            await api.GET('/audit', {
                params: { query: { ...(cursor ? { cursor } : {}), ...(action ? { action } : {}), ...(actor ? { actor } : {}) } },
                ...(signal ? { signal } : {}),
            }),
        ),
    );
    return (
        <>
            <Filters {...filter} />
            <Await of={listing.first} lines={8}>
                {() =>
                    listing.items.length === 0 ? (
                        <Empty title={t('list.nothing_found')} />
                    ) : (
                        <>
                            <DataTable
                                caption={t('audit.log')}
                                hideCaption
                                rows={listing.items}
                                rowKey={({ number }) => String(number)}
                                columns={[
                                    { key: 'at', title: t('audit.when'), cell: ({ at }) => words.moment(at) },
                                    { key: 'actor', title: t('audit.who'), head: true, cell: (entry) => whoText(entry, t) },
                                    {
                                        key: 'action',
                                        title: t('audit.did'),
                                        cell: ({ action: did }) => (isKnown(did) ? actionText(did, t) : <code>{did as string}</code>),
                                    },
                                    { key: 'subject', title: t('audit.to_what'), cell: (entry) => <Subject entry={entry} /> },
                                    { key: 'number', title: t('audit.number'), number: true, cell: ({ number }) => words.number(number) },
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

export function Audit() {
    const { t } = useWords();
    const { may } = useSession();
    return (
        <>
            <PageHead title={t('audit.title')} more={t('audit.what')} back={{ href: '/settings', text: t('nav.settings') }} />
            {may('verify') && <Verification />}
            <h2 class="section-title">{t('audit.log')}</h2>
            <Log />
        </>
    );
}

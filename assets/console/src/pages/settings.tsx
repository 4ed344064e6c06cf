/* What keeps the programme in order, each on a page of its own. */
import { useResource } from '../app/resource';
import { api, must } from '../api/client';
import { useSession, useWords, type Permission } from '../app/session';
import { Facts } from '../parts/facts';
import { Await } from '../parts/await';
import { PageHead } from '../parts/page';
import type { Key } from '../words/words';

const PAGES: { href: string; title: Key; more: Key; needs: Permission }[] = [
    { href: '/settings/alerts', title: 'alerts.title', more: 'alerts.what', needs: 'see_alerts' },
    { href: '/settings/people', title: 'people.title', more: 'people.what', needs: 'edit_people' },
    { href: '/settings/keys', title: 'keys.title', more: 'keys.what', needs: 'edit_keys' },
    { href: '/settings/audit', title: 'audit.title', more: 'audit.what', needs: 'see_audit' },
    { href: '/settings/tokens', title: 'tokens.title', more: 'tokens.what', needs: 'edit_tokens' },
    { href: '/settings/webhooks', title: 'webhooks.title', more: 'webhooks.what', needs: 'edit_alerts' },
];

export function Settings() {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const programme = useResource('programme', async (signal) => must(await api.GET('/programme', { signal })));
    return (
        <>
            <PageHead title={t('nav.settings')} />
            <ul class="cards">
                {PAGES.filter(({ needs }) => may(needs)).map(({ href, title, more }) => (
                    <li class="card" key={href}>
                        <h2 class="govuk-heading-s">
                            <a href={href}>{t(title)}</a>
                        </h2>
                        <p>{t(more)}</p>
                    </li>
                ))}
            </ul>
            <Await of={programme} lines={3}>
                {(hub) => (
                    <Facts
                        of={[
                            [t('programme.name'), hub.name],
                            [t('kiosk.version'), hub.version],
                            [t('nav.venues'), words.number(hub.venues)],
                            [t('nav.kiosks'), words.number(hub.kiosks)],
                            [t('programme.since'), hub.first_day ? words.day(hub.first_day) : ''],
                        ]}
                    />
                )}
            </Await>
        </>
    );
}

/* Lists that go on by cursor: what has come so far, and a button for more. */
import { useState } from 'preact/hooks';
import { asProblem, useResource, type Resource } from '../app/resource';
import { sentenceOf } from '../app/sentence';
import { useWords } from '../app/session';
import { Button } from './form';

interface Page<T> {
    items: T[];
    next: string | null;
}

export interface Listing<T> {
    first: Resource<Page<T>>;
    items: T[];
    more: (() => void) | null;
    busy: boolean;
    failed: string;
    reload: () => void;
}

/** @param key names the list; another key begins anew */
export function useListing<T>(
    key: string,
    load: (cursor: string | undefined, signal?: AbortSignal) => Promise<Page<T>>,
): Listing<T> {
    const words = useWords();
    const first = useResource(key, (signal) => load(undefined, signal));
    const [rest, setRest] = useState<{ of: unknown; items: T[]; next: string | null }>({ of: null, items: [], next: null });
    const [busy, setBusy] = useState(false);
    const [failed, setFailed] = useState('');
    const own = rest.of === first.data ? rest : { items: [], next: first.data?.next ?? null };
    const next = own.next;
    const more = async () => {
        setBusy(true);
        setFailed('');
        try {
            const page = await load(next ?? undefined);
            setRest({ of: first.data, items: [...own.items, ...page.items], next: page.next });
        } catch (error) {
            setFailed(sentenceOf(asProblem(error), words));
        } finally {
            setBusy(false);
        }
    };
    return {
        first,
        items: [...(first.data?.items ?? []), ...own.items],
        more: next === null ? null : () => void more(),
        busy,
        failed,
        reload: first.reload,
    };
}

export function More<T>({ listing }: { listing: Listing<T> }) {
    const { t } = useWords();
    return (
        <>
            <p class="govuk-visually-hidden" aria-live="polite">
                {t('list.shown', { n: listing.items.length })}
            </p>
            {listing.failed !== '' && <p class="govuk-error-message">{listing.failed}</p>}
            {listing.more && (
                <Button kind="secondary" busy={listing.busy} onClick={listing.more}>
                    {t('list.more')}
                </Button>
            )}
        </>
    );
}

/* What venues are called, where the hub gives only their short names. Read when first needed, page by page, and kept. */
import { useEffect, useState } from 'preact/hooks';
import { api, must } from '../api/client';
import { untilLeaving } from './leaving';
import { useSession } from './session';

const known = untilLeaving(new Map<string, string>());

/** Until all are known, or the list is at its end: what is not in it then has no name that this person may see. */
async function learn(ids: string[]) {
    let cursor: string | null = null;
    do {
        const query: { limit: number; cursor?: string } = { limit: 200, ...(cursor ? { cursor } : {}) };
        const page: { items: { id: string; name: string }[]; next: string | null } = must(await api.GET('/venues', { params: { query } }));
        page.items.forEach(({ id, name }) => known.set(id, name));
        cursor = ids.every((id) => known.has(id)) ? null : page.next;
    } while (cursor !== null);
}

/** The name of each of these, or its short name for as long as nothing better is known. */
export function useVenueNames(ids: string[]): (id: string) => string {
    const [, setTurn] = useState(0);
    const missing = ids.filter((id) => id !== '' && !known.has(id)).join(' ');
    useEffect(() => {
        let gone = false;
        if (missing !== '') {
            /* A name that does not come is no reason to show nothing. */
            learn(missing.split(' ')).then(() => !gone && setTurn((n) => n + 1), () => undefined);
        }
        return () => {
            gone = true;
        };
    }, [missing]);
    return (id) => known.get(id) ?? id;
}

/** May this person know of all of them? Null until it is known. */
export function useAreOurs(ids: string[]): boolean | null {
    const { session } = useSession();
    const [looked, setLooked] = useState('');
    const wanted = ids.join(' ');
    const all = session?.account.scope.length === 0 || ids.every((id) => known.has(id));
    useEffect(() => {
        let gone = false;
        if (!all) {
            learn(wanted.split(' ')).then(() => !gone && setLooked(wanted), () => undefined);
        }
        return () => {
            gone = true;
        };
    }, [wanted, all]);
    return all || (looked === wanted && wanted !== '' ? ids.every((id) => known.has(id)) : null);
}

/** For a list of any length: comma after comma, in the order of the alphabet. */
export function useVenueList(ids: string[]): string {
    const name = useVenueNames(ids);
    return ids.map(name).sort((a, b) => a.localeCompare(b)).join(', ');
}

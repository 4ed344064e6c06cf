/* The areas that somebody may choose: who works for a part of the programme is not offered what lies outside of it. */
import { api, must, type Schemas } from '../api/client';
import { useResource } from './resource';
import { useSession } from './session';

type Area = Schemas['Area'];

function isBelow(area: Area, all: Map<string, Area>, scope: string[]): boolean {
    const seen = new Set<string>();
    for (let at: Area | undefined = area; at && !seen.has(at.id); at = all.get(at.parent ?? '')) {
        if (scope.includes(at.id)) {
            return true;
        }
        seen.add(at.id);
    }
    return false;
}

export function useAreas(): Area[] {
    const { session } = useSession();
    const scope = session?.account.scope ?? [];
    const read = useResource('areas', async (signal) => must(await api.GET('/areas', { signal })).items);
    const all = new Map((read.data ?? []).map((one) => [one.id, one]));
    return scope.length === 0 ? [...all.values()] : [...all.values()].filter((one) => isBelow(one, all, scope));
}

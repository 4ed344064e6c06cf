/* From init to the first kiosk: until all five steps are done, every page says which comes next, and leads there. */
import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { api, gate, must, type Schemas } from '../api/client';
import { useSession } from '../app/session';

type Step = Schemas['Setup']['steps'][number];

export const STEP_PLACES: Record<Step['step'], string> = {
    second_factor: '/account',
    words_key: '/settings/keys',
    venue: '/venues/new',
    survey: '/surveys',
    kiosk: '/kiosks/invite',
};

/** Asked for anew on each page and after each change until all is done; a hub that is set up is asked once. */
function useSteps(wanted: boolean, path: string): Step[] {
    const [steps, setSteps] = useState<Step[] | null>(null);
    const [turn, setTurn] = useState(0);
    const open = steps === null || steps.some(({ done }) => !done);
    useEffect(() => {
        const again = () => setTurn((n) => n + 1);
        if (wanted && open) {
            gate.changed.add(again);
        }
        return () => void gate.changed.delete(again);
    }, [wanted, open]);
    useEffect(() => {
        const ended = new AbortController();
        if (wanted && open) {
            /* This is a help beside the page: where it cannot be had, the page is there all the same. */
            api.GET('/setup', { signal: ended.signal }).then((answer) => setSteps(must(answer).steps), () => undefined);
        }
        return () => ended.abort();
    }, [wanted, path, turn]);
    return steps ?? [];
}

export function NextStep() {
    const { words, session, stage, may } = useSession();
    const { path } = useLocation();
    const wanted = stage === 'in' && session?.must.length === 0 && may('edit_venues');
    const steps = useSteps(wanted, path);
    const at = steps.findIndex(({ done }) => !done);
    const next = steps[at];
    if (!wanted || !next || path === '/setup') {
        return null;
    }
    const text = words.t('setup.next', { step: at + 1, of: steps.length, what: words.t(`setup.${next.step}`) });
    const place = STEP_PLACES[next.step];
    return (
        <aside class="next-step screen-only" aria-label={words.t('setup.title')}>
            <p class="frame-width next-step__text">
                {path === place ? <strong>{text}</strong> : <a href={place}>{text}</a>}
                <a href="/setup">{words.t('setup.title')}</a>
            </p>
        </aside>
    );
}

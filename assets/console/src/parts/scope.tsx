/* What a page of figures is about: which months, which part of the venue tree, which survey. Kept in the address. */
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { api, must } from '../api/client';
import { useAreas } from '../app/areas';
import { PERIODS, periodOf, type PeriodName } from '../app/period';
import { useResource } from '../app/resource';
import { useSession } from '../app/session';
import { titleOf } from '../app/survey_words';
import { Select } from './form';

export interface Scope {
    period: PeriodName;
    area: string;
    survey: string;
    /** As the reports take it. */
    query: { from: string; to: string; area?: string; survey?: string };
    set: (change: Partial<Record<'period' | 'area' | 'survey', string>>) => void;
}

function isPeriod(text: string | undefined): text is PeriodName {
    return PERIODS.some((name) => name === text);
}

/** `about`: the survey that the page is about of itself; unless given, the one that most venues ask. */
export function useScope(fallback: PeriodName = 'last_month', about?: string): Scope {
    const { path, query, route } = useLocation();
    const { mainSurvey, may } = useSession();
    const wanted = query['period'];
    const period = isPeriod(wanted) && (wanted !== 'this_month' || may('see_live')) ? wanted : fallback;
    const area = query['area'] ?? '';
    const survey = query['survey'] ?? about ?? mainSurvey;
    return {
        period,
        area,
        survey,
        query: { ...periodOf(period), ...(area ? { area } : {}), ...(survey ? { survey } : {}) },
        set: (change) => {
            const next = new URLSearchParams({ ...query, ...change });
            [...next].forEach(([name, value]) => value === '' && next.delete(name));
            route(`${path}${next.size > 0 ? `?${next}` : ''}`, true);
        },
    };
}

interface BarProps {
    scope: Scope;
    surveys?: boolean;
    areas?: boolean;
    /** What else a page lets people choose, in the same row. */
    children?: ComponentChildren;
}

export function ScopeBar({ scope, surveys = true, areas: byArea = true, children }: BarProps) {
    const { words, may, session } = useSession();
    const areas = useAreas();
    const published = useResource('surveys', async (signal) => must(await api.GET('/surveys', { signal })).items);
    const periods = PERIODS.filter((name) => name !== 'this_month' || may('see_live'));
    const all = published.data ?? [];
    /* Who works for some venues is offered what these ask; who works for all may look back at what nobody asks any more. */
    const isOurs = (id: string) => session?.account.scope.length === 0 || id === scope.survey || all.some((one) => one.id === id && one.venues > 0);
    const newest = all.filter((one, i) => all.findIndex(({ id }) => id === one.id) === i && isOurs(one.id));
    return (
        <div class="toolbar" role="search" aria-label={words.t('scope.label')}>
            <Select
                label={words.t('scope.period')}
                value={scope.period}
                onValue={(period) => scope.set({ period })}
                options={periods.map((name) => ({ value: name, label: words.t(`scope.${name}`) }))}
            />
            {byArea && areas.length > 0 && (
                <Select
                    label={words.t('scope.area')}
                    value={scope.area}
                    onValue={(area) => scope.set({ area })}
                    options={[
                        { value: '', label: words.t('scope.everywhere') },
                        ...areas.map(({ id, name }) => ({ value: id, label: name })),
                    ]}
                />
            )}
            {surveys && newest.length > 1 && (
                <Select
                    label={words.t('scope.survey')}
                    value={scope.survey}
                    onValue={(survey) => scope.set({ survey })}
                    options={newest.map((one) => ({ value: one.id, label: titleOf(one, words.tag) }))}
                />
            )}
            {children}
        </div>
    );
}

/* What a page shows while something is read, when it may not be read, when the hub is away, and when it is there. */
import type { ComponentChildren } from 'preact';
import type { Problem } from '../app/problem';
import type { Resource } from '../app/resource';
import { useWords } from '../app/session';
import type { Key } from '../words/words';

export function Skeleton({ lines = 4 }: { lines?: number }) {
    const words = useWords();
    return (
        <div role="status" aria-label={words.t('app.loading')}>
            {Array.from({ length: lines }, (_, i) => (
                <div class="skeleton" key={i} style={{ inlineSize: `${90 - ((i * 23) % 50)}%` }} />
            ))}
        </div>
    );
}

const TITLES: Partial<Record<Problem['kind'], [Key, Key]>> = {
    offline: ['state.offline', 'state.offline_more'],
    denied: ['state.denied', 'state.denied_more'],
    missing: ['state.missing', 'state.missing_more'],
    busy: ['state.busy', 'state.busy_more'],
};

export function ProblemNotice({ problem, retry }: { problem: Problem; retry?: () => void }) {
    const { t } = useWords();
    const [title, more] = TITLES[problem.kind] ?? ['state.failed', 'state.failed_more'];
    return (
        <div class="notice notice--attention" role="alert">
            <h2 class="govuk-heading-m">{t(title)}</h2>
            <p>{problem.message !== '' ? problem.message : t(more)}</p>
            {retry && problem.kind !== 'denied' && problem.kind !== 'missing' && (
                <button type="button" class="govuk-button govuk-button--secondary" onClick={retry}>
                    {t('state.try_again')}
                </button>
            )}
        </div>
    );
}

export function Await<T>({
    of,
    lines,
    children,
}: {
    of: Resource<T>;
    lines?: number;
    children: (data: T) => ComponentChildren;
}) {
    if (of.data !== null) {
        return (
            <div aria-busy={of.loading}>
                {of.problem && <ProblemNotice problem={of.problem} retry={of.reload} />}
                {children(of.data)}
            </div>
        );
    }
    if (of.problem) {
        return <ProblemNotice problem={of.problem} retry={of.reload} />;
    }
    return <Skeleton {...(lines === undefined ? {} : { lines })} />;
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
    return (
        <div class="notice">
            <p class="govuk-!-font-weight-bold">{title}</p>
            {children}
        </div>
    );
}

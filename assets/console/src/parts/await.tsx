/* What a page shows while something is read, when it may not be read, when the hub is away, and when it is there. */
import type { ComponentChildren } from 'preact';
import type { Problem } from '../app/problem';
import type { Resource } from '../app/resource';
import { sentenceOf } from '../app/sentence';
import { useWords } from '../app/session';
import type { Key } from '../words/words';
import { PageHead, type Crumb } from './page';

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

/** What went wrong, and what to do about it: a title and a sentence, the hub's own where it gave one in this language. */
function useProblemText(problem: Problem): { title: string; more: string } {
    const words = useWords();
    const { kind, message } = problem;
    const [title, more] = TITLES[kind] ?? ['state.failed', 'state.failed_more'];
    return { title: words.t(title), more: more === 'state.failed_more' ? sentenceOf(problem, words) : words.tag === 'en' && message !== '' ? message : words.t(more) };
}

function Retry({ problem, retry }: { problem: Problem; retry?: (() => void) | undefined }) {
    const { t } = useWords();
    if (!retry || problem.kind === 'denied' || problem.kind === 'missing') {
        return null;
    }
    return (
        <button type="button" class="govuk-button govuk-button--secondary" onClick={retry}>
            {t('state.try_again')}
        </button>
    );
}

export function ProblemNotice({ problem, retry }: { problem: Problem; retry?: () => void }) {
    const { title, more } = useProblemText(problem);
    return (
        <div class="notice notice--attention" role="alert">
            <h2 class="govuk-heading-m">{title}</h2>
            <p>{more}</p>
            <Retry problem={problem} retry={retry} />
        </div>
    );
}

/** A whole page that is not there, with the way on. */
export function ProblemPage({ problem, back, retry }: { problem: Problem; back?: Crumb | undefined; retry?: () => void }) {
    const { title, more } = useProblemText(problem);
    return (
        <div role="alert">
            <PageHead title={title} more={more} {...(back ? { back } : {})} />
            <Retry problem={problem} retry={retry} />
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

/** A page of one thing, whose name only the hub knows: until it is there, the page is called by what it is. */
export function AwaitPage<T>({
    of,
    title,
    back,
    children,
}: {
    of: Resource<T>;
    title: string;
    back?: Crumb;
    children: (data: T) => ComponentChildren;
}) {
    if (of.data !== null) {
        return <Await of={of}>{children}</Await>;
    }
    if (of.problem) {
        return <ProblemPage problem={of.problem} back={back} retry={of.reload} />;
    }
    return (
        <>
            <PageHead title={title} {...(back ? { back } : {})} />
            <Skeleton lines={8} />
        </>
    );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
    return (
        <div class="notice">
            <p class="govuk-!-font-weight-bold">{title}</p>
            {children}
        </div>
    );
}

/* What can go wrong with a request, as one value that a page can show: the hub's own sentence where it gave one. */
import type { Schemas } from '../api/client';

export type ProblemKind = 'offline' | 'signed-out' | 'denied' | 'missing' | 'changed' | 'refused' | 'busy' | 'failed';

export type FieldProblem = NonNullable<Schemas['Problem']['problems']>[number];

export class Problem extends Error {
    constructor(
        readonly kind: ProblemKind,
        readonly status: number,
        detail: string,
        readonly fields: FieldProblem[] = [],
        /** The last part of the problem's type: "second-factor-needed". */
        readonly type = '',
    ) {
        super(detail);
    }
}

const KINDS: Record<number, ProblemKind> = {
    401: 'signed-out',
    403: 'denied',
    404: 'missing',
    412: 'changed',
    429: 'busy',
    503: 'busy',
};

/** RFC 9457: the sentence is in "detail"; "problems" names places by JSON pointer. */
export async function problemOf(response: Response): Promise<Problem> {
    let detail = '';
    let fields: FieldProblem[] = [];
    let type = '';
    try {
        const body = (await response.json()) as { type?: string; detail?: string; title?: string; problems?: FieldProblem[] };
        detail = body.detail ?? body.title ?? '';
        fields = body.problems ?? [];
        type = body.type?.split(/[/:]/).at(-1) ?? '';
    } catch {
        /* Not every failure is the hub's own: a proxy's page has no sentence for us. */
    }
    const kind = KINDS[response.status] ?? (response.status < 500 ? 'refused' : 'failed');
    return new Problem(kind, response.status, detail, fields, type);
}

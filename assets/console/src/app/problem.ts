/* What can go wrong with a request, as one value that a page can show: the hub's own sentence where it gave one, and which
 * it is where it has words in other languages. */
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
        readonly code: Schemas['SaidCode'] | undefined = undefined,
        readonly values: string[] = [],
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
    let said: Partial<Schemas['Problem']> = {};
    try {
        said = (await response.json()) as Partial<Schemas['Problem']>;
    } catch {
        /* Not every failure is the hub's own: a proxy's page has no sentence for us. */
    }
    const kind = KINDS[response.status] ?? (response.status < 500 ? 'refused' : 'failed');
    const type = said.type?.split(/[/:]/).at(-1) ?? '';
    return new Problem(kind, response.status, said.detail ?? said.title ?? '', said.problems ?? [], type, said.code, said.values);
}

/* Where in a text of JSON the value of a JSON pointer (RFC 6901) stands: the text is the person's own, with its own lines. */

export interface Place {
    line: number;
    from: number;
    to: number;
}

const SPACE = /\s*/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const PLAIN = /[^\s,\]}]+/y;

class Reader {
    at = 0;
    found: [number, number] | null = null;

    constructor(
        readonly text: string,
        readonly wanted: string[],
    ) {}

    take(pattern: RegExp): string {
        pattern.lastIndex = this.at;
        const taken = pattern.exec(this.text)?.[0] ?? '';
        this.at += taken.length;
        return taken;
    }

    /** A value, how deep it stands in the wanted path, and whether it is on that path at all. */
    value(depth: number, on: boolean) {
        this.take(SPACE);
        const from = this.at;
        const opened = this.text[this.at];
        if (opened === '{' || opened === '[') {
            this.members(depth, on, opened === '{');
        } else if (opened === '"') {
            this.take(STRING);
        } else {
            this.take(PLAIN);
        }
        if (on && depth === this.wanted.length) {
            this.found = [from, this.at];
        }
    }

    members(depth: number, on: boolean, named: boolean) {
        this.at += 1;
        for (let i = 0; this.take(SPACE) !== null && this.at < this.text.length && !/[\]}]/.test(this.text[this.at] ?? ''); i += 1) {
            const name = named ? this.name() : String(i);
            this.value(depth + 1, on && depth < this.wanted.length && this.wanted[depth] === name);
            this.take(SPACE);
            this.at += this.text[this.at] === ',' ? 1 : 0;
        }
        this.at += 1;
    }

    name(): string {
        const quoted = this.take(STRING);
        this.take(SPACE);
        this.at += 1;
        return JSON.parse(quoted || '""') as string;
    }
}

/** The longest part of the pointer that is there: of a member that is wanting, its holder. */
export function placeOf(text: string, pointer: string): Place | null {
    const names = pointer.split('/').slice(1).map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
    for (let wanted = names; ; wanted = wanted.slice(0, -1)) {
        const reader = new Reader(text, wanted);
        reader.value(0, true);
        if (reader.found) {
            const [from, to] = reader.found;
            return { line: text.slice(0, from).split('\n').length, from, to };
        }
        if (wanted.length === 0) {
            return null;
        }
    }
}

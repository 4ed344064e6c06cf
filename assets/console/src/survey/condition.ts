/*
 * Conditions as people say them: a question, whether it is answered or which of its answers. Anything else that the
 * grammar allows stays a text, which the hub judges.
 */
import { choicesOf, type Localized, type Question } from './model';

export type Condition =
    | { kind: 'always' }
    | { kind: 'answered' | 'unanswered'; question: string }
    | { kind: 'one_of'; question: string; values: string[] }
    | { kind: 'other'; text: string };

const NAME = '\\{([a-z][a-z0-9_]*)\\}';
const EMPTY = new RegExp(`^${NAME}\\s+(empty|notempty)$`);
const ANY = new RegExp(`^${NAME}\\s+anyof\\s+\\[([^\\]]*)\\]$`);
const IS = new RegExp(`^${NAME}\\s*==?\\s*('[^']*'|true|false|-?\\d+)$`);

function literals(text: string): string[] {
    return text
        .split(',')
        .map((one) => one.trim().replace(/^'|'$/g, ''))
        .filter((one) => one !== '');
}

export function readCondition(text: string | undefined): Condition {
    const trimmed = (text ?? '').trim();
    if (trimmed === '') {
        return { kind: 'always' };
    }
    const empty = EMPTY.exec(trimmed);
    if (empty) {
        return { kind: empty[2] === 'empty' ? 'unanswered' : 'answered', question: empty[1] as string };
    }
    const any = ANY.exec(trimmed);
    if (any) {
        return { kind: 'one_of', question: any[1] as string, values: literals(any[2] as string) };
    }
    const is = IS.exec(trimmed);
    if (is) {
        return { kind: 'one_of', question: is[1] as string, values: literals(is[2] as string) };
    }
    return { kind: 'other', text: trimmed };
}

function literal(value: string, question: Question | undefined): string {
    const isNumber = question?.type === 'rating' && /^-?\d+$/.test(value);
    return question?.type === 'boolean' || isNumber ? value : `'${value}'`;
}

/** @param question the one that is asked about */
export function writeCondition(condition: Condition, question: Question | undefined): string {
    switch (condition.kind) {
        case 'always':
            return '';
        case 'answered':
            return `{${condition.question}} notempty`;
        case 'unanswered':
            return `{${condition.question}} empty`;
        case 'one_of': {
            const values = condition.values.map((value) => literal(value, question));
            if (values.length === 1 && question?.type !== 'checkbox') {
                return `{${condition.question}} = ${values[0]}`;
            }
            return values.length === 0 ? `{${condition.question}} notempty` : `{${condition.question}} anyof [${values.join(', ')}]`;
        }
        case 'other':
            return condition.text;
    }
}

/** A number, and at either end of the scale what it means there, in each language. */
function numberLabel(n: number, meaning: Localized | undefined): Localized {
    if (meaning === undefined || typeof meaning === 'string') {
        return meaning ? `${n}: ${meaning}` : String(n);
    }
    return Object.fromEntries(Object.entries(meaning).map(([tag, text]) => [tag, `${n}: ${text}`]));
}

/** The answers that a condition can name. */
export function answersOf(question: Question): { value: string; label: unknown }[] {
    if (question.type === 'boolean') {
        return [
            { value: 'true', label: question.labelTrue },
            { value: 'false', label: question.labelFalse },
        ];
    }
    if (question.type === 'rating' && question.rateValues === undefined) {
        const [least, most] = [Number(question['rateMin'] ?? 1), Number(question['rateMax'] ?? 5)];
        const meaning: Record<number, unknown> = { [least]: question['minRateDescription'], [most]: question['maxRateDescription'] };
        return Array.from({ length: most - least + 1 }, (_, i) => ({
            value: String(least + i),
            label: numberLabel(least + i, meaning[least + i] as Localized | undefined),
        }));
    }
    return choicesOf(question).map(({ value, text }) => ({ value: String(value), label: text }));
}

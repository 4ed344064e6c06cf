/*
 * The console's own words. English is the list of keys; every other language must have each of them, which the
 * compiler checks. A message is a text with {placeholders}, or a set of plural forms chosen by {n}.
 */
import { calendarOf } from './calendar';
import { en } from './en';

export type Key = keyof typeof en;
export type Plural = { [form in Intl.LDMLPluralRule]?: string } & { other: string };
export type Message = string | Plural;
export type Messages = Record<Key, Message>;
export type Values = Record<string, string | number>;

export const LANGUAGES = [
    { tag: 'en', name: 'English', load: async (): Promise<Messages> => en },
    { tag: 'cy', name: 'Cymraeg', load: async (): Promise<Messages> => (await import('./cy')).cy },
] as const;
export type LanguageTag = (typeof LANGUAGES)[number]['tag'];

/** Everything that says something in one language: words, numbers, dates. */
export interface Words {
    tag: LanguageTag;
    t: (key: Key, values?: Values) => string;
    /** Whether there are words for what a hub of another version may call otherwise. */
    has: (key: string) => boolean;
    number: (value: number) => string;
    /** A share from 0 to 1 as a whole percentage: one decimal would claim more than the counts bear. */
    percent: (share: number) => string;
    /** Percentage points with one decimal and a sign. */
    points: (points: number) => string;
    day: (isoDay: string) => string;
    shortDay: (isoDay: string) => string;
    month: (isoMonth: string) => string;
    shortMonth: (date: Date) => string;
    moment: (iso: string) => string;
    list: (items: string[]) => string;
    languageName: (tag: string) => string;
}

function pick(message: Message, rules: Intl.PluralRules, values: Values | undefined): string {
    if (typeof message === 'string') {
        return message;
    }
    const n = Number(values?.['n'] ?? 0);
    return message[rules.select(n)] ?? message.other;
}

/** Days and months are the venue's own: they are read as UTC so that no browser's zone moves them. */
function utc(iso: string): Date {
    return new Date(`${iso.length === 7 ? `${iso}-01` : iso}T00:00:00Z`);
}

/**
 * What comes from people and devices stands in a sentence of ours: it does not turn the sentence's order round. Marks
 * that would are left out, and a text from right to left is set apart.
 */
function apart(text: string): string {
    const plain = text.replace(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '');
    return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/.test(plain) ? `\u2068${plain}\u2069` : plain;
}

export function makeWords(tag: LanguageTag, messages: Messages): Words {
    const locale = tag === 'en' ? 'en-GB' : tag;
    const rules = new Intl.PluralRules(locale);
    const numbers = new Intl.NumberFormat(locale);
    const points = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
    const calendar = calendarOf(locale, messages);
    const shown = (value: string | number) => (typeof value === 'number' ? numbers.format(value) : apart(value));
    return {
        tag,
        has: (key) => Object.hasOwn(messages, key),
        t: (key, values) =>
            pick(messages[key], rules, values).replace(/\{(\w+)\}/g, (whole, name: string) =>
                values !== undefined && name in values ? shown(values[name] as string | number) : whole,
            ),
        number: (value) => numbers.format(value),
        percent: (share) => `${numbers.format(Math.round(share * 100))}%`,
        points: (value) => points.format(value),
        day: (iso) => calendar.day(utc(iso)),
        shortDay: (iso) => calendar.shortDay(utc(iso)),
        month: (iso) => calendar.month(utc(iso)),
        shortMonth: calendar.shortMonth,
        moment: (iso) => calendar.moment(new Date(iso)),
        list: calendar.list,
        languageName: (code) => {
            try {
                return code === 'en-GB-x-easyread' ? messages['language.easy_read'] as string : (calendar.languageName(code) ?? code);
            } catch {
                return code;
            }
        },
    };
}

/*
 * Dates, lists and names of languages. Browsers have them for most languages; Chromium has none for Welsh, and would
 * put English months between Welsh words: then they come from the messages.
 */
import type { Messages } from './words';

export interface Calendar {
    day: (date: Date) => string;
    shortDay: (date: Date) => string;
    month: (date: Date) => string;
    shortMonth: (date: Date) => string;
    /** In the clock of whoever looks. */
    moment: (date: Date) => string;
    list: (items: string[]) => string;
    /** Undefined for a language that has no name here. */
    languageName: (tag: string) => string | undefined;
}

function browsers(locale: string): Calendar {
    const format = (options: Intl.DateTimeFormatOptions) => {
        const made = new Intl.DateTimeFormat(locale, options);
        return (date: Date) => made.format(date);
    };
    const list = new Intl.ListFormat(locale, { type: 'conjunction' });
    const names = new Intl.DisplayNames(locale, { type: 'language' });
    return {
        day: format({ timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }),
        shortDay: format({ timeZone: 'UTC', day: 'numeric', month: 'short' }),
        month: format({ timeZone: 'UTC', month: 'long', year: 'numeric' }),
        shortMonth: format({ timeZone: 'UTC', month: 'short' }),
        moment: format({ dateStyle: 'medium', timeStyle: 'short' }),
        list: (items) => list.format(items),
        languageName: (tag) => names.of(tag),
    };
}

function own(messages: Messages): Calendar {
    const text = (key: 'date.months' | 'date.months_short' | 'language.names' | 'list.and') => {
        const message = messages[key];
        return typeof message === 'string' ? message : message.other;
    };
    const words = (key: Parameters<typeof text>[0]) => text(key).split(' ');
    const [long, short] = [words('date.months'), words('date.months_short')];
    const names = new Map(words('language.names').map((pair) => pair.split(':') as [string, string]));
    const two = (number: number) => String(number).padStart(2, '0');
    const and = text('list.and');
    return {
        day: (date) => `${date.getUTCDate()} ${long[date.getUTCMonth()]} ${date.getUTCFullYear()}`,
        shortDay: (date) => `${date.getUTCDate()} ${short[date.getUTCMonth()]}`,
        month: (date) => `${long[date.getUTCMonth()]} ${date.getUTCFullYear()}`,
        shortMonth: (date) => short[date.getUTCMonth()] ?? '',
        moment: (date) =>
            `${date.getDate()} ${short[date.getMonth()]} ${date.getFullYear()}, ${two(date.getHours())}:${two(date.getMinutes())}`,
        list: (items) => [items.slice(0, -1).join(', '), ...items.slice(-1)].filter((part) => part !== '').join(` ${and} `),
        languageName: (tag) => names.get(tag),
    };
}

export function calendarOf(locale: string, messages: Messages): Calendar {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0 ? browsers(locale) : own(messages);
}

/*
 * Periods on a fixed grid: whole months of the calendar, so that two overlapping periods never tell what one person
 * said between them. Days are ISO texts; no clock zone is involved.
 */
import type { Words } from '../words/words';

export interface Period {
    from: string;
    to: string;
}

export const PERIODS = ['last_month', 'last_3_months', 'last_12_months', 'this_month'] as const;
export type PeriodName = (typeof PERIODS)[number];

function iso(date: Date): string {
    return date.toISOString().slice(0, 10);
}

function monthStart(today: Date, months: number): Date {
    return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + months, 1));
}

function dayBefore(date: Date): Date {
    return new Date(date.getTime() - 86400000);
}

export function periodOf(name: PeriodName, today = new Date()): Period {
    const back = { last_month: 1, last_3_months: 3, last_12_months: 12, this_month: 0 }[name];
    const from = monthStart(today, -back);
    const to = name === 'this_month' ? today : dayBefore(monthStart(today, 0));
    return { from: iso(from), to: iso(to) };
}

/** As people call it: by its months where it is whole ones, and else by its days. */
export function periodText({ from, to }: Period, words: Words): string {
    const next = new Date(Date.parse(`${to}T00:00:00Z`) + 86400000);
    const whole = from.endsWith('-01') && next.getUTCDate() === 1;
    const [first, last] = whole ? [words.month(from.slice(0, 7)), words.month(to.slice(0, 7))] : [words.day(from), words.day(to)];
    return first === last ? first : words.t('initiative.days', { from: first, to: last });
}

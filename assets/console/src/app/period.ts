/*
 * Periods on a fixed grid: whole months of the calendar, so that two overlapping periods never tell what one person
 * said between them. Days are ISO texts; no clock zone is involved.
 */
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

/* The drawing of a control chart. Plot comes with it, and with no page's first file. */
import { areaY, dot, line, plot, ruleY, text } from '@observablehq/plot';
import type { Schemas } from '../api/client';
import type { Words } from '../words/words';
import { INK, withoutStyle } from './plot_parts';

type Chart = Schemas['ControlChart'];

interface Mark {
    day: Date;
    percent: number | null;
    lower: number | null;
    upper: number | null;
    odd: boolean;
}

function dayOf(iso: string): Date {
    return new Date(`${iso}T00:00:00Z`);
}

function marksOf(chart: Chart): Mark[] {
    return chart.points.map((point) => ({
        day: dayOf(point.from),
        percent: point.percent,
        lower: point.lower,
        upper: point.upper,
        odd: Boolean(point.signal),
    }));
}

/** From the lowest to the highest that is shown, with some air, never outside 0 to 100. */
function rangeOf(marks: Mark[]): [number, number] {
    const values = marks.flatMap((mark) => [mark.percent, mark.lower, mark.upper]).filter((v): v is number => v !== null);
    const low = Math.max(0, Math.floor((Math.min(...values) - 3) / 5) * 5);
    const high = Math.min(100, Math.ceil((Math.max(...values) + 3) / 5) * 5);
    return [low, Math.max(high, low + 10)];
}

interface Note {
    day: Date;
    text: string;
    percent: number | null;
}

function notesOf(chart: Chart, marks: Mark[]): Note[] {
    return chart.annotations.map((note) => {
        const day = dayOf(note.day);
        const before = marks.filter((mark) => mark.day <= day && mark.percent !== null).at(-1);
        return { day, text: note.text, percent: before?.percent ?? null };
    });
}

const NOTE = { size: 14, letter: 7.4, letters: 27, row: 20 };

interface Placed extends Note {
    anchor: 'start' | 'middle' | 'end';
    /** How far from the line, by what else stands there: below it, or above it where the line is low. */
    dy: number;
}

/** No note is cut at an edge or lies on another: one that has no room stands further from the line. */
function placeNotes(notes: Note[], marks: Mark[], [low, high]: [number, number], room: number): Placed[] {
    const [first = 0, last = 1] = [marks[0]?.day.getTime(), marks.at(-1)?.day.getTime()];
    const ends: number[] = [];
    return [...notes]
        .sort((a, b) => a.day.getTime() - b.day.getTime())
        .map((note) => {
            const at = ((note.day.getTime() - first) / Math.max(1, last - first)) * room;
            const wide = Math.min(note.text.length, NOTE.letters) * NOTE.letter;
            const anchor = at < wide / 2 ? 'start' : at > room - wide / 2 ? 'end' : 'middle';
            const left = anchor === 'start' ? at : anchor === 'end' ? at - wide : at - wide / 2;
            const lines = Math.ceil(note.text.length / NOTE.letters);
            let row = 0;
            while ((ends[row] ?? -Infinity) > left - NOTE.size) {
                row++;
            }
            for (let used = row; used < row + lines; used++) {
                ends[used] = left + wide;
            }
            const isLow = ((note.percent ?? high) - low) / (high - low) < 0.45;
            return { ...note, anchor, dy: (isLow ? -1 : 1) * (NOTE.row + row * NOTE.row) };
        });
}

const MONTH_ROOM = 72;

/** The first day of as many months as have room beside each other; where none begins, the first day of all. */
function monthsIn(marks: Mark[], room: number): Date[] {
    const [first, last] = [marks[0]?.day, marks.at(-1)?.day];
    const months: Date[] = [];
    if (first && last) {
        const at = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + (first.getUTCDate() > 1 ? 1 : 0)));
        for (; at <= last; at.setUTCMonth(at.getUTCMonth() + 1)) {
            months.push(new Date(at));
        }
    }
    const step = Math.ceil((months.length * MONTH_ROOM) / Math.max(room, MONTH_ROOM));
    return months.length === 0 && first ? [first] : months.filter((_, i) => i % step === 0);
}

/** @param large how many times the reader's text is as large as usual: what stands beside the drawing needs as much more room */
export function drawControl(chart: Chart, words: Words, width: number, large: number): Element {
    const marks = marksOf(chart);
    const [low, high] = rangeOf(marks);
    const ticks = [low, Math.round(chart.centre ?? (low + high) / 2), high];
    const shown = marks.filter((mark) => mark.percent !== null);
    const notes = placeNotes(notesOf(chart, marks), marks, [low, high], width / large - 64);
    return withoutStyle(
        plot({
            width,
            height: Math.min(300, Math.max(200, width * 0.4)) * Math.sqrt(large),
            marginTop: 20 * large,
            marginLeft: 48 * large,
            marginRight: 16 * large,
            marginBottom: 36 * large,
            className: 'plot',
            x: {
                type: 'utc',
                label: null,
                ticks: monthsIn(marks, width / large - 64),
                tickFormat: words.shortMonth,
                tickPadding: 16 * large - 13,
            },
            y: { domain: [low, high], label: null, ticks, tickFormat: (value: number) => `${value}%`, tickSize: 0 },
            marks: [
                areaY(marks, { x: 'day', y1: 'lower', y2: 'upper', fill: INK.band, curve: 'step' }),
                ...(chart.centre === null
                    ? []
                    : [ruleY([chart.centre], { stroke: INK.muted, strokeDasharray: '5 5', strokeWidth: 1.2 })]),
                line(shown, { x: 'day', y: 'percent', stroke: INK.accent, strokeWidth: 2.5 }),
                dot(shown.slice(-1), { x: 'day', y: 'percent', fill: INK.accent, r: 4.5 }),
                dot(
                    shown.filter((mark) => mark.odd),
                    { x: 'day', y: 'percent', stroke: INK.warn, strokeWidth: 2.5, r: 8 },
                ),
                dot(notes, { x: 'day', y: 'percent', fill: INK.warnInk, r: 3.5 }),
                ...notes.map((note) =>
                    text([note], {
                        x: 'day',
                        y: 'percent',
                        text: 'text',
                        textAnchor: note.anchor,
                        lineAnchor: note.dy < 0 ? 'bottom' : 'top',
                        dy: note.dy * large,
                        fill: INK.warnInk,
                        stroke: INK.card,
                        strokeWidth: 5,
                        fontSize: NOTE.size * large,
                        lineWidth: 14,
                    }),
                ),
            ],
        }),
    );
}

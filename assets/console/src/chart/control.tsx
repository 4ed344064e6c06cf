/*
 * The control chart: a share over time against what is usual here. Drawn by Observable Plot, which comes in a file
 * of its own when the first chart is shown; the same figures stand in a table under it.
 */
import { useId } from 'preact/hooks';
import type { Schemas } from '../api/client';
import { bestOf } from '../app/best';
import { useWords } from '../app/session';
import { useWithheld } from '../parts/figure';
import { DataTable } from '../parts/table';
import type { Words } from '../words/words';
import { ChartFigure } from './chart_figure';
import { useDrawing } from './drawing';

type Chart = Schemas['ControlChart'];
type Point = Chart['points'][number];

/** Below 7 points, or with hardly any with figures, a line would suggest more than there is. */
function isDrawn(chart: Chart): boolean {
    return chart.points.filter((point) => point.percent !== null).length >= 2;
}

function pointName(point: Point, unit: Chart['unit'], words: Words): string {
    if (unit === 'month') {
        return words.month(point.from.slice(0, 7));
    }
    return unit === 'week' ? words.t('chart.week_of', { day: words.day(point.from) }) : words.day(point.from);
}

function signalText(point: Point, words: Words): string {
    return point.signal === null || point.signal === undefined ? '' : words.t(`chart.signal_${point.signal}`);
}

/** Points in a row that stand out in the same way: a quarter that was high is said once, and not week by week. */
function stretches(points: Point[]): Point[][] {
    const all: Point[][] = [];
    points.forEach((point, i) => {
        if (!point.signal) {
            return;
        }
        if (points[i - 1]?.signal === point.signal) {
            all.at(-1)?.push(point);
        } else {
            all.push([point]);
        }
    });
    return all;
}

function stretchText(stretch: Point[], unit: Chart['unit'], words: Words): string {
    const [first, last] = [stretch[0] as Point, stretch.at(-1) as Point];
    const from = pointName(first, unit, words);
    const when = first === last ? from : words.t('initiative.days', { from, to: pointName(last, unit, words) });
    return `${when}: ${signalText(first, words)}`;
}

/** What the picture shows, in a sentence: for those who do not see it, and for those who wonder what a ring means. */
function inWords(chart: Chart, words: Words): string {
    const odd = stretches(chart.points);
    const usual = chart.centre === null ? '' : words.t('chart.usual_is', { percent: Math.round(chart.centre) });
    const signals =
        odd.length === 0
            ? words.t('chart.nothing_unusual')
            : words.t('chart.stands_out', { what: odd.map((stretch) => stretchText(stretch, chart.unit, words)).join('; ') });
    return `${usual} ${signals}`.trim();
}

export function ControlChart({ chart, title }: { chart: Chart; title: string }) {
    const words = useWords();
    const withheld = useWithheld();
    const box = useDrawing(
        async (width, large) => (await import('./control_plot')).drawControl(chart, words, width, large),
        [chart, words],
    );
    const said = useId();
    if (!isDrawn(chart)) {
        return <p class="muted">{words.t('chart.too_few_points')}</p>;
    }
    return (
        <ChartFigure
            box={box}
            title={title}
            said={said}
            caption={
                <>
                    <p id={said}>{inWords(chart, words)}</p>
                    <p class="muted">{chart.kind === 'xmr' ? words.t('chart.how_xmr') : words.t('chart.how_p')}</p>
                </>
            }
        >
            <DataTable
                caption={title}
                hideCaption
                rows={chart.points}
                rowKey={(point) => point.from}
                columns={[
                    {
                        key: 'when',
                        title: words.t(`chart.unit_${chart.unit}`),
                        head: true,
                        cell: (point) => pointName(point, chart.unit, words),
                    },
                    {
                        key: 'n',
                        title: words.t('figure.answers'),
                        number: true,
                        cell: (point) => (point.n === null ? '' : words.number(point.n)),
                    },
                    {
                        key: 'share',
                        title: words.t(bestOf(chart.question, 'column')),
                        number: true,
                        cell: (point) =>
                            point.percent === null ? withheld(point.status) : `${Math.round(point.percent)}%`,
                    },
                    {
                        key: 'limits',
                        title: words.t('chart.usual_range'),
                        number: true,
                        cell: (point) =>
                            point.lower === null || point.upper === null
                                ? ''
                                : words.t('figure.range', {
                                      low: Math.round(point.lower),
                                      high: Math.round(point.upper),
                                  }),
                    },
                    { key: 'signal', title: words.t('chart.signal'), cell: (point) => signalText(point, words) },
                ]}
            />
        </ChartFigure>
    );
}

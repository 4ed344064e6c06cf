/* How many went how far: a bar for each step, with the same figures in a table under it. */
import { useId } from 'preact/hooks';
import { useWords } from '../app/session';
import { DataTable } from '../parts/table';
import { ChartFigure } from './chart_figure';
import { useDrawing } from './drawing';

export interface Step {
    label: string;
    n: number;
    /** What stands above the bar. */
    said: string;
}

interface StepsProps {
    title: string;
    steps: { label: string; n: number }[];
}

/** Of the first step, which all who came so far have taken. */
function shareOf(n: number, first: number): number {
    return Math.round((100 * n) / first);
}

/** Where nobody has taken the first step there is nothing to draw. */
export function StepsChart(props: StepsProps) {
    return props.steps[0]?.n ? <Drawn {...props} /> : null;
}

function Drawn({ title, steps }: StepsProps) {
    const words = useWords();
    const said = useId();
    const first = steps[0]?.n ?? 0;
    const drawn: Step[] = steps.map(({ label, n }, i) => ({
        label,
        n,
        said: i === 0 ? words.t('chart.step', { label, n }) : words.t('chart.step_of', { label, n, percent: shareOf(n, first) }),
    }));
    const box = useDrawing(
        async (width, large) => (await import('./steps_plot')).drawSteps(drawn, width, large),
        [JSON.stringify(drawn)],
    );
    return (
        <ChartFigure
            box={box}
            title={title}
            said={said}
            caption={
                <p class="govuk-visually-hidden" id={said}>
                    {drawn.map((step) => step.said).join('; ')}
                </p>
            }
        >
            <DataTable
                caption={title}
                hideCaption
                rows={steps}
                rowKey={({ label }) => label}
                columns={[
                    { key: 'step', title: words.t('participation.step'), head: true, cell: ({ label }) => label },
                    { key: 'n', title: words.t('participation.people'), number: true, cell: ({ n }) => words.number(n) },
                    { key: 'share', title: words.t('participation.of_first'), number: true, cell: ({ n }) => `${shareOf(n, first)}%` },
                ]}
            />
        </ChartFigure>
    );
}

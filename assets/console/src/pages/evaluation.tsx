/* What happened to the figures after an initiative: before and after, where it was changed and where it was not, and what that bears. */
import { api, must, type Schemas } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { Await } from '../parts/await';
import { FigureCell, scaleOf } from '../parts/figure';
import { Findings } from '../parts/findings';
import { DataTable } from '../parts/table';
import type { Words } from '../words/words';

type Window = Schemas['Evaluation']['windows'][number];
type Estimate = NonNullable<Window['did']>;

/** With its interval where there are venues enough for one. */
function estimateText({ points, low, high }: Estimate, key: 'did' | 'placebo', words: Words): string {
    return low === null || high === null
        ? words.t(`initiative.${key}_alone`, { points: words.points(points) })
        : words.t(`initiative.${key}`, { points: words.points(points), low: words.points(low), high: words.points(high) });
}

/** Whether anything can be made of it yet: of few venues there is an estimate, of few answers or days there is none. */
function isTold({ verdict }: Window): boolean {
    return verdict !== 'too_soon' && verdict !== 'too_few_answers';
}

/** The estimate, its interval, and what it cannot say. */
function verdictText(window: Window, words: Words): string {
    const said = words.t(`initiative.verdict_${window.verdict}`);
    return window.did && isTold(window) ? `${said} ${estimateText(window.did, 'did', words)}` : said;
}

/** How far chance alone, one venue alone, or what went on before would explain it. */
function doubtsOf({ permutation, leave_one_out: without, placebo, trend_before: trend }: Window, words: Words): string[] {
    const { t, points } = words;
    return [
        ...(permutation ? [t('initiative.permutation', { p: points(permutation.p * 100), smallest: points(permutation.smallest_p * 100) })] : []),
        ...(without ? [t('initiative.leave_one_out', { low: points(without.low), high: points(without.high) })] : []),
        ...(placebo ? [estimateText(placebo, 'placebo', words)] : []),
        ...(trend ? [t('initiative.trend_before', { points: points(trend.points) })] : []),
    ];
}

function BeforeAndAfter({ window }: { window: Window }) {
    const words = useWords();
    const { t } = words;
    const { treated, comparison, before, after } = window;
    const rows = [
        { key: 'treated', title: t('initiative.where'), of: treated },
        { key: 'comparison', title: t('initiative.comparison'), of: comparison },
    ];
    const scale = scaleOf(rows.flatMap(({ of }) => [of.before, of.after]));
    const days = ({ from, to }: Window['before']) => t('initiative.days', { from: words.day(from), to: words.day(to) });
    return (
        <DataTable
            caption={t('figure.best_with_interval')}
            rows={rows}
            rowKey={({ key }) => key}
            columns={[
                { key: 'where', title: t('nav.venues'), head: true, cell: ({ title }) => title },
                { key: 'before', title: days(before), cell: ({ of }) => <FigureCell figure={of.before} scale={scale} /> },
                { key: 'after', title: days(after), cell: ({ of }) => <FigureCell figure={of.after} scale={scale} /> },
            ]}
        />
    );
}

function WindowView({ window, pounds }: { window: Window; pounds: (pence: number) => string }) {
    const words = useWords();
    const { t } = words;
    return (
        <div class="card">
            <h3 class="govuk-heading-s">{t('initiative.months_after', { n: window.months })}</h3>
            <p>{verdictText(window, words)}</p>
            {window.verdict !== 'too_soon' && <BeforeAndAfter window={window} />}
            {(isTold(window) ? doubtsOf(window, words) : []).map((text) => (
                <p class="muted" key={text}>
                    {text}
                </p>
            ))}
            {window.cost_per_point && <p>{t('initiative.cost_per_point', { cost: pounds(window.cost_per_point.pence) })}</p>}
        </div>
    );
}

export function Evaluation({ id }: { id: string }) {
    const words = useWords();
    const { t } = words;
    const read = useResource(`evaluation ${id}`, async (signal) =>
        must(await api.GET('/initiatives/{initiative}/evaluation', { params: { path: { initiative: id } }, signal })),
    );
    const whole = { style: 'currency', currency: 'GBP', maximumFractionDigits: 0 } as const;
    const pounds = (pence: number) => new Intl.NumberFormat(words.tag === 'en' ? 'en-GB' : words.tag, whole).format(pence / 100);
    return (
        <section aria-labelledby="evaluation">
            <h2 class="section-title" id="evaluation">
                {t('initiative.after')}
            </h2>
            <Await of={read} lines={5}>
                {({ windows, pence, notes }) => (
                    <>
                        {windows.map((window) => (
                            <WindowView key={window.months} window={window} pounds={pounds} />
                        ))}
                        <p>{t('initiative.cost_whole', { cost: pounds(pence) })}</p>
                        <Findings list={notes} />
                    </>
                )}
            </Await>
        </section>
    );
}

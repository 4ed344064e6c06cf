/* A drawing with what it says in words under it, and the same figures as a table. */
import type { ComponentChildren, RefObject } from 'preact';
import { useWords } from '../app/session';

interface ChartFigureProps {
    box: RefObject<HTMLDivElement>;
    title: string;
    /** The id of the sentence in the caption that says what is drawn. */
    said: string;
    caption: ComponentChildren;
    children: ComponentChildren;
}

export function ChartFigure({ box, title, said, caption, children }: ChartFigureProps) {
    const { t } = useWords();
    return (
        <figure class="chart">
            <div ref={box} class="chart__picture" role="img" aria-label={title} aria-describedby={said} />
            <figcaption>{caption}</figcaption>
            <details class="govuk-details">
                <summary class="govuk-details__summary">
                    <span class="govuk-details__summary-text">{t('chart.as_table')}</span>
                </summary>
                <div class="govuk-details__text">{children}</div>
            </details>
        </figure>
    );
}

/* The drawing of steps. Plot comes with it, and with no page's first file. */
import { barX, plot, text } from '@observablehq/plot';
import { INK, withoutStyle } from './plot_parts';
import type { Step } from './steps';

const ROW = 58;
const BAR = 22;

/** A bar for each step under its words, which so have the whole width; all of one scale that begins with nobody. */
export function drawSteps(steps: Step[], width: number, large: number): Element {
    const most = Math.max(1, ...steps.map(({ n }) => n));
    const inset = (ROW - BAR) * large;
    return withoutStyle(
        plot({
            width,
            height: ROW * large * steps.length,
            margin: 0,
            className: 'plot',
            x: { domain: [0, most], axis: null },
            y: { domain: steps.map(({ label }) => label), axis: null, padding: 0 },
            marks: [
                barX(steps, { x: 'n', y: 'label', fill: INK.accent, insetTop: inset, rx: 2 }),
                text(steps, {
                    x: () => 0,
                    y: 'label',
                    text: 'said',
                    textAnchor: 'start',
                    dy: (-BAR / 2) * large,
                    fill: INK.muted,
                    fontSize: 16 * large,
                }),
            ],
        }),
    );
}

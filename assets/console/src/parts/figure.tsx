/* A share with its interval, as words and as a small drawing on a scale that a whole table shares. */
import { useWords } from '../app/session';
import type { Schemas } from '../api/client';

type Figure = Schemas['Figure'];

export interface Scale {
    from: number;
    to: number;
}

/** A scale around all intervals of a table, at least 20 points wide, in steps of ten. */
export function scaleOf(figures: Figure[]): Scale {
    const shares = figures.flatMap((figure) => (figure.positive ? [figure.positive] : []));
    if (shares.length === 0) {
        return { from: 0, to: 100 };
    }
    const from = Math.floor(Math.min(...shares.map((share) => share.low)) / 10) * 10;
    const to = Math.ceil(Math.max(...shares.map((share) => share.high)) / 10) * 10;
    return to - from >= 20 ? { from, to } : { from: Math.max(0, to - 20), to: Math.min(100, Math.max(0, to - 20) + 20) };
}

const WIDTH = 120;
const HEIGHT = 20;

function Drawing({ share, scale }: { share: Schemas['Share']; scale: Scale }) {
    const x = (percent: number) => 6 + ((percent - scale.from) / (scale.to - scale.from)) * (WIDTH - 12);
    return (
        <svg class="interval" width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
            <line x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} class="interval__axis" />
            <line x1={x(share.low)} x2={x(share.high)} y1={HEIGHT / 2} y2={HEIGHT / 2} class="interval__range" />
            <circle cx={x(share.percent)} cy={HEIGHT / 2} r="5" class="interval__point" />
        </svg>
    );
}

/** A whole percentage of a count: where there is somebody, it is never said to be none. */
export function useShare(): (percent: number | null, count: number | null) => string {
    const { t } = useWords();
    return (percent, count) => {
        if (percent === null) {
            return '';
        }
        return percent === 0 && (count ?? 0) > 0 ? t('figure.under_one') : `${percent}%`;
    };
}

/** Why nothing is said, in words; '' when something is. */
export function useWithheld(): (status: Schemas['FigureStatus']) => string {
    const { t } = useWords();
    return (status) =>
        ({
            fine: '',
            unreliable: t('figure.too_few_to_compare'),
            suppressed_small_base: t('figure.fewer_than_ten'),
            suppressed_secondary: t('figure.held_back'),
        })[status];
}

export function FigureCell({ figure, scale }: { figure: Figure; scale: Scale }) {
    const { t } = useWords();
    const withheld = useWithheld();
    if (figure.status !== 'fine' || figure.positive === null) {
        return <span class="muted">{withheld(figure.status === 'fine' ? 'unreliable' : figure.status)}</span>;
    }
    const { percent, low, high } = figure.positive;
    return (
        <span class="interval-cell">
            <Drawing share={figure.positive} scale={scale} />
            <span>{t('figure.percent_interval', { percent, low: Math.round(low), high: Math.round(high) })}</span>
        </span>
    );
}

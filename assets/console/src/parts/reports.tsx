/* The pages of figures beside one another, under the overview. */
import { useLocation } from 'preact-iso';
import { useWords } from '../app/session';
import type { Key } from '../words/words';

const PAGES: [string, Key][] = [
    ['/', 'nav.overview'],
    ['/questions', 'question.title'],
    ['/trend', 'trend.title'],
    ['/participation', 'participation.title'],
    ['/returns', 'returns.title'],
];

export function ReportTabs({ here }: { here: string }) {
    const { t } = useWords();
    const { url } = useLocation();
    const search = url.includes('?') ? url.slice(url.indexOf('?')) : '';
    return (
        <nav class="sub-nav" aria-label={t('nav.figures')}>
            <ul class="sub-nav__list">
                {PAGES.map(([href, key]) => (
                    <li key={href}>
                        <a class="sub-nav__link" href={href + search} aria-current={href === here ? 'page' : undefined}>
                            {t(key)}
                        </a>
                    </li>
                ))}
            </ul>
        </nav>
    );
}

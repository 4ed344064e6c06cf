/* What every page begins with: a title that the browser's tab shows too, and where the page stands. */
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useWords } from '../app/session';

export interface Crumb {
    href: string;
    text: string;
}

export function usePageTitle(title: string) {
    const { t } = useWords();
    useEffect(() => {
        document.title = title === '' ? t('app.name') : `${title} – ${t('app.name')}`;
    }, [title, t]);
}

export function PageHead({
    title,
    more,
    back,
    children,
}: {
    title: string;
    more?: ComponentChildren;
    back?: Crumb;
    children?: ComponentChildren;
}) {
    usePageTitle(title);
    return (
        <header class="finding">
            {back && (
                <a class="govuk-back-link screen-only" href={back.href}>
                    {back.text}
                </a>
            )}
            <h1 class="finding__title">{title}</h1>
            {more && <p class="finding__more">{more}</p>}
            {children}
        </header>
    );
}

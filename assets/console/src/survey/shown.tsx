/* A way to look at a survey, whatever stands in its file: one that cannot be shown in this way says so, and where it is mended. */
import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { useWords } from '../app/session';

export function Shown({ json, children }: { json: string; children: ComponentChildren }) {
    const { t } = useWords();
    const [error] = useErrorBoundary() as [unknown, () => void];
    if (!error) {
        return <>{children}</>;
    }
    return (
        <div class="notice notice--attention" role="alert">
            <p>{t('editor.not_shown')}</p>
            <p>
                <a href={json}>{t('editor.tab_json')}</a>
            </p>
        </div>
    );
}

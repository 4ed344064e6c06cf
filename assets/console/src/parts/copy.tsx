/* A secret that is shown once: to be copied or printed now, since nobody can show it again. */
import { useState } from 'preact/hooks';
import { useWords } from '../app/session';
import { Button } from './form';

export function ShownOnce({ label, secret }: { label: string; secret: string }) {
    const { t } = useWords();
    const [copied, setCopied] = useState(false);
    return (
        <div class="notice notice--attention" role="alert">
            <p class="govuk-!-font-weight-bold">{label}</p>
            <p>
                <code class="secret">{secret}</code>
            </p>
            <p>{t('secret.once')}</p>
            <Button
                kind="secondary"
                onClick={() => void navigator.clipboard.writeText(secret).then(() => setCopied(true))}
            >
                {t(copied ? 'secret.copied' : 'secret.copy')}
            </Button>
        </div>
    );
}

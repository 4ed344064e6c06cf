/* The themes that comments are given: the list, a new one, one less. What comments say is none of this. */
import { useState } from 'preact/hooks';
import { api, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { folded, freeId } from '../app/name_id';
import { useWords } from '../app/session';
import { Confirm } from '../parts/confirm';
import { Button, ErrorSummary, TextField } from '../parts/form';

type Theme = Schemas['Theme'];

interface ThemesProps {
    themes: Theme[];
    changed: () => void;
}

function NewTheme({ themes, changed }: ThemesProps) {
    const { t } = useWords();
    const [name, setName] = useState('');
    const [taken, setTaken] = useState(false);
    const action = useAction(() => 'new-theme');
    const errors = taken ? [{ id: 'new-theme', text: t('comments.theme_taken') }] : action.errors;
    const wanted = name.trim();
    const add = () =>
        action.run(async () => {
            const isTaken = themes.some((theme) => folded(theme.name) === folded(wanted));
            setTaken(isTaken);
            if (isTaken) {
                return;
            }
            const id = freeId(wanted, 'theme', themes.map((theme) => theme.id));
            await api.PUT('/themes/{theme}', { params: { path: { theme: id } }, body: { name: wanted } });
            setName('');
            changed();
        });
    return (
        <form
            class="toolbar"
            onSubmit={(event) => {
                event.preventDefault();
                void add();
            }}
        >
            <ErrorSummary errors={errors} />
            <TextField id="new-theme" label={t('comments.new_theme')} value={name} onValue={setName} width="20" />
            <Button type="submit" kind="secondary" busy={action.busy} disabled={wanted === ''}>
                {t('comments.add_theme')}
            </Button>
        </form>
    );
}

/** Which comments had it is not known afterwards. */
function RemoveTheme({ theme, changed }: { theme: Theme; changed: () => void }) {
    const { t } = useWords();
    const remove = async () => {
        await api.DELETE('/themes/{theme}', { params: { path: { theme: theme.id } } });
        changed();
    };
    return (
        <Confirm
            title={t('comments.theme_remove_title', { name: theme.name })}
            verb={t('form.remove')}
            run={remove}
            trigger={(ask) => (
                <button type="button" class="link-button" aria-label={t('comments.theme_remove', { name: theme.name })} onClick={ask}>
                    {t('form.remove')}
                </button>
            )}
        >
            <p>{t('comments.theme_remove_more')}</p>
        </Confirm>
    );
}

export function Themes({ themes, changed }: ThemesProps) {
    const { t } = useWords();
    return (
        <details class="govuk-details screen-only">
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">{t('comments.themes_all')}</span>
            </summary>
            <div class="govuk-details__text">
                {themes.length > 0 && (
                    <ul class="govuk-list">
                        {themes.map((theme) => (
                            <li key={theme.id}>
                                {theme.name} <RemoveTheme theme={theme} changed={changed} />
                            </li>
                        ))}
                    </ul>
                )}
                <NewTheme themes={themes} changed={changed} />
            </div>
        </details>
    );
}

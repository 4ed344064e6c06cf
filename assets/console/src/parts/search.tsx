/* What stands above a long list: words to look for, and an area of the tree. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Schemas } from '../api/client';
import { useSession } from '../app/session';
import { Button, Select, TextField } from './form';

export function SearchBar({
    label,
    search,
    area,
    areas,
    go,
    children,
}: {
    label: string;
    search: string;
    area: string;
    areas: Schemas['Area'][];
    go: (change: { search?: string; area?: string }) => void;
    /** Beside the area: what else this list is chosen by. */
    children?: ComponentChildren;
}) {
    const { t } = useSession().words;
    const [typed, setTyped] = useState(search);
    return (
        <form
            class="toolbar"
            role="search"
            onSubmit={(event) => {
                event.preventDefault();
                go({ search: typed });
            }}
        >
            <TextField label={label} type="search" value={typed} onValue={setTyped} width="20" />
            {areas.length > 0 && (
                <Select
                    label={t('scope.area')}
                    value={area}
                    onValue={(next) => go({ area: next })}
                    options={[
                        { value: '', label: t('scope.everywhere') },
                        ...areas.map(({ id, name }) => ({ value: id, label: name })),
                    ]}
                />
            )}
            {children}
            <Button type="submit" kind="secondary">
                {t('list.search')}
            </Button>
        </form>
    );
}

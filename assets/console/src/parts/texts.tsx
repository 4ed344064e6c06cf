/* One text in every language of the programme, side by side; English first, as the others are translated from it. */
import { useWords } from '../app/session';
import { TextArea } from './form';

export type TextsValue = Record<string, string>;

const RIGHT_TO_LEFT = new Set(['ar', 'ur', 'fa', 'ps', 'ckb', 'yi', 'he']);

export function directionOf(tag: string): 'ltr' | 'rtl' {
    return RIGHT_TO_LEFT.has(tag.split('-')[0] ?? '') ? 'rtl' : 'ltr';
}

export function TextsField({
    legend,
    hint,
    languages,
    value,
    onValue,
    error,
    name,
    wrong,
    rows = 2,
}: {
    legend: string;
    hint?: string;
    languages: string[];
    value: TextsValue;
    onValue: (value: TextsValue) => void;
    error?: string | undefined;
    /** Each text is then called by it and its language ("said-cy"), and an error is found by that. */
    name?: string;
    wrong?: (id: string) => string | undefined;
    rows?: number;
}) {
    const words = useWords();
    const idOf = (tag: string) => (name === undefined ? undefined : `${name}-${tag}`);
    const errorOf = (tag: string, first: boolean) => (first && error ? error : wrong?.(idOf(tag) ?? ''));
    const inOrder = [...languages].sort((a, b) => Number(b === 'en') - Number(a === 'en'));
    return (
        <fieldset class="govuk-fieldset texts">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{legend}</legend>
            {hint && <p class="govuk-hint">{hint}</p>}
            <div class="texts__grid">
                {inOrder.map((tag, i) => (
                    <TextArea
                        key={tag}
                        id={idOf(tag)}
                        label={words.languageName(tag)}
                        lang={tag}
                        dir={directionOf(tag)}
                        rows={rows}
                        value={value[tag] ?? ''}
                        error={errorOf(tag, i === 0)}
                        onValue={(text) => {
                            const next = { ...value, [tag]: text };
                            if (text === '') {
                                delete next[tag];
                            }
                            onValue(next);
                        }}
                    />
                ))}
            </div>
        </fieldset>
    );
}

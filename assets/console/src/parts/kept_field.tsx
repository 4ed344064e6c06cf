/*
 * Fields for what is no text: a list, a number, an amount. While somebody types, what they typed stays as it is, comma,
 * space, point or nothing at the end; what it means so far goes to the form.
 */
import { useState } from 'preact/hooks';
import { TextField } from './form';

type Rest = Omit<Parameters<typeof TextField>[0], 'value' | 'onValue'>;

interface Keeping<T> {
    value: T;
    onValue: (value: T) => void;
    show: (value: T) => string;
    read: (text: string) => T;
}

/** What is to stand in the field, and what takes the next text of it. */
function useKept<T>({ value, onValue, show, read }: Keeping<T>): { value: string; onValue: (text: string) => void } {
    const [text, setText] = useState(show(value));
    const means = show(read(text));
    return {
        value: means === show(value) ? text : show(value),
        onValue: (next) => {
            setText(next);
            onValue(read(next));
        },
    };
}

function Kept<T>({ value, onValue, show, read, ...rest }: Rest & Keeping<T>) {
    return <TextField {...rest} {...useKept({ value, onValue, show, read })} />;
}

/** Parted by commas: spans of time. */
export function ListField({ value, onValue, ...rest }: Rest & { value: string[]; onValue: (value: string[]) => void }) {
    return (
        <Kept
            {...rest}
            value={value}
            onValue={onValue}
            show={(all) => all.join(', ')}
            read={(text) => text.split(',').map((one) => one.trim()).filter((one) => one !== '')}
        />
    );
}

/** Parted by spaces or commas: words without either. */
export function WordsField({ value, onValue, ...rest }: Rest & { value: string[]; onValue: (value: string[]) => void }) {
    return (
        <Kept
            {...rest}
            value={value}
            onValue={onValue}
            show={(all) => all.join(' ')}
            read={(text) => text.split(/[\s,]+/).filter((one) => one !== '')}
        />
    );
}

/** What no hub takes as a count: it then says so, where a nought in its place would be saved as what somebody meant. */
const UNREADABLE = -1;

/** "3,710" and "3 710" are numbers, too; an empty field is none. */
export function countOf(text: string): number {
    const number = Number(text.replace(/[,\s]/g, ''));
    return Number.isInteger(number) && number >= 0 ? number : UNREADABLE;
}

/** A whole number, as people write it. */
export function CountField({ value, onValue, ...rest }: Rest & { value: number; onValue: (value: number) => void }) {
    return (
        <Kept
            {...rest}
            inputMode="numeric"
            value={value}
            onValue={onValue}
            show={String}
            read={countOf}
        />
    );
}

/** As CountField, in a table whose heads are its label. */
export function CountCell({ value, onValue, label, id, wrong }: { value: number; onValue: (value: number) => void; label: string; id: string; wrong: string | undefined }) {
    const kept = useKept({ value, onValue, show: String, read: countOf });
    return (
        <>
            <input
                id={id}
                class={`govuk-input govuk-input--width-4 ${wrong ? 'govuk-input--error' : ''}`}
                inputMode="numeric"
                aria-label={label}
                aria-invalid={wrong ? true : undefined}
                aria-describedby={wrong ? `${id}-error` : undefined}
                value={kept.value}
                onInput={(event) => kept.onValue(event.currentTarget.value)}
            />
            {wrong && (
                <span id={`${id}-error`} class="govuk-error-message">
                    {wrong}
                </span>
            )}
        </>
    );
}

const PENCE = 100;

function penceOf(text: string): number {
    const pence = Math.round(Number(text.replace(/[£,\s]/g, '')) * PENCE);
    return pence >= 0 ? pence : UNREADABLE;
}

/** Pounds with their pence, as people write them: 12.50. */
export function PoundsField({ value, onValue, ...rest }: Rest & { value: number; onValue: (pence: number) => void }) {
    return (
        <Kept
            {...rest}
            inputMode="decimal"
            value={value}
            onValue={onValue}
            show={(pence) => String(pence / PENCE)}
            read={penceOf}
        />
    );
}

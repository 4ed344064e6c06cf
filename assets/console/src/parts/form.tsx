/*
 * Form controls as govuk-frontend draws them: a label, a hint, an error beside the control in the same words as in
 * the summary at the top. A form keeps what was typed whatever happens.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useWords } from '../app/session';

interface FieldProps {
    label: string;
    hint?: string | undefined;
    error?: string | undefined;
    id?: string | undefined;
}

function describedBy(id: string, hint: unknown, error: unknown): string | undefined {
    const ids = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter((one) => one !== '');
    return ids.length > 0 ? ids.join(' ') : undefined;
}

export function Field({
    label,
    hint,
    error,
    id,
    children,
}: FieldProps & { id: string; children: (described: string | undefined) => ComponentChildren }) {
    const words = useWords();
    return (
        <div class={`govuk-form-group ${error ? 'govuk-form-group--error' : ''}`}>
            <label class="govuk-label" for={id}>
                {label}
            </label>
            {hint && (
                <div id={`${id}-hint`} class="govuk-hint">
                    {hint}
                </div>
            )}
            {error && (
                <p id={`${id}-error`} class="govuk-error-message">
                    <span class="govuk-visually-hidden">{words.t('form.error')}</span> {error}
                </p>
            )}
            {children(describedBy(id, hint, error))}
        </div>
    );
}

type InputProps = FieldProps & {
    value: string;
    onValue: (value: string) => void;
    type?: 'text' | 'email' | 'password' | 'date' | 'month' | 'number' | 'url' | 'search';
    width?: '2' | '4' | '5' | '10' | '20';
    autocomplete?: string;
    inputMode?: JSX.HTMLAttributes['inputMode'];
    required?: boolean;
    spellcheck?: boolean;
    min?: string;
    max?: string;
    list?: string;
};

export function TextField({ label, hint, error, id: given, value, onValue, width, type = 'text', ...rest }: InputProps) {
    const made = useId();
    const id = given ?? made;
    return (
        <Field label={label} hint={hint} error={error} id={id}>
            {(described) => (
                <input
                    {...rest}
                    id={id}
                    class={`govuk-input ${width ? `govuk-input--width-${width}` : ''} ${error ? 'govuk-input--error' : ''}`}
                    type={type}
                    value={value}
                    aria-describedby={described}
                    aria-invalid={error ? true : undefined}
                    onInput={(event) => onValue(event.currentTarget.value)}
                />
            )}
        </Field>
    );
}

export function TextArea({
    label,
    hint,
    error,
    id: given,
    value,
    onValue,
    rows = 4,
    lang,
    dir,
    spellcheck,
}: FieldProps & {
    value: string;
    onValue: (value: string) => void;
    rows?: number;
    lang?: string;
    dir?: 'ltr' | 'rtl' | 'auto';
    spellcheck?: boolean;
}) {
    const made = useId();
    const id = given ?? made;
    return (
        <Field label={label} hint={hint} error={error} id={id}>
            {(described) => (
                <textarea
                    id={id}
                    class={`govuk-textarea ${error ? 'govuk-textarea--error' : ''}`}
                    rows={rows}
                    lang={lang}
                    dir={dir}
                    spellcheck={spellcheck}
                    value={value}
                    aria-describedby={described}
                    aria-invalid={error ? true : undefined}
                    onInput={(event) => onValue(event.currentTarget.value)}
                />
            )}
        </Field>
    );
}

export interface Option {
    value: string;
    label: string;
    hint?: string;
    /** In a long list: what it stands under, next to its neighbours of the same name. */
    group?: string;
}

function OptionList({ options }: { options: Option[] }) {
    return (
        <>
            {options.map(({ value, label }) => (
                <option key={value} value={value}>
                    {label}
                </option>
            ))}
        </>
    );
}

function OptionGroups({ options }: { options: Option[] }) {
    const groups = [...new Set(options.map(({ group }) => group ?? ''))].filter((group) => group !== '');
    return (
        <>
            <OptionList options={options.filter(({ group }) => group === undefined)} />
            {groups.map((group) => (
                <optgroup key={group} label={group}>
                    <OptionList options={options.filter((one) => one.group === group)} />
                </optgroup>
            ))}
        </>
    );
}

export function Select({
    label,
    hint,
    error,
    id: given,
    value,
    onValue,
    options,
}: FieldProps & { value: string; onValue: (value: string) => void; options: Option[] }) {
    const made = useId();
    const id = given ?? made;
    return (
        <Field label={label} hint={hint} error={error} id={id}>
            {(described) => (
                <select
                    id={id}
                    class={`govuk-select ${error ? 'govuk-select--error' : ''}`}
                    value={value}
                    aria-describedby={described}
                    onChange={(event) => onValue(event.currentTarget.value)}
                >
                    <OptionGroups options={options} />
                </select>
            )}
        </Field>
    );
}

interface GroupProps {
    legend: string;
    hint?: string | undefined;
    error?: string | undefined;
    options: Option[];
    small?: boolean;
    inline?: boolean;
    id?: string;
}

function Choices({
    legend,
    hint,
    error,
    options,
    small,
    inline,
    id: given,
    kind,
    isOn,
    set,
}: GroupProps & { kind: 'radios' | 'checkboxes'; isOn: (value: string) => boolean; set: (value: string, on: boolean) => void }) {
    const made = useId();
    const id = given ?? made;
    const words = useWords();
    const one = kind === 'radios' ? 'radio' : 'checkbox';
    return (
        <div class={`govuk-form-group ${error ? 'govuk-form-group--error' : ''}`}>
            <fieldset class="govuk-fieldset" aria-describedby={describedBy(id, hint, error)}>
                <legend class="govuk-fieldset__legend govuk-!-font-weight-bold">{legend}</legend>
                {hint && (
                    <div id={`${id}-hint`} class="govuk-hint">
                        {hint}
                    </div>
                )}
                {error && (
                    <p id={`${id}-error`} class="govuk-error-message">
                        <span class="govuk-visually-hidden">{words.t('form.error')}</span> {error}
                    </p>
                )}
                <div class={`govuk-${kind} ${options.length > 8 ? 'choices--many' : ''} ${small ? `govuk-${kind}--small` : ''} ${inline ? `govuk-${kind}--inline` : ''}`}>
                    {options.map((option, i) => (
                        <div class={`govuk-${kind}__item`} key={option.value}>
                            <input
                                class={`govuk-${kind}__input`}
                                id={i === 0 ? id : `${id}-${i}`}
                                type={one}
                                name={id}
                                checked={isOn(option.value)}
                                aria-describedby={option.hint ? `${id}-${i}-hint` : undefined}
                                onChange={(event) => set(option.value, event.currentTarget.checked)}
                            />
                            <label class={`govuk-label govuk-${kind}__label`} for={i === 0 ? id : `${id}-${i}`}>
                                {option.label}
                            </label>
                            {option.hint && (
                                <div id={`${id}-${i}-hint`} class={`govuk-hint govuk-${kind}__hint`}>
                                    {option.hint}
                                </div>
                            )}
                        </div>
                    ))}
                </div>
            </fieldset>
        </div>
    );
}

export function Radios({ value, onValue, ...rest }: GroupProps & { value: string; onValue: (value: string) => void }) {
    return <Choices {...rest} kind="radios" isOn={(one) => one === value} set={(one) => onValue(one)} />;
}

export function Checkboxes({
    values,
    onValues,
    ...rest
}: GroupProps & { values: string[]; onValues: (values: string[]) => void }) {
    return (
        <Choices
            {...rest}
            kind="checkboxes"
            isOn={(one) => values.includes(one)}
            set={(one, on) => onValues(on ? [...values, one] : values.filter((other) => other !== one))}
        />
    );
}

export function Button({
    children,
    onClick,
    kind = 'primary',
    type = 'button',
    busy = false,
    disabled = false,
    describedby,
}: {
    children: ComponentChildren;
    onClick?: () => void;
    kind?: 'primary' | 'secondary' | 'warning';
    type?: 'button' | 'submit';
    busy?: boolean;
    disabled?: boolean;
    describedby?: string;
}) {
    return (
        <button
            type={type}
            class={`govuk-button ${kind === 'primary' ? '' : `govuk-button--${kind}`}`}
            aria-disabled={busy || disabled ? true : undefined}
            aria-describedby={describedby}
            onClick={(event) => {
                if (busy || disabled) {
                    event.preventDefault();
                } else {
                    onClick?.();
                }
            }}
        >
            {children}
        </button>
    );
}

export interface FormError {
    id: string;
    text: string;
}

/** Comes into focus when it appears, so that it is heard and seen before anything else. */
export function ErrorSummary({ errors }: { errors: FormError[] }) {
    const words = useWords();
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (errors.length > 0) {
            box.current?.focus();
        }
    }, [errors]);
    if (errors.length === 0) {
        return null;
    }
    return (
        <div class="govuk-error-summary" ref={box} tabIndex={-1}>
            <div role="alert">
                <h2 class="govuk-error-summary__title">{words.t('form.there_is_a_problem')}</h2>
                <div class="govuk-error-summary__body">
                    <ul class="govuk-list govuk-error-summary__list">
                        {errors.map((error) => (
                            <li key={error.id + error.text}>
                                {error.id === '' ? (
                                    <span>{error.text}</span>
                                ) : (
                                    <a
                                        href={`#${error.id}`}
                                        onClick={(event) => {
                                            event.preventDefault();
                                            document.getElementById(error.id)?.focus();
                                        }}
                                    >
                                        {error.text}
                                    </a>
                                )}
                            </li>
                        ))}
                    </ul>
                </div>
            </div>
        </div>
    );
}

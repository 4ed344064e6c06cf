/* Facts about one thing: a name and a value each. What is not known or not said takes no line. */
import type { ComponentChildren } from 'preact';

export function Facts({ of }: { of: [string, ComponentChildren][] }) {
    return (
        <dl class="govuk-summary-list">
            {of.filter(([, value]) => value !== '').map(([name, value]) => (
                <div class="govuk-summary-list__row" key={name}>
                    <dt class="govuk-summary-list__key">{name}</dt>
                    <dd class="govuk-summary-list__value">{value}</dd>
                </div>
            ))}
        </dl>
    );
}

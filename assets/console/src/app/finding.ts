/*
 * A finding in the language of the console, by its code: the description of the API lists them all, and each has words
 * in every language, or this does not compile.
 */
import type { Schemas } from '../api/client';
import type { Key, Values, Words } from '../words/words';
import { useWords } from './session';

type Finding = Schemas['Finding'];

/** Points have a decimal; a percentage that had one would claim more than the counts bear. */
const WITH_DECIMAL: Finding['code'][] = ['higher_than_before', 'lower_than_before'];

/** Numbers as people read them: a fall of 3 points is no -3; an interval begins at its smaller end. */
function shown(finding: Finding, words: Words): Values {
    const values: Values = {};
    const unit = WITH_DECIMAL.includes(finding.code) ? 10 : 1;
    for (const [name, value] of Object.entries(finding.values ?? {})) {
        values[name] = typeof value === 'number' ? Math.round(Math.abs(value) * unit) / unit : String(value ?? '');
    }
    const { low, high, language } = values;
    if (typeof low === 'number' && typeof high === 'number' && low > high) {
        Object.assign(values, { low: high, high: low });
    }
    return typeof language === 'string' ? { ...values, language: words.languageName(language) } : values;
}

/** A kiosk that is silent since this morning is so by hours, not by days. */
function keyOf({ code, values }: Finding): Key {
    return code === 'silent' && values?.['value'] === 0 ? 'finding.silent_hours' : `finding.${code}`;
}

/** Numbers as a sentence says them: "1 answer" beside "3 days", "at 1 venue", "5 of every 10". */
function counted({ values }: Finding, words: Words): Values {
    const { venues, expected, ratio } = values ?? {};
    return {
        ...(typeof venues === 'number' ? { places: words.t('finding.places', { n: venues }) } : {}),
        ...(typeof expected === 'number' ? { answers: words.t('finding.answers', { n: Math.round(expected) }) } : {}),
        ...(typeof ratio === 'number' ? { of_ten: Math.round(ratio * 10) } : {}),
    };
}

export function sayFinding(finding: Finding, words: Words): string {
    const values = shown(finding, words);
    return words.t(keyOf(finding), { n: Number(values['value'] ?? 0), ...values, ...counted(finding, words) });
}

export function useFinding(): (finding: Finding) => string {
    const words = useWords();
    return (finding) => sayFinding(finding, words);
}

/** What stands in a list of many kiosks says which one it is about, and where it stands, as people call that. */
export function useFindingOfKiosk(): (finding: Finding, venueName: string | null) => string {
    const words = useWords();
    return (found, venueName) => {
        const finding = venueName === null ? found : { ...found, values: { ...found.values, venue: venueName } };
        const { kiosk_name: name, venue } = finding.values ?? {};
        const what = sayFinding(finding, words);
        const named = finding.code === 'rollout_halted' || finding.code === 'kiosk_unwell';
        return name && !named ? words.t('finding.of_kiosk', { kiosk_name: String(name), venue: String(venue), what }) : what;
    };
}

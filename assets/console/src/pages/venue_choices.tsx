/* What a venue chooses for its kiosks: hours, languages, times, texts. docs/VENUE.md says what each member means. */
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, must, versionOf } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { useVenueNames } from '../app/venue_names';
import { Await } from '../parts/await';
import { Button, Checkboxes, ErrorSummary, Select, TextField } from '../parts/form';
import { ListField } from '../parts/kept_field';
import { PageHead } from '../parts/page';
import { TextsField, type TextsValue } from '../parts/texts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

interface Profile {
    version: number;
    hours?: Partial<Record<(typeof DAYS)[number], string[]>>;
    languages?: { offered?: string[]; default?: string; welsh?: 'equal' | 'usual' };
    seconds?: { idle?: number; warn?: number; thanks?: number };
    input?: { key_guard_ms?: number; scan_ms?: number };
    speech?: { offered?: boolean; volume?: number };
    display?: { viewing_mm?: number; motion?: 'usual' | 'reduced'; panels?: string[] };
    help?: { where?: TextsValue; calls_staff?: boolean };
    taking_part?: TextsValue;
    privacy?: { controller?: TextsValue; contact?: TextsValue; retention?: TextsValue };
    equality?: { percent?: number };
}

const USUAL = { idle: 60, warn: 24, thanks: 8, key_guard_ms: 80, scan_ms: 2000, volume: 50, viewing_mm: 500, percent: 0 };
const EMPTY: Profile = { version: 1 };

/** What stands for nothing is left out, so that the file says only what was chosen. */
function tidy(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value;
    }
    if (typeof value === 'object' && value !== null) {
        const kept = Object.entries(value)
            .map(([name, inner]) => [name, tidy(inner)] as const)
            .filter(([, inner]) => inner !== undefined && inner !== '');
        return kept.length > 0 ? Object.fromEntries(kept) : undefined;
    }
    return value;
}

function Hours({ hours, onHours }: { hours: Profile['hours']; onHours: (hours: Profile['hours']) => void }) {
    const { t } = useWords();
    return (
        <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{t('choices.hours')}</legend>
            <p class="govuk-hint">{t('choices.hours_hint')}</p>
            {DAYS.map((day) => (
                <ListField
                    key={day}
                    label={t(`day.${day}`)}
                    width="20"
                    value={hours?.[day] ?? []}
                    onValue={(times) => {
                        const next = { ...hours, [day]: times };
                        if (times.length === 0) {
                            delete next[day];
                        }
                        onHours(Object.keys(next).length > 0 ? next : undefined);
                    }}
                />
            ))}
        </fieldset>
    );
}

function Numbers({ profile, set }: { profile: Profile; set: (change: Partial<Profile>) => void }) {
    const { t } = useWords();
    const whole = (text: string) => (text.trim() === '' ? undefined : Math.round(Number(text)) || 0);
    const field = (name: keyof typeof USUAL, value: number | undefined, put: (value: number | undefined) => void) => (
        <TextField
            key={name}
            id={name}
            label={t(`choices.${name}`)}
            hint={t('choices.usual', { value: USUAL[name] })}
            inputMode="numeric"
            width="5"
            value={value === undefined ? '' : String(value)}
            onValue={(text) => put(whole(text))}
        />
    );
    const { seconds, input, speech, display, equality } = profile;
    const member = <T extends object>(of: T | undefined, change: object): T => ({ ...of, ...change }) as T;
    return (
        <fieldset class="govuk-fieldset">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{t('choices.times')}</legend>
            {field('idle', seconds?.idle, (idle) => set({ seconds: member(seconds, { idle }) }))}
            {field('warn', seconds?.warn, (warn) => set({ seconds: member(seconds, { warn }) }))}
            {field('thanks', seconds?.thanks, (thanks) => set({ seconds: member(seconds, { thanks }) }))}
            {field('key_guard_ms', input?.key_guard_ms, (key_guard_ms) => set({ input: member(input, { key_guard_ms }) }))}
            {field('scan_ms', input?.scan_ms, (scan_ms) => set({ input: member(input, { scan_ms }) }))}
            {field('volume', speech?.volume, (volume) => set({ speech: member(speech, { volume }) }))}
            {field('viewing_mm', display?.viewing_mm, (viewing_mm) => set({ display: member(display, { viewing_mm }) }))}
            <ListField
                id="panels"
                label={t('choices.panels')}
                hint={t('choices.panels_hint')}
                width="20"
                value={display?.panels ?? []}
                onValue={(panels) => set({ display: member(display, { panels: panels.length > 0 ? panels : undefined }) })}
            />
            {field('percent', equality?.percent, (percent) => set({ equality: member(equality, { percent }) }))}
        </fieldset>
    );
}

interface FormProps {
    venue: string;
    start: Profile;
    version: string;
    languages: string[];
    /** What was saved last is what is shown; said until something is changed. */
    done: boolean;
    setDone: (done: boolean) => void;
    saved: () => void;
}

function Form({ venue, start, version, languages, done, setDone, saved }: FormProps) {
    const words = useWords();
    const { t } = words;
    const [profile, setProfile] = useState(start);
    const action = useAction((pointer) => (pointer.includes('/panels') ? 'panels' : (pointer.split('/').at(-1) ?? '')));
    const set = (change: Partial<Profile>) => {
        setDone(false);
        setProfile({ ...profile, ...change });
    };
    const save = () =>
        action.run(async () => {
            await api.PUT('/venues/{venue}/profile', {
                params: { path: { venue }, header: { 'If-Match': version } },
                body: tidy(profile) as Record<string, never>,
            });
            setDone(true);
            saved();
        });
    const { help, privacy } = profile;
    const offered = profile.languages?.offered ?? [];
    return (
        <form
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                void save();
            }}
        >
            <ErrorSummary errors={action.errors} />
            <Hours hours={profile.hours} onHours={(hours) => set({ hours: hours ?? {} })} />
            <h2 class="section-title">{t('choices.languages')}</h2>
            <Checkboxes
                id="offered"
                legend={t('choices.offered')}
                hint={t('choices.offered_hint')}
                small
                options={languages.map((tag) => ({ value: tag, label: words.languageName(tag) }))}
                values={offered}
                onValues={(tags) => set({ languages: { ...profile.languages, offered: tags } })}
            />
            {offered.length > 1 && <p>{t('choices.offered_order', { languages: offered.map(words.languageName).join(', ') })}</p>}
            <Select
                id="default"
                label={t('choices.default')}
                value={profile.languages?.default ?? ''}
                onValue={(tag) => {
                    const next = { ...profile.languages, default: tag };
                    set({ languages: next });
                }}
                options={[
                    { value: '', label: t('choices.surveys_own') },
                    ...languages.map((tag) => ({ value: tag, label: words.languageName(tag) })),
                ]}
            />
            <Checkboxes
                legend={t('choices.ways')}
                small
                options={[
                    { value: 'welsh', label: t('choices.welsh') },
                    { value: 'speech', label: t('choices.speech') },
                    { value: 'still', label: t('choices.still') },
                    { value: 'calls', label: t('choices.calls'), hint: t('choices.calls_hint') },
                ]}
                values={[
                    ...(profile.languages?.welsh === 'equal' ? ['welsh'] : []),
                    ...(profile.speech?.offered !== false ? ['speech'] : []),
                    ...(profile.display?.motion === 'reduced' ? ['still'] : []),
                    ...(help?.calls_staff ? ['calls'] : []),
                ]}
                onValues={(on) =>
                    set({
                        languages: { ...profile.languages, welsh: on.includes('welsh') ? 'equal' : 'usual' },
                        speech: { ...profile.speech, offered: on.includes('speech') },
                        display: { ...profile.display, motion: on.includes('still') ? 'reduced' : 'usual' },
                        help: { ...help, calls_staff: on.includes('calls') },
                    })
                }
            />
            <TextsField
                legend={t('choices.help_where')}
                languages={languages}
                value={help?.where ?? {}}
                onValue={(where) => set({ help: { ...help, where } })}
            />
            <TextsField
                legend={t('choices.taking_part')}
                hint={t('choices.taking_part_hint')}
                languages={languages}
                value={profile.taking_part ?? {}}
                onValue={(taking_part) => set({ taking_part })}
            />
            {(['controller', 'contact', 'retention'] as const).map((name) => (
                <TextsField
                    key={name}
                    legend={t(`choices.${name}`)}
                    languages={languages}
                    value={privacy?.[name] ?? {}}
                    onValue={(texts) => set({ privacy: { ...privacy, [name]: texts } })}
                />
            ))}
            <Numbers profile={profile} set={set} />
            <p class="notice">{t('choices.equality_advice')}</p>
            <Button type="submit" busy={action.busy}>
                {t('form.save')}
            </Button>
            <p aria-live="polite">{done ? t('choices.saved') : ''}</p>
        </form>
    );
}

export function VenueChoices() {
    const { t } = useWords();
    const venue = useRoute().params['venue'] ?? '';
    const name = useVenueNames([venue]);
    const [done, setDone] = useState(false);
    const read = useResource<{ profile: Profile; version: string; languages: string[] }>(`profile ${venue}`, async (signal) => {
        const [answer, programme] = await Promise.all([
            api.GET('/venues/{venue}/profile', { params: { path: { venue } }, signal }),
            api.GET('/programme', { signal }),
        ]);
        const profile = { ...EMPTY, ...(must(answer) as unknown as Profile) };
        return { profile, version: versionOf(answer.response), languages: must(programme).languages };
    });
    return (
        <>
            <PageHead title={t('venue.choices')} more={t('choices.what')} back={{ href: `/venues/${venue}`, text: name(venue) }} />
            <Await of={read}>
                {(data) => (
                    <Form
                        key={data.version}
                        venue={venue}
                        start={data.profile}
                        version={data.version}
                        languages={data.languages}
                        done={done}
                        setDone={setDone}
                        saved={read.reload}
                    />
                )}
            </Await>
        </>
    );
}

/* What people enter for a venue's month: visits, counts from paper and telephone, costs. Kept apart from the kiosks'. */
import { useRoute } from 'preact-iso';
import { useRef, useState } from 'preact/hooks';
import { api, must, versionOf, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { periodOf } from '../app/period';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { useTyped } from '../app/typed';
import { useVenueNames } from '../app/venue_names';
import { Await } from '../parts/await';
import { Button, ErrorSummary, TextArea, TextField } from '../parts/form';
import { CountCell, CountField, PoundsField } from '../parts/kept_field';
import { PageHead } from '../parts/page';
import { TableRoom } from '../parts/table';

type Month = Schemas['VenueMonth'];
type Count = Month['counts'][number];
const MODES: Count['mode'][] = ['paper_here', 'paper_home', 'telephone', 'sms', 'online', 'other'];
const ANSWERS = ['very_good', 'good', 'neither', 'poor', 'very_poor', 'dont_know'] as const;
const NONE = { very_good: 0, good: 0, neither: 0, poor: 0, very_poor: 0, dont_know: 0 };

interface CountsProps {
    counts: Count[];
    onCounts: (counts: Count[]) => void;
    wrong: (id: string) => string | undefined;
}

/** Fields are called by their row, not by its place in the list: that moves when a row is emptied, and an error stays where it belongs. */
function fieldOf(pointer: string, modes: Count['mode'][]): string {
    const [list = '', at = '', ...rest] = pointer.slice(1).split('/');
    const row = list === 'counts' ? (modes[Number(at)] ?? at) : at;
    return [list, row, ...rest].filter((part) => part !== '').join('-');
}

/** A way that nobody answered by is not in the list: it comes last when it does. */
function placeOf(counts: Count[], mode: Count['mode']): number {
    const found = counts.findIndex((one) => one.mode === mode);
    return found < 0 ? counts.length : found;
}

function Counts({ counts, onCounts, wrong }: CountsProps) {
    const { t } = useWords();
    const of = (mode: Count['mode']) => counts[placeOf(counts, mode)]?.answers ?? NONE;
    const set = (mode: Count['mode'], answer: (typeof ANSWERS)[number], value: number) => {
        const answers = { ...of(mode), [answer]: value };
        const any = Object.values(answers).some((n) => n !== 0);
        const at = placeOf(counts, mode);
        onCounts([...counts.slice(0, at), ...(any ? [{ mode, answers }] : []), ...counts.slice(at + 1)]);
    };
    const idOf = (mode: Count['mode'], answer: string) => `counts-${mode}-answers-${answer}`;
    return (
        <TableRoom caption={t('months.counts')} room="little">
            <table class="table" role="table">
                <caption class="section-title">{t('months.counts')}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">
                            {t('months.mode')}
                        </th>
                        {ANSWERS.map((answer) => (
                            <th scope="col" role="columnheader" key={answer}>
                                {t(`fft.${answer}`)}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {MODES.map((mode) => (
                        <tr key={mode} role="row">
                            <th scope="row" role="rowheader">
                                {t(`mode.${mode}`)}
                            </th>
                            {ANSWERS.map((answer) => (
                                <td key={answer} role="cell" data-title={t(`fft.${answer}`)}>
                                    <CountCell
                                        id={idOf(mode, answer)}
                                        label={`${t(`mode.${mode}`)}, ${t(`fft.${answer}`)}`}
                                        value={of(mode)[answer]}
                                        onValue={(value) => set(mode, answer, value)}
                                        wrong={wrong(idOf(mode, answer))}
                                    />
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
        </TableRoom>
    );
}

interface FormProps {
    venue: string;
    start: Month;
    version: string;
    /** What was saved last is what is shown; said until something is changed. */
    done: boolean;
    setDone: (done: boolean) => void;
    saved: (month: Month, version: string) => void;
}

function Form({ venue, start, version, done, setDone, saved }: FormProps) {
    const words = useWords();
    const { t } = words;
    const typed = useTyped(`month ${venue} ${start.month} ${version}`, start);
    const month = typed.value;
    /* The rows as they were sent last: what the hub says of one names its place there. */
    const sent = useRef<Count['mode'][]>([]);
    const action = useAction((pointer) => fieldOf(pointer, sent.current));
    const wrong = (id: string) => action.errors.find((one) => one.id === id)?.text;
    const visits = month.visits ?? { total: 0, by_language: {}, source: '' };
    const costs = month.costs ?? { hardware_pence: 0, translation_pence: 0, other_pence: 0, staff_minutes: 0 };
    const set = (change: Partial<Month>) => {
        setDone(false);
        typed.set({ ...month, ...change });
    };
    const save = () =>
        action.run(async () => {
            const { entered_by: _by, entered: _when, month: name, ...rest } = month;
            sent.current = rest.counts.map(({ mode }) => mode);
            const answer = await api.PUT('/venues/{venue}/months/{month}', {
                params: { path: { venue, month: name }, header: { 'If-Match': version } },
                body: { ...rest, visits: visits.total === 0 ? null : visits },
            });
            typed.forget();
            saved(must(answer), versionOf(answer.response));
            setDone(true);
        });
    return (
        <form
            noValidate
            onSubmit={(event) => {
                event.preventDefault();
                void save();
            }}
        >
            <ErrorSummary errors={action.errors} />
            <h2 class="section-title">{t('months.visits')}</h2>
            <div class="toolbar">
                <CountField
                    id="visits-total"
                    error={wrong('visits-total')}
                    label={t('months.total')}
                    width="5"
                    value={visits.total}
                    onValue={(total) => set({ visits: { ...visits, total } })}
                />
                <TextField
                    label={t('months.source')}
                    hint={t('months.source_hint')}
                    width="20"
                    value={visits.source}
                    onValue={(source) => set({ visits: { ...visits, source } })}
                />
            </div>
            <Counts counts={month.counts} onCounts={(counts) => set({ counts })} wrong={wrong} />
            <h2 class="section-title">{t('initiative.costs')}</h2>
            <div class="toolbar">
                {(['hardware_pence', 'translation_pence', 'other_pence'] as const).map((name) => (
                    <PoundsField
                        key={name}
                        id={`costs-${name}`}
                        error={wrong(`costs-${name}`)}
                        label={t(`months.${name}`)}
                        width="5"
                        value={costs[name]}
                        onValue={(pence) => set({ costs: { ...costs, [name]: pence } })}
                    />
                ))}
                <CountField
                    id="costs-staff_minutes"
                    error={wrong('costs-staff_minutes')}
                    label={t('initiative.cost_minutes')}
                    width="5"
                    value={costs.staff_minutes}
                    onValue={(staff_minutes) => set({ costs: { ...costs, staff_minutes } })}
                />
            </div>
            <TextArea label={t('kiosk.note')} value={month.note} onValue={(note) => set({ note })} rows={2} />
            <Button type="submit" busy={action.busy}>
                {t('form.save')}
            </Button>
            <p aria-live="polite">{done ? t('form.saved') : ''}</p>
            {start.entered && <p class="muted">{t('months.entered', { who: start.entered_by, when: words.moment(start.entered) })}</p>}
        </form>
    );
}

export function VenueMonths() {
    const { t } = useWords();
    const venue = useRoute().params['venue'] ?? '';
    const name = useVenueNames([venue]);
    const [done, setDone] = useState(false);
    const [month, setMonth] = useState(periodOf('last_month').from.slice(0, 7));
    const read = useResource<{ month: Month; version: string }>(`month ${venue} ${month}`, async (signal) => {
        const answer = await api.GET('/venues/{venue}/months/{month}', { params: { path: { venue, month } }, signal });
        return { month: must(answer), version: versionOf(answer.response) };
    });
    return (
        <>
            <PageHead title={t('venue.months')} more={t('months.what')} back={{ href: `/venues/${venue}`, text: name(venue) }} />
            <TextField
                label={t('chart.unit_month')}
                type="month"
                width="10"
                value={month}
                onValue={(next) => {
                    setDone(false);
                    setMonth((before) => next || before);
                }}
            />
            <Await of={read}>
                {(data) => (
                    <Form
                        key={`${month} ${data.version}`}
                        venue={venue}
                        start={data.month}
                        version={data.version}
                        done={done}
                        setDone={setDone}
                        saved={(saved, version) => read.set({ month: saved, version })}
                    />
                )}
            </Await>
        </>
    );
}

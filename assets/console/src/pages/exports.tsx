/* Rows for other tools, with what their columns mean; and how programs ask for the same. */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { periodOf } from '../app/period';
import { useResource } from '../app/resource';
import { fileName } from '../app/save';
import { useSession, useWords } from '../app/session';
import { titleOf, useSurveyWords } from '../app/survey_words';
import { Await, Empty } from '../parts/await';
import { Radios, Select, TextField } from '../parts/form';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';
import type { Key } from '../words/words';

const API = '/api/v1';

type BookColumn = Schemas['Codebook']['columns'][number];
type Coded = BookColumn['values'][number];

const STATUS = '.status';

/** A number that stands for itself is said once. */
function Values({ of, label: labelOf }: { of: Coded[]; label: (coded: Coded) => string }) {
    return (
        <ul class="values">
            {of.map((coded) => (
                <li key={coded.value}>
                    <code>{coded.value}</code> {coded.label === String(coded.value) ? '' : labelOf(coded)}
                </li>
            ))}
        </ul>
    );
}

/** What a column is called, means and holds, in the language of the console: a survey's columns in the survey's words. */
function useColumns(survey: string, columns: BookColumn[]) {
    const { t, has } = useWords();
    const said = useSurveyWords(survey);
    const names = new Set(columns.map(({ name }) => name));
    const asked = ({ name }: BookColumn) => name.replace(STATUS, '');
    const isFixed = ({ name }: BookColumn) => has(`column.${name}_more`) && !names.has(`${name}${STATUS}`);
    const state = (column: BookColumn) => t(names.has(asked(column)) ? 'column.state' : 'column.state_sealed');
    return {
        title: (column: BookColumn) =>
            isFixed(column) ? t(`column.${column.name}` as Key) : said.question({ name: asked(column), title: column.title }),
        meaning: (column: BookColumn) => {
            if (isFixed(column)) {
                return t(`column.${column.name}_more` as Key);
            }
            return column.name.endsWith(STATUS) ? state(column) : t('column.answer');
        },
        label: (column: BookColumn, coded: Coded) => {
            const key = `column.state_${coded.value}`;
            return column.name.endsWith(STATUS) && has(key) ? t(key as Key) : said.answer(asked(column), coded);
        },
    };
}

function Codebook({ survey }: { survey: string }) {
    const { t } = useWords();
    const book = useResource(`codebook ${survey}`, async (signal) =>
        must(await api.GET('/exports/codebook', { params: { query: { survey } }, signal })),
    );
    const say = useColumns(survey, book.data?.columns ?? []);
    return (
        <Await of={book} lines={6}>
            {({ columns }) => (
                <DataTable
                    caption={t('exports.codebook')}
                    rows={columns}
                    room="wide"
                    rowKey={({ name }) => name}
                    columns={[
                        { key: 'name', title: t('exports.column'), head: true, cell: ({ name }) => <code>{name}</code> },
                        { key: 'meaning', title: t('exports.meaning'), cell: (column) => (
                            <div>
                                {say.title(column)} <div class="muted">{say.meaning(column)}</div>
                            </div>
                        ) },
                        { key: 'type', title: t('exports.type'), cell: ({ type }) => type },
                        {
                            key: 'values',
                            title: t('exports.values'),
                            cell: (column) => column.values.length > 0 && <Values of={column.values} label={(coded) => say.label(column, coded)} />,
                        },
                    ]}
                />
            )}
        </Await>
    );
}

export function Exports() {
    const { t, tag } = useWords();
    const { may, session } = useSession();
    const [survey, setSurvey] = useState('');
    const [days, setDays] = useState(periodOf('last_3_months'));
    const [format, setFormat] = useState('csv');
    const surveys = useResource('surveys', async (signal) => must(await api.GET('/surveys', { signal })).items);
    const titles = new Map((surveys.data ?? []).map((one) => [one.id, titleOf(one, tag)]));
    const ids = [...titles.keys()];
    const chosen = survey || ids[0] || '';
    const turned = days.from > days.to;
    const query = new URLSearchParams({ survey: chosen, from: days.from, to: days.to, format });
    return (
        <>
            <PageHead title={t('nav.exports')} more={t('exports.what')} />
            {may('see_rows') ? (
                <Await of={surveys}>
                    {() =>
                        ids.length === 0 ? (
                            <Empty title={t('survey.none')} />
                        ) : (
                            <>
                                <div class="toolbar">
                                    <Select
                                        label={t('scope.survey')}
                                        value={chosen}
                                        onValue={setSurvey}
                                        options={[...titles].map(([id, title]) => ({ value: id, label: `${title} (${id})` }))}
                                    />
                                    <TextField
                                        label={t('exports.from')}
                                        type="date"
                                        value={days.from}
                                        onValue={(from) => setDays({ ...days, from: from || days.from })}
                                        width="10"
                                    />
                                    <TextField
                                        label={t('exports.to')}
                                        type="date"
                                        value={days.to}
                                        onValue={(to) => setDays({ ...days, to: to || days.to })}
                                        width="10"
                                    />
                                </div>
                                <div class="screen-only">
                                    <Radios
                                        legend={t('exports.format')}
                                        small
                                        inline
                                        value={format}
                                        onValue={setFormat}
                                        options={[
                                            { value: 'csv', label: 'CSV' },
                                            { value: 'jsonl', label: 'JSON Lines' },
                                        ]}
                                    />
                                </div>
                                {turned ? (
                                    <p class="notice notice--attention" role="alert">
                                        {t('exports.turned')}
                                    </p>
                                ) : (
                                    <p>
                                        <a
                                            class="govuk-button"
                                            href={`${API}/exports/responses?${query}`}
                                            download={fileName(`${chosen}.${format}`, session)}
                                        >
                                            {t('exports.download')}
                                        </a>
                                    </p>
                                )}
                                <ul class="govuk-list">
                                    <li>
                                        <a href={`${API}/exports/responses/metadata?survey=${chosen}`} download={fileName(`${chosen}.csv-metadata.json`, session)}>
                                            {t('exports.metadata')}
                                        </a>
                                    </li>
                                </ul>
                                <p class="muted">{t('exports.audited')}</p>
                                <Codebook survey={chosen} />
                            </>
                        )
                    }
                </Await>
            ) : (
                <p class="notice">{t('exports.no_rows')}</p>
            )}
            <h2 class="section-title">{t('exports.api')}</h2>
            <p>{t('exports.api_more')}</p>
            <ul class="govuk-list">
                <li>
                    <a href={`${API}/openapi.json`}>{t('exports.openapi')}</a>
                </li>
                {may('edit_tokens') && (
                    <li>
                        <a href="/settings/tokens">{t('tokens.title')}</a>
                    </li>
                )}
            </ul>
        </>
    );
}

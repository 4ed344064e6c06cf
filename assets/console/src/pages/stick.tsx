/* What came on a USB stick: files are dropped here; receipts, answers and bundles are saved and carried back. */
import { useState } from 'preact/hooks';
import { api, must } from '../api/client';
import { useFinding } from '../app/finding';
import { asProblem } from '../app/resource';
import { sentenceOf } from '../app/sentence';
import { useWords } from '../app/session';
import { saveFile } from '../app/save';
import { Button } from '../parts/form';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';

const BATCH_MAX = 1024 * 1024;

interface Taken {
    name: string;
    words: string;
    taken: boolean;
    receipt: Uint8Array | null;
    /** The kiosk, when its venue has something newer than it held. */
    due: string | null;
}

/* A hub that was restored must know a kiosk and its survey before it can take the batches; and with the survey the kiosk's
 * venue goes on asking it. */
const ORDER = ['.enrol', '.adoption', '.survey', '.adoption', '.batch'];

function inOrder(files: File[]): File[] {
    const known = ORDER.flatMap((ending) => files.filter((file) => file.name.endsWith(ending)));
    return [...known, ...files.filter((file) => !ORDER.some((ending) => file.name.endsWith(ending)))];
}

/** A survey does not say whose it is; the name of its file does. */
function queryOf(name: string): { kiosk?: string } {
    const kiosk = /^yousaid-([0-9a-f]{16})-[0-9a-f]{16}\.survey$/.exec(name)?.[1];
    return kiosk === undefined ? {} : { kiosk };
}

function receiptName(name: string): string {
    return name.endsWith('.enrol') ? `${name}led` : name.replace(/\.batch$/, '') + '.receipt';
}

/** A kiosk that nobody knows yet has no signature; what it asks with is no COSE. */
function typeOf(name: string): string {
    return name.endsWith('.enrol') ? 'application/cbor' : 'application/cose';
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
    return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

export function Stick() {
    const language = useWords();
    const { t } = language;
    const say = useFinding();
    const [all, setAll] = useState<Taken[]>([]);
    const [left, setLeft] = useState(0);
    const [over, setOver] = useState(false);

    const takeOne = async (file: File): Promise<Taken> => {
        if (file.size > BATCH_MAX || !ORDER.some((ending) => file.name.endsWith(ending))) {
            return { name: file.name, words: t('stick.no_batch'), taken: false, receipt: null, due: null };
        }
        try {
            const answer = must(
                await api.POST('/imports', {
                    params: { query: queryOf(file.name) },
                    body: (await file.arrayBuffer()) as unknown as string,
                    bodySerializer: (body) => body as unknown as BodyInit,
                    headers: { 'Content-Type': typeOf(file.name) },
                }),
            );
            const receipt = answer.receipt === '' ? null : bytesOf(answer.receipt);
            const due = answer.bundle === null ? null : answer.kiosk;
            return { name: file.name, words: say(answer.finding), taken: answer.taken, receipt, due };
        } catch (error) {
            const problem = asProblem(error);
            const words = sentenceOf(problem, language);
            return { name: file.name, words, taken: false, receipt: null, due: null };
        }
    };
    const take = async (chosen: File[]) => {
        const files = inOrder(chosen);
        setLeft(files.length);
        for (const file of files) {
            const taken = await takeOne(file);
            setAll((before) => [...before, taken]);
            setLeft((n) => n - 1);
        }
    };
    const receipts = all.filter((one) => one.receipt !== null);
    const due = [...new Set(all.flatMap((one) => one.due ?? []))];
    return (
        <>
            <PageHead title={t('kiosk.stick')} more={t('stick.what')} back={{ href: '/kiosks', text: t('nav.kiosks') }} />
            <div
                class={`drop screen-only ${over ? 'drop--over' : ''}`}
                onDragOver={(event) => {
                    event.preventDefault();
                    setOver(true);
                }}
                onDragLeave={() => setOver(false)}
                onDrop={(event) => {
                    event.preventDefault();
                    setOver(false);
                    void take([...(event.dataTransfer?.files ?? [])]);
                }}
            >
                <label class="govuk-label" for="stick-files">
                    {t('stick.drop')}
                </label>
                <input
                    class="govuk-file-upload"
                    id="stick-files"
                    type="file"
                    multiple
                    accept=".batch,.enrol,.adoption,.survey"
                    onChange={(event) => {
                        const files = [...(event.currentTarget.files ?? [])];
                        event.currentTarget.value = '';
                        void take(files);
                    }}
                />
            </div>
            <p aria-live="polite">{left > 0 ? t('stick.left', { n: left }) : ''}</p>
            {all.length > 0 && (
                <>
                    <DataTable
                        caption={t('stick.result')}
                        rows={all}
                        rowKey={({ name }) => name}
                        columns={[
                            { key: 'file', title: t('stick.file'), head: true, cell: ({ name }) => name },
                            { key: 'what', title: t('stick.what_became'), cell: ({ words }) => words },
                            {
                                key: 'receipt',
                                title: t('stick.receipt'),
                                cell: ({ name, receipt }) =>
                                    receipt && (
                                        <button
                                            type="button"
                                            class="link-button"
                                            onClick={() => saveFile(receiptName(name), receipt, typeOf(name))}
                                        >
                                            {receiptName(name)}
                                        </button>
                                    ),
                            },
                        ]}
                    />
                    {receipts.length > 0 && (
                        <>
                            <p>{t('stick.carry_back')}</p>
                            <Button
                                kind="secondary"
                                onClick={() =>
                                    receipts.forEach(({ name, receipt }) =>
                                        saveFile(receiptName(name), receipt as Uint8Array, typeOf(name)),
                                    )
                                }
                            >
                                {t('stick.save_all', { n: receipts.length })}
                            </Button>
                        </>
                    )}
                    {due.length > 0 && (
                        <>
                            <p>{t('stick.bundles')}</p>
                            <ul class="govuk-list">
                                {due.map((kiosk) => (
                                    <li key={kiosk}>
                                        <a
                                            class="govuk-link"
                                            href={`/api/v1/kiosks/${kiosk}/bundle`}
                                            download={`yousaid-${kiosk}.bundle`}
                                        >
                                            {t('stick.bundle', { kiosk })}
                                        </a>
                                    </li>
                                ))}
                            </ul>
                        </>
                    )}
                </>
            )}
        </>
    );
}

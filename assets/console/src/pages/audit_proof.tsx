/* The proof that rows and counts follow from what kiosks signed: asked for here, made by the hub, looked at until it is there. */
import { useEffect } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { say } from '../app/said';
import { useWords } from '../app/session';
import { Await } from '../parts/await';
import { Button, ErrorSummary } from '../parts/form';
import { Progress } from '../parts/progress';
import type { Words } from '../words/words';

const LOOK_MS = 3000;

/** A proof of a large programme takes minutes: the page asks again by itself. */
function useLookAgain(running: boolean, look: () => void) {
    useEffect(() => {
        if (!running) {
            return;
        }
        const timer = setInterval(look, LOOK_MS);
        return () => clearInterval(timer);
    }, [running, look]);
}

type Proof = Schemas['Verification'];

function proofText(proof: Proof, t: ReturnType<typeof useWords>['t']): string {
    if (proof.state === 'never') {
        return t('audit.never_proved');
    }
    if (proof.state === 'running') {
        return t('audit.proving');
    }
    return proof.clean ? t('audit.clean', { n: proof.kiosks }) : t('audit.doubts', { n: proof.doubts.length });
}

/** Where another hub of several makes the proof, this one does not know how far it is. */
function HowFar({ progress }: { progress: Proof['progress'] }) {
    const { t } = useWords();
    if (progress === null) {
        return null;
    }
    const { kiosks, of } = progress;
    return <Progress value={kiosks} of={of} label={t('audit.proving')} words={t('audit.progress', { kiosks, of })} />;
}

type Doubt = Proof['findings'][number];

function doubtText(doubt: Doubt, words: Words): string {
    const what = say(doubt, words);
    if (doubt.deletion !== null) {
        return words.t('audit.of_deletion', { deletion: doubt.deletion, what });
    }
    return doubt.kiosk === null ? what : words.t('audit.of_kiosk', { kiosk: doubt.kiosk, what });
}

function DoubtLine({ doubt }: { doubt: Doubt }) {
    const words = useWords();
    const more = doubt.more > 0 ? ` ${words.t('audit.more_doubts', { n: doubt.more })}` : '';
    const text = `${doubtText(doubt, words)}${more}`;
    return <li>{doubt.kiosk === null ? text : <a href={`/kiosks/${doubt.kiosk}`}>{text}</a>}</li>;
}

function Doubts({ proof }: { proof: Proof }) {
    if (proof.doubts.length === 0) {
        return null;
    }
    /* A proof of an older hub has no more than its sentences, until the next one is made. */
    if (proof.findings.length === 0) {
        return <p lang="en">{proof.doubts.join('; ')}</p>;
    }
    return (
        <ul class="govuk-list govuk-list--bullet">
            {proof.findings.map((doubt) => (
                <DoubtLine doubt={doubt} key={doubt.kiosk ?? doubt.deletion ?? doubt.code} />
            ))}
        </ul>
    );
}

export function Verification() {
    const words = useWords();
    const { t } = words;
    const proof = useResource('verification', async (signal) => must(await api.GET('/verification', { signal })));
    const action = useAction();
    useLookAgain(proof.data?.state === 'running', proof.reload);
    const start = () => action.run(async () => proof.set(must(await api.POST('/verification'))));
    return (
        <section aria-labelledby="proof">
            <h2 class="section-title" id="proof">
                {t('audit.proof')}
            </h2>
            <ErrorSummary errors={action.errors} />
            <Await of={proof} lines={3}>
                {(data) => (
                    <div class={`notice ${data.clean === true ? 'notice--fine' : data.clean === false ? 'notice--bad' : ''}`}>
                        <p class="govuk-!-font-weight-bold">{proofText(data, t)}</p>
                        {data.finished && <p>{t('audit.proved_at', { when: words.moment(data.finished) })}</p>}
                        <HowFar progress={data.progress} />
                        <Doubts proof={data} />
                        {data.audit.entries > 0 && (
                            <p>
                                {t(data.audit.intact ? 'audit.log_whole' : 'audit.log_broken', { n: data.audit.entries })}
                            </p>
                        )}
                        <div class="govuk-button-group screen-only">
                            <Button kind="secondary" busy={action.busy || data.state === 'running'} onClick={() => void start()}>
                                {t('audit.prove')}
                            </Button>
                        </div>
                    </div>
                )}
            </Await>
        </section>
    );
}

/* Who changed or took out what, and the proof that nothing was lost, doubled or changed. */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { Await, Empty } from '../parts/await';
import { Button, ErrorSummary, TextField } from '../parts/form';
import { More, useListing } from '../parts/more';
import { PageHead } from '../parts/page';
import { DataTable } from '../parts/table';

type Entry = Schemas['AuditEntry'];
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

function Verification() {
    const words = useWords();
    const { t } = words;
    const proof = useResource('verification', async (signal) => must(await api.GET('/verification', { signal })));
    const action = useAction();
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
                        {data.doubts.length > 0 && (
                            <ul class="govuk-list govuk-list--bullet">
                                {data.doubts.map((doubt) => (
                                    <li key={doubt}>{doubt}</li>
                                ))}
                            </ul>
                        )}
                        {data.state !== 'never' && (
                            <p>
                                {t(data.audit.intact ? 'audit.log_whole' : 'audit.log_broken', { n: data.audit.entries })}
                            </p>
                        )}
                        <div class="govuk-button-group screen-only">
                            <Button kind="secondary" busy={action.busy || data.state === 'running'} onClick={() => void start()}>
                                {t('audit.prove')}
                            </Button>
                            {data.state === 'running' && (
                                <Button kind="secondary" onClick={proof.reload}>
                                    {t('audit.look_again')}
                                </Button>
                            )}
                        </div>
                    </div>
                )}
            </Await>
        </section>
    );
}

export function Audit() {
    const words = useWords();
    const { t } = words;
    const { may } = useSession();
    const [actor, setActor] = useState('');
    const [wanted, setWanted] = useState('');
    const listing = useListing<Entry>(`audit ${wanted}`, async (cursor, signal) =>
        must(
            await api.GET('/audit', {
                params: { query: { ...(cursor ? { cursor } : {}), ...(wanted ? { actor: wanted } : {}) } },
                ...(signal ? { signal } : {}),
            }),
        ),
    );
    return (
        <>
            <PageHead title={t('audit.title')} more={t('audit.what')} back={{ href: '/settings', text: t('nav.settings') }} />
            {may('verify') && <Verification />}
            <h2 class="section-title">{t('audit.log')}</h2>
            <form
                class="toolbar"
                role="search"
                onSubmit={(event) => {
                    event.preventDefault();
                    setWanted(actor);
                }}
            >
                <TextField label={t('audit.who')} type="search" value={actor} onValue={setActor} width="20" />
                <Button type="submit" kind="secondary">
                    {t('list.search')}
                </Button>
            </form>
            <Await of={listing.first} lines={8}>
                {() =>
                    listing.items.length === 0 ? (
                        <Empty title={t('list.nothing_found')} />
                    ) : (
                        <>
                            <DataTable
                                caption={t('audit.log')}
                                hideCaption
                                rows={listing.items}
                                rowKey={({ number }) => String(number)}
                                columns={[
                                    { key: 'number', title: t('audit.number'), number: true, cell: ({ number }) => words.number(number) },
                                    { key: 'at', title: t('audit.when'), cell: ({ at }) => words.moment(at) },
                                    { key: 'actor', title: t('audit.who'), head: true, cell: ({ actor: who }) => who },
                                    { key: 'action', title: t('audit.did'), cell: ({ action }) => action.replace('.', ': ').replaceAll('_', ' ') },
                                    { key: 'subject', title: t('audit.to_what'), cell: ({ subject }) => subject },
                                ]}
                            />
                            <More listing={listing} />
                        </>
                    )
                }
            </Await>
        </>
    );
}

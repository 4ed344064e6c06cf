/* Publishing: to which venues, in which stages, and which unread translations are accepted by name. */
import { useMemo, useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useSession, useWords } from '../app/session';
import { Button, Checkboxes, ErrorSummary, Radios } from '../parts/form';
import { CountField } from '../parts/kept_field';
import { VenueChoice } from '../parts/venue_choice';
import type { Survey } from './model';

type Published = { version: Schemas['SurveyVersion']; staged: boolean };
type How = 'all' | 'stages' | 'venues';

/** What no calendar has is said by the check, not here. */
function dayOf(text: unknown): string {
    return typeof text === 'string' && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) ? text : '';
}

export function Publish({ survey, check }: { survey: Survey; check: Schemas['SurveyCheck'] | null }) {
    const words = useWords();
    const { t } = words;
    const { refresh } = useSession();
    const [how, setHow] = useState<How>('stages');
    const [first, setFirst] = useState(10);
    const [hours, setHours] = useState(48);
    const [venues, setVenues] = useState<string[]>([]);
    const [accepted, setAccepted] = useState<string[]>([]);
    const [done, setDone] = useState<Published | null>(null);
    const [nowhere, setNowhere] = useState(false);
    const action = useAction((pointer) => (pointer === '/wait_hours' ? 'wait-hours' : pointer.startsWith('/stages') ? 'first-percent' : ''));
    const errors = useMemo(
        () => (nowhere ? [{ id: '', text: t('editor.no_venue') }] : action.errors),
        [nowhere, action.errors, t],
    );
    const wrong = (id: string) => action.errors.find((one) => one.id === id)?.text;
    const review = dayOf(survey.yousaid?.review);
    const unread = (check?.languages ?? []).filter(({ complete, reviewed }) => complete && !reviewed).map(({ tag }) => tag);
    const incomplete = (check?.languages ?? []).filter(({ complete }) => !complete).map(({ tag }) => tag);
    const publish = async () => {
        const none = how === 'venues' && venues.length === 0;
        setNowhere(none);
        if (none) {
            return;
        }
        await action.run(async () => {
            const answer = must(
                await api.POST('/publications', {
                    body: {
                        survey: survey as unknown as Record<string, never>,
                        accept_unreviewed: accepted,
                        ...(how === 'venues' ? { venues } : {}),
                        ...(how === 'stages'
                            ? { stages: [{ percent: first }, { percent: 100 }], wait_hours: hours }
                            : {}),
                    },
                }),
            );
            void refresh();
            setDone({ version: answer.version, staged: answer.rollout !== null });
        });
    };
    if (done) {
        return (
            <div class="notice notice--fine" role="status">
                <p class="govuk-!-font-weight-bold">
                    {t('editor.published', { id: done.version.id, version: done.version.version })}
                </p>
                <p>{t(done.staged ? 'editor.published_staged' : 'editor.published_all')}</p>
                <p>
                    <a href="/surveys">{t('nav.surveys')}</a>
                </p>
            </div>
        );
    }
    return (
        <section class="narrow" aria-label={t('editor.tab_publish')}>
            <ErrorSummary errors={errors} />
            {check && !check.publishable && <p class="notice notice--attention">{t('editor.not_publishable')}</p>}
            {incomplete.length > 0 && (
                <p class="muted">{t('editor.incomplete', { languages: words.list(incomplete.map(words.languageName)) })}</p>
            )}
            {unread.length > 0 && (
                <Checkboxes
                    legend={t('editor.unread')}
                    hint={t('editor.unread_hint')}
                    small
                    options={unread.map((tag) => ({ value: tag, label: words.languageName(tag) }))}
                    values={accepted}
                    onValues={setAccepted}
                />
            )}
            <Radios
                legend={t('editor.how')}
                value={how}
                onValue={(next) => {
                    setHow(next as How);
                    setNowhere(false);
                }}
                options={[
                    { value: 'stages', label: t('editor.how_stages'), hint: t('editor.how_stages_hint') },
                    { value: 'venues', label: t('editor.how_venues') },
                    { value: 'all', label: t('editor.how_all') },
                ]}
            />
            {how === 'stages' && (
                <div class="toolbar">
                    <CountField id="first-percent" error={wrong('first-percent')} label={t('editor.first_percent')} width="4" value={first} onValue={setFirst} />
                    <CountField id="wait-hours" error={wrong('wait-hours')} label={t('editor.wait_hours')} width="4" value={hours} onValue={setHours} />
                </div>
            )}
            {how === 'venues' && <VenueChoice legend={t('nav.venues')} error={nowhere ? t('editor.no_venue') : undefined} values={venues} onValues={setVenues} />}
            {review !== '' && <p>{t('editor.review_then', { day: words.day(review) })}</p>}
            <Button busy={action.busy} disabled={!check?.publishable} onClick={() => void publish()}>
                {t('editor.publish')}
            </Button>
            <p class="muted">{t('editor.publish_more')}</p>
        </section>
    );
}

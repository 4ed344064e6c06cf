/* A venue's own questions within the central frame: proposed there, approved at the centre. */
import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import { api, must, versionOf, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useResource } from '../app/resource';
import { useSession, useWords } from '../app/session';
import { useVenueNames } from '../app/venue_names';
import { Await } from '../parts/await';
import { Button, ErrorSummary } from '../parts/form';
import { PageHead } from '../parts/page';
import { languagesOf, placesOf, textIn, type Survey } from '../survey/model';
import { Questions } from '../survey/questions';

type Local = Schemas['LocalQuestions'];
const EMPTY: Survey = { pages: [] };

function Form({ venue, start, version, saved }: { venue: string; start: Survey; version: string; saved: () => void }) {
    const { t } = useWords();
    const [survey, setSurvey] = useState(start);
    const action = useAction();
    const save = () =>
        action.run(async () => {
            const wanted = placesOf(survey).length === 0 ? null : (survey as unknown as Record<string, never>);
            await api.PUT('/venues/{venue}/local-questions', {
                params: { path: { venue }, header: { 'If-Match': version } },
                body: { survey: wanted },
            });
            saved();
        });
    return (
        <>
            <ErrorSummary errors={action.errors} />
            <Questions survey={survey} languages={languagesOf(survey)} check={null} change={setSurvey} ofVenue />
            <Button busy={action.busy} onClick={() => void save()}>
                {t('local.propose')}
            </Button>
        </>
    );
}

function Approve({ venue, local, approved }: { venue: string; local: Local; approved: () => void }) {
    const { t } = useWords();
    const action = useAction();
    const survey = local.survey ?? EMPTY;
    return (
        <section class="card">
            <h2 class="govuk-heading-s">{t('local.proposed', { who: local.changed_by ?? '' })}</h2>
            <ErrorSummary errors={action.errors} />
            <ul class="govuk-list govuk-list--bullet">
                {placesOf(survey).map(({ question }) => (
                    <li key={question.name}>{textIn(question.title, survey, languagesOf(survey)[0] ?? 'en') || question.name}</li>
                ))}
            </ul>
            <Button
                busy={action.busy}
                onClick={() =>
                    void action.run(async () => {
                        await api.POST('/venues/{venue}/local-questions/approve', { params: { path: { venue } } });
                        approved();
                    })
                }
            >
                {t('local.approve')}
            </Button>
        </section>
    );
}

export function VenueQuestions() {
    const { t } = useWords();
    const { may } = useSession();
    const venue = useRoute().params['venue'] ?? '';
    const name = useVenueNames([venue]);
    const read = useResource<{ local: Local; version: string }>(`local ${venue}`, async (signal) => {
        const answer = await api.GET('/venues/{venue}/local-questions', { params: { path: { venue } }, signal });
        return { local: must(answer), version: versionOf(answer.response) };
    });
    return (
        <>
            <PageHead title={t('venue.local_questions')} more={t('local.what')} back={{ href: `/venues/${venue}`, text: name(venue) }} />
            <Await of={read}>
                {({ local, version }) => (
                    <>
                        <p>{t(`local.state_${local.state}`)}</p>
                        {local.state === 'waiting' && may('publish_surveys') && (
                            <Approve venue={venue} local={local} approved={read.reload} />
                        )}
                        {may('edit_notices') && (
                            <Form
                                key={version}
                                venue={venue}
                                start={local.survey ?? EMPTY}
                                version={version}
                                saved={read.reload}
                            />
                        )}
                    </>
                )}
            </Await>
        </>
    );
}

/* From an empty hub to the first kiosk in five steps; each is done when the hub says so, in this order. */
import { api, must } from '../api/client';
import { useResource } from '../app/resource';
import { useWords } from '../app/session';
import { AwaitPage } from '../parts/await';
import { STEP_PLACES } from '../parts/next_step';
import { PageHead } from '../parts/page';

export function Setup() {
    const { t } = useWords();
    const read = useResource('setup', async (signal) => must(await api.GET('/setup', { signal })));
    return (
        <AwaitPage of={read} title={t('setup.title')}>
            {({ steps }) => {
                const next = steps.find(({ done }) => !done);
                return (
                    <>
                        <PageHead title={t(next ? 'setup.title' : 'setup.done')} more={t(next ? 'setup.what' : 'setup.done_more')} />
                        <ol class="govuk-task-list">
                            {steps.map(({ step, done }) => (
                                <li class="govuk-task-list__item govuk-task-list__item--with-link" key={step}>
                                    <div class="govuk-task-list__name-and-hint">
                                        {step === next?.step || done ? (
                                            <a class="govuk-link govuk-task-list__link" href={STEP_PLACES[step]}>
                                                {t(`setup.${step}`)}
                                            </a>
                                        ) : (
                                            t(`setup.${step}`)
                                        )}
                                        <div class="govuk-task-list__hint">{t(`setup.${step}_more`)}</div>
                                    </div>
                                    <div class="govuk-task-list__status">
                                        {done ? (
                                            t('setup.is_done')
                                        ) : (
                                            <strong class={`govuk-tag ${step === next?.step ? 'govuk-tag--blue' : 'govuk-tag--grey'}`}>
                                                {t(step === next?.step ? 'setup.is_next' : 'setup.is_later')}
                                            </strong>
                                        )}
                                    </div>
                                </li>
                            ))}
                        </ol>
                    </>
                );
            }}
        </AwaitPage>
    );
}

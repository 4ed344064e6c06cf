/* Every screen of the survey as the kiosk itself draws it, at a venue's panel size, language by language. */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useSaid, type Said, type SaidCode } from '../app/said';
import { useWords } from '../app/session';
import { Button, ErrorSummary, Select } from '../parts/form';
import type { Survey } from './model';
import { PanelPick, PanelsNote, sizeOf, usePanels } from './panels';
import { captionsOf, isOfSurvey } from './screens';

/** "too_full: a text": the code of what is wrong, and what it was met on. */
function faultOf(problem: string): Said {
    const [code = '', ...about] = problem.split(': ');
    return { code: code as SaidCode, values: about.length > 0 ? [about.join(': ')] : [] };
}

type Picture = Schemas['Preview']['pictures'][number];

function PictureList({ pictures, survey }: { pictures: Picture[]; survey: Survey }) {
    const words = useWords();
    const said = useSaid();
    const captions = captionsOf(pictures, survey, words);
    return (
        <ul class="pictures">
            {pictures.map((picture, i) => (
                <li key={picture.number}>
                    <figure>
                        <img
                            loading="lazy"
                            src={picture.href}
                            width={picture.width}
                            height={picture.height}
                            alt={words.t('editor.picture_of', { screen: captions[i] ?? '' })}
                        />
                        <figcaption class="muted">
                            {captions[i]}
                            {picture.problems.map((problem) => (
                                <span class="govuk-error-message" key={problem}>
                                    {said(faultOf(problem))}
                                </span>
                            ))}
                        </figcaption>
                    </figure>
                </li>
            ))}
        </ul>
    );
}

export function Pictures({ survey, languages }: { survey: Survey; languages: string[] }) {
    const words = useWords();
    const { t } = words;
    const [venue, setVenue] = useState('');
    const [wish, setWish] = useState('');
    const panels = usePanels(venue);
    const panel = panels.list.includes(wish) ? wish : (panels.list[0] as string);
    const [language, setLanguage] = useState(languages[0] ?? 'en');
    const [preview, setPreview] = useState<Schemas['Preview'] | null>(null);
    const [drawn, setDrawn] = useState(survey);
    const action = useAction();
    const draw = () =>
        action.run(async () => {
            const body = { survey: survey as unknown as Record<string, never>, languages: [language], ...sizeOf(panel) };
            setPreview(must(await api.POST('/previews', { body })));
            setDrawn(survey);
        });
    return (
        <section aria-label={t('editor.tab_pictures')}>
            <div class="toolbar">
                <PanelPick panels={panels} venue={venue} onVenue={setVenue} panel={panel} onPanel={setWish} />
                <Select
                    label={t('fairness.language')}
                    value={language}
                    onValue={setLanguage}
                    options={languages.map((tag) => ({ value: tag, label: words.languageName(tag) }))}
                />
                <Button busy={action.busy} onClick={() => void draw()}>
                    {t(action.busy ? 'editor.drawing' : 'editor.draw')}
                </Button>
            </div>
            <PanelsNote panels={panels} venue={venue} />
            <ErrorSummary errors={action.errors} />
            {preview && (
                <>
                    <PictureList pictures={preview.pictures.filter(isOfSurvey)} survey={drawn} />
                    <details class="govuk-details">
                        <summary class="govuk-details__summary">
                            <span class="govuk-details__summary-text">{t('editor.kiosks_own')}</span>
                        </summary>
                        <PictureList pictures={preview.pictures.filter((one) => !isOfSurvey(one))} survey={drawn} />
                    </details>
                </>
            )}
        </section>
    );
}

/* Every screen of the survey as the kiosk itself draws it, at a venue's panel size, language by language. */
import { useState } from 'preact/hooks';
import { api, must, type Schemas } from '../api/client';
import { useAction } from '../app/action';
import { useSaid, type Said, type SaidCode } from '../app/said';
import { useWords } from '../app/session';
import { Button, ErrorSummary, Select } from '../parts/form';
import type { Survey } from './model';

const PANELS: Record<string, { width: number; height: number; ppi: number }> = {
    '1280x800': { width: 1280, height: 800, ppi: 149 },
    '1024x600': { width: 1024, height: 600, ppi: 118 },
    '800x480': { width: 800, height: 480, ppi: 133 },
    '1080x1920': { width: 1080, height: 1920, ppi: 102 },
};

/** "too_full: a text": the code of what is wrong, and what it was met on. */
function faultOf(problem: string): Said {
    const [code = '', ...about] = problem.split(': ');
    return { code: code as SaidCode, values: about.length > 0 ? [about.join(': ')] : [] };
}

type Picture = Schemas['Preview']['pictures'][number];

/** What people meet on the way through this survey; all other screens are the kiosk's with every survey. */
function isOfSurvey({ screen }: Picture): boolean {
    return /^(attract|languages|question|pressed|keyboard|thanks)/.test(screen);
}

function PictureList({ pictures }: { pictures: Picture[] }) {
    const { t } = useWords();
    const said = useSaid();
    return (
        <ul class="pictures">
            {pictures.map((picture) => (
                <li key={picture.number}>
                    <figure>
                        <img
                            loading="lazy"
                            src={picture.href}
                            width={picture.width}
                            height={picture.height}
                            alt={t('editor.picture_of', { screen: picture.screen })}
                        />
                        <figcaption class="muted">
                            {picture.screen}
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
    const [panel, setPanel] = useState('1280x800');
    const [language, setLanguage] = useState(languages[0] ?? 'en');
    const [preview, setPreview] = useState<Schemas['Preview'] | null>(null);
    const action = useAction();
    const draw = () =>
        action.run(async () => {
            const size = PANELS[panel] as (typeof PANELS)[string];
            const body = { survey: survey as unknown as Record<string, never>, languages: [language], ...size };
            setPreview(must(await api.POST('/previews', { body })));
        });
    return (
        <section aria-label={t('editor.tab_pictures')}>
            <div class="toolbar">
                <Select
                    label={t('editor.panel')}
                    value={panel}
                    onValue={setPanel}
                    options={Object.keys(PANELS).map((name) => ({ value: name, label: name.replace('x', ' × ') }))}
                />
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
            <ErrorSummary errors={action.errors} />
            {preview && (
                <>
                    <PictureList pictures={preview.pictures.filter(isOfSurvey)} />
                    <details class="govuk-details">
                        <summary class="govuk-details__summary">
                            <span class="govuk-details__summary-text">{t('editor.kiosks_own')}</span>
                        </summary>
                        <PictureList pictures={preview.pictures.filter((one) => !isOfSurvey(one))} />
                    </details>
                </>
            )}
        </section>
    );
}

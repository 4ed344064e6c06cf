/*
 * A survey being written: by form or as JSON, with what is wrong said in place, pictures of every screen from the
 * kiosk's own renderer, a walk through it, what differs from the last version, and publishing in stages. What is
 * typed is saved by itself; whoever saves over somebody else's change is asked first.
 */
import { useLocation, useRoute } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, must, versionOf } from '../api/client';
import { useAction } from '../app/action';
import { asProblem, useResource } from '../app/resource';
import { sentenceOf } from '../app/sentence';
import { useSession, useWords } from '../app/session';
import { AwaitPage } from '../parts/await';
import { Confirm } from '../parts/confirm';
import { Dialog } from '../parts/dialog';
import { Button, Checkboxes, ErrorSummary, Select, TextField } from '../parts/form';
import { PageHead } from '../parts/page';
import { AboutForm } from '../survey/about_form';
import { DifferencesView } from '../survey/differences';
import { JsonForm } from '../survey/json_form';
import { CheckSummary, problemsAt, useCheck } from '../survey/check';
import { languagesOf, placesOf, type Survey } from '../survey/model';
import { Pictures } from '../survey/pictures';
import { Publish } from '../survey/publish';
import { Questions } from '../survey/questions';
import { Shown } from '../survey/shown';
import { TEMPLATES } from '../survey/ready';
import { Walk } from '../survey/walk';

const TABS = ['form', 'json', 'pictures', 'walk', 'differences', 'publish'] as const;
type Tab = (typeof TABS)[number];
const SAVE_MS = 1500;

type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'overtaken';

interface Read {
    name: string;
    survey: Survey;
    version: string;
}

/** Saves a while after the last change; a newer change while saving is saved after it. */
function useSaved(id: string, start: Read) {
    const [name, setName] = useState(start.name);
    const [survey, setSurvey] = useState(start.survey);
    const [saving, setSaving] = useState<Saving>('saved');
    const words = useWords();
    const [why, setWhy] = useState('');
    const version = useRef(start.version);
    /* What is to be saved: another value with each change, and with nothing else. */
    const latest = useRef({ name, survey });
    const busy = useRef(false);
    /* Thrown away: nothing more of it is saved. */
    const gone = useRef(false);

    const save = async () => {
        if (busy.current || gone.current) {
            return;
        }
        busy.current = true;
        setSaving('saving');
        try {
            let sent;
            do {
                sent = latest.current;
                const answer = await api.PUT('/drafts/{draft}', {
                    params: { path: { draft: id }, header: { 'If-Match': version.current } },
                    body: { name: sent.name, survey: sent.survey as unknown as Record<string, never> },
                });
                version.current = versionOf(answer.response);
            } while (latest.current !== sent);
            setSaving('saved');
        } catch (error) {
            const problem = asProblem(error);
            setWhy(sentenceOf(problem, words));
            setSaving(problem.kind === 'changed' ? 'overtaken' : 'failed');
        } finally {
            busy.current = false;
        }
    };

    useEffect(() => {
        if (saving !== 'waiting') {
            return;
        }
        const timer = setTimeout(() => void save(), SAVE_MS);
        return () => clearTimeout(timer);
    }, [saving, name, survey]);

    /* Whoever goes to another page right after the last letter has it saved none the less. */
    const atEnd = useRef(save);
    atEnd.current = async () => (saving === 'waiting' ? save() : undefined);
    useEffect(() => () => void atEnd.current(), []);

    useEffect(() => {
        const stay = (event: BeforeUnloadEvent) => {
            if (saving !== 'saved') {
                event.preventDefault();
            }
        };
        window.addEventListener('beforeunload', stay);
        return () => window.removeEventListener('beforeunload', stay);
    }, [saving]);

    return {
        name,
        survey,
        saving,
        why,
        change: (next: Survey) => {
            latest.current = { ...latest.current, survey: next };
            setSurvey(next);
            setSaving('waiting');
        },
        rename: (next: string) => {
            latest.current = { ...latest.current, name: next };
            setName(next);
            setSaving('waiting');
        },
        retry: () => void save(),
        /** Over the other person's change, knowingly. */
        overwrite: async () => {
            const answer = await api.GET('/drafts/{draft}', { params: { path: { draft: id } } });
            version.current = versionOf(answer.response);
            await save();
        },
        /** Neither is lost: what was written here goes on as a draft of its own, whose id this gives. */
        keepBoth: async (as: string) => {
            const body = { name: as, survey: latest.current.survey as unknown as Record<string, never> };
            const made = must(await api.POST('/drafts', { body }));
            setSaving('saved');
            return made.id;
        },
        remove: async () => {
            gone.current = true;
            try {
                await api.DELETE('/drafts/{draft}', { params: { path: { draft: id } } });
                setSaving('saved');
            } catch (error) {
                gone.current = false;
                throw error;
            }
        },
        takeTheirs: async () => {
            const answer = await api.GET('/drafts/{draft}', { params: { path: { draft: id } } });
            const theirs = must(answer);
            version.current = versionOf(answer.response);
            latest.current = { name: theirs.name, survey: theirs.survey };
            setName(theirs.name);
            setSurvey(theirs.survey);
            setSaving('saved');
        },
    };
}

function Begin({ change }: { change: (survey: Survey) => void }) {
    const { t } = useWords();
    return (
        <div class="notice">
            <p>{t('editor.begin')}</p>
            <div class="govuk-button-group">
                {TEMPLATES.map(({ key, survey }) => (
                    <Button key={key} kind="secondary" onClick={() => change(survey)}>
                        {t(`editor.template_${key}`)}
                    </Button>
                ))}
            </div>
        </div>
    );
}

function Languages({ survey, change }: { survey: Survey; change: (survey: Survey) => void }) {
    const words = useWords();
    const { t } = words;
    const programme = useResource('programme', async (signal) => must(await api.GET('/programme', { signal })));
    const own = languagesOf(survey);
    const others = (programme.data?.languages ?? []).filter((tag) => !own.includes(tag));
    const [tag, setTag] = useState('');
    const chosen = tag || others[0] || '';
    const languages = survey.yousaid?.languages ?? {};
    const setReviewed = (read: string[]) =>
        change({
            ...survey,
            yousaid: {
                ...survey.yousaid,
                languages: Object.fromEntries(own.map((one) => [one, { ...languages[one], reviewed: read.includes(one) }])),
            },
        });
    return (
        <>
            <Checkboxes
                legend={t('editor.reviewed')}
                hint={t('editor.reviewed_hint')}
                small
                options={own.map((one) => ({ value: one, label: words.languageName(one) }))}
                values={own.filter((one) => languages[one]?.reviewed)}
                onValues={setReviewed}
            />
            <div class="toolbar">
                {others.length > 0 && (
                    <>
                        <Select
                            label={t('editor.other_language')}
                            value={chosen}
                            onValue={setTag}
                            options={others.map((one) => ({ value: one, label: words.languageName(one) }))}
                        />
                        <Button
                            kind="secondary"
                            onClick={() =>
                                change({
                                    ...survey,
                                    yousaid: { ...survey.yousaid, languages: { ...languages, [chosen]: { reviewed: false } } },
                                })
                            }
                        >
                            {t('editor.add_language')}
                        </Button>
                    </>
                )}
            </div>
        </>
    );
}

function SavedLine({ saving, why, retry }: { saving: Saving; why: string; retry: () => void }) {
    const { t } = useWords();
    return (
        <p class="muted" role="status">
            {t(`editor.state_${saving}`)} {saving === 'failed' ? why : ''}{' '}
            {saving === 'failed' && (
                <button type="button" class="link-button" onClick={retry}>
                    {t('state.try_again')}
                </button>
            )}
        </p>
    );
}

/** Nobody else has what is in it. */
function Remove({ remove }: { remove: () => Promise<void> }) {
    const { t } = useWords();
    const { route } = useLocation();
    const away = async () => {
        await remove();
        route('/surveys');
    };
    return (
        <Confirm
            title={t('editor.remove_title')}
            verb={t('editor.remove')}
            run={away}
            trigger={(ask) => (
                <Button kind="secondary" onClick={ask}>
                    {t('editor.remove')}
                </Button>
            )}
        >
            <p>{t('editor.remove_more')}</p>
        </Confirm>
    );
}

function Editor({ id, start }: { id: string; start: Read }) {
    const { t } = useWords();
    const { may } = useSession();
    const { query, path, route } = useLocation();
    const draft = useSaved(id, start);
    const check = useCheck(draft.survey);
    const settling = useAction();
    const keepBoth = () =>
        settling.run(async () => route(`/drafts/${await draft.keepBoth(t('editor.of_mine', { name: draft.name }))}`));
    const tab: Tab = TABS.find((one) => one === query['tab']) ?? 'form';
    const languages = languagesOf(draft.survey);
    const shown = TABS.filter((one) => one !== 'publish' || may('publish_surveys'));
    return (
        <>
            <PageHead title={draft.name} back={{ href: '/surveys', text: t('nav.surveys') }} />
            <SavedLine saving={draft.saving} why={draft.why} retry={draft.retry} />
            <CheckSummary check={check} />
            <nav class="sub-nav" aria-label={t('editor.views')}>
                <ul class="sub-nav__list">
                    {shown.map((one) => (
                        <li key={one}>
                            <a
                                class="sub-nav__link"
                                href={`${path}?tab=${one}`}
                                aria-current={one === tab ? 'page' : undefined}
                                onClick={(event) => {
                                    event.preventDefault();
                                    route(`${path}?tab=${one}`, true);
                                }}
                            >
                                {t(`editor.tab_${one}`)}
                            </a>
                        </li>
                    ))}
                </ul>
            </nav>
            {tab === 'json' && <JsonForm survey={draft.survey} problems={check?.problems ?? []} change={draft.change} />}
            <Shown key={tab} json={`${path}?tab=json`}>
                {tab === 'form' && (
                    <>
                        {placesOf(draft.survey).length === 0 && <Begin change={draft.change} />}
                        <TextField label={t('editor.draft_name')} value={draft.name} onValue={draft.rename} width="20" />
                        <Languages survey={draft.survey} change={draft.change} />
                        <AboutForm survey={draft.survey} languages={languages} problems={problemsAt('/yousaid', check)} change={draft.change} />
                        <Questions survey={draft.survey} languages={languages} check={check} change={draft.change} />
                        <Remove remove={draft.remove} />
                    </>
                )}
                {tab === 'pictures' && <Pictures survey={draft.survey} languages={languages} />}
                {tab === 'walk' && <Walk survey={draft.survey} />}
                {tab === 'differences' && <DifferencesView survey={draft.survey} />}
                {tab === 'publish' && may('publish_surveys') && <Publish survey={draft.survey} check={check} />}
            </Shown>
            <Dialog title={t('editor.overtaken')} open={draft.saving === 'overtaken'}>
                <p>{t('editor.overtaken_more')}</p>
                <ErrorSummary errors={settling.errors} />
                <div class="govuk-button-group">
                    <Button busy={settling.busy} onClick={() => void keepBoth()}>
                        {t('editor.keep_both')}
                    </Button>
                    <Button kind="secondary" busy={settling.busy} onClick={() => void settling.run(draft.takeTheirs)}>
                        {t('editor.take_theirs')}
                    </Button>
                    <Button kind="warning" busy={settling.busy} onClick={() => void settling.run(draft.overwrite)}>
                        {t('editor.keep_mine')}
                    </Button>
                </div>
            </Dialog>
        </>
    );
}

export function DraftPage() {
    const { t } = useWords();
    const id = useRoute().params['draft'] ?? '';
    const read = useResource<Read>(`draft ${id}`, async (signal) => {
        const answer = await api.GET('/drafts/{draft}', { params: { path: { draft: id } }, signal });
        const { name, survey } = must(answer);
        return { name, survey: survey as unknown as Survey, version: versionOf(answer.response) };
    });
    return (
        <AwaitPage of={read} title={t('survey.one')} back={{ href: '/surveys', text: t('nav.surveys') }}>
            {(start) => <Editor key={id} id={id} start={start} />}
        </AwaitPage>
    );
}

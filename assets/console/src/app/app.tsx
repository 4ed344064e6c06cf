/* The whole console: its frame, who may come in, and which page stands at which address. */
import { ErrorBoundary, LocationProvider, Route, Router, lazy as lazily, useLocation } from 'preact-iso';
import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';
import { VaultProvider } from '../keys/vault';
import { Overview } from '../pages/overview';
import { ProblemPage, Skeleton } from '../parts/await';
import { Dialog } from '../parts/dialog';
import { Frame } from './frame';
import { Problem } from './problem';
import { SessionProvider, useSession, useWords, type Permission } from './session';
import { SignInForm, SignInPage } from './sign_in';

/** What has been replaced at the hub, or cannot be fetched, comes when the whole console is read anew. */
function Unfetched() {
    return <ProblemPage problem={new Problem('offline', 0, '')} retry={() => location.reload()} />;
}

function lazy(load: () => Promise<FunctionComponent>) {
    return lazily(() => load().catch(() => Unfetched));
}

/* Each page is a file of its own that comes when it is first visited; the overview comes with the frame. */
const PAGES = {
    '/account': lazy(() => import('../pages/account').then((page) => page.AccountPage)),
    '/areas': lazy(() => import('../pages/areas').then((page) => page.Areas)),
    '/comments': lazy(() => import('../pages/comments').then((page) => page.Comments)),
    '/drafts/:draft': lazy(() => import('../pages/draft').then((page) => page.DraftPage)),
    '/exports': lazy(() => import('../pages/exports').then((page) => page.Exports)),
    '/fairness': lazy(() => import('../pages/fairness').then((page) => page.Fairness)),
    '/initiatives': lazy(() => import('../pages/initiatives').then((page) => page.Initiatives)),
    '/initiatives/new': lazy(() => import('../pages/initiatives').then((page) => page.NewInitiative)),
    '/initiatives/:initiative': lazy(() => import('../pages/initiatives').then((page) => page.InitiativePage)),
    '/kiosks': lazy(() => import('../pages/kiosks').then((page) => page.Kiosks)),
    '/kiosks/invitations': lazy(() => import('../pages/invite').then((page) => page.Invitations)),
    '/kiosks/invite': lazy(() => import('../pages/invite').then((page) => page.Invite)),
    '/kiosks/stick': lazy(() => import('../pages/stick').then((page) => page.Stick)),
    '/kiosks/:kiosk': lazy(() => import('../pages/kiosk').then((page) => page.KioskPage)),
    '/notices': lazy(() => import('../pages/notices').then((page) => page.Notices)),
    '/notices/new': lazy(() => import('../pages/notices').then((page) => page.NewNotice)),
    '/notices/:notice': lazy(() => import('../pages/notices').then((page) => page.NoticePage)),
    '/participation': lazy(() => import('../pages/participation').then((page) => page.Participation)),
    '/questions': lazy(() => import('../pages/questions').then((page) => page.Questions)),
    '/returns': lazy(() => import('../pages/returns').then((page) => page.Returns)),
    '/settings': lazy(() => import('../pages/settings').then((page) => page.Settings)),
    '/settings/alerts': lazy(() => import('../pages/alerts').then((page) => page.Alerts)),
    '/settings/audit': lazy(() => import('../pages/audit').then((page) => page.Audit)),
    '/settings/keys': lazy(() => import('../pages/keys').then((page) => page.Keys)),
    '/settings/people': lazy(() => import('../pages/people').then((page) => page.People)),
    '/settings/tokens': lazy(() => import('../pages/tokens').then((page) => page.Tokens)),
    '/settings/webhooks': lazy(() => import('../pages/webhooks').then((page) => page.Webhooks)),
    '/setup': lazy(() => import('../pages/setup').then((page) => page.Setup)),
    '/surveys': lazy(() => import('../pages/surveys').then((page) => page.Surveys)),
    '/surveys/:survey/:version': lazy(() => import('../pages/surveys').then((page) => page.SurveyVersionPage)),
    '/trend': lazy(() => import('../pages/trend').then((page) => page.Trend)),
    '/venues': lazy(() => import('../pages/venues').then((page) => page.Venues)),
    '/venues/new': lazy(() => import('../pages/venue_edit').then((page) => page.NewVenue)),
    '/venues/:venue': lazy(() => import('../pages/venue').then((page) => page.VenuePage)),
    '/venues/:venue/choices': lazy(() => import('../pages/venue_choices').then((page) => page.VenueChoices)),
    '/venues/:venue/edit': lazy(() => import('../pages/venue_edit').then((page) => page.EditVenue)),
    '/venues/:venue/questions': lazy(() => import('../pages/venue_questions').then((page) => page.VenueQuestions)),
    '/venues/:venue/months': lazy(() => import('../pages/venue_months').then((page) => page.VenueMonths)),
};

/** Pages for some alone: a link to one that somebody sends does not show a form that the hub would refuse. */
const NEEDS: Partial<Record<keyof typeof PAGES, Permission[]>> = {
    '/areas': ['edit_venues'],
    '/comments': ['see_words'],
    '/drafts/:draft': ['edit_surveys'],
    '/initiatives/new': ['edit_initiatives'],
    '/kiosks/invitations': ['invite_kiosks'],
    '/kiosks/invite': ['invite_kiosks'],
    '/kiosks/stick': ['import_batches'],
    '/notices/new': ['edit_notices'],
    '/settings/audit': ['see_audit'],
    '/settings/keys': ['edit_keys'],
    '/settings/people': ['edit_people'],
    '/settings/tokens': ['edit_tokens'],
    '/settings/webhooks': ['edit_alerts'],
    '/setup': ['edit_venues'],
    '/venues/new': ['edit_venues'],
    '/venues/:venue/choices': ['edit_venues'],
    '/venues/:venue/edit': ['edit_venues'],
    '/venues/:venue/months': ['enter_counts'],
    '/venues/:venue/questions': ['edit_notices', 'publish_surveys'],
};
const Must = lazy(() => import('../pages/must').then((page) => page.Must));
const Accept = lazy(() => import('../pages/account').then((page) => page.Accept));

function Missing() {
    return <ProblemPage problem={new Problem('missing', 0, '')} />;
}

function Denied() {
    return <ProblemPage problem={new Problem('denied', 0, '')} />;
}

/** Nothing to see yet, but a page all the same. */
function Coming() {
    const { t } = useWords();
    return (
        <>
            <h1 class="govuk-visually-hidden">{t('app.name')}</h1>
            <Skeleton lines={8} />
        </>
    );
}

/** The page before stays until the next one is there. */
function StillComing() {
    const { t } = useWords();
    return (
        <p class="still-coming" role="status">
            {t('app.loading')}
        </p>
    );
}

/** A page that failed to draw says so, instead of a white screen; another page is not touched by it. */
function Pages() {
    const { may } = useSession();
    const { path } = useLocation();
    const [failed, setFailed] = useState('');
    const [first] = useState(path);
    const [coming, setComing] = useState(false);
    const allowed = (page: string) => NEEDS[page as keyof typeof PAGES]?.some(may) ?? true;
    if (failed === path) {
        return <ProblemPage problem={new Problem('failed', 0, '')} retry={() => location.reload()} />;
    }
    return (
        <ErrorBoundary onError={() => setFailed(path)}>
            {coming && (path === first ? <Coming /> : <StillComing />)}
            <Router onLoadStart={() => setComing(true)} onLoadEnd={() => setComing(false)}>
                {[
                    <Route key="/" path="/" component={Overview} />,
                    ...Object.entries(PAGES).map(([path, Page]) => <Route key={path} path={path} component={allowed(path) ? Page : Denied} />),
                    <Route key="missing" default component={Missing} />,
                ]}
            </Router>
        </ErrorBoundary>
    );
}

/** A session that ended in the middle of something: signing in again over the page keeps all that was typed. */
function AgainDialog() {
    const { words, session, again } = useSession();
    return (
        <Dialog title={words.t('account.again')} open={again}>
            <p>{words.t('account.again_more')}</p>
            <SignInForm email={session?.account.email ?? ''} />
        </Dialog>
    );
}

/** A link of an invitation is opened by somebody who cannot sign in yet. */
const ACCEPT = '/console/welcome';

function Inside() {
    const { stage, session, problem, refresh } = useSession();
    if (location.pathname === ACCEPT) {
        return (
            <ErrorBoundary>
                <Router>{[<Route key={ACCEPT} path={ACCEPT} component={Accept} />]}</Router>
            </ErrorBoundary>
        );
    }
    if (stage === 'asking') {
        return <Coming />;
    }
    if (stage === 'unreachable' && problem) {
        return <ProblemPage problem={problem} retry={() => void refresh()} />;
    }
    if (stage !== 'in') {
        return <SignInPage />;
    }
    return (session?.must ?? []).length > 0 ? <ErrorBoundary><Must /></ErrorBoundary> : <Pages />;
}

export function App() {
    return (
        <LocationProvider>
            <SessionProvider>
                <VaultProvider>
                    <Frame>
                        <Inside />
                    </Frame>
                    <AgainDialog />
                </VaultProvider>
            </SessionProvider>
        </LocationProvider>
    );
}

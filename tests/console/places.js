/* Every page of the console, at a hub with the sample county's venues and one published survey: a new one is audited in
 * each state, measured and driven from then on. */
export const PAGES = [
    '/', '/questions', '/trend', '/participation', '/returns', '/venues', '/venues/riverside-surgery', '/venues/riverside-surgery/edit',
    '/venues/riverside-surgery/choices', '/venues/riverside-surgery/questions', '/venues/riverside-surgery/months', '/venues/new', '/areas',
    '/comments', '/notices', '/notices/new', '/initiatives', '/initiatives/new', '/fairness', '/surveys', '/surveys/gp_fft/1', '/kiosks',
    '/kiosks/invite', '/kiosks/invitations', '/kiosks/stick', '/exports', '/settings', '/settings/alerts', '/settings/audit', '/settings/keys',
    '/settings/people', '/settings/tokens', '/settings/webhooks', '/setup', '/account', '/nowhere',
];

/* One thing each, by an id that only a running hub gives: its draft, kiosk, notice and initiative. */
export const THINGS = ['/drafts/DRAFT', '/kiosks/KIOSK', '/notices/NOTICE', '/initiatives/INITIATIVE'];

/* These ask the hub for nothing before they can be used. */
export const ASK_NOTHING = ['/kiosks/stick', '/nowhere'];

/* The ways to look at a draft. */
export const DRAFT_TABS = ['json', 'pictures', 'walk', 'differences', 'publish'].map((tab) => `/drafts/DRAFT?tab=${tab}`);

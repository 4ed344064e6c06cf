-- The hub's first schema. Three classes of tables, so that the same shape can later be spread over
-- many machines (docs/DATABASE.md):
--   kiosk tables   grow with the responses; kiosk_id is the first column and leads every key
--   frame tables   few rows, seldom written, wanted everywhere: venues, surveys, blobs, bundles
--   desk tables    what the programme's own desk needs: settings, statements, invitations
-- Times are seconds since 1970; days are the venue's local days since 1970-01-01. No row of a kiosk
-- table is ever changed but watermark, kiosk, the tallies (which only grow) and kiosk_event.

-- desk
CREATE TABLE setting (
    key TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE counter (
    name TEXT NOT NULL PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE statement (
    number INTEGER NOT NULL PRIMARY KEY,
    kind INTEGER NOT NULL,
    message BLOB NOT NULL
);

CREATE TABLE invitation (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id BETWEEN 0 AND 32767),
    mac_key BLOB NOT NULL CHECK (length(mac_key) = 32),
    venue TEXT NOT NULL,
    expires INTEGER NOT NULL,
    pin_blob BLOB NOT NULL CHECK (length(pin_blob) = 32),
    used_by BLOB CHECK (length(used_by) = 32),
    kiosk INTEGER,
    reply BLOB
);

-- frame
CREATE TABLE venue (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    kind TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE blob (
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    bytes BLOB NOT NULL
);

CREATE TABLE survey (
    number INTEGER NOT NULL PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
    id TEXT NOT NULL,
    version INTEGER NOT NULL,
    published INTEGER NOT NULL,
    accepted TEXT NOT NULL,
    UNIQUE (id, version)
);

CREATE TABLE venue_survey (
    venue TEXT NOT NULL PRIMARY KEY,
    survey BLOB NOT NULL CHECK (length(survey) = 32)
) WITHOUT ROWID;

CREATE TABLE bundle (
    venue TEXT NOT NULL,
    serial INTEGER NOT NULL,
    manifest BLOB NOT NULL CHECK (length(manifest) = 32),
    PRIMARY KEY (venue, serial)
) WITHOUT ROWID;

-- kiosk
CREATE TABLE kiosk (
    kiosk_id INTEGER NOT NULL PRIMARY KEY,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    venue TEXT NOT NULL,
    life INTEGER NOT NULL,
    invitation INTEGER NOT NULL,
    pin_blob BLOB NOT NULL CHECK (length(pin_blob) = 32),
    enrolled INTEGER NOT NULL,
    revoked_from INTEGER NOT NULL DEFAULT 0,
    last_seen INTEGER NOT NULL DEFAULT 0,
    bundle_serial INTEGER NOT NULL DEFAULT 0,
    health TEXT NOT NULL DEFAULT ''
);

CREATE TABLE watermark (
    kiosk_id INTEGER NOT NULL,
    life INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    run INTEGER NOT NULL,
    print INTEGER NOT NULL,
    PRIMARY KEY (kiosk_id, life)
) WITHOUT ROWID;

CREATE TABLE batch (
    kiosk_id INTEGER NOT NULL,
    life INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    received INTEGER NOT NULL,
    carried INTEGER NOT NULL,
    time_zone TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (kiosk_id, life, first),
    CHECK (last >= first)
);

CREATE TABLE response (
    kiosk_id INTEGER NOT NULL,
    life INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    venue TEXT NOT NULL,
    survey INTEGER NOT NULL,
    day INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    quality INTEGER NOT NULL,
    language TEXT NOT NULL,
    access INTEGER NOT NULL,
    assisted INTEGER NOT NULL,
    ending INTEGER NOT NULL,
    flagged INTEGER NOT NULL,
    answers BLOB NOT NULL,
    PRIMARY KEY (kiosk_id, life, seq)
) WITHOUT ROWID;

CREATE TABLE aside (
    kiosk_id INTEGER NOT NULL,
    life INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (kiosk_id, life, seq)
) WITHOUT ROWID;

CREATE TABLE tally_day (
    kiosk_id INTEGER NOT NULL,
    survey INTEGER NOT NULL,
    day INTEGER NOT NULL,
    venue TEXT NOT NULL,
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    flagged INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (kiosk_id, survey, day, venue, question, value, flagged)
) WITHOUT ROWID;

CREATE TABLE tally_month (
    kiosk_id INTEGER NOT NULL,
    survey INTEGER NOT NULL,
    month INTEGER NOT NULL,
    venue TEXT NOT NULL,
    question TEXT NOT NULL,
    value TEXT NOT NULL,
    language TEXT NOT NULL,
    access INTEGER NOT NULL,
    hour INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (kiosk_id, survey, month, venue, question, value, language, access, hour)
) WITHOUT ROWID;

CREATE TABLE kiosk_event (
    kiosk_id INTEGER NOT NULL,
    what TEXT NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (kiosk_id, what)
) WITHOUT ROWID;

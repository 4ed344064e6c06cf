-- desk: what people at the desk write, each a JSON text, and the log of what they did.
CREATE TABLE paper (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    also TEXT,
    part TEXT NOT NULL,
    rank INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX paper_also ON paper (kind, also) WHERE also IS NOT NULL;
CREATE INDEX paper_rank ON paper (kind, rank, id);
CREATE INDEX paper_part ON paper (kind, part, rank, id);

CREATE TABLE audit (
    number INTEGER NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    actor_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail BLOB NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32)
);

-- desk: the tallies of a venue's kiosks added up by month, made again from the tallies at any time.
-- counts packs days, bursts, hours, access modes, languages and sealed answers (summary_pack.h).
CREATE TABLE summary (
    survey INTEGER NOT NULL,
    question TEXT NOT NULL,
    month INTEGER NOT NULL,
    venue TEXT NOT NULL,
    value TEXT NOT NULL,
    counts BLOB NOT NULL,
    PRIMARY KEY (survey, question, month, venue, value)
) WITHOUT ROWID;

CREATE TABLE summary_member (
    venue TEXT NOT NULL,
    survey INTEGER NOT NULL,
    month INTEGER NOT NULL,
    kiosk_id INTEGER NOT NULL,
    PRIMARY KEY (venue, survey, month, kiosk_id)
) WITHOUT ROWID;

-- kiosk: which months a kiosk has added to since they were added up last; n tells one time from the
-- next.
CREATE TABLE stale (
    kiosk_id INTEGER NOT NULL,
    venue TEXT NOT NULL,
    survey INTEGER NOT NULL,
    month INTEGER NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (kiosk_id, venue, survey, month)
) WITHOUT ROWID;
INSERT INTO stale (kiosk_id, venue, survey, month, n)
    SELECT DISTINCT kiosk_id, venue, survey, month, 1 FROM tally_month;

-- kiosk: its health by day, from the counters that come with each exchange.
CREATE TABLE kiosk_day (
    kiosk_id INTEGER NOT NULL,
    day INTEGER NOT NULL,
    venue TEXT NOT NULL,
    exchanges INTEGER NOT NULL,
    woken INTEGER NOT NULL,
    started INTEGER NOT NULL,
    completed INTEGER NOT NULL,
    restarts INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    pending INTEGER NOT NULL,
    room_mib INTEGER NOT NULL,
    write_ms INTEGER NOT NULL,
    version TEXT NOT NULL,
    PRIMARY KEY (kiosk_id, day, venue)
) WITHOUT ROWID;
CREATE INDEX kiosk_day_day ON kiosk_day (day);

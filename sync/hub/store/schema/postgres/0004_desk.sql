-- What people at the desk write, each a JSON text, and the log of what they did.
CREATE TABLE paper (
    kind text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL,
    also text COLLATE "C",
    part text COLLATE "C" NOT NULL,
    rank bigint NOT NULL,
    version bigint NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (kind, id)
);
CREATE UNIQUE INDEX paper_also ON paper (kind, also) WHERE also IS NOT NULL;
CREATE INDEX paper_rank ON paper (kind, rank, id);
CREATE INDEX paper_part ON paper (kind, part, rank, id);
COMMENT ON TABLE paper IS 'desk: what people at the desk write';

CREATE TABLE audit (
    number bigint NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    actor_id text NOT NULL,
    actor text NOT NULL,
    action text NOT NULL,
    subject text NOT NULL,
    detail bytea NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
COMMENT ON TABLE audit IS 'desk: the log of what people at the desk did';

-- One at a time changes the desk: whoever has locked this row.
CREATE TABLE turn (
    name text COLLATE "C" NOT NULL PRIMARY KEY
);
INSERT INTO turn (name) VALUES ('desk');
COMMENT ON TABLE turn IS 'desk: a row that is locked by whoever changes the desk';

-- The tallies of a venue's kiosks added up by month, made again from the tallies at any time.
-- counts packs days, bursts, hours, access modes, languages and sealed answers (summary_pack.h).
CREATE TABLE summary (
    survey integer NOT NULL,
    month integer NOT NULL,
    question text COLLATE "C" NOT NULL,
    venue text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    counts bytea NOT NULL,
    PRIMARY KEY (survey, question, month, venue, value)
);
COMMENT ON TABLE summary IS 'desk: the months of venues';

CREATE TABLE summary_member (
    kiosk_id bigint NOT NULL,
    survey integer NOT NULL,
    month integer NOT NULL,
    venue text COLLATE "C" NOT NULL,
    PRIMARY KEY (venue, survey, month, kiosk_id)
);
COMMENT ON TABLE summary_member IS 'desk: which kiosks a month of a venue is made of';

-- Which months a kiosk has added to since they were added up last; n tells one time from the next.
CREATE TABLE stale (
    kiosk_id bigint NOT NULL,
    n bigint NOT NULL,
    survey integer NOT NULL,
    month integer NOT NULL,
    venue text COLLATE "C" NOT NULL,
    PRIMARY KEY (kiosk_id, venue, survey, month)
) WITH (fillfactor = 60);
INSERT INTO stale (kiosk_id, venue, survey, month, n)
    SELECT DISTINCT kiosk_id, venue, survey, month, 1 FROM tally_month;
COMMENT ON TABLE stale IS 'kiosk: which of its months are to be added up';

-- A kiosk's health by day, from the counters that come with each exchange.
CREATE TABLE kiosk_day (
    kiosk_id bigint NOT NULL,
    exchanges bigint NOT NULL,
    woken bigint NOT NULL,
    started bigint NOT NULL,
    completed bigint NOT NULL,
    restarts bigint NOT NULL,
    responses bigint NOT NULL,
    pending bigint NOT NULL,
    room_mib bigint NOT NULL,
    write_ms bigint NOT NULL,
    day integer NOT NULL,
    venue text COLLATE "C" NOT NULL,
    version text NOT NULL,
    PRIMARY KEY (kiosk_id, day, venue)
) WITH (fillfactor = 60);
CREATE INDEX kiosk_day_day ON kiosk_day (day);
COMMENT ON TABLE kiosk_day IS 'kiosk: how it fared each day';

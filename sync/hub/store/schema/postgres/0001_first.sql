-- The hub's first schema for PostgreSQL: the same tables as sqlite/0001_first.sql, under the rules of
-- docs/DATABASE.md. The first word of a table's comment is its class:
--   kiosk   grows with the responses; kiosk_id is the first column and leads every key
--   frame   few rows, seldom written, wanted everywhere: venues, surveys, blobs, bundles
--   desk    what the programme's own desk needs: settings, statements, invitations
-- Texts compare byte by byte, as everywhere else. A statement ends with a semicolon at the end of its line;
-- each is sent by itself.

CREATE TABLE setting (
    key text COLLATE "C" NOT NULL PRIMARY KEY,
    value bytea NOT NULL
);
COMMENT ON TABLE setting IS 'desk: what the programme is called and the like';

CREATE TABLE counter (
    name text COLLATE "C" NOT NULL PRIMARY KEY,
    value bigint NOT NULL
);
COMMENT ON TABLE counter IS 'desk: numbers that only rise';

CREATE TABLE statement (
    number bigint NOT NULL PRIMARY KEY,
    kind integer NOT NULL,
    message bytea NOT NULL
);
COMMENT ON TABLE statement IS 'desk: what the programme key has signed';

CREATE TABLE invitation (
    id integer NOT NULL PRIMARY KEY CHECK (id BETWEEN 0 AND 32767),
    mac_key bytea NOT NULL CHECK (octet_length(mac_key) = 32),
    venue text COLLATE "C" NOT NULL,
    expires bigint NOT NULL,
    pin_blob bytea NOT NULL CHECK (octet_length(pin_blob) = 32),
    used_by bytea CHECK (octet_length(used_by) = 32),
    kiosk bigint,
    reply bytea
);
COMMENT ON TABLE invitation IS 'desk: codes that enrol one kiosk each';

CREATE TABLE venue (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    name text NOT NULL,
    time_zone text NOT NULL,
    kind text NOT NULL
);
COMMENT ON TABLE venue IS 'frame: where kiosks stand';

CREATE TABLE blob (
    digest bytea NOT NULL PRIMARY KEY CHECK (octet_length(digest) = 32),
    bytes bytea NOT NULL
);
ALTER TABLE blob ALTER COLUMN bytes SET STORAGE EXTERNAL;
COMMENT ON TABLE blob IS 'frame: bytes by their digest';

CREATE TABLE survey (
    number integer NOT NULL PRIMARY KEY,
    digest bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),
    id text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    published bigint NOT NULL,
    accepted text NOT NULL,
    UNIQUE (id, version)
);
COMMENT ON TABLE survey IS 'frame: published surveys, and those that kiosks brought';

CREATE TABLE venue_survey (
    venue text COLLATE "C" NOT NULL PRIMARY KEY,
    survey bytea NOT NULL CHECK (octet_length(survey) = 32)
);
COMMENT ON TABLE venue_survey IS 'frame: which survey a venue asks now';

CREATE TABLE bundle (
    venue text COLLATE "C" NOT NULL,
    serial bigint NOT NULL,
    manifest bytea NOT NULL CHECK (octet_length(manifest) = 32),
    PRIMARY KEY (venue, serial)
);
COMMENT ON TABLE bundle IS 'frame: the bundles that venues had';

CREATE TABLE kiosk (
    kiosk_id bigint NOT NULL PRIMARY KEY,
    life bigint NOT NULL,
    enrolled bigint NOT NULL,
    revoked_from bigint NOT NULL DEFAULT 0,
    last_seen bigint NOT NULL DEFAULT 0,
    bundle_serial bigint NOT NULL DEFAULT 0,
    invitation integer NOT NULL,
    public_key bytea NOT NULL CHECK (octet_length(public_key) = 32),
    pin_blob bytea NOT NULL CHECK (octet_length(pin_blob) = 32),
    venue text COLLATE "C" NOT NULL,
    health text NOT NULL DEFAULT ''
) WITH (fillfactor = 60);
COMMENT ON TABLE kiosk IS 'kiosk: the devices';

CREATE TABLE watermark (
    kiosk_id bigint NOT NULL,
    life bigint NOT NULL,
    seq bigint NOT NULL,
    print bigint NOT NULL,
    run bigint NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (kiosk_id, life)
) WITH (fillfactor = 60);
COMMENT ON TABLE watermark IS 'kiosk: through which response a life is here';

CREATE TABLE batch (
    kiosk_id bigint NOT NULL,
    life bigint NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    received bigint NOT NULL,
    carried boolean NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    time_zone text NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (kiosk_id, life, first),
    CHECK (last >= first)
);
ALTER TABLE batch ALTER COLUMN bytes SET STORAGE EXTERNAL;
COMMENT ON TABLE batch IS 'kiosk: the signed bytes as they were received';

CREATE TABLE response (
    kiosk_id bigint NOT NULL,
    life bigint NOT NULL,
    seq bigint NOT NULL,
    survey integer NOT NULL,
    day integer NOT NULL,
    hour smallint NOT NULL,
    quality smallint NOT NULL,
    access smallint NOT NULL,
    ending smallint NOT NULL,
    assisted boolean NOT NULL,
    flagged boolean NOT NULL,
    venue text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    answers bytea NOT NULL,
    PRIMARY KEY (kiosk_id, life, seq)
);
COMMENT ON TABLE response IS 'kiosk: one row a response';

CREATE TABLE aside (
    kiosk_id bigint NOT NULL,
    life bigint NOT NULL,
    seq bigint NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (kiosk_id, life, seq)
);
COMMENT ON TABLE aside IS 'kiosk: what can never be counted, with the reason';

CREATE TABLE tally_day (
    kiosk_id bigint NOT NULL,
    survey integer NOT NULL,
    day integer NOT NULL,
    venue text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    flagged boolean NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (kiosk_id, survey, day, venue, question, value, flagged)
) WITH (fillfactor = 80);
COMMENT ON TABLE tally_day IS 'kiosk: counts by day';

CREATE TABLE tally_month (
    kiosk_id bigint NOT NULL,
    survey integer NOT NULL,
    month integer NOT NULL,
    venue text COLLATE "C" NOT NULL,
    question text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    language text COLLATE "C" NOT NULL,
    access smallint NOT NULL,
    hour smallint NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (kiosk_id, survey, month, venue, question, value, language, access, hour)
) WITH (fillfactor = 80);
COMMENT ON TABLE tally_month IS 'kiosk: counts by month, language, access mode and hour';

CREATE TABLE kiosk_event (
    kiosk_id bigint NOT NULL,
    what text COLLATE "C" NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    times bigint NOT NULL,
    PRIMARY KEY (kiosk_id, what)
);
COMMENT ON TABLE kiosk_event IS 'kiosk: what is worth remembering of a kiosk';

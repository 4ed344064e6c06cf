-- What a venue chooses for its kiosks, as files: "profile" is docs/VENUE.md's.
CREATE TABLE venue_file (
    venue text COLLATE "C" NOT NULL,
    name text COLLATE "C" NOT NULL,
    bytes bytea NOT NULL,
    PRIMARY KEY (venue, name)
);
COMMENT ON TABLE venue_file IS 'frame: what a venue chooses for its kiosks';

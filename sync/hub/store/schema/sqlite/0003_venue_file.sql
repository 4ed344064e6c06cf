-- What a venue chooses for its kiosks, as files (docs/VENUE.md).
CREATE TABLE venue_file (
    venue TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (venue, name)
) WITHOUT ROWID;

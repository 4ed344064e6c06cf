-- kiosk: runs of batches that were deleted because their time was over, and the sums that their responses leave in
-- the tallies. Neither is ever changed; figures go when their own time is over.
CREATE TABLE gone (
    kiosk_id INTEGER NOT NULL,
    life INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    bytes BLOB NOT NULL CHECK (length(bytes) = 32),
    deletion INTEGER NOT NULL,
    batches INTEGER NOT NULL,
    responses INTEGER NOT NULL,
    asides INTEGER NOT NULL,
    unopened INTEGER NOT NULL,
    PRIMARY KEY (kiosk_id, life, first),
    CHECK (last >= first)
) WITHOUT ROWID;

CREATE TABLE gone_figures (
    kiosk_id INTEGER NOT NULL,
    deletion INTEGER NOT NULL,
    survey BLOB NOT NULL CHECK (length(survey) = 32),
    month INTEGER NOT NULL,
    figures BLOB NOT NULL,
    PRIMARY KEY (kiosk_id, deletion, survey, month)
) WITHOUT ROWID;

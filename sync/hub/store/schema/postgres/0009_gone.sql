-- Runs of batches that were deleted because their time was over, and the sums that their responses leave in the
-- tallies. Neither is ever changed; figures go when their own time is over.
CREATE TABLE gone (
    kiosk_id bigint NOT NULL,
    life bigint NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    bytes bytea NOT NULL CHECK (octet_length(bytes) = 32),
    deletion bigint NOT NULL,
    batches bigint NOT NULL,
    responses bigint NOT NULL,
    asides bigint NOT NULL,
    unopened bigint NOT NULL,
    PRIMARY KEY (kiosk_id, life, first),
    CHECK (last >= first)
);
COMMENT ON TABLE gone IS 'kiosk: what stands in the place of batches that were deleted';

CREATE TABLE gone_figures (
    kiosk_id bigint NOT NULL,
    deletion bigint NOT NULL,
    month integer NOT NULL,
    survey bytea NOT NULL CHECK (octet_length(survey) = 32),
    figures bytea NOT NULL,
    PRIMARY KEY (kiosk_id, deletion, survey, month)
);
COMMENT ON TABLE gone_figures IS 'kiosk: what deleted responses leave in the tallies';

-- "You said, we did": each notice as the file that it was added as. venue '' is for all of them.
CREATE TABLE notice (
    number bigint NOT NULL PRIMARY KEY,
    venue text COLLATE "C" NOT NULL,
    added bigint NOT NULL,
    withdrawn bigint NOT NULL DEFAULT 0,
    bytes bytea NOT NULL
);
COMMENT ON TABLE notice IS 'frame: what people said and what was done about it';

-- "You said, we did": each notice as the file that it was added as. venue '' is for all of them.
CREATE TABLE notice (
    number INTEGER NOT NULL PRIMARY KEY,
    venue TEXT NOT NULL,
    added INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0,
    bytes BLOB NOT NULL
);

-- A survey with a venue's own questions is a version of the survey that it was made from.
ALTER TABLE survey ADD COLUMN base BLOB CHECK (length(base) = 32);

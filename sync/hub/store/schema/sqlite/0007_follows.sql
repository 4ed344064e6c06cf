-- Each bundle of a venue follows one that was there before it, and only one can: of two hubs that make one at
-- once the second finds that it has to look again.
ALTER TABLE bundle ADD COLUMN follows INTEGER NOT NULL DEFAULT 0;
UPDATE bundle SET follows = coalesce(
    (SELECT max(b.serial) FROM bundle b WHERE b.venue = bundle.venue AND b.serial < bundle.serial), 0);
CREATE UNIQUE INDEX bundle_follows ON bundle (venue, follows);

-- Each bundle of a venue follows one that was there before it, and only one can: of two hubs that make one at
-- once the second finds that it has to look again.
ALTER TABLE bundle ADD COLUMN follows bigint NOT NULL DEFAULT 0;
UPDATE bundle SET follows = before.serial
    FROM (SELECT venue, serial AS next, lag(serial) OVER (PARTITION BY venue ORDER BY serial) AS serial
        FROM bundle) before
    WHERE before.venue = bundle.venue AND before.next = bundle.serial AND before.serial IS NOT NULL;
CREATE UNIQUE INDEX bundle_follows ON bundle (venue, follows);

-- What a kiosk said of its own time when it was last heard, for each life: an old message that comes
-- again must not pass as a sign of life. wall counts only for messages from outside a boot segment.
ALTER TABLE watermark ADD COLUMN heard_segment INTEGER NOT NULL DEFAULT 0;
ALTER TABLE watermark ADD COLUMN heard_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE watermark ADD COLUMN heard_wall INTEGER NOT NULL DEFAULT 0;

-- The first schema kept the secrets of codes. They are overwritten: codes that were not used yet end
-- with them, as only keys derived from codes are kept now.
UPDATE invitation SET mac_key = randomblob(32);

-- What a kiosk said of its own time when it was last heard, for each life: an old message that comes
-- again must not pass as a sign of life. wall counts only for messages from outside a boot segment.
ALTER TABLE watermark
    ADD COLUMN heard_segment bigint NOT NULL DEFAULT 0,
    ADD COLUMN heard_ms bigint NOT NULL DEFAULT 0,
    ADD COLUMN heard_wall bigint NOT NULL DEFAULT 0;

-- What a kiosk's day also counts: touches that met nothing, and calls for help.
ALTER TABLE kiosk_day ADD COLUMN dead bigint NOT NULL DEFAULT 0;
ALTER TABLE kiosk_day ADD COLUMN helped bigint NOT NULL DEFAULT 0;

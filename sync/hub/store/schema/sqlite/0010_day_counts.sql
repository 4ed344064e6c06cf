-- What a kiosk's day also counts: touches that met nothing, and calls for help.
ALTER TABLE kiosk_day ADD COLUMN dead INTEGER NOT NULL DEFAULT 0;
ALTER TABLE kiosk_day ADD COLUMN helped INTEGER NOT NULL DEFAULT 0;

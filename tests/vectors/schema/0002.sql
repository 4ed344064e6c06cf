-- From schema 2 on: what a kiosk said of its own time.
UPDATE watermark SET heard_segment = 3, heard_ms = 500 WHERE kiosk_id = 7001;

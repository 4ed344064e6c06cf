-- The kiosks of a venue, whose PINs its bundle carries.
CREATE INDEX kiosk_venue ON kiosk (venue);

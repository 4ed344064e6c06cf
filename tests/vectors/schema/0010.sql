-- From schema 10 on: touches that met nothing, and calls for help.
INSERT INTO kiosk_day (kiosk_id, day, venue, exchanges, woken, started, completed, restarts, responses, pending, room_mib, write_ms, version, dead, helped) VALUES (7001, 20399, 'gp', 1, 9, 5, 4, 0, 4, 0, 900, 6, '0.1.0', 12, 2);

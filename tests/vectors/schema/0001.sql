-- What a hub of schema 1 has written, for both engines: {hex} stands for bytes. It was 0.1.0's first schema.
INSERT INTO setting (key, value) VALUES ('programme.name', {4e6f727468});
INSERT INTO counter (name, value) VALUES ('bundle', 5), ('statement', 1);
INSERT INTO statement (number, kind, message) VALUES (1, 0, {010203});
INSERT INTO invitation (id, mac_key, venue, expires, pin_blob, used_by, kiosk, reply) VALUES (7, {05*32}, 'gp', 4000000000, {09*32}, {01*32}, 7001, {72});
INSERT INTO invitation (id, mac_key, venue, expires, pin_blob) VALUES (8, {05*32}, 'gp', 4000000000, {09*32});
INSERT INTO venue (id, name, time_zone, kind) VALUES ('gp', 'Riverside', 'Europe/London', 'gp'), ('west', 'West', 'UTC', '');
INSERT INTO blob (digest, bytes) VALUES ({01*32}, {7b7d});
INSERT INTO survey (number, digest, id, version, published, accepted) VALUES (1, {01*32}, 'fft', 1, 1795000000, 'cy');
INSERT INTO venue_survey (venue, survey) VALUES ('gp', {01*32});
INSERT INTO bundle (venue, serial, manifest) VALUES ('gp', 3, {03*32}), ('gp', 5, {05*32}), ('west', 4, {04*32});
INSERT INTO kiosk (kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, revoked_from, last_seen, bundle_serial, health) VALUES (7001, {01*32}, 'gp', 42, 7, {09*32}, 1794999000, 0, 1795000000, 3, '{}');
INSERT INTO watermark (kiosk_id, life, seq, hash, run, print) VALUES (7001, 42, 2, {66*32}, 1, 77);
INSERT INTO batch (kiosk_id, life, first, last, hash, received, carried, time_zone, bytes) VALUES (7001, 42, 1, 2, {66*32}, 1795000000, {no}, 'Europe/London', {00736967});
INSERT INTO response (kiosk_id, life, seq, venue, survey, day, hour, quality, language, access, assisted, ending, flagged, answers) VALUES (7001, 42, 1, 'gp', 1, 20395, 9, 0, 'cy', 0, {yes}, 0, {no}, {0400});
INSERT INTO aside (kiosk_id, life, seq, reason) VALUES (7001, 42, 2, 'no such answer');
INSERT INTO tally_day (kiosk_id, survey, day, venue, question, value, flagged, n) VALUES (7001, 1, 20395, 'gp', 'q', 'v', {no}, 1);
INSERT INTO tally_month (kiosk_id, survey, month, venue, question, value, language, access, hour, n) VALUES (7001, 1, 20393, 'gp', 'q', 'v', 'cy', 0, 9, 1);
INSERT INTO kiosk_event (kiosk_id, what, first, last, times) VALUES (7001, 'fork', 1795000000, 1795000005, 2);

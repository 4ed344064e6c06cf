-- From schema 4 on: the desk, and months added up.
INSERT INTO paper (kind, id, also, part, rank, version, body) VALUES ('draft', 'a', 'a@example.org', '', 5, 1, {7b7d}), ('draft', 'b', NULL, 'x', -5, 2, {7b7d});
INSERT INTO audit (number, at, actor_id, actor, action, subject, detail, hash) VALUES (1, 1795000000, '', 'root', 'venue.changed', 'gp', {7b7d}, {08*32});
INSERT INTO kiosk_day (kiosk_id, day, venue, exchanges, woken, started, completed, restarts, responses, pending, room_mib, write_ms, version) VALUES (7001, 20395, 'gp', 2, 9, 5, 4, 1, 2, 0, 700, 30, '0.1.0');

-- From schema 3 on: files of venues.
INSERT INTO venue_file (venue, name, bytes) VALUES ('gp', 'profile', {7b7d});

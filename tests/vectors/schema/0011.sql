-- From schema 11 on: the kiosks of a venue are found by an index; the highest bundle that kiosks have told of.
INSERT INTO counter (name, value) VALUES ('reported bundle', 57);

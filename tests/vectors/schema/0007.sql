-- From schema 7 on: bundles follow each other.
INSERT INTO bundle (venue, serial, manifest, follows) VALUES ('west', 6, {06*32}, 4);

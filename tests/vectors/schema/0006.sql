-- From schema 6 on: you said, we did.
INSERT INTO notice (number, venue, added, withdrawn, bytes) VALUES (1, '', 1795000000, 0, {7b7d});

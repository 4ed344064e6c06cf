-- From schema 5 on: surveys made from another.
INSERT INTO survey (number, digest, id, version, published, accepted, base) VALUES (2, {02*32}, 'fft', 2, 1795000001, '', {01*32});

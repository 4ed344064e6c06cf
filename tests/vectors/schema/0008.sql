-- From schema 8 on: a bundle is found by its name; nothing more is written.
SELECT 1;

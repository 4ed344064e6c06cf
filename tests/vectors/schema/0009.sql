-- From schema 9 on: what was deleted because its time was over.
INSERT INTO gone (kiosk_id, life, first, last, hash, bytes, deletion, batches, responses, asides, unopened) VALUES (7001, 41, 1, 9, {41*32}, {42*32}, 1, 2, 8, 1, 0);
INSERT INTO gone_figures (kiosk_id, deletion, survey, month, figures) VALUES (7001, 1, {01*32}, 20362, {68690a});

#pragma once
/*
 * Every SQL statement that the PostgreSQL engine runs, by name, with the types of its parameters,
 * so that the rules of docs/DATABASE.md can be read off one page and held by a test: whatever
 * touches a kiosk table while a batch is kept has kiosk_id = $1. (Rows of batches go in with
 * statements that postgres_rows.c makes.)
 *
 * Types: i bigint, n integer, s smallint, o boolean, t text, b bytea; a capital is an array of
 * them.
 */
#define PG_SQL_MAP(X)                                                                              \
    /* desk */                                                                                     \
    X(BEGIN, "", "BEGIN")                                                                          \
    X(COMMIT, "", "COMMIT")                                                                        \
    X(SETTING_GET, "t", "SELECT value FROM setting WHERE key = $1")                                \
    X(SETTING_PUT, "tb",                                                                           \
      "INSERT INTO setting (key, value) VALUES ($1, $2) "                                          \
      "ON CONFLICT (key) DO UPDATE SET value = excluded.value")                                    \
    X(NEXT, "tii",                                                                                 \
      "INSERT INTO counter (name, value) VALUES ($1, greatest(1, $2)) "                            \
      "ON CONFLICT (name) DO UPDATE SET value = greatest(counter.value + 1, $2) "                  \
      "WHERE counter.value < $3 RETURNING value")                                                  \
    X(COUNTER, "t", "SELECT value FROM counter WHERE name = $1")                                   \
    X(STATEMENT_ADD, "inb", "INSERT INTO statement (number, kind, message) VALUES ($1, $2, $3)")   \
    X(STATEMENTS, "", "SELECT number, kind, message FROM statement ORDER BY number")               \
    X(INVITATION_FREE, "ni",                                                                       \
      "SELECT g FROM generate_series(0, $1 - 1) g WHERE NOT EXISTS (SELECT 1 FROM invitation i "   \
      "WHERE i.id = g AND i.expires > $2) ORDER BY random() LIMIT 1")                              \
    X(INVITATION_NEW, "nbtib",                                                                     \
      "INSERT INTO invitation (id, mac_key, venue, expires, pin_blob) "                            \
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")                                        \
    X(INVITATION_RENEW, "nbtibi",                                                                  \
      "INSERT INTO invitation (id, mac_key, venue, expires, pin_blob) "                            \
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET mac_key = excluded.mac_key, "    \
      "venue = excluded.venue, expires = excluded.expires, pin_blob = excluded.pin_blob, "         \
      "used_by = NULL, kiosk = NULL, reply = NULL WHERE invitation.expires <= $6")                 \
    X(INVITATION_GET, "n",                                                                         \
      "SELECT id, mac_key, venue, expires, pin_blob, used_by, kiosk FROM invitation "              \
      "WHERE id = $1")                                                                             \
    X(INVITATIONS, "",                                                                             \
      "SELECT id, mac_key, venue, expires, pin_blob, used_by, kiosk FROM invitation ORDER BY id")  \
    X(INVITATION_LOCK, "n", "SELECT used_by, reply FROM invitation WHERE id = $1 FOR UPDATE")      \
    X(INVITATION_END, "n", "UPDATE invitation SET expires = 0 WHERE id = $1 AND used_by IS NULL")  \
    X(INVITATION_ADOPT, "nbi",                                                                     \
      "UPDATE invitation SET used_by = $2, kiosk = $3 WHERE id = $1 AND used_by IS NULL")          \
    X(INVITATION_USE, "nbib",                                                                      \
      "UPDATE invitation SET used_by = $2, kiosk = $3, reply = $4 WHERE id = $1")                  \
    X(TURN, "", "SELECT 1 FROM turn WHERE name = 'desk' FOR UPDATE")                               \
    X(PAPER_PUT, "ttttiib",                                                                        \
      "INSERT INTO paper (kind, id, also, part, rank, version, body) "                             \
      "VALUES ($1, $2, nullif($3, ''), $4, $5, $6, $7) ON CONFLICT (kind, id) DO UPDATE SET "      \
      "also = excluded.also, part = excluded.part, rank = excluded.rank, "                         \
      "version = excluded.version, body = excluded.body")                                          \
    X(PAPER_VERSION, "tt", "SELECT version FROM paper WHERE kind = $1 AND id = $2")                \
    X(PAPER_GET, "tt",                                                                             \
      "SELECT kind, id, also, part, rank, version, body FROM paper WHERE kind = $1 AND id = $2")   \
    X(PAPER_FIND, "tt",                                                                            \
      "SELECT kind, id, also, part, rank, version, body FROM paper WHERE kind = $1 AND also = $2") \
    X(PAPER_REMOVE, "tt", "DELETE FROM paper WHERE kind = $1 AND id = $2")                         \
    X(PAPERS, "tiiitn",                                                                            \
      "SELECT kind, id, also, part, rank, version, body FROM paper WHERE kind = $1 "               \
      "AND rank >= $2 AND rank < $3 AND (rank, id) > ($4, $5) ORDER BY rank, id LIMIT $6")         \
    X(PAPERS_BACK, "tiiitn",                                                                       \
      "SELECT kind, id, also, part, rank, version, body FROM paper WHERE kind = $1 "               \
      "AND rank >= $2 AND rank < $3 AND (rank, id) < ($4, $5) "                                    \
      "ORDER BY rank DESC, id DESC LIMIT $6")                                                      \
    X(PAPERS_PART, "tiiitnt",                                                                      \
      "SELECT kind, id, also, part, rank, version, body FROM paper WHERE kind = $1 "               \
      "AND part = $7 AND rank >= $2 AND rank < $3 AND (rank, id) > ($4, $5) "                      \
      "ORDER BY rank, id LIMIT $6")                                                                \
    X(PAPERS_PART_BACK, "tiiitnt",                                                                 \
      "SELECT kind, id, also, part, rank, version, body FROM paper WHERE kind = $1 "               \
      "AND part = $7 AND rank >= $2 AND rank < $3 AND (rank, id) < ($4, $5) "                      \
      "ORDER BY rank DESC, id DESC LIMIT $6")                                                      \
    X(PAPERS_REMOVE, "ti", "DELETE FROM paper WHERE kind = $1 AND rank < $2")                      \
    X(PAPERS_PART_REMOVE, "tit", "DELETE FROM paper WHERE kind = $1 AND part = $3 AND rank < $2")  \
    X(AUDIT_HEAD, "", "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")               \
    X(AUDIT_ADD, "iittttbb",                                                                       \
      "INSERT INTO audit (number, at, actor_id, actor, action, subject, detail, hash) "            \
      "SELECT $1, $2, $3, $4, $5, $6, $7, $8 "                                                     \
      "WHERE $1 = (SELECT coalesce(max(number), 0) + 1 FROM audit)")                               \
    X(AUDITS, "itttooon",                                                                          \
      "SELECT number, at, actor_id, actor, action, subject, detail, hash FROM audit "              \
      "WHERE number > $1 AND (NOT $5 OR starts_with(action, $2)) AND (NOT $6 OR actor_id = $3) "   \
      "AND (NOT $7 OR subject = $4) ORDER BY number LIMIT $8")                                     \
    X(AUDITS_BACK, "itttooon",                                                                     \
      "SELECT number, at, actor_id, actor, action, subject, detail, hash FROM audit "              \
      "WHERE number < $1 AND (NOT $5 OR starts_with(action, $2)) AND (NOT $6 OR actor_id = $3) "   \
      "AND (NOT $7 OR subject = $4) ORDER BY number DESC LIMIT $8")                                \
    X(MEMBER_ADD, "tnni",                                                                          \
      "INSERT INTO summary_member (venue, survey, month, kiosk_id) VALUES ($1, $2, $3, $4) "       \
      "ON CONFLICT DO NOTHING")                                                                    \
    X(MEMBERS, "tnn",                                                                              \
      "SELECT kiosk_id FROM summary_member WHERE venue = $1 AND survey = $2 AND month = $3 "       \
      "ORDER BY kiosk_id")                                                                         \
    X(MEMBERS_ALL, "tbnin",                                                                        \
      "SELECT m.venue, m.survey, m.month, m.kiosk_id FROM summary_member m "                       \
      "JOIN survey s ON s.number = m.survey "                                                      \
      "WHERE (m.venue, s.digest, m.month, m.kiosk_id) > ($1, $2, $3, $4) "                         \
      "ORDER BY m.venue, s.digest, m.month, m.kiosk_id LIMIT $5")                                  \
    X(SUMMARY_PUT, "ntnttb",                                                                       \
      "INSERT INTO summary (survey, question, month, venue, value, counts) "                       \
      "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (survey, question, month, venue, value) "       \
      "DO UPDATE SET counts = excluded.counts")                                                    \
    X(SUMMARY_MONTHS, "i",                                                                         \
      "SELECT min(month), max(month) FROM summary WHERE survey = $1 AND question = ''")            \
    X(SUMMARIES, "ntnttn",                                                                         \
      "SELECT venue, value, counts FROM summary WHERE survey = $1 AND question = $2 "              \
      "AND month = $3 AND (venue, value) > ($4, $5) ORDER BY venue, value LIMIT $6")               \
    X(SUMMARIES_VENUE, "ntnt",                                                                     \
      "SELECT venue, value, counts FROM summary WHERE survey = $1 AND question = $2 "              \
      "AND month = $3 AND venue = $4 ORDER BY value")                                              \
    /* frame */                                                                                    \
    X(VENUE_PUT, "tttt",                                                                           \
      "INSERT INTO venue (id, name, time_zone, kind) VALUES ($1, $2, $3, $4) "                     \
      "ON CONFLICT (id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone, "      \
      "kind = excluded.kind")                                                                      \
    X(VENUE_GET, "t", "SELECT id, name, time_zone, kind FROM venue WHERE id = $1")                 \
    X(VENUES, "tn",                                                                                \
      "SELECT id, name, time_zone, kind FROM venue WHERE id > $1 ORDER BY id LIMIT $2")            \
    X(BLOB_PUT, "bb", "INSERT INTO blob (digest, bytes) VALUES ($1, $2) ON CONFLICT DO NOTHING")   \
    X(BLOB_GET, "b", "SELECT bytes FROM blob WHERE digest = $1")                                   \
    X(BLOB_THERE, "b", "SELECT 1 FROM blob WHERE digest = $1")                                     \
    X(SURVEY_ADD, "btitb",                                                                         \
      "INSERT INTO survey (number, digest, id, version, published, accepted, base) "               \
      "SELECT coalesce(max(number), 0) + 1, $1, $2, "                                              \
      "coalesce(max(version) FILTER (WHERE id = $2), 0) + 1, $3, $4, "                             \
      "nullif($5, decode(repeat('00', 32), 'hex')) FROM survey ON CONFLICT DO NOTHING RETURNING "  \
      "version")                                                                                   \
    X(SURVEY_ACCEPT, "btib",                                                                       \
      "UPDATE survey SET accepted = $2, published = $3, "                                          \
      "base = coalesce(nullif($4, decode(repeat('00', 32), 'hex')), base) WHERE digest = $1")      \
    X(SURVEY_GET, "b",                                                                             \
      "SELECT digest, id, version, published, accepted, base FROM survey WHERE digest = $1")       \
    X(SURVEYS, "",                                                                                 \
      "SELECT digest, id, version, published, accepted, base FROM survey ORDER BY number DESC")    \
    X(SURVEY_NUMBERS, "", "SELECT digest, number, id FROM survey ORDER BY number")                 \
    X(VENUE_SURVEY_PUT, "tb",                                                                      \
      "INSERT INTO venue_survey (venue, survey) VALUES ($1, $2) "                                  \
      "ON CONFLICT (venue) DO UPDATE SET survey = excluded.survey")                                \
    X(VENUE_SURVEY_GET, "t", "SELECT survey FROM venue_survey WHERE venue = $1")                   \
    X(VENUE_SURVEYS, "",                                                                           \
      "SELECT v.venue, v.survey, s.base FROM venue_survey v "                                      \
      "JOIN survey s ON s.digest = v.survey ORDER BY v.venue")                                     \
    X(VENUE_FILE_PUT, "ttb",                                                                       \
      "INSERT INTO venue_file (venue, name, bytes) VALUES ($1, $2, $3) "                           \
      "ON CONFLICT (venue, name) DO UPDATE SET bytes = excluded.bytes")                            \
    X(VENUE_FILE_GET, "tt", "SELECT bytes FROM venue_file WHERE venue = $1 AND name = $2")         \
    X(NOTICE_ADD, "itib",                                                                          \
      "INSERT INTO notice (number, venue, added, bytes) VALUES ($1, $2, $3, $4)")                  \
    X(NOTICES, "", "SELECT number, venue, added, withdrawn, bytes FROM notice ORDER BY number")    \
    X(NOTICE_WITHDRAW, "ii",                                                                       \
      "UPDATE notice SET withdrawn = $2 WHERE number = $1 AND withdrawn = 0")                      \
    X(BUNDLE_PUT, "tibi",                                                                          \
      "INSERT INTO bundle (venue, serial, manifest, follows) VALUES ($1, $2, $3, $4)")             \
    X(BUNDLE_VENUE, "b", "SELECT venue FROM bundle WHERE manifest = $1 LIMIT 1")                   \
    X(BUNDLE_GET, "t",                                                                             \
      "SELECT serial, manifest FROM bundle WHERE venue = $1 ORDER BY serial DESC LIMIT 1")         \
    /* kiosks */                                                                                   \
    X(KIOSK_ADD, "ibtinbiiii",                                                                     \
      "INSERT INTO kiosk (kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, "     \
      "revoked_from, last_seen, bundle_serial) "                                                   \
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)")                                          \
    X(KIOSK_GET, "i",                                                                              \
      "SELECT kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, revoked_from, "   \
      "last_seen, bundle_serial, health FROM kiosk WHERE kiosk_id = $1")                           \
    X(KIOSKS, "in",                                                                                \
      "SELECT kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, revoked_from, "   \
      "last_seen, bundle_serial, health FROM kiosk WHERE kiosk_id > $1 ORDER BY kiosk_id LIMIT "   \
      "$2")                                                                                        \
    X(KIOSKS_AT, "int",                                                                            \
      "SELECT kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, revoked_from, "   \
      "last_seen, bundle_serial, health FROM kiosk WHERE kiosk_id > $1 AND venue = $3 "            \
      "ORDER BY kiosk_id LIMIT $2")                                                                \
    X(KIOSK_MOVE, "it", "UPDATE kiosk SET venue = $2 WHERE kiosk_id = $1")                         \
    X(KIOSK_REVOKE, "ii", "UPDATE kiosk SET revoked_from = $2 WHERE kiosk_id = $1")                \
    X(SENDER, "i",                                                                                 \
      "SELECT k.kiosk_id, k.public_key, k.venue, k.life, k.invitation, k.pin_blob, k.enrolled, "   \
      "k.revoked_from, k.last_seen, k.bundle_serial, k.health, v.id, v.name, v.time_zone, "        \
      "v.kind, "                                                                                   \
      "b.serial, b.manifest, w.life, w.seq, w.hash, w.run, w.print FROM kiosk k "                  \
      "LEFT JOIN venue v ON v.id = k.venue "                                                       \
      "LEFT JOIN LATERAL (SELECT serial, manifest FROM bundle WHERE venue = k.venue "              \
      "ORDER BY serial DESC LIMIT 1) b ON true "                                                   \
      "LEFT JOIN watermark w ON w.kiosk_id = k.kiosk_id AND w.life = k.life "                      \
      "WHERE k.kiosk_id = $1")                                                                     \
    X(WATERMARK_ADD, "iib",                                                                        \
      "INSERT INTO watermark (kiosk_id, life, seq, hash, run, print) VALUES ($1, $2, 0, $3, 0, "   \
      "0) ON CONFLICT DO NOTHING")                                                                 \
    X(KIOSK_LIFE, "ii", "UPDATE kiosk SET life = $2 WHERE kiosk_id = $1")                          \
    X(WATERMARK_GET, "ii",                                                                         \
      "SELECT life, seq, hash, run, print FROM watermark WHERE kiosk_id = $1 AND life = $2")       \
    X(WATERMARKS, "i",                                                                             \
      "SELECT life, seq, hash, run, print FROM watermark WHERE kiosk_id = $1 ORDER BY life")       \
    X(EVENT, "iti",                                                                                \
      "INSERT INTO kiosk_event (kiosk_id, what, first, last, times) VALUES ($1, $2, $3, $3, 1) "   \
      "ON CONFLICT (kiosk_id, what) DO UPDATE SET last = excluded.last, "                          \
      "times = kiosk_event.times + 1")                                                             \
    X(EVENTS, "iiiitn",                                                                            \
      "SELECT kiosk_id, first, last, times, what FROM kiosk_event "                                \
      "WHERE kiosk_id BETWEEN $1 AND $2 AND (-last, kiosk_id, what) > (-$3, $4, $5) "              \
      "ORDER BY -last, kiosk_id, what LIMIT $6")                                                   \
    /* keeping */                                                                                  \
    X(KEEP_LOCK, "ii",                                                                             \
      "SELECT seq, hash, run, print, heard_segment, heard_ms, heard_wall FROM watermark "          \
      "WHERE kiosk_id = $1 AND life = $2 FOR UPDATE")                                              \
    X(KEEP_MOVE, "iiibibiiiii",                                                                    \
      "UPDATE watermark SET seq = CASE WHEN seq = $3 AND hash = $4 THEN $5 END, hash = $6, "       \
      "run = $7, print = $8, heard_segment = $9, heard_ms = $10, heard_wall = $11 "                \
      "WHERE kiosk_id = $1 AND life = $2")                                                         \
    X(KEEP_HEARD, "iiit",                                                                          \
      "UPDATE kiosk SET last_seen = $2, bundle_serial = $3, "                                      \
      "health = CASE WHEN $4 = '' THEN health ELSE $4 END WHERE kiosk_id = $1")                    \
    X(KEEP_BATCH, "iiiibiotb",                                                                     \
      "INSERT INTO batch (kiosk_id, life, first, last, hash, received, carried, time_zone, "       \
      "bytes) "                                                                                    \
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")                                               \
    X(KEEP_KNOWN, "iii",                                                                           \
      "SELECT hash FROM batch WHERE kiosk_id = $1 AND life = $2 AND first <= $3 AND last = $3 "    \
      "ORDER BY first DESC LIMIT 1")                                                               \
    X(KEEP_STALE, "itnn",                                                                          \
      "INSERT INTO stale (kiosk_id, venue, survey, month, n) VALUES ($1, $2, $3, $4, 1) "          \
      "ON CONFLICT (kiosk_id, venue, survey, month) DO UPDATE SET n = stale.n + 1")                \
    X(KEEP_DAY, "intiiiiiiiitii",                                                                  \
      "INSERT INTO kiosk_day (kiosk_id, day, venue, exchanges, woken, started, completed, "        \
      "restarts, responses, pending, room_mib, write_ms, version, dead, helped) "                  \
      "VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "                   \
      "ON CONFLICT (kiosk_id, day, venue) DO UPDATE SET exchanges = kiosk_day.exchanges + 1, "     \
      "woken = kiosk_day.woken + excluded.woken, started = kiosk_day.started + excluded.started, " \
      "completed = kiosk_day.completed + excluded.completed, "                                     \
      "restarts = kiosk_day.restarts + excluded.restarts, "                                        \
      "responses = kiosk_day.responses + excluded.responses, "                                     \
      "dead = kiosk_day.dead + excluded.dead, helped = kiosk_day.helped + excluded.helped, "       \
      "pending = greatest(kiosk_day.pending, excluded.pending), "                                  \
      "room_mib = least(kiosk_day.room_mib, excluded.room_mib), "                                  \
      "write_ms = greatest(kiosk_day.write_ms, excluded.write_ms), version = excluded.version")    \
    X(STALE, "i", "SELECT venue, survey, month, kiosk_id, n FROM stale LIMIT $1")                  \
    X(STALE_COUNT, "", "SELECT count(*) FROM stale")                                               \
    X(STALE_DROP, "itnni",                                                                         \
      "DELETE FROM stale WHERE kiosk_id = $1 AND venue = $2 AND survey = $3 AND month = $4 "       \
      "AND n = $5")                                                                                \
    X(MONTH_DAYS, "innnt",                                                                         \
      "SELECT day, question, value, flagged, n FROM tally_day WHERE kiosk_id = $1 "                \
      "AND survey = $2 AND day BETWEEN $3 AND $4 AND venue = $5")                                  \
    X(MONTH_MONTHS, "innt",                                                                        \
      "SELECT question, value, language, access, hour, n FROM tally_month WHERE kiosk_id = $1 "    \
      "AND survey = $2 AND month = $3 AND venue = $4")                                             \
    X(KIOSK_DAYS, "iinnintn",                                                                      \
      "SELECT kiosk_id, venue, day, exchanges, woken, started, completed, restarts, "              \
      "responses, pending, write_ms, room_mib, version, dead, helped FROM kiosk_day "              \
      "WHERE kiosk_id BETWEEN $1 AND $2 AND day BETWEEN $3 AND $4 "                                \
      "AND (kiosk_id, day, venue) > ($5, $6, $7) ORDER BY kiosk_id, day, venue LIMIT $8")          \
    X(GONE_COVERS, "iiii",                                                                         \
      "SELECT count(*), coalesce(sum(last - first + 1), 0)::bigint FROM batch "                    \
      "WHERE kiosk_id = $1 AND life = $2 AND first >= $3 AND last <= $4")                          \
    X(GONE_ADD, "iiiibbiiiii",                                                                     \
      "INSERT INTO gone (kiosk_id, life, first, last, hash, bytes, deletion, batches, responses, " \
      "asides, unopened) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")                   \
    X(GONE_BATCHES, "iiii",                                                                        \
      "DELETE FROM batch WHERE kiosk_id = $1 AND life = $2 AND first BETWEEN $3 AND $4")           \
    X(GONE_RESPONSES, "iiii",                                                                      \
      "DELETE FROM response WHERE kiosk_id = $1 AND life = $2 AND seq BETWEEN $3 AND $4")          \
    X(GONE_ASIDES, "iiii",                                                                         \
      "DELETE FROM aside WHERE kiosk_id = $1 AND life = $2 AND seq BETWEEN $3 AND $4")             \
    X(GONE_FIGURES_ADD, "iibnb",                                                                   \
      "INSERT INTO gone_figures (kiosk_id, deletion, survey, month, figures) "                     \
      "VALUES ($1, $2, $3, $4, $5)")                                                               \
    X(FORGET_DAYS, "inn",                                                                          \
      "DELETE FROM tally_day WHERE kiosk_id = $1 AND survey = $2 AND day < $3")                    \
    X(FORGET_MONTHS, "inn",                                                                        \
      "DELETE FROM tally_month WHERE kiosk_id = $1 AND survey = $2 AND month < $3")                \
    X(FORGET_STALE, "inn", "DELETE FROM stale WHERE kiosk_id = $1 AND survey = $2 AND month < $3") \
    X(FORGET_GONE, "ibn",                                                                          \
      "DELETE FROM gone_figures WHERE kiosk_id = $1 AND survey = $2 AND month < $3")               \
    X(FORGET_SUMMARIES, "nn", "DELETE FROM summary WHERE survey = $1 AND month < $2")              \
    X(FORGET_MEMBERS, "nn", "DELETE FROM summary_member WHERE survey = $1 AND month < $2")         \
    /* reading: a page behind the key that the one before ended with */                            \
    X(GONE, "iiiiin",                                                                              \
      "SELECT kiosk_id, life, first, last, hash, bytes, deletion, batches, responses, asides, "    \
      "unopened FROM gone WHERE kiosk_id BETWEEN $1 AND $2 "                                       \
      "AND (kiosk_id, life, first) > ($3, $4, $5) ORDER BY kiosk_id, life, first LIMIT $6")        \
    X(GONE_FIGURES, "iiiibnn",                                                                     \
      "SELECT kiosk_id, deletion, survey, month, figures FROM gone_figures "                       \
      "WHERE kiosk_id BETWEEN $1 AND $2 AND (kiosk_id, deletion, survey, month) > "                \
      "($3, $4, $5, $6) ORDER BY kiosk_id, deletion, survey, month LIMIT $7")                      \
    X(ROWS, "Nnniiin",                                                                             \
      "SELECT kiosk_id, life, seq, venue, survey, day, hour, quality, language, access, "          \
      "assisted, ending, flagged, answers FROM response "                                          \
      "WHERE survey = ANY ($1) AND day BETWEEN $2 AND $3 AND (kiosk_id, life, seq) > ($4, $5, "    \
      "$6) "                                                                                       \
      "ORDER BY kiosk_id, life, seq LIMIT $7")                                                     \
    X(KIOSK_ROWS, "iiin",                                                                          \
      "SELECT kiosk_id, life, seq, venue, survey, day, hour, quality, language, access, "          \
      "assisted, ending, flagged, answers FROM response "                                          \
      "WHERE kiosk_id = $1 AND (life, seq) > ($2, $3) ORDER BY life, seq LIMIT $4")                \
    X(BATCHES, "iiiiin",                                                                           \
      "SELECT kiosk_id, life, first, last, received, carried, time_zone, bytes, hash FROM batch "  \
      "WHERE kiosk_id BETWEEN $1 AND $2 AND (kiosk_id, life, first) > ($3, $4, $5) "               \
      "ORDER BY kiosk_id, life, first LIMIT $6")                                                   \
    X(BATCH_AT, "iii",                                                                             \
      "SELECT first, last, bytes FROM batch WHERE kiosk_id = $1 AND life = $2 AND first <= $3 "    \
      "ORDER BY first DESC LIMIT 1")                                                               \
    X(ASIDES, "iiiiin",                                                                            \
      "SELECT kiosk_id, life, seq, reason FROM aside WHERE kiosk_id BETWEEN $1 AND $2 "            \
      "AND (kiosk_id, life, seq) > ($3, $4, $5) ORDER BY kiosk_id, life, seq LIMIT $6")            \
    X(TALLIES_DAY, "iiinnttton",                                                                   \
      "SELECT kiosk_id, survey, day, venue, question, value, flagged, n FROM tally_day "           \
      "WHERE kiosk_id BETWEEN $1 AND $2 "                                                          \
      "AND (kiosk_id, survey, day, venue, question, value, flagged) "                              \
      "> ($3, $4, $5, $6, $7, $8, $9) "                                                            \
      "ORDER BY kiosk_id, survey, day, venue, question, value, flagged LIMIT $10")                 \
    X(TALLIES_MONTH, "iiinnttttssn",                                                               \
      "SELECT kiosk_id, survey, month, venue, question, value, language, access, hour, n "         \
      "FROM tally_month WHERE kiosk_id BETWEEN $1 AND $2 "                                         \
      "AND (kiosk_id, survey, month, venue, question, value, language, access, hour) "             \
      "> ($3, $4, $5, $6, $7, $8, $9, $10, $11) ORDER BY kiosk_id, survey, month, venue, "         \
      "question, value, language, access, hour LIMIT $12")

enum pg_sql {
#define X(name, types, text) PG_##name,
    PG_SQL_MAP(X)
#undef X
        PG_SQL_COUNT
};

#pragma once
/*
 * Every SQL statement that the SQLite engine runs, by name, so that the rules of docs/DATABASE.md
 * can be read off one page: whatever touches a kiosk table while a batch is kept names one
 * kiosk_id.
 */
#define SQL_MAP(X)                                                                                 \
    /* desk */                                                                                     \
    X(BEGIN, "BEGIN IMMEDIATE")                                                                    \
    X(LOOK, "BEGIN")                                                                               \
    X(COMMIT, "COMMIT")                                                                            \
    X(ROLLBACK, "ROLLBACK")                                                                        \
    X(SETTING_GET, "SELECT value FROM setting WHERE key = ?1")                                     \
    X(SETTING_PUT, "INSERT INTO setting (key, value) VALUES (?1, ?2) "                             \
                   "ON CONFLICT (key) DO UPDATE SET value = excluded.value")                       \
    X(NEXT, "INSERT INTO counter (name, value) VALUES (?1, max(1, ?2)) "                           \
            "ON CONFLICT (name) DO UPDATE SET value = max(counter.value + 1, ?2) RETURNING value") \
    X(COUNTER, "SELECT value FROM counter WHERE name = ?1")                                        \
    X(STATEMENT_ADD, "INSERT INTO statement (number, kind, message) VALUES (?1, ?2, ?3)")          \
    X(STATEMENTS, "SELECT number, kind, message FROM statement ORDER BY number")                   \
    X(INVITATION_TAKEN, "SELECT 1 FROM invitation WHERE id = ?1 AND (expires > ?2 OR ?3)")         \
    X(INVITATION_PUT, "INSERT OR REPLACE INTO invitation (id, mac_key, venue, expires, pin_blob) " \
                      "VALUES (?1, ?2, ?3, ?4, ?5)")                                               \
    X(INVITATION_GET, "SELECT id, mac_key, venue, expires, pin_blob, used_by, kiosk, reply "       \
                      "FROM invitation WHERE id = ?1")                                             \
    X(INVITATIONS, "SELECT id, mac_key, venue, expires, pin_blob, used_by, kiosk "                 \
                   "FROM invitation ORDER BY id")                                                  \
    X(INVITATION_END, "UPDATE invitation SET expires = 0 WHERE id = ?1 AND used_by IS NULL")       \
    X(INVITATION_ADOPT, "UPDATE invitation SET used_by = ?2, kiosk = ?3 "                          \
                        "WHERE id = ?1 AND used_by IS NULL")                                       \
    X(INVITATION_USE, "UPDATE invitation SET used_by = ?2, kiosk = ?3, reply = ?4 WHERE id = ?1")  \
    /* frame */                                                                                    \
    X(VENUE_PUT, "INSERT INTO venue (id, name, time_zone, kind) VALUES (?1, ?2, ?3, ?4) "          \
                 "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "                           \
                 "time_zone = excluded.time_zone, kind = excluded.kind")                           \
    X(VENUE_GET, "SELECT id, name, time_zone, kind FROM venue WHERE id = ?1")                      \
    X(VENUES, "SELECT id, name, time_zone, kind FROM venue ORDER BY id")                           \
    X(BLOB_PUT, "INSERT INTO blob (digest, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING")         \
    X(BLOB_GET, "SELECT bytes FROM blob WHERE digest = ?1")                                        \
    X(SURVEY_ADD, "INSERT INTO survey (digest, id, version, published, accepted, base) "           \
                  "VALUES (?1, ?2, ?3, ?4, ?5, nullif(?6, zeroblob(32)))")                         \
    X(SURVEY_ACCEPT, "UPDATE survey SET accepted = ?2, published = ?3, "                           \
                     "base = coalesce(nullif(?4, zeroblob(32)), base) WHERE digest = ?1")          \
    X(SURVEY_GET, "SELECT digest, id, version, published, accepted, base FROM survey "             \
                  "WHERE digest = ?1")                                                             \
    X(SURVEYS, "SELECT digest, id, version, published, accepted, base FROM survey "                \
               "ORDER BY number DESC")                                                             \
    X(SURVEY_VERSION, "SELECT coalesce(max(version), 0) + 1 FROM survey WHERE id = ?1")            \
    X(SURVEY_NUMBER, "SELECT number FROM survey WHERE digest = ?1")                                \
    X(SURVEY_DIGEST, "SELECT digest FROM survey WHERE number = ?1")                                \
    X(SURVEY_BOUNDS, "SELECT min(number), max(number) FROM survey WHERE id = ?1")                  \
    X(VENUE_SURVEY_PUT, "INSERT INTO venue_survey (venue, survey) VALUES (?1, ?2) "                \
                        "ON CONFLICT (venue) DO UPDATE SET survey = excluded.survey")              \
    X(VENUE_SURVEY_GET, "SELECT survey FROM venue_survey WHERE venue = ?1")                        \
    X(VENUE_SURVEYS, "SELECT venue, survey, base FROM venue_survey JOIN survey "                   \
                     "ON digest = survey ORDER BY venue")                                          \
    X(VENUE_FILE_PUT, "INSERT INTO venue_file (venue, name, bytes) VALUES (?1, ?2, ?3) "           \
                      "ON CONFLICT (venue, name) DO UPDATE SET bytes = excluded.bytes")            \
    X(VENUE_FILE_GET, "SELECT bytes FROM venue_file WHERE venue = ?1 AND name = ?2")               \
    X(NOTICE_ADD, "INSERT INTO notice (number, venue, added, bytes) VALUES (?1, ?2, ?3, ?4)")      \
    X(NOTICES, "SELECT number, venue, added, withdrawn, bytes FROM notice ORDER BY number")        \
    X(NOTICE_WITHDRAW, "UPDATE notice SET withdrawn = ?2 WHERE number = ?1 AND withdrawn = 0 "     \
                       "RETURNING number")                                                         \
    X(BUNDLE_PUT, "INSERT INTO bundle (venue, serial, manifest, follows) "                         \
                  "VALUES (?1, ?2, ?3, ?4)")                                                       \
    X(BUNDLE_GET, "SELECT serial, manifest FROM bundle WHERE venue = ?1 "                          \
                  "ORDER BY serial DESC LIMIT 1")                                                  \
    X(BUNDLE_VENUE, "SELECT venue FROM bundle WHERE manifest = ?1 LIMIT 1")                        \
    /* kiosks */                                                                                   \
    X(PAPER_PUT, "INSERT INTO paper (kind, id, also, part, rank, version, body) "                  \
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (kind, id) DO UPDATE SET "       \
                 "also = excluded.also, part = excluded.part, rank = excluded.rank, "              \
                 "version = excluded.version, body = excluded.body")                               \
    X(PAPER_GET, "SELECT kind, id, also, part, rank, version, body FROM paper "                    \
                 "WHERE kind = ?1 AND id = ?2")                                                    \
    X(PAPER_FIND, "SELECT kind, id, also, part, rank, version, body FROM paper "                   \
                  "WHERE kind = ?1 AND also = ?2")                                                 \
    X(PAPER_REMOVE, "DELETE FROM paper WHERE kind = ?1 AND id = ?2")                               \
    X(PAPERS, "SELECT kind, id, also, part, rank, version, body FROM paper WHERE kind = ?1 "       \
              "AND rank >= ?3 AND rank < ?4 AND (rank, id) > (?5, ?6) ORDER BY rank, id")          \
    X(PAPERS_BACK, "SELECT kind, id, also, part, rank, version, body FROM paper WHERE kind = ?1 "  \
                   "AND rank >= ?3 AND rank < ?4 AND (rank, id) < (?5, ?6) "                       \
                   "ORDER BY rank DESC, id DESC")                                                  \
    X(PAPERS_PART, "SELECT kind, id, also, part, rank, version, body FROM paper WHERE kind = ?1 "  \
                   "AND part = ?2 AND rank >= ?3 AND rank < ?4 AND (rank, id) > (?5, ?6) "         \
                   "ORDER BY rank, id")                                                            \
    X(PAPERS_PART_BACK, "SELECT kind, id, also, part, rank, version, body FROM paper "             \
                        "WHERE kind = ?1 AND part = ?2 AND rank >= ?3 AND rank < ?4 "              \
                        "AND (rank, id) < (?5, ?6) ORDER BY rank DESC, id DESC")                   \
    X(PAPERS_REMOVE, "DELETE FROM paper WHERE kind = ?1 AND rank < ?2")                            \
    X(PAPERS_PART_REMOVE, "DELETE FROM paper WHERE kind = ?1 AND part = ?3 AND rank < ?2")         \
    X(AUDIT_HEAD, "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")                   \
    X(AUDIT_ADD, "INSERT INTO audit (number, at, actor_id, actor, action, subject, detail, hash) " \
                 "SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 "                                          \
                 "WHERE ?1 = (SELECT coalesce(max(number), 0) + 1 FROM audit)")                    \
    X(AUDITS, "SELECT number, at, actor_id, actor, action, subject, detail, hash FROM audit "      \
              "WHERE number > ?1 ORDER BY number")                                                 \
    X(AUDITS_BACK, "SELECT number, at, actor_id, actor, action, subject, detail, hash FROM audit " \
                   "WHERE number < ?1 ORDER BY number DESC")                                       \
    X(MEMBER_ADD, "INSERT INTO summary_member (venue, survey, month, kiosk_id) "                   \
                  "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")                                \
    X(MEMBERS, "SELECT m.venue, s.digest, m.month, m.kiosk_id FROM summary_member m "              \
               "CROSS JOIN survey s ON s.number = m.survey "                                       \
               "WHERE m.venue = ?1 AND m.survey = ?2 AND m.month = ?3 ORDER BY m.kiosk_id")        \
    X(MEMBERS_ALL, "SELECT m.venue, s.digest, m.month, m.kiosk_id FROM summary_member m "          \
                   "CROSS JOIN survey s ON s.number = m.survey "                                   \
                   "ORDER BY m.venue, s.digest, m.month, m.kiosk_id")                              \
    X(SUMMARY_PUT, "INSERT INTO summary (survey, question, month, venue, value, counts) "          \
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6) "                                              \
                   "ON CONFLICT (survey, question, month, venue, value) "                          \
                   "DO UPDATE SET counts = excluded.counts")                                       \
    X(SUMMARY_MONTHS,                                                                              \
      "SELECT (SELECT min(month) FROM summary WHERE survey = ?1 AND question = ''), "              \
      "(SELECT max(month) FROM summary WHERE survey = ?1 AND question = '')")                      \
    X(SUMMARIES, "SELECT venue, value, counts FROM summary WHERE survey = ?1 AND question = ?2 "   \
                 "AND month = ?3 ORDER BY venue, value")                                           \
    X(SUMMARIES_VENUE, "SELECT venue, value, counts FROM summary WHERE survey = ?1 "               \
                       "AND question = ?2 AND month = ?3 AND venue = ?4 ORDER BY value")           \
    X(KIOSK_ADD, "INSERT INTO kiosk (kiosk_id, public_key, venue, life, invitation, pin_blob, "    \
                 "enrolled, revoked_from, last_seen, bundle_serial) "                              \
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")                               \
    X(KIOSK_GET, "SELECT kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, "      \
                 "revoked_from, last_seen, bundle_serial, health FROM kiosk WHERE kiosk_id = ?1")  \
    X(KIOSKS, "SELECT kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, "         \
              "revoked_from, last_seen, bundle_serial, health FROM kiosk ORDER BY kiosk_id")       \
    X(KIOSKS_AT, "SELECT kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, "      \
                 "revoked_from, last_seen, bundle_serial, health FROM kiosk WHERE venue = ?1 "     \
                 "ORDER BY kiosk_id")                                                              \
    X(KIOSK_MOVE, "UPDATE kiosk SET venue = ?2 WHERE kiosk_id = ?1")                               \
    X(KIOSK_REVOKE, "UPDATE kiosk SET revoked_from = ?2 WHERE kiosk_id = ?1")                      \
    X(HEARD_ON, "UPDATE watermark SET heard_segment = max(heard_segment, ?3), "                    \
                "heard_ms = CASE ?3 WHEN 0 THEN heard_ms ELSE ?4 END, "                            \
                "heard_wall = CASE ?3 WHEN 0 THEN ?5 ELSE heard_wall END "                         \
                "WHERE kiosk_id = ?1 AND life = ?2 AND CASE ?3 WHEN 0 THEN heard_wall < ?5 "       \
                "ELSE heard_segment < ?3 OR (heard_segment = ?3 AND heard_ms < ?4) END")           \
    X(KIOSK_HEARD, "UPDATE kiosk SET last_seen = ?2, bundle_serial = ?3, "                         \
                   "health = CASE WHEN ?4 = '' THEN health ELSE ?4 END WHERE kiosk_id = ?1")       \
    X(WATERMARK_ADD, "INSERT INTO watermark (kiosk_id, life, seq, hash, run, print) "              \
                     "VALUES (?1, ?2, 0, ?3, 0, 0) ON CONFLICT DO NOTHING")                        \
    X(KIOSK_LIFE, "UPDATE kiosk SET life = ?2 WHERE kiosk_id = ?1")                                \
    X(WATERMARK_GET, "SELECT life, seq, hash, run, print FROM watermark "                          \
                     "WHERE kiosk_id = ?1 AND life = ?2")                                          \
    X(WATERMARKS, "SELECT life, seq, hash, run, print FROM watermark WHERE kiosk_id = ?1 "         \
                  "ORDER BY life")                                                                 \
    X(WATERMARK_MOVE, "UPDATE watermark SET seq = ?5, hash = ?6, run = ?7, print = ?8 "            \
                      "WHERE kiosk_id = ?1 AND life = ?2 AND seq = ?3 AND hash = ?4")              \
    X(EVENT, "INSERT INTO kiosk_event (kiosk_id, what, first, last, times) "                       \
             "VALUES (?1, ?2, ?3, ?3, 1) ON CONFLICT (kiosk_id, what) "                            \
             "DO UPDATE SET last = excluded.last, times = kiosk_event.times + 1")                  \
    X(EVENTS, "SELECT kiosk_id, first, last, times, what FROM kiosk_event "                        \
              "WHERE kiosk_id BETWEEN ?1 AND ?2 ORDER BY last DESC, kiosk_id, what")               \
    /* keeping */                                                                                  \
    X(BATCH_ADD, "INSERT INTO batch (kiosk_id, life, first, last, hash, received, carried, "       \
                 "time_zone, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")                  \
    X(BATCH_END, "SELECT hash FROM batch WHERE kiosk_id = ?1 AND life = ?2 AND first <= ?3 "       \
                 "AND last = ?3 ORDER BY first DESC LIMIT 1")                                      \
    X(RESPONSE_ADD, "INSERT INTO response (kiosk_id, life, seq, venue, survey, day, hour, "        \
                    "quality, language, access, assisted, ending, flagged, answers) "              \
                    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)")        \
    X(ASIDE_ADD, "INSERT INTO aside (kiosk_id, life, seq, reason) VALUES (?1, ?2, ?3, ?4)")        \
    X(TALLY_DAY, "INSERT INTO tally_day "                                                          \
                 "(kiosk_id, survey, day, venue, question, value, flagged, n) "                    \
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "                                        \
                 "ON CONFLICT (kiosk_id, survey, day, venue, question, value, flagged) "           \
                 "DO UPDATE SET n = tally_day.n + excluded.n")                                     \
    X(TALLY_MONTH, "INSERT INTO tally_month "                                                      \
                   "(kiosk_id, survey, month, venue, question, value, language, access, hour, n) " \
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) "                             \
                   "ON CONFLICT (kiosk_id, survey, month, venue, question, value, language, "      \
                   "access, hour) DO UPDATE SET n = tally_month.n + excluded.n")                   \
    X(STALE_ADD, "INSERT INTO stale (kiosk_id, venue, survey, month, n) VALUES (?1, ?2, ?3, ?4, "  \
                 "1) ON CONFLICT (kiosk_id, venue, survey, month) DO UPDATE SET n = stale.n + 1")  \
    X(KIOSK_DAY_ADD,                                                                               \
      "INSERT INTO kiosk_day (kiosk_id, day, venue, exchanges, woken, started, completed, "        \
      "restarts, responses, pending, room_mib, write_ms, version, dead, helped) "                  \
      "VALUES (?1, ?2, ?3, 1, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) "                   \
      "ON CONFLICT (kiosk_id, day, venue) DO UPDATE SET exchanges = kiosk_day.exchanges + 1, "     \
      "woken = kiosk_day.woken + excluded.woken, started = kiosk_day.started + excluded.started, " \
      "completed = kiosk_day.completed + excluded.completed, "                                     \
      "restarts = kiosk_day.restarts + excluded.restarts, "                                        \
      "responses = kiosk_day.responses + excluded.responses, "                                     \
      "dead = kiosk_day.dead + excluded.dead, helped = kiosk_day.helped + excluded.helped, "       \
      "pending = max(kiosk_day.pending, excluded.pending), "                                       \
      "room_mib = min(kiosk_day.room_mib, excluded.room_mib), "                                    \
      "write_ms = max(kiosk_day.write_ms, excluded.write_ms), version = excluded.version")         \
    X(GONE_COVERS, "SELECT count(*), coalesce(sum(last - first + 1), 0) FROM batch "               \
                   "WHERE kiosk_id = ?1 AND life = ?2 AND first >= ?3 AND last <= ?4")             \
    X(GONE_ADD, "INSERT INTO gone (kiosk_id, life, first, last, hash, bytes, deletion, batches, "  \
                "responses, asides, unopened) "                                                    \
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")                           \
    X(GONE_BATCHES, "DELETE FROM batch WHERE kiosk_id = ?1 AND life = ?2 AND first BETWEEN ?3 "    \
                    "AND ?4")                                                                      \
    X(GONE_RESPONSES, "DELETE FROM response WHERE kiosk_id = ?1 AND life = ?2 "                    \
                      "AND seq BETWEEN ?3 AND ?4")                                                 \
    X(GONE_ASIDES,                                                                                 \
      "DELETE FROM aside WHERE kiosk_id = ?1 AND life = ?2 AND seq BETWEEN ?3 AND ?4")             \
    X(GONE_FIGURES_ADD, "INSERT INTO gone_figures (kiosk_id, deletion, survey, month, figures) "   \
                        "VALUES (?1, ?2, ?3, ?4, ?5)")                                             \
    X(GONE, "SELECT kiosk_id, life, first, last, hash, bytes, deletion, batches, responses, "      \
            "asides, unopened FROM gone WHERE kiosk_id BETWEEN ?1 AND ?2 "                         \
            "ORDER BY kiosk_id, life, first")                                                      \
    X(GONE_FIGURES, "SELECT kiosk_id, deletion, survey, month, figures FROM gone_figures "         \
                    "WHERE kiosk_id BETWEEN ?1 AND ?2 ORDER BY kiosk_id, deletion, survey, month") \
    X(FORGET_DAYS, "DELETE FROM tally_day WHERE kiosk_id = ?1 AND survey = ?2 AND day < ?3")       \
    X(FORGET_MONTHS, "DELETE FROM tally_month WHERE kiosk_id = ?1 AND survey = ?2 AND month < ?3") \
    X(FORGET_STALE, "DELETE FROM stale WHERE kiosk_id = ?1 AND survey = ?2 AND month < ?3")        \
    X(FORGET_GONE, "DELETE FROM gone_figures WHERE kiosk_id = ?1 AND survey = ?2 AND month < ?3")  \
    X(FORGET_SUMMARIES, "DELETE FROM summary WHERE survey = ?1 AND month < ?2")                    \
    X(FORGET_MEMBERS, "DELETE FROM summary_member WHERE survey = ?1 AND month < ?2")               \
    /* reading */                                                                                  \
    X(STALE, "SELECT t.venue, s.digest, t.month, t.kiosk_id, t.n FROM stale t "                    \
             "CROSS JOIN survey s ON s.number = t.survey LIMIT ?1")                                \
    X(STALE_COUNT, "SELECT count(*) FROM stale")                                                   \
    X(STALE_DROP, "DELETE FROM stale WHERE kiosk_id = ?1 AND venue = ?2 AND survey = ?3 "          \
                  "AND month = ?4 AND n = ?5")                                                     \
    X(MONTH_DAYS, "SELECT day, question, value, flagged, n FROM tally_day WHERE kiosk_id = ?1 "    \
                  "AND survey = ?2 AND day BETWEEN ?3 AND ?4 AND venue = ?5")                      \
    X(MONTH_MONTHS, "SELECT question, value, language, access, hour, n FROM tally_month "          \
                    "WHERE kiosk_id = ?1 AND survey = ?2 AND month = ?3 AND venue = ?4")           \
    X(KIOSK_DAYS, "SELECT kiosk_id, venue, day, exchanges, woken, started, completed, restarts, "  \
                  "responses, pending, write_ms, room_mib, version, dead, helped FROM kiosk_day "  \
                  "WHERE kiosk_id BETWEEN ?1 AND ?2 AND day BETWEEN ?3 AND ?4 "                    \
                  "ORDER BY kiosk_id, day, venue")                                                 \
    X(ROWS, "SELECT kiosk_id, life, seq, venue, survey, day, hour, quality, language, access, "    \
            "assisted, ending, flagged, answers FROM response "                                    \
            "WHERE survey BETWEEN ?1 AND ?2 "                                                      \
            "AND (?1 = ?2 OR survey IN (SELECT number FROM survey WHERE id = ?3)) "                \
            "AND day BETWEEN ?4 AND ?5 ORDER BY kiosk_id, life, seq")                              \
    X(ROWS_AFTER, "SELECT kiosk_id, life, seq, venue, survey, day, hour, quality, language, "      \
                  "access, assisted, ending, flagged, answers FROM response "                      \
                  "WHERE survey BETWEEN ?1 AND ?2 "                                                \
                  "AND (?1 = ?2 OR survey IN (SELECT number FROM survey WHERE id = ?3)) "          \
                  "AND day BETWEEN ?4 AND ?5 AND (kiosk_id, life, seq) > (?6, ?7, ?8) "            \
                  "ORDER BY kiosk_id, life, seq")                                                  \
    X(KIOSK_ROWS, "SELECT r.kiosk_id, r.life, r.seq, r.venue, s.number, r.day, r.hour, "           \
                  "r.quality, r.language, r.access, r.assisted, r.ending, r.flagged, r.answers "   \
                  "FROM response r CROSS JOIN survey s ON s.number = r.survey "                    \
                  "WHERE r.kiosk_id = ?1 ORDER BY r.life, r.seq")                                  \
    X(BATCHES, "SELECT kiosk_id, life, first, last, received, carried, time_zone, bytes, hash "    \
               "FROM batch "                                                                       \
               "WHERE kiosk_id BETWEEN ?1 AND ?2 ORDER BY kiosk_id, life, first")                  \
    X(BATCH_AT, "SELECT first, last, bytes FROM batch WHERE kiosk_id = ?1 AND life = ?2 "          \
                "AND first <= ?3 ORDER BY first DESC LIMIT 1")                                     \
    X(ASIDES, "SELECT kiosk_id, life, seq, reason FROM aside WHERE kiosk_id BETWEEN ?1 AND ?2 "    \
              "ORDER BY kiosk_id, life, seq")                                                      \
    X(TALLIES_DAY, "SELECT t.kiosk_id, s.digest, t.day, t.venue, t.question, t.value, '', 0, 0, "  \
                   "t.flagged, t.n FROM tally_day t CROSS JOIN survey s ON s.number = t.survey "   \
                   "WHERE t.kiosk_id BETWEEN ?1 AND ?2 ORDER BY t.kiosk_id, t.survey, t.day, "     \
                   "t.venue, t.question, t.value, t.flagged")                                      \
    X(TALLIES_MONTH, "SELECT t.kiosk_id, s.digest, t.month, t.venue, t.question, t.value, "        \
                     "t.language, t.access, t.hour, 0, t.n FROM tally_month t "                    \
                     "CROSS JOIN survey s ON s.number = t.survey "                                 \
                     "WHERE t.kiosk_id BETWEEN ?1 AND ?2 ORDER BY t.kiosk_id, t.survey, t.month, " \
                     "t.venue, t.question, t.value, t.language, t.access, t.hour")

enum sql {
#define X(name, text) SQL_##name,
    SQL_MAP(X)
#undef X
        SQL_COUNT
};

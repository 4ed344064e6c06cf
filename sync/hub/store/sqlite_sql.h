#pragma once
/*
 * Every SQL statement that the SQLite engine runs, by name, so that the rules of docs/DATABASE.md
 * can be read off one page: whatever touches a kiosk table while a batch is kept names one
 * kiosk_id.
 */
#define SQL_MAP(X)                                                                                 \
    /* desk */                                                                                     \
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
    X(INVITATION_USE, "UPDATE invitation SET used_by = ?2, kiosk = ?3, reply = ?4 WHERE id = ?1")  \
    /* frame */                                                                                    \
    X(VENUE_PUT, "INSERT INTO venue (id, name, time_zone, kind) VALUES (?1, ?2, ?3, ?4) "          \
                 "ON CONFLICT (id) DO UPDATE SET name = excluded.name, "                           \
                 "time_zone = excluded.time_zone, kind = excluded.kind")                           \
    X(VENUE_GET, "SELECT id, name, time_zone, kind FROM venue WHERE id = ?1")                      \
    X(VENUES, "SELECT id, name, time_zone, kind FROM venue ORDER BY id")                           \
    X(BLOB_PUT, "INSERT INTO blob (digest, bytes) VALUES (?1, ?2) ON CONFLICT DO NOTHING")         \
    X(BLOB_GET, "SELECT bytes FROM blob WHERE digest = ?1")                                        \
    X(SURVEY_ADD, "INSERT INTO survey (digest, id, version, published, accepted) "                 \
                  "VALUES (?1, ?2, ?3, ?4, ?5)")                                                   \
    X(SURVEY_ACCEPT, "UPDATE survey SET accepted = ?2, published = ?3 WHERE digest = ?1")          \
    X(SURVEY_GET, "SELECT digest, id, version, published, accepted FROM survey "                   \
                  "WHERE digest = ?1")                                                             \
    X(SURVEYS, "SELECT digest, id, version, published, accepted FROM survey "                      \
               "ORDER BY number DESC")                                                             \
    X(SURVEY_VERSION, "SELECT coalesce(max(version), 0) + 1 FROM survey WHERE id = ?1")            \
    X(SURVEY_NUMBER, "SELECT number FROM survey WHERE digest = ?1")                                \
    X(VENUE_SURVEY_PUT, "INSERT INTO venue_survey (venue, survey) VALUES (?1, ?2) "                \
                        "ON CONFLICT (venue) DO UPDATE SET survey = excluded.survey")              \
    X(VENUE_SURVEY_GET, "SELECT survey FROM venue_survey WHERE venue = ?1")                        \
    X(BUNDLE_PUT, "INSERT INTO bundle (venue, serial, manifest) VALUES (?1, ?2, ?3)")              \
    X(BUNDLE_GET, "SELECT serial, manifest FROM bundle WHERE venue = ?1 "                          \
                  "ORDER BY serial DESC LIMIT 1")                                                  \
    /* kiosks */                                                                                   \
    X(KIOSK_ADD, "INSERT INTO kiosk (kiosk_id, public_key, venue, life, invitation, pin_blob, "    \
                 "enrolled, revoked_from, last_seen, bundle_serial) "                              \
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")                               \
    X(KIOSK_GET, "SELECT kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, "      \
                 "revoked_from, last_seen, bundle_serial FROM kiosk WHERE kiosk_id = ?1")          \
    X(KIOSKS, "SELECT kiosk_id, public_key, venue, life, invitation, pin_blob, enrolled, "         \
              "revoked_from, last_seen, bundle_serial FROM kiosk ORDER BY kiosk_id")               \
    X(KIOSK_REVOKE, "UPDATE kiosk SET revoked_from = ?2 WHERE kiosk_id = ?1")                      \
    X(HEARD_ON, "UPDATE watermark SET heard_segment = max(heard_segment, ?3), "                    \
                "heard_ms = CASE ?3 WHEN 0 THEN heard_ms ELSE ?4 END, "                            \
                "heard_wall = CASE ?3 WHEN 0 THEN ?5 ELSE heard_wall END "                         \
                "WHERE kiosk_id = ?1 AND life = ?2 AND CASE ?3 WHEN 0 THEN heard_wall < ?5 "       \
                "ELSE heard_segment < ?3 OR (heard_segment = ?3 AND heard_ms < ?4) END")           \
    X(KIOSK_HEARD, "UPDATE kiosk SET last_seen = ?2, bundle_serial = ?3, "                         \
                   "health = CASE WHEN ?4 = '' THEN health ELSE ?4 END WHERE kiosk_id = ?1")       \
    X(WATERMARK_ADD, "INSERT INTO watermark (kiosk_id, life, seq, hash, run, print) "              \
                     "VALUES (?1, ?2, 0, ?3, 0, 0)")                                               \
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
    /* reading */                                                                                  \
    X(ROWS, "SELECT r.kiosk_id, r.life, r.seq, r.venue, s.digest, r.day, r.hour, r.quality, "      \
            "r.language, r.access, r.assisted, r.ending, r.flagged, r.answers "                    \
            "FROM response r CROSS JOIN survey s ON s.number = r.survey "                          \
            "WHERE s.id = ?1 AND r.day BETWEEN ?2 AND ?3 ORDER BY r.kiosk_id, r.life, r.seq")      \
    X(KIOSK_ROWS, "SELECT r.kiosk_id, r.life, r.seq, r.venue, s.digest, r.day, r.hour, "           \
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

#pragma once
/*
 * All that a line of the audit log can tell of, each with the code that stands in the line. A line
 * is written by its name here and by nothing else, so that this list is whole; docs/openapi.json
 * repeats it, and the console has words for each in every language. A code is never changed or
 * taken away: the log holds old ones for ever.
 */
#define AUDIT_ACTIONS(X)                                                                           \
    X(DID_ACCOUNT_ACCEPTED, "account.accepted")                                                    \
    X(DID_ACCOUNT_CHANGED, "account.changed")                                                      \
    X(DID_ACCOUNT_CODES_MADE, "account.codes_made")                                                \
    X(DID_ACCOUNT_INVITED, "account.invited")                                                      \
    X(DID_ACCOUNT_MAILS_CHANGED, "account.mails_changed")                                          \
    X(DID_ACCOUNT_PASSWORD_CHANGED, "account.password_changed")                                    \
    X(DID_ACCOUNT_PASSWORD_SET, "account.password_set")                                            \
    X(DID_ACCOUNT_RESET, "account.reset")                                                          \
    X(DID_ACCOUNT_SECOND_FACTOR_REMOVED, "account.second_factor_removed")                          \
    X(DID_ACCOUNT_SECOND_FACTOR_SET, "account.second_factor_set")                                  \
    X(DID_ACCOUNT_SESSIONS_ENDED, "account.sessions_ended")                                        \
    X(DID_ACCOUNT_SIGN_IN_SLOWED, "account.sign_in_slowed")                                        \
    X(DID_SESSION_BEGAN, "session.began")                                                          \
    X(DID_TOKEN_MADE, "token.made")                                                                \
    X(DID_TOKEN_ENDED, "token.ended")                                                              \
    X(DID_ALERT_ACKNOWLEDGED, "alert.acknowledged")                                                \
    X(DID_ALERT_RULES_CHANGED, "alert_rules.changed")                                              \
    X(DID_ANNOTATION_MADE, "annotation.made")                                                      \
    X(DID_ANNOTATION_REMOVED, "annotation.removed")                                                \
    X(DID_AREA_CHANGED, "area.changed")                                                            \
    X(DID_AREA_REMOVED, "area.removed")                                                            \
    X(DID_BACKUP_MADE, "backup.made")                                                              \
    X(DID_BATCH_IMPORTED, "batch.imported")                                                        \
    X(DID_CLIP_KEPT, "clip.kept")                                                                  \
    X(DID_DATABASE_MOVED, "database.moved")                                                        \
    X(DID_DRAFT_MADE, "draft.made")                                                                \
    X(DID_DRAFT_REMOVED, "draft.removed")                                                          \
    X(DID_EXPORT_MADE, "export.made")                                                              \
    X(DID_HUB_ADDED, "hub.added")                                                                  \
    X(DID_HUB_RESTORED, "hub.restored")                                                            \
    X(DID_INITIATIVE_MADE, "initiative.made")                                                      \
    X(DID_INITIATIVE_CHANGED, "initiative.changed")                                                \
    X(DID_INITIATIVE_REMOVED, "initiative.removed")                                                \
    X(DID_INVITATION_MADE, "invitation.made")                                                      \
    X(DID_INVITATION_ENDED, "invitation.ended")                                                    \
    X(DID_KIOSK_CHANGED, "kiosk.changed")                                                          \
    X(DID_KIOSK_ENROLLED, "kiosk.enrolled")                                                        \
    X(DID_KIOSK_MOVED, "kiosk.moved")                                                              \
    X(DID_REVOCATIONS_TAKEN, "kiosk.revocations_taken")                                            \
    X(DID_KIOSK_REVOKED, "kiosk.revoked")                                                          \
    X(DID_NOTICE_MADE, "notice.made")                                                              \
    X(DID_NOTICE_CHANGED, "notice.changed")                                                        \
    X(DID_NOTICE_SUBMITTED, "notice.submitted")                                                    \
    X(DID_NOTICE_APPROVED, "notice.approved")                                                      \
    X(DID_NOTICE_ENDED, "notice.ended")                                                            \
    X(DID_NOTIFY_CHANGED, "notify.changed")                                                        \
    X(DID_RETENTION_CHANGED, "retention.changed")                                                  \
    X(DID_RETENTION_DELETED, "retention.deleted")                                                  \
    X(DID_RETURN_FROZEN, "return.frozen")                                                          \
    X(DID_ROLLOUT_ADVANCED, "rollout.advanced")                                                    \
    X(DID_ROLLOUT_HALTED, "rollout.halted")                                                        \
    X(DID_ROLLOUT_RESUMED, "rollout.resumed")                                                      \
    X(DID_ROLLOUT_UNDONE, "rollout.undone")                                                        \
    X(DID_SURVEY_PUBLISHED, "survey.published")                                                    \
    X(DID_THEME_CHANGED, "theme.changed")                                                          \
    X(DID_THEME_REMOVED, "theme.removed")                                                          \
    X(DID_VENUE_CHANGED, "venue.changed")                                                          \
    X(DID_VENUE_MONTH_ENTERED, "venue.month_entered")                                              \
    X(DID_VENUE_PROFILE_CHANGED, "venue.profile_changed")                                          \
    X(DID_VENUE_QUESTIONS_PROPOSED, "venue.questions_proposed")                                    \
    X(DID_VENUE_QUESTIONS_APPROVED, "venue.questions_approved")                                    \
    X(DID_VENUE_QUESTIONS_REMOVED, "venue.questions_removed")                                      \
    X(DID_VERIFICATION_STARTED, "verification.started")                                            \
    X(DID_WEBHOOK_MADE, "webhook.made")                                                            \
    X(DID_WEBHOOK_CHANGED, "webhook.changed")                                                      \
    X(DID_WEBHOOK_REMOVED, "webhook.removed")                                                      \
    X(DID_WEBHOOK_TESTED, "webhook.tested")                                                        \
    X(DID_WEBHOOK_REPLAYED, "webhook.replayed")                                                    \
    X(DID_WORDS_MARKED, "words.marked")                                                            \
    X(DID_WORDS_READ, "words.read")                                                                \
    X(DID_WORDS_KEY_MADE, "words_key.made")

enum audit_action {
#define AUDIT_ACTION(name, code) name,
    AUDIT_ACTIONS(AUDIT_ACTION)
#undef AUDIT_ACTION
};

/* Its code, as "account.invited"; static. */
const char *audit_action_code(enum audit_action action);

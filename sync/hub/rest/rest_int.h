#pragma once
/*
 * What the files of the rest room share: a request on its way (a call), the table of operations,
 * and small readers and writers of JSON. Calls run on the room's own threads, each with a hub of
 * its own.
 */
#include "alert_kinds.h"
#include "api.h"
#include "finding.h"
#include "paper.h"
#include "people.h"
#include "rest.h"
#include "said.h"
#include <jansson.h>

/* __Host-: only over TLS, only from this host, for all its paths. */
#define CALL_COOKIE "__Host-yousaid"

enum {
    CALL_PATH_VALUES = 3,
    CALL_VALUE_MAX = 100,
    CALL_ETAG_SIZE = 24,
    CALL_COOKIE_MAX = 200,
    CALL_PROBLEMS_MAX = 50,
    CALL_BODY_MAX = 512 * 1024,
    PAGE_MOST = 200,
    PAGE_USUAL = 50,
};

struct call;
typedef bool operation_run(struct call *call, struct err *err);

enum operation_flag {
    OP_PUBLIC = 1,         /* nobody need be signed in */
    OP_ANYBODY = 2,        /* whoever is signed in, whatever he may do */
    OP_SETTING_UP = 4,     /* also for an administrator who still lacks a second factor */
    OP_BODY = 8,           /* takes a JSON object */
    OP_VERSIONED = 16,     /* If-Match must be there */
    OP_SLOW = 32,          /* waits or computes long: in the slow lane */
    OP_RAW = 64,           /* takes another body than JSON, as raw_type says */
    OP_SESSION_ONLY = 256, /* not for tokens */
};

struct operation {
    const char *method;
    const char *path; /* behind /api/v1; "{}" stands for one value */
    unsigned flags;
    enum permission may; /* without OP_PUBLIC and OP_ANYBODY */
    operation_run *run;
};
extern const struct operation operations[]; /* ends with a NULL method */

/* One request. The answer is `answer` (JSON), or `text` of another type, or nothing; unless it was
 * streamed already. */
struct call {
    struct rest *rest;
    struct hub *hub;
    struct store *store;
    const struct http_request *request;
    struct http_exchange *exchange;
    const struct operation *operation;
    char values[CALL_PATH_VALUES][CALL_VALUE_MAX + 1];
    struct asker asker;
    struct people people;
    json_t *body;
    struct frame *frame; /* taken when first asked for */

    int status;
    json_t *answer;
    struct buf text;
    const char *type; /* of text; NULL: JSON */
    char location[160];
    char allow[40]; /* methods of a path that was asked by another */
    char cookie[CALL_COOKIE_MAX];
    const char *problem; /* a name of its own for what went wrong; NULL: the kind's */
    json_t *problems;
    unsigned retry_after;
    bool streamed;
};

/* ---- room.c ---- */
/* Bytes free for this program where that folder lies. */
MUST_CHECK bool rest_room(const char *data, uint64_t *ret_bytes, struct err *err);

/* ---- call.c ---- */
/* Runs it from beginning to end, and answers. */
void call_run(struct call *call);
/* Writes a line of the audit log; detail is let go of. Within store_together. */
MUST_CHECK bool call_note(struct call *call, enum audit_action action, const char *subject,
                          json_t *detail, struct err *err);
/* Is what is there now what the asker has changed? Takes the JSON that a GET would answer with; it
 * is let go of. ERR_STALE. */
MUST_CHECK bool call_unchanged(struct call *call, json_t *now, struct err *err);
/* False, and later it may, when too many wrong tries came from there. */
MUST_CHECK bool call_may_guess(struct call *call, struct err *err);
/* Notes a wrong password, link or token against the address it came from. */
void call_note_guess(struct call *call);
bool call_may(const struct call *call, enum permission permission);
/* Begins an answer that is written piece by piece; the call is then answered, whatever comes. */
struct http_stream *call_stream(struct call *call, const char *type, struct err *err);
/* Says in the log when it was cut. */
void call_stream_over(const struct call *call, bool whole, const struct err *err);
/* The ETag of a JSON text, with its quotes. */
void call_etag(const char *text, char ret[CALL_ETAG_SIZE]);

/* ---- query.c ---- */
/* The decoded value of a query's parameter; "" when it is not there. ERR_USAGE when it is too long
 * or no text. */
MUST_CHECK bool query_text(const struct call *call, const char *name, char *ret, size_t size,
                           struct err *err);
MUST_CHECK bool query_int(const struct call *call, const char *name, int fallback, int min, int max,
                          int *ret, struct err *err);
/* ret_given tells whether it is there. */
MUST_CHECK bool query_day(const struct call *call, const char *name, int32_t *ret, bool *ret_given,
                          struct err *err);

/* A page of a list: after which place it goes on, and how many at most. A place is a rank and an
 * id, which a cursor holds as text. */
struct page {
    int limit;
    bool continues;
    int64_t rank;
    char id[CALL_VALUE_MAX + 1];
    json_t *items; /* the call's answer holds it */
    bool more;
};
MUST_CHECK bool page_begin(struct call *call, struct page *ret, struct err *err);
/* Is there room for one more? Notes its place when there is; that more follows when there is not.
 */
bool page_take(struct page *page, int64_t rank, const char *id, json_t *item);
void page_end(struct call *call, struct page *page);
/* The page's papers of a kind, newest first, each to `take`, and the page's end. */
MUST_CHECK bool page_papers(struct call *call, struct page *page, const char *kind,
                            bool (*take)(void *context, const struct store_paper *paper),
                            void *context, struct err *err);

/* ---- body.c: what was sent, member by member; every problem is told at once ---- */
struct body {
    struct call *call;
    const json_t *json;
    char at[160]; /* JSON pointer of json */
    const char *asked[32];
    size_t asked_count;
};
struct body body_of(struct call *call);
/* A member that is an object; NULL json when it is null or left out. */
struct body body_object(struct body *body, const char *name, bool needed);
bool body_has(struct body *body, const char *name);   /* there, and not null */
bool body_given(struct body *body, const char *name); /* there, null or not */
/* Texts are UTF-8 without control characters but line ends and tabs; ret is "" without one. */
void body_text(struct body *body, const char *name, bool needed, char *ret, size_t size);
/* The text itself, borrowed, at most max bytes; NULL without one. */
const char *body_borrow(struct body *body, const char *name, bool needed, size_t max);
int64_t body_int(struct body *body, const char *name, bool needed, int64_t fallback, int64_t min,
                 int64_t max);
bool body_bool(struct body *body, const char *name, bool fallback);
void body_day(struct body *body, const char *name, bool needed, int32_t *ret);
/* An id: small letters, digits, - and _. */
void body_id(struct body *body, const char *name, bool needed, char *ret, size_t size);
/* A member that is any JSON; borrowed. */
const json_t *body_json(struct body *body, const char *name, bool needed);
const json_t *body_array(struct body *body, const char *name, bool needed, size_t max);
/* Says that something is wrong with a member (NULL: the whole). */
void body_problem(struct body *body, const char *name, const char *fmt, ...) PRINTF(3, 4);
/* Nothing unknown was sent and nothing is wrong: ERR_REFUSED otherwise. */
MUST_CHECK bool body_end(struct body *body, struct err *err);

/* ---- values.c: JSON of small things ---- */
/* Sets `code` and `values` of what says something in a sentence; nothing where it has no words of
 * its own. */
void value_said(json_t *json, const struct said *said);
/* A copy in the order in which papers are kept: an answer that is made of it has the version (its
 * ETag) that it has when it is read again. NULL for a lack of memory. */
json_t *value_as_kept(const json_t *json);
json_t *value_time(int64_t at); /* null for 0 */
json_t *value_day(int32_t day);
json_t *value_month(int32_t day);
json_t *value_key(uint64_t id);               /* 16 hexadecimal digits */
json_t *value_text_or_null(const char *text); /* null for "" */
json_t *value_scope(const struct scope *scope);
MUST_CHECK bool value_key_read(const char *text, uint64_t *ret);
MUST_CHECK bool value_month_read(const char *text, int32_t *ret_day, struct err *err);
bool value_is_id(const char *text);
/* 16 random hexadecimal digits. */
void value_new_key(char ret[PEOPLE_ID_SIZE]);

/* ---- frame.c: the venue tree, read once and shared until it changes ---- */
enum { AREA_DEPTH_MAX = 16, TAGS_MAX = 16 };
struct area {
    char id[STORE_ID_MAX + 1];
    char name[STORE_NAME_MAX];
    int parent; /* index, -1 for none */
    int venues; /* below it */
};
struct place {
    struct venue venue;
    int area; /* index, -1 for none */
    char tags[TAGS_MAX][STORE_ID_MAX + 1];
    int tag_count;
    bool closed;
};
struct frame {
    struct area *areas; /* by id */
    size_t area_count;
    struct place *places; /* by id */
    size_t place_count;
    uint64_t version;
    int holders;
};
/* One of one's own, for what happens without a call. NULL with *err. */
struct frame *frame_read(struct store *store, struct err *err);
void frame_free(struct frame *frame); /* NULL is fine */
static inline void frame_close(struct frame **frame)
{
    frame_free(*frame);
}
#define FRAME_AUTO __attribute__((cleanup(frame_close))) struct frame
/* Of the call; given back when it ends. NULL with *err. */
const struct frame *call_frame(struct call *call, struct err *err);
/* Forgets the frame that the call holds, after a change. */
MUST_CHECK bool frame_changed(struct call *call, struct err *err);
const struct place *frame_place(const struct frame *frame, const char *venue);
const struct area *frame_area(const struct frame *frame, const char *area);
bool frame_below(const struct frame *frame, const struct place *place, const char *area);
/* May the asker know of this venue? */
bool call_reaches(const struct call *call, const struct frame *frame, const struct place *place);
/* Is the venue in this part of the tree, as it stands now? For what happens without a call. */
MUST_CHECK bool frame_scope_has(struct store *store, const struct scope *scope, const char *venue,
                                bool *ret, struct err *err);
/* The venue of this id when the asker may know of it; ERR_MISSING otherwise. */
const struct place *call_place(struct call *call, const char *venue, struct err *err);

/* ---- shared by files of operations ---- */
json_t *account_json(const struct person *person);
MUST_CHECK bool sessions_answer(struct call *call, const char *account, struct err *err);
void body_scope(struct body *body, const struct frame *frame, struct scope *ret);
/* Every member of the list is a kind of alert. */
void body_alert_kinds(struct body *body, const char *name, const json_t *list);
/* What a strict reader found wrong, as the answer's problems. */
void call_take_problems(struct call *call, const struct problems *problems);
/* Removes the paper that the path names, with a line of the log that says what it was. */
MUST_CHECK bool paper_remove_noted(struct call *call, const char *kind, const char *what,
                                   enum audit_action action, struct err *err);
/* A kiosk's reasons, as findings. */
struct fleet_kiosk;
json_t *reasons_json(const struct fleet_kiosk *kiosk);
/* Sheets for so many new kiosks; replaces: the kiosk that ends then, 0 for none. */
MUST_CHECK bool invite_kiosks(struct call *call, const char *venue, int count, const char *name,
                              uint64_t replaces, struct err *err);
bool place_has_tag(const struct place *place, const char *tag);

/* ---- files of operations ---- */
#define OPERATION(name) operation_run name
OPERATION(op_session_get);
OPERATION(op_session_new);
OPERATION(op_session_end);
OPERATION(op_link_open);
OPERATION(op_link_accept);
OPERATION(op_account_change_own);
OPERATION(op_mails_get);
OPERATION(op_mails_put);
OPERATION(op_totp_begin);
OPERATION(op_totp_confirm);
OPERATION(op_totp_remove);
OPERATION(op_recovery_new);
OPERATION(op_sessions_own);
OPERATION(op_session_end_own);
OPERATION(op_accounts);
OPERATION(op_account_invite);
OPERATION(op_account_get);
OPERATION(op_account_change);
OPERATION(op_account_reset);
OPERATION(op_account_sessions);
OPERATION(op_account_sessions_end);
OPERATION(op_tokens);
OPERATION(op_token_new);
OPERATION(op_token_end);
OPERATION(op_audit);
OPERATION(op_audit_actors);
OPERATION(op_programme);
OPERATION(op_setup);
OPERATION(op_areas);
OPERATION(op_area_get);
OPERATION(op_area_put);
OPERATION(op_area_remove);
OPERATION(op_venues);
OPERATION(op_venue_get);
OPERATION(op_venue_put);
OPERATION(op_month_get);
OPERATION(op_month_put);
OPERATION(op_profile_get);
OPERATION(op_profile_put);
OPERATION(op_report_overview);
OPERATION(op_report_satisfaction);
OPERATION(op_report_questions);
OPERATION(op_report_control);
OPERATION(op_report_difference);
OPERATION(op_report_govuk);
OPERATION(op_report_drivers);
OPERATION(op_report_participation);
OPERATION(op_report_fairness);
OPERATION(op_report_fft);
OPERATION(op_fft_freeze);
OPERATION(op_annotations);
OPERATION(op_annotation_new);
OPERATION(op_annotation_remove);
OPERATION(op_initiatives);
OPERATION(op_initiative_new);
OPERATION(op_initiative_get);
OPERATION(op_initiative_put);
OPERATION(op_initiative_remove);
OPERATION(op_initiative_evaluate);
OPERATION(op_kiosks);
OPERATION(op_fleet_summary);
OPERATION(op_kiosk_get);
OPERATION(op_kiosk_change);
OPERATION(op_kiosk_days);
OPERATION(op_kiosk_events);
OPERATION(op_kiosk_bundle);
OPERATION(op_kiosk_revoke);
OPERATION(op_kiosk_replace);
OPERATION(op_invitations);
OPERATION(op_invitation_new);
OPERATION(op_invitation_end);
OPERATION(op_local_get);
OPERATION(op_local_put);
OPERATION(op_local_approve);
OPERATION(op_surveys);
OPERATION(op_survey_get);
OPERATION(op_survey_check);
OPERATION(op_survey_walk);
OPERATION(op_preview_new);
OPERATION(op_preview_picture);
OPERATION(op_drafts);
OPERATION(op_draft_new);
OPERATION(op_draft_get);
OPERATION(op_draft_put);
OPERATION(op_draft_remove);
OPERATION(op_publish);
OPERATION(op_rollouts);
OPERATION(op_rollout_get);
OPERATION(op_rollout_advance);
OPERATION(op_rollout_halt);
OPERATION(op_rollout_resume);
OPERATION(op_rollout_undo);
OPERATION(op_import);
OPERATION(op_words);
OPERATION(op_words_mark);
OPERATION(op_themes);
OPERATION(op_theme_put);
OPERATION(op_theme_remove);
OPERATION(op_words_keys);
OPERATION(op_words_key_new);
OPERATION(op_notices);
OPERATION(op_notice_new);
OPERATION(op_notice_get);
OPERATION(op_notice_put);
OPERATION(op_notice_submit);
OPERATION(op_notice_approve);
OPERATION(op_notice_end);
OPERATION(op_export_responses);
OPERATION(op_export_metadata);
OPERATION(op_export_codebook);
OPERATION(op_alerts);
OPERATION(op_alert_acknowledge);
OPERATION(op_alert_rules_get);
OPERATION(op_alert_rules_put);
OPERATION(op_retention_list);
OPERATION(op_retention_get);
OPERATION(op_retention_put);
OPERATION(op_deletions);
OPERATION(op_export_chain);
OPERATION(op_verification);
OPERATION(op_verification_start);
OPERATION(op_webhooks);
OPERATION(op_webhook_new);
OPERATION(op_webhook_change);
OPERATION(op_webhook_remove);
OPERATION(op_webhook_test);
OPERATION(op_deliveries);
OPERATION(op_delivery_replay);

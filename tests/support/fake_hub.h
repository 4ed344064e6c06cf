#pragma once
/*
 * A hub in memory behind the courier's transport, and a journal in memory behind its outbox: the
 * courier's tests play both ends. The hub is honest, signs and checks as a real one, and misbehaves
 * on order.
 */
#include "bundle_file.h"
#include "courier.h"
#include "wire_samples.h"
#include <stdatomic.h>

enum { FAKE_BLOBS_MAX = 40, FAKE_RESPONSES_MAX = 4000, FAKE_LIVES_MAX = 24 };

/* What happens to the next request instead of an honest answer. */
enum fake_trouble {
    FAKE_HONEST,
    FAKE_UNREACHABLE, /* the transport's result stands in fake.result */
    FAKE_LOST_REPLY,  /* the hub does its work, and nobody hears of it */
    FAKE_PAGE,        /* fake.status and fake.type instead of a reply */
    FAKE_CUT,         /* a blob breaks off in the middle */
    FAKE_NO_SURVEYS,  /* a survey is refused with fake.status; all else is honest */
};

struct fake_journal {
    struct sample_crowd crowd;
    struct chain_point *points; /* behind each */
    struct chain_point purged;
    _Atomic size_t count; /* closed so far, of the crowd: the courier reads while the test adds */
    struct outbox_lives lives;
    struct life_origin origin; /* through 0: none */
    bool missing;              /* the screen has not made it */
    struct counters counters;
    uint64_t miscount_at, miscount; /* from that response on its sums are so much too high */
    uint64_t reads;
    uint32_t room_mib; /* 0: 1000 */
};

struct fake_hub {
    struct sample_keys programme, hub, stranger;
    struct box_public words_key;
    struct box_secret words_secret;
    struct invitation invitation;
    char code[CODE_SIZE];
    int64_t time;

    /* What it knows of the kiosk. */
    bool enrolled;
    struct public_key kiosk;
    uint64_t life;
    struct chain_point through;
    struct fake_life { /* and of its lives before, how far it has each */
        uint64_t life;
        struct chain_point through;
        uint64_t told; /* the number behind which the last batch of it began */
    } older[FAKE_LIVES_MAX];
    size_t older_count;
    struct nonce first_nonce; /* a repeated request gets the reply to the first */
    struct buf enrol_reply;   /* the last one */
    uint64_t responses_taken;
    struct digest lacks; /* takes no response until it is sent this survey; zero: none */
    int surveys_taken;
    bool forgot; /* it was set back: it turns the kiosk away until it is shown who enrolled it */
    int adoptions;
    uint64_t shown_serial; /* of the bundle that was shown with the last one */

    struct {
        struct digest name;
        struct buf bytes;
    } blobs[FAKE_BLOBS_MAX];
    size_t blob_count;
    uint64_t bundle_serial;
    struct digest bundle;

    /* Misbehaviour: for the next trouble_count requests. */
    enum fake_trouble trouble;
    int trouble_count;
    enum transport_result result;
    int status;
    const char *type;
    uint32_t retry_after;
    /* Changes a reply before it is signed; NULL for none. */
    void (*twist)(struct fake_hub *hub, struct reply *reply);
    bool stranger_signs;
    bool takes_help;            /* it says so with each answer to a batch */
    bool public_ca;             /* it has its certificate from elsewhere: no statement of one */
    uint64_t value;             /* for twist, */
    struct chain_point parting; /* and where histories part */

    /* What was seen. */
    atomic_int posts; /* a courier on a thread of its own is watched by it */
    int gets, first_meetings, renewals;
    int system_trusted;          /* requests judged by the certificates of the system */
    size_t farthest_from;        /* of all gets */
    unix_seconds last_judged_at; /* of a post */
    char last_url[600];
    struct health last_health;
    atomic_uint helped; /* calls for help that it was told of */
    struct batch_head last_head;

    /* The world's clock, under the test's hand. */
    struct moment now;
};

void fake_hub_init(struct fake_hub *hub);
void fake_hub_finish(struct fake_hub *hub);
struct courier_world fake_hub_world(struct fake_hub *hub);
/* For the next `count` requests. */
void fake_hub_page(struct fake_hub *hub, int count, int status, const char *type,
                   uint32_t retry_after);
void fake_hub_down(struct fake_hub *hub, int count, enum transport_result result);
/* Keeps a blob and says its name. */
struct digest fake_hub_blob(struct fake_hub *hub, struct span bytes);
/* A bundle of these blobs with this serial, signed by the hub; it is offered from now on. */
void fake_hub_offer(struct fake_hub *hub, uint64_t serial, struct blob_name *blobs, size_t count);
struct blob_name fake_blob_name(enum blob_kind kind, const char *name, const struct digest *digest,
                                size_t size);
/* The offered bundle as a stick's file for that kiosk, in which the hub's key is introduced, with
 * the statement's number. */
struct buf fake_bundle_file(const struct fake_hub *hub, uint64_t kiosk, uint64_t statement);
/* A programme statement. */
struct buf fake_statement(const struct fake_hub *hub, uint64_t number, enum statement_kind kind,
                          struct span subject);

void fake_journal_init(struct fake_journal *journal, uint64_t seed, size_t count);
/* Chains the crowd for a life; before that there is nothing to read. */
void fake_journal_begin(struct fake_journal *journal, uint64_t life, const struct public_key *kiosk,
                        size_t count);
void fake_journal_finish(struct fake_journal *journal);
struct outbox fake_journal_outbox(struct fake_journal *journal);

/* An empty folder of its own below the build; its name is valid until the next call. */
const char *fresh_folder(const char *name);
void write_bytes(const char *path, struct span bytes);
struct buf read_bytes(const char *path);

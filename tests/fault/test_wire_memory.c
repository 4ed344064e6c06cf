/*
 * Every allocation of the room wire fails in turn, once and then for ever: each story ends in an
 * error with a sentence, nothing is leaked, nothing half-made is handed out.
 */
#include "wire_messages.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct {
    bool armed, for_ever;
    long until; /* calls that still succeed */
    bool fired;
    long alive;
} fault;

void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_malloc(size_t size);
void __real_free(void *old);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void __wrap_free(void *old);

static bool fails_now(void)
{
    if (!fault.armed)
        return false;
    bool fails = fault.for_ever ? fault.until <= 0 : fault.until == 0;
    fault.until--;
    fault.fired |= fails;
    return fails;
}

void *__wrap_calloc(size_t count, size_t size)
{
    void *made = fails_now() ? NULL : __real_calloc(count, size);
    fault.alive += made != NULL;
    return made;
}

void *__wrap_malloc(size_t size)
{
    void *made = fails_now() ? NULL : __real_malloc(size);
    fault.alive += made != NULL;
    return made;
}

void *__wrap_realloc(void *old, size_t size)
{
    void *made = fails_now() ? NULL : __real_realloc(old, size);
    fault.alive += made != NULL && old == NULL;
    return made;
}

void __wrap_free(void *old)
{
    fault.alive -= old != NULL;
    __real_free(old);
}

typedef bool story(struct err *err);

/* Runs the story with its n-th allocation failing, for every n there is. */
static void survives_each_failure(story *run, bool for_ever)
{
    for (long n = 0; n < 10000; n++) {
        struct err err = { 0 };
        long before = fault.alive;
        fault.until = n;
        fault.for_ever = for_ever;
        fault.fired = false;
        fault.armed = true;
        bool fine = run(&err);
        fault.armed = false;
        assert_int_equal(fault.alive, before);
        if (!fault.fired) {
            assert_true(fine);
            assert_true(n > 0);
            return;
        }
        if (!fine)
            assert_true((err.kind == ERR_LATER || err.kind == ERR_TOO_LARGE) &&
                        err.text[0] != '\0');
    }
    fail_msg("the story never ends");
}

static struct sample_keys kiosk, hub, programme;
static struct sample_crowd crowd;
static struct buf message;

static bool pack_a_batch(struct err *err)
{
    struct batch_head head = sample_head();
    struct chain_point after;
    BUF_AUTO packed = buf_new(BATCH_PACKED_MAX);
    struct batch_writer *writer = batch_writer_new(&head);
    if (writer == NULL)
        return err_set(err, ERR_LATER, "no memory for a batch");
    batch_writer_segment(writer, &(struct segment){ 1, CLOCK_UNKNOWN, 0 });
    for (size_t i = 0; i < crowd.count; i++) {
        if (!batch_writer_add(writer, &crowd.responses[i]))
            break;
    }
    bool fine = batch_writer_finish(writer, &kiosk.secret, &packed, &after, err);
    batch_writer_free(writer);
    if (fine) {
        assert_int_equal(after.seq, crowd.count);
        assert_true(packed.size > 0);
    }
    return fine;
}

static bool open_a_batch(struct err *err)
{
    struct batch batch = { 0 };
    uint64_t sender;
    if (!batch_sender(buf_span(&message), &sender, err) ||
        !batch_open(buf_span(&message), &kiosk.public, &batch, err))
        return false;
    batch_finish(&batch);
    return true;
}

static bool make_and_open_a_reply(struct err *err)
{
    struct reply reply = sample_reply();
    struct reply back = { 0 };
    BUF_AUTO bytes = buf_new(REPLY_BYTES_MAX);
    if (!reply_sign(&reply, &hub.secret, &bytes, err) ||
        !reply_open(buf_span(&bytes), &hub.public, &back, err))
        return false;
    reply_finish(&back);
    return true;
}

static bool make_and_open_a_manifest(struct err *err)
{
    struct manifest manifest = sample_manifest();
    struct manifest back = { 0 };
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    if (!manifest_sign(&manifest, &hub.secret, &bytes, err) ||
        !manifest_open(buf_span(&bytes), &hub.public, &back, err))
        return false;
    manifest_finish(&back);
    return true;
}

static bool make_and_open_an_enrolment(struct err *err)
{
    struct invitation invitation = sample_invitation();
    struct digest key = invitation_key(&invitation);
    struct enrol_request request = sample_enrol_request();
    struct enrol_reply reply = sample_enrol_reply();
    BUF_AUTO asked = buf_new(ENROL_BYTES_MAX);
    BUF_AUTO answered = buf_new(ENROL_BYTES_MAX);
    return enrol_request_put(&request, &key, &asked, err) &&
           enrol_request_open(buf_span(&asked), &key, &request, err) &&
           enrol_reply_put(&reply, &key, &answered, err) &&
           enrol_reply_open(buf_span(&answered), &key, &reply, err);
}

static bool make_and_open_statements(struct err *err)
{
    struct statement statement = sample_statement();
    struct enrol_certificate certificate = sample_certificate();
    BUF_AUTO stated = buf_new(STATEMENT_BYTES_MAX);
    BUF_AUTO certified = buf_new(STATEMENT_BYTES_MAX);
    return statement_sign(&statement, &programme.secret, &stated, err) &&
           statement_open(buf_span(&stated), &programme.public, &statement, err) &&
           enrol_certificate_sign(&certificate, &programme.secret, &certified, err) &&
           enrol_certificate_open(buf_span(&certified), &programme.public, &certificate, err);
}

static bool seal_and_open_words(struct err *err)
{
    struct box_public public;
    struct box_secret secret;
    struct seal_binding binding = { .life = 1, .seq = 2, .question = "why" };
    BUF_AUTO sealed = buf_new(WORDS_SEALED_MAX);
    BUF_AUTO text = buf_new(WORDS_SEALED_MAX);
    box_pair_new(&public, &secret);
    return words_seal(&public, &binding, span_text("words"), &sealed, err) &&
           words_open(&public, &secret, &binding, buf_span(&sealed), &text, err);
}

static void no_story_is_harmed_by_a_lack_of_memory(void **state)
{
    (void)state;
    story *const stories[] = {
        pack_a_batch,
        open_a_batch,
        make_and_open_a_reply,
        make_and_open_a_manifest,
        make_and_open_an_enrolment,
        make_and_open_statements,
        seal_and_open_words,
    };
    struct dice dice = dice_new(9);
    struct batch_head head = sample_head();
    struct chain_point after;
    kiosk = sample_kiosk();
    hub = sample_hub();
    programme = sample_programme();
    crowd = crowd_wild(&dice, 1, 300);
    message = crowd_pack(&crowd, &head, &after);
    for (size_t i = 0; i < sizeof stories / sizeof stories[0]; i++) {
        survives_each_failure(stories[i], false);
        survives_each_failure(stories[i], true);
    }
    buf_finish(&message);
    crowd_finish(&crowd);
}

int main(void)
{
    seal_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_story_is_harmed_by_a_lack_of_memory),
    };
    return cmocka_run_group_tests_name("wire_memory", tests, NULL, NULL);
}

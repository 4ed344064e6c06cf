/*
 * Every allocation of the room wire fails in turn, once and then for ever: each story ends in an
 * error with a sentence, nothing is leaked, nothing half-made is handed out.
 */
#include "short_memory.h"
#include "wire_messages.h"
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct sample_keys kiosk, hub, programme;
static struct sample_crowd crowd;
static struct buf message;

static bool pack_a_batch(void *context, struct err *err)
{
    (void)context;
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

static bool open_a_batch(void *context, struct err *err)
{
    (void)context;
    struct batch batch = { 0 };
    uint64_t sender;
    if (!batch_sender(buf_span(&message), &sender, err) ||
        !batch_open(buf_span(&message), &kiosk.public, &batch, err))
        return false;
    batch_finish(&batch);
    return true;
}

static bool make_and_open_a_reply(void *context, struct err *err)
{
    (void)context;
    struct reply reply = sample_reply();
    struct reply back = { 0 };
    BUF_AUTO bytes = buf_new(REPLY_BYTES_MAX);
    if (!reply_sign(&reply, &hub.secret, &bytes, err) ||
        !reply_open(buf_span(&bytes), &hub.public, &back, err))
        return false;
    reply_finish(&back);
    return true;
}

static bool make_and_open_a_manifest(void *context, struct err *err)
{
    (void)context;
    struct manifest manifest = sample_manifest();
    struct manifest back = { 0 };
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    if (!manifest_sign(&manifest, &hub.secret, &bytes, err) ||
        !manifest_open(buf_span(&bytes), &hub.public, &back, err))
        return false;
    manifest_finish(&back);
    return true;
}

static bool make_and_open_an_enrolment(void *context, struct err *err)
{
    (void)context;
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

static bool make_and_open_statements(void *context, struct err *err)
{
    (void)context;
    struct statement statement = sample_statement();
    struct enrol_certificate certificate = sample_certificate();
    BUF_AUTO stated = buf_new(STATEMENT_BYTES_MAX);
    BUF_AUTO certified = buf_new(STATEMENT_BYTES_MAX);
    return statement_sign(&statement, &programme.secret, &stated, err) &&
           statement_open(buf_span(&stated), &programme.public, &statement, err) &&
           enrol_certificate_sign(&certificate, &programme.secret, &certified, err) &&
           enrol_certificate_open(buf_span(&certified), &programme.public, &certificate, err);
}

static bool seal_and_open_words(void *context, struct err *err)
{
    (void)context;
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
    static const struct memory_trial trials[] = {
        { .name = "packing a batch", .run = pack_a_batch },
        { .name = "opening a batch", .run = open_a_batch },
        { .name = "a reply", .run = make_and_open_a_reply },
        { .name = "a manifest", .run = make_and_open_a_manifest },
        { .name = "an enrolment", .run = make_and_open_an_enrolment },
        { .name = "statements", .run = make_and_open_statements },
        { .name = "words", .run = seal_and_open_words },
    };
    struct dice dice = dice_new(9);
    struct batch_head head = sample_head();
    struct chain_point after;
    kiosk = sample_kiosk();
    hub = sample_hub();
    programme = sample_programme();
    crowd = crowd_wild(&dice, 1, 300);
    message = crowd_pack(&crowd, &head, &after);
    for (size_t i = 0; i < sizeof trials / sizeof trials[0]; i++)
        memory_survives(&trials[i]);
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

/*
 * Every allocation of the room wire fails in turn, once and then for ever: each story ends in an
 * error with a sentence, nothing is leaked, nothing half-made is handed out.
 */
#include "short_memory.h"
#include "speech_pack.h"
#include "wire_messages.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static struct sample_keys kiosk, hub, programme;
static struct sample_crowd crowd;
static struct buf message;
static struct survey *survey;

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

static bool seal_and_open_counts(void *context, struct err *err)
{
    (void)context;
    struct box_public public;
    struct box_secret secret;
    struct seal_binding binding = { .life = 1, .seq = 2 };
    struct answers answers = { { ANSWER_FIRST } };
    struct answers back = { { 0 } };
    BUF_AUTO sealed = buf_new(WORDS_SEALED_MAX);
    box_pair_new(&public, &secret);
    if (!counts_seal(&public, &binding, survey, &answers, &sealed, err) ||
        !counts_open(&public, &secret, &binding, survey, buf_span(&sealed), &back, err))
        return false;
    assert_int_equal(back.state[0], ANSWER_FIRST);
    return true;
}

static bool wrap_and_unwrap_a_words_key(void *context, struct err *err)
{
    (void)context;
    struct box_public public;
    struct box_secret secret;
    struct box_secret back = { { 0 } };
    BUF_AUTO wrapped = buf_new(1024);
    box_pair_new(&public, &secret);
    if (!words_key_wrap(&secret, span_text("babab-dedod"), &wrapped, err) ||
        !words_key_unwrap(buf_span(&wrapped), span_text("babab-dedod"), &back, err))
        return false;
    assert_memory_equal(&back, &secret, sizeof back);
    return true;
}

static bool pack_and_open_speech(void *context, struct err *err)
{
    static const uint8_t opus[48] = {
        [0] = 'O',  [1] = 'g',  [2] = 'g',  [3] = 'S',  [28] = 'O', [29] = 'p',
        [30] = 'u', [31] = 's', [32] = 'H', [33] = 'e', [34] = 'a', [35] = 'd'
    };
    (void)context;
    struct speech_clip clips[] = {
        { speech_key_of("en", "Good"), span_of(opus, sizeof opus) },
        { speech_key_of("en", "Poor"), span_of(opus, sizeof opus) },
    };
    struct speech_entry *entries = NULL;
    uint32_t count = 0;
    BUF_AUTO pack = buf_new(SPEECH_PACK_MAX);
    if (!speech_pack_put(clips, 2, &pack, err) ||
        !speech_pack_open(buf_span(&pack), &entries, &count, err)) {
        assert_null(entries);
        return false;
    }
    assert_int_equal(count, 2);
    free(entries);
    return true;
}

/* In peace: what a counts block is sealed for. */
static void load_survey(void)
{
    static struct problems problems;
    survey = survey_load(span_text("{\"elements\":[{\"type\":\"rating\",\"name\":\"age\","
                                   "\"rateValues\":[\"young\",\"old\"]}],\"yousaid\":"
                                   "{\"questions\":{\"age\":{\"role\":\"equality\"}}}}"),
                         &problems);
    assert_non_null(survey);
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
        { .name = "counts", .run = seal_and_open_counts },
        { .name = "a wrapped words key", .run = wrap_and_unwrap_a_words_key },
        { .name = "speech", .run = pack_and_open_speech },
    };
    struct dice dice = dice_new(9);
    struct batch_head head = sample_head();
    struct chain_point after;
    load_survey();
    kiosk = sample_kiosk();
    hub = sample_hub();
    programme = sample_programme();
    crowd = crowd_wild(&dice, 1, 300);
    message = crowd_pack(&crowd, &head, &after);
    for (size_t i = 0; i < sizeof trials / sizeof trials[0]; i++)
        memory_survives(&trials[i]);
    buf_finish(&message);
    crowd_finish(&crowd);
    survey_free(survey);
}

int main(void)
{
    seal_start();
    assert_int_equal(setenv("YOUSAID_TEST_KDF", "1", 1), 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_story_is_harmed_by_a_lack_of_memory),
    };
    return cmocka_run_group_tests_name("wire_memory", tests, NULL, NULL);
}

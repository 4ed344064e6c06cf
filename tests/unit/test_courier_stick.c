/* What a hub sends to a kiosk that has no network: its first meeting, and bundles, off a stick. */
#include "bundle_file.h"
#include "courier.h"
#include "courier_socket.h"
#include "fake_hub.h"
#include "file.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { KIOSK = 5, NETWORK_NEVER = 1000 };

static struct err err;

struct stage {
    char data[600];
    char stick[700];
    struct fake_hub hub;
    struct courier *courier;
};

static void open_courier(struct stage *stage)
{
    struct courier_world world = fake_hub_world(&stage->hub);
    if (!courier_open_in(stage->data, &world, &stage->courier, &err))
        fail_msg("opening: %s", err.text);
}

static void reopen(struct stage *stage)
{
    courier_close(stage->courier);
    open_courier(stage);
}

static int set_up(void **state)
{
    struct stage *stage = calloc(1, sizeof *stage);
    (void)snprintf(stage->data, sizeof stage->data, "%s", fresh_folder("carried"));
    (void)snprintf(stage->stick, sizeof stage->stick, "%s/stick", stage->data);
    assert_true(file_make_folder(stage->stick, 0755, &err));
    fake_hub_init(&stage->hub);
    open_courier(stage);
    *state = stage;
    return 0;
}

static int tear_down(void **state)
{
    struct stage *stage = *state;
    courier_close(stage->courier);
    fake_hub_finish(&stage->hub);
    free(stage);
    return 0;
}

static const struct courier_state *state_of(const struct stage *stage)
{
    return courier_state(stage->courier);
}

static const char *on_stick(const struct stage *stage, const char *name)
{
    static char path[900];
    (void)snprintf(path, sizeof path, "%s/%s", stage->stick, name);
    return path;
}

static const char *in(const struct stage *stage, const char *name)
{
    static char path[900];
    (void)snprintf(path, sizeof path, "%s/courier/%s", stage->data, name);
    return path;
}

/* --- bundles --- */

static const char pin_text[] = "{\"pin\":\"$argon2id$short\",\"recovery\":\"$argon2id$long\"}";

/* Offers a bundle with some words and a PIN under this serial. */
static void offer(struct stage *stage, uint64_t serial)
{
    char wording[64];
    (void)snprintf(wording, sizeof wording, "{\"start\":\"%llu\"}", (unsigned long long)serial);
    struct digest words = fake_hub_blob(&stage->hub, span_text(wording));
    struct digest pin = fake_hub_blob(&stage->hub, span_text(pin_text));
    struct blob_name blobs[] = {
        fake_blob_name(BLOB_WORDING, "en", &words, strlen(wording)),
        fake_blob_name(BLOB_PIN, "77", &pin, strlen(pin_text)),
    };
    fake_hub_offer(&stage->hub, serial, blobs, 2);
}

static struct stage *enrolled(void **state)
{
    struct stage *stage = *state;
    offer(stage, 3);
    if (!courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err))
        fail_msg("enrolling: %s", err.text);
    assert_int_equal(state_of(stage)->bundle_serial, 3);
    return stage;
}

static void lay(const struct stage *stage, struct span file)
{
    char name[STICK_NAME_SIZE];
    bundle_file_name(KIOSK, name);
    write_bytes(on_stick(stage, name), file);
}

static void lay_bundle(const struct stage *stage, uint64_t kiosk)
{
    BUF_AUTO file = fake_bundle_file(&stage->hub, kiosk, 1);
    lay(stage, buf_span(&file));
}

static struct courier_stick use_stick(struct stage *stage)
{
    struct courier_stick stick;
    if (!courier_stick(stage->courier, stage->stick, &stick, &err))
        fail_msg("stick: %s", err.text);
    return stick;
}

static bool has_blob(const struct stage *stage, const struct digest *name)
{
    BUF_AUTO bytes = buf_new(BLOB_BYTES_MAX);
    return courier_blob_load(stage->data, name, &bytes, &err);
}

/* It is said why, and everything is as it was. */
static void refused(struct stage *stage, const char *why)
{
    struct courier_stick stick = use_stick(stage);
    assert_int_equal(stick.bundle, 0);
    assert_true(stick.bundle_bad);
    if (strstr(stick.bundle_why, why) == NULL)
        fail_msg("\"%s\" says nothing of \"%s\"", stick.bundle_why, why);
    assert_int_equal(state_of(stage)->bundle_serial, 3);
}

static void a_bundle_comes_off_a_stick(void **state)
{
    struct stage *stage = enrolled(state);
    int gets = stage->hub.gets;
    struct digest before = state_of(stage)->bundle;
    offer(stage, 4);
    lay_bundle(stage, KIOSK);
    struct courier_stick stick = use_stick(stage);
    assert_int_equal(stick.bundle, 4);
    assert_false(stick.bundle_bad);
    assert_int_equal(stage->hub.gets, gets);
    reopen(stage);
    assert_int_equal(state_of(stage)->bundle_serial, 4);
    assert_memory_equal(&state_of(stage)->bundle, &stage->hub.bundle, sizeof(struct digest));
    assert_memory_equal(&state_of(stage)->previous_bundle, &before, sizeof before);
    struct digest pin = digest_of(span_text(pin_text));
    assert_true(has_blob(stage, &pin));
    assert_true(has_blob(stage, &stage->hub.bundle));
}

static void a_bundle_that_is_held_is_no_news_and_an_older_one_is_never_taken(void **state)
{
    struct stage *stage = enrolled(state);
    lay_bundle(stage, KIOSK);
    struct courier_stick stick = use_stick(stage);
    assert_int_equal(stick.bundle, 0);
    assert_string_equal(stick.bundle_why, "");
    offer(stage, 2);
    lay_bundle(stage, KIOSK);
    stick = use_stick(stage);
    assert_int_equal(stick.bundle, 0);
    assert_false(stick.bundle_bad);
    assert_non_null(strstr(stick.bundle_why, "older than 3"));
    assert_int_equal(state_of(stage)->bundle_serial, 3);
}

static void a_bundle_for_another_kiosk_is_refused(void **state)
{
    struct stage *stage = enrolled(state);
    offer(stage, 4);
    lay_bundle(stage, KIOSK + 1);
    refused(stage, "is for kiosk 0000000000000006");
}

static void a_bundle_of_a_stranger_is_refused(void **state)
{
    struct stage *stage = enrolled(state);
    struct sample_keys hub = stage->hub.hub;
    struct sample_keys programme = stage->hub.programme;
    stage->hub.hub = stage->hub.stranger;
    stage->hub.programme = stage->hub.stranger;
    offer(stage, 4);
    lay_bundle(stage, KIOSK);
    stage->hub.hub = hub;
    stage->hub.programme = programme;
    refused(stage, "statement");
}

/* A hub that was added since: its key stands in the file, by the programme's word. */
static void a_new_hubs_key_comes_before_its_bundle(void **state)
{
    struct stage *stage = enrolled(state);
    stage->hub.hub = stage->hub.stranger;
    offer(stage, 4);
    BUF_AUTO file = fake_bundle_file(&stage->hub, KIOSK, 9);
    lay(stage, buf_span(&file));
    assert_int_equal(use_stick(stage).bundle, 4);
    reopen(stage);
    assert_int_equal(state_of(stage)->hub_key_count, 2);
    assert_int_equal(state_of(stage)->last_statement, 9);
    assert_int_equal(state_of(stage)->bundle_serial, 4);
}

static void an_altered_bundle_changes_nothing_wherever_it_is_altered(void **state)
{
    struct stage *stage = enrolled(state);
    offer(stage, 4);
    BUF_AUTO file = fake_bundle_file(&stage->hub, KIOSK, 1);
    for (size_t at = 0; at < file.size; at += at < 40 ? 1 : 7) {
        file.data[at] ^= 0x41;
        lay(stage, buf_span(&file));
        file.data[at] ^= 0x41;
        refused(stage, "");
    }
    lay(stage, buf_span(&file));
    assert_int_equal(use_stick(stage).bundle, 4);
}

static void a_cut_or_longer_bundle_changes_nothing(void **state)
{
    struct stage *stage = enrolled(state);
    offer(stage, 4);
    BUF_AUTO file = fake_bundle_file(&stage->hub, KIOSK, 1);
    for (size_t size = 0; size < file.size; size += size < 40 ? 1 : 11) {
        lay(stage, span_of(file.data, size));
        refused(stage, "");
    }
    buf_put_byte(&file, 0);
    lay(stage, buf_span(&file));
    refused(stage, "behind the bundle's end");
    file.size--;
    lay(stage, buf_span(&file));
    assert_int_equal(use_stick(stage).bundle, 4);
}

/* Found by fuzzing: how many parts the file says that it has is proven by nothing but itself. */
static void a_bundle_with_a_byte_changed_is_refused(void **state)
{
    static const uint8_t changes[] = { 0x01, 0x0B, 0x20 };
    struct stage *stage = enrolled(state);
    offer(stage, 4);
    BUF_AUTO file = fake_bundle_file(&stage->hub, KIOSK, 1);
    for (size_t at = 0; at < file.size; at++) {
        uint8_t change = changes[at % sizeof changes];
        file.data[at] ^= change;
        lay(stage, buf_span(&file));
        refused(stage, "");
        file.data[at] ^= change;
    }
    lay(stage, buf_span(&file));
    assert_int_equal(use_stick(stage).bundle, 4);
}

static void what_is_no_file_is_no_bundle(void **state)
{
    struct stage *stage = enrolled(state);
    char name[STICK_NAME_SIZE];
    char away[900];
    bundle_file_name(KIOSK, name);
    (void)snprintf(away, sizeof away, "%s", on_stick(stage, "away"));
    offer(stage, 4);
    BUF_AUTO file = fake_bundle_file(&stage->hub, KIOSK, 1);
    write_bytes(away, buf_span(&file));
    assert_int_equal(symlink(away, on_stick(stage, name)), 0);
    refused(stage, "opening");
    assert_int_equal(unlink(on_stick(stage, name)), 0);
    assert_int_equal(mkfifo(on_stick(stage, name), 0600), 0);
    refused(stage, "is not a file");
    assert_int_equal(unlink(on_stick(stage, name)), 0);
    FD_AUTO huge = open(on_stick(stage, name), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(ftruncate(huge, (off_t)BUNDLE_FILE_MAX + 1), 0);
    refused(stage, "larger than any bundle");
}

static void no_pin_lies_open_on_a_stick(void **state)
{
    struct stage *stage = enrolled(state);
    offer(stage, 4);
    BUF_AUTO file = fake_bundle_file(&stage->hub, KIOSK, 1);
    assert_null(memmem(file.data, file.size, "argon2id", 8));
    /* Sealed to another kiosk it is none of ours. */
    struct sample_keys other = sample_kiosk();
    struct public_key kiosk = stage->hub.kiosk;
    stage->hub.kiosk = other.public;
    lay_bundle(stage, KIOSK);
    stage->hub.kiosk = kiosk;
    refused(stage, "");
}

/* --- enrolment --- */

/* By its setup file; true when it is enrolled. */
static bool set_up_by_stick(struct stage *stage)
{
    return courier_provision(stage->courier, stage->stick, &err);
}

static void lay_setup_file(const struct stage *stage)
{
    char text[200];
    (void)snprintf(text, sizeof text,
                   "{\"version\":1,\"hub\":\"https://hub.example\",\"code\":\"%s\"}",
                   stage->hub.code);
    write_bytes(on_stick(stage, "yousaid-setup.json"), span_text(text));
}

/* A kiosk without a network, whose question is on the stick. */
static struct stage *asking(void **state)
{
    struct stage *stage = *state;
    offer(stage, 3);
    fake_hub_down(&stage->hub, NETWORK_NEVER, TRANSPORT_NO_NETWORK);
    lay_setup_file(stage);
    assert_false(set_up_by_stick(stage));
    assert_string_equal(courier_fault(stage->courier), FAULT_CARRY);
    assert_int_equal(unlink(on_stick(stage, "yousaid-setup.json")), 0);
    return stage;
}

static void names_of(const struct stage *stage, char question[900], char answer[900])
{
    struct secret_key key;
    char name[STICK_NAME_SIZE];
    BUF_AUTO bytes = read_bytes(in(stage, "key"));
    assert_int_equal(bytes.size, sizeof key);
    memcpy(&key, bytes.data, sizeof key);
    struct public_key public = key_public(&key);
    enrol_file_name(&public, false, name);
    (void)snprintf(question, 900, "%s", on_stick(stage, name));
    enrol_file_name(&public, true, name);
    (void)snprintf(answer, 900, "%s", on_stick(stage, name));
}

/* What the hub's import does. */
static void answer_question(struct stage *stage)
{
    char question[900];
    char answer[900];
    names_of(stage, question, answer);
    BUF_AUTO message = read_bytes(question);
    struct courier_world world = fake_hub_world(&stage->hub);
    struct transport_answer said = { .body = buf_new(ENROL_BYTES_MAX) };
    struct transport_request request = { .url = "https://x/v1/enrol",
                                         .type = "application/cbor",
                                         .body = buf_span(&message),
                                         .first_meeting = true };
    int down = stage->hub.trouble_count;
    stage->hub.trouble_count = 0;
    assert_int_equal(world.transport.post(world.transport.self, &request, &said, &err),
                     TRANSPORT_ANSWERED);
    stage->hub.trouble_count = down;
    assert_int_equal(said.status, 200);
    write_bytes(answer, buf_span(&said.body));
    buf_finish(&said.body);
    lay_bundle(stage, KIOSK);
}

static bool holds(const char *path, const char *text)
{
    BUF_AUTO bytes = read_bytes(path);
    return memmem(bytes.data, bytes.size, text, strlen(text)) != NULL;
}

static void without_a_network_the_question_goes_by_stick(void **state)
{
    struct stage *stage = asking(state);
    char question[900];
    char answer[900];
    struct stat about;
    names_of(stage, question, answer);
    assert_false(state_of(stage)->enrolled);
    assert_false(holds(question, stage->hub.code));
    assert_false(holds(in(stage, "pending"), stage->hub.code));
    assert_int_equal(stat(in(stage, "pending"), &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    answer_question(stage);
    reopen(stage); /* weeks later */
    if (!set_up_by_stick(stage))
        fail_msg("%s", err.text);
    assert_true(state_of(stage)->enrolled);
    assert_int_equal(state_of(stage)->kiosk, KIOSK);
    assert_int_equal(state_of(stage)->invitation, 77);
    assert_int_equal(state_of(stage)->bundle_serial, 3);
    assert_string_equal(state_of(stage)->hub_url, "https://hub.example");
    assert_false(file_exists(in(stage, "pending")));
    (void)use_stick(stage); /* what is done with goes from the stick */
    assert_false(file_exists(question));
    assert_false(file_exists(answer));
}

static void a_typed_code_goes_by_stick_too(void **state)
{
    struct stage *stage = *state;
    offer(stage, 3);
    fake_hub_down(&stage->hub, NETWORK_NEVER, TRANSPORT_NO_NETWORK);
    assert_false(courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err));
    assert_string_equal(courier_fault(stage->courier), "no_network");
    assert_false(set_up_by_stick(stage));
    assert_string_equal(courier_fault(stage->courier), FAULT_CARRY);
    answer_question(stage);
    assert_true(set_up_by_stick(stage));
    assert_int_equal(state_of(stage)->bundle_serial, 3);
}

static void a_hub_that_answers_no_is_no_reason_to_carry_a_stick(void **state)
{
    struct stage *stage = *state;
    offer(stage, 3);
    lay_setup_file(stage);
    fake_hub_page(&stage->hub, 1, 403, "application/problem+json", 0);
    assert_false(set_up_by_stick(stage));
    assert_string_equal(courier_fault(stage->courier), FAULT_UNKNOWN_CODE);
    assert_false(file_exists(in(stage, "pending")));
    assert_int_equal(unlink(on_stick(stage, "yousaid-setup.json")), 0);
    assert_false(set_up_by_stick(stage));
    assert_string_equal(courier_fault(stage->courier), FAULT_FILE);
}

static void the_question_is_the_same_however_often_it_is_asked(void **state)
{
    struct stage *stage = asking(state);
    char question[900];
    char answer[900];
    names_of(stage, question, answer);
    BUF_AUTO first = read_bytes(question);
    assert_int_equal(unlink(question), 0);
    reopen(stage);
    assert_false(set_up_by_stick(stage));
    BUF_AUTO second = read_bytes(question);
    assert_true(span_equal(buf_span(&first), buf_span(&second)));
}

static void an_altered_or_cut_answer_enrols_nobody(void **state)
{
    struct stage *stage = asking(state);
    char question[900];
    char answer[900];
    answer_question(stage);
    names_of(stage, question, answer);
    BUF_AUTO message = read_bytes(answer);
    for (size_t at = 0; at < message.size; at += 5) {
        message.data[at] ^= 1;
        write_bytes(answer, buf_span(&message));
        message.data[at] ^= 1;
        assert_false(set_up_by_stick(stage));
        assert_string_equal(courier_fault(stage->courier), FAULT_ANSWER);
        write_bytes(answer, span_of(message.data, at));
        assert_false(set_up_by_stick(stage));
        assert_false(state_of(stage)->enrolled);
    }
    write_bytes(answer, buf_span(&message));
    assert_true(set_up_by_stick(stage));
}

static void an_answer_without_its_bundle_enrols_and_says_what_is_missing(void **state)
{
    struct stage *stage = asking(state);
    char name[STICK_NAME_SIZE];
    answer_question(stage);
    bundle_file_name(KIOSK, name);
    assert_int_equal(unlink(on_stick(stage, name)), 0);
    assert_false(set_up_by_stick(stage));
    assert_string_equal(courier_fault(stage->courier), FAULT_BUNDLE_STICK);
    assert_true(state_of(stage)->enrolled);
    lay_bundle(stage, KIOSK);
    assert_int_equal(use_stick(stage).bundle, 3);
}

static void a_network_that_comes_meanwhile_is_used_and_the_stick_forgotten(void **state)
{
    struct stage *stage = asking(state);
    stage->hub.trouble_count = 0;
    lay_setup_file(stage);
    assert_true(set_up_by_stick(stage));
    assert_int_equal(state_of(stage)->bundle_serial, 3);
    assert_false(file_exists(in(stage, "pending")));
}

/* A newer invitation takes the place of one whose answer never came. */
static void another_code_takes_the_place_of_one_that_waits(void **state)
{
    struct stage *stage = asking(state);
    answer_question(stage);
    stage->hub.enrolled = false;
    invitation_new(78, &stage->hub.invitation);
    invitation_code(&stage->hub.invitation, stage->hub.code);
    char question[900];
    char answer[900];
    names_of(stage, question, answer);
    assert_int_equal(unlink(answer), 0);
    lay_setup_file(stage);
    assert_false(set_up_by_stick(stage));
    assert_string_equal(courier_fault(stage->courier), FAULT_CARRY);
    answer_question(stage);
    assert_true(set_up_by_stick(stage));
    assert_int_equal(state_of(stage)->invitation, 78);
}

static void a_stick_that_takes_no_question_is_said(void **state)
{
    struct stage *stage = *state;
    offer(stage, 3);
    fake_hub_down(&stage->hub, NETWORK_NEVER, TRANSPORT_NO_NETWORK);
    assert_false(courier_enrol(stage->courier, "https://hub.example", stage->hub.code, &err));
    assert_false(courier_provision(stage->courier, "/no/such/stick", &err));
    assert_string_equal(courier_fault(stage->courier), FAULT_STICK_GONE);
}

#define on_stage(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        on_stage(a_bundle_comes_off_a_stick),
        on_stage(a_bundle_that_is_held_is_no_news_and_an_older_one_is_never_taken),
        on_stage(a_bundle_for_another_kiosk_is_refused),
        on_stage(a_bundle_of_a_stranger_is_refused),
        on_stage(a_new_hubs_key_comes_before_its_bundle),
        on_stage(an_altered_bundle_changes_nothing_wherever_it_is_altered),
        on_stage(a_cut_or_longer_bundle_changes_nothing),
        on_stage(a_bundle_with_a_byte_changed_is_refused),
        on_stage(what_is_no_file_is_no_bundle),
        on_stage(no_pin_lies_open_on_a_stick),
        on_stage(without_a_network_the_question_goes_by_stick),
        on_stage(a_typed_code_goes_by_stick_too),
        on_stage(a_hub_that_answers_no_is_no_reason_to_carry_a_stick),
        on_stage(the_question_is_the_same_however_often_it_is_asked),
        on_stage(an_altered_or_cut_answer_enrols_nobody),
        on_stage(an_answer_without_its_bundle_enrols_and_says_what_is_missing),
        on_stage(a_network_that_comes_meanwhile_is_used_and_the_stick_forgotten),
        on_stage(another_code_takes_the_place_of_one_that_waits),
        on_stage(a_stick_that_takes_no_question_is_said),
    };
    return cmocka_run_group_tests_name("courier_stick", tests, NULL, NULL);
}

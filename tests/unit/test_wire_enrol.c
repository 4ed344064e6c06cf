/* Enrolment: codes that people mistype, and messages that only the invitation's secret can make. */
#include "wire_messages.h"
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const char code_letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static bool same_invitation(const struct invitation *a, const struct invitation *b)
{
    return a->id == b->id && memcmp(a->secret, b->secret, sizeof a->secret) == 0;
}

static void codes_come_out_as_they_went_in(void **state)
{
    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct invitation invitation, back;
        char code[CODE_SIZE];
        struct err err = { 0 };
        invitation_new((uint16_t)(i * 17), &invitation);
        invitation_code(&invitation, code);
        assert_int_equal(strlen(code), CODE_SIZE - 1);
        if (!invitation_from_code(code, &back, &err))
            fail_msg("%s: %s", code, err.text);
        assert_true(same_invitation(&invitation, &back));
    }
}

static void a_code_has_its_documented_letters(void **state)
{
    (void)state;
    struct invitation invitation = sample_invitation();
    struct invitation zero = { 0 };
    char code[CODE_SIZE];
    invitation_code(&zero, code);
    assert_string_equal(code, "00000-00000-00000-00000");
    invitation_code(&invitation, code);
    assert_string_equal(code, "16J00-0G40R-4ZBXZ-SZFYJ");
    for (const char *at = code; *at != '\0'; at++)
        assert_true(*at == '-' || strchr(code_letters, *at) != NULL);
}

static void codes_are_read_as_people_write_them(void **state)
{
    (void)state;
    struct invitation invitation = { .id = 32 * 1024 - 1,
                                     .secret = { 0x08, 0x42, 0x10, 0x84, 0x21 } };
    struct invitation back;
    char code[CODE_SIZE];
    char written[2 * CODE_SIZE];
    invitation_code(&invitation, code);
    size_t size = 0;
    for (size_t i = 0; code[i] != '\0'; i++) {
        if (code[i] == '-')
            written[size++] = ' ';
        else if (code[i] == '0')
            written[size++] = i % 2 == 0 ? 'o' : 'O';
        else if (code[i] == '1')
            written[size++] = "iIlL"[i % 4];
        else
            written[size++] = (char)tolower(code[i]);
    }
    written[size++] = '\n';
    written[size] = '\0';
    assert_true(invitation_from_code(written, &back, NULL));
    assert_true(same_invitation(&invitation, &back));
}

static void every_single_mistake_in_a_code_is_noticed(void **state)
{
    (void)state;
    struct invitation invitation = sample_invitation();
    struct invitation back;
    char code[CODE_SIZE];
    invitation_code(&invitation, code);
    for (size_t i = 0; code[i] != '\0'; i++) {
        char right = code[i];
        for (const char *wrong = code_letters; right != '-' && *wrong != '\0'; wrong++) {
            code[i] = *wrong;
            assert_true(invitation_from_code(code, &back, NULL) == (*wrong == right));
        }
        code[i] = right;
    }
}

static void every_swap_of_two_letters_in_a_code_is_noticed(void **state)
{
    (void)state;
    struct invitation invitation = sample_invitation();
    struct invitation back;
    char code[CODE_SIZE];
    invitation_code(&invitation, code);
    for (size_t i = 0; code[i] != '\0'; i++) {
        for (size_t j = i + 1; code[j] != '\0'; j++) {
            if (code[i] == '-' || code[j] == '-' || code[i] == code[j])
                continue;
            char left = code[i];
            code[i] = code[j];
            code[j] = left;
            assert_false(invitation_from_code(code, &back, NULL));
            code[j] = code[i];
            code[i] = left;
        }
    }
}

static void a_code_that_is_none_says_where(void **state)
{
    (void)state;
    struct invitation back;
    struct err err = { 0 };
    assert_false(invitation_from_code("00000-00U00-00000-00000", &back, &err));
    assert_non_null(strstr(err.text, "group 2"));
    assert_false(invitation_from_code("00000-0000", &back, &err));
    assert_string_equal(err.text, "the code has 9 of 20 characters");
    assert_true(invitation_from_code(" 0 0000-00000  00000--00000 \r\n", &back, &err));
    assert_false(invitation_from_code("00000-00000-00000", &back, &err));
    assert_string_equal(err.text, "the code has 15 of 20 characters");
    assert_false(invitation_from_code("00000-00000-00000-000000", &back, &err));
    assert_non_null(strstr(err.text, "more than 20"));
    assert_false(invitation_from_code("", &back, &err));
    assert_false(invitation_from_code("\xc3\xa9", &back, &err));
    assert_int_equal(err.kind, ERR_USAGE);
}

static struct digest sample_key(void)
{
    struct invitation invitation = sample_invitation();
    return invitation_key(&invitation);
}

static void the_key_depends_on_the_secret_alone(void **state)
{
    (void)state;
    struct invitation invitation = sample_invitation();
    struct digest key = invitation_key(&invitation);
    invitation.id++;
    struct digest other = invitation_key(&invitation);
    assert_memory_equal(&key, &other, sizeof key); /* the store chooses the id later */
    invitation.id--;
    invitation.secret[9] ^= 1;
    other = invitation_key(&invitation);
    assert_memory_not_equal(&key, &other, sizeof key);
}

static struct buf request_bytes(void)
{
    struct enrol_request request = sample_enrol_request();
    struct digest key = sample_key();
    struct buf bytes = buf_new(ENROL_BYTES_MAX);
    assert_true(enrol_request_put(&request, &key, &bytes, NULL));
    return bytes;
}

static struct buf reply_bytes(void)
{
    struct enrol_reply reply = sample_enrol_reply();
    struct digest key = sample_key();
    struct buf bytes = buf_new(ENROL_BYTES_MAX);
    assert_true(enrol_reply_put(&reply, &key, &bytes, NULL));
    return bytes;
}

static bool request_opens(struct span bytes)
{
    struct digest key = sample_key();
    struct enrol_request request;
    return enrol_request_open(bytes, &key, &request, NULL);
}

static bool reply_opens(struct span bytes)
{
    struct digest key = sample_key();
    struct enrol_reply reply;
    return enrol_reply_open(bytes, &key, &reply, NULL);
}

static void requests_come_out_as_they_went_in(void **state)
{
    (void)state;
    struct enrol_request request = sample_enrol_request();
    struct enrol_request back;
    struct digest key = sample_key();
    uint16_t id = 0;
    BUF_AUTO bytes = request_bytes();
    assert_true(enrol_request_invitation(buf_span(&bytes), &id, NULL));
    assert_int_equal(id, 1234);
    assert_true(enrol_request_open(buf_span(&bytes), &key, &back, NULL));
    assert_int_equal(back.invitation, 1234);
    assert_memory_equal(&back.kiosk, &request.kiosk, sizeof back.kiosk);
    assert_memory_equal(&back.nonce, &request.nonce, sizeof back.nonce);
    assert_string_equal(back.version, "0.1.0");
}

static void assert_reply_round_trip(const struct enrol_reply *reply)
{
    struct enrol_reply back;
    struct digest key = sample_key();
    struct err err = { 0 };
    BUF_AUTO bytes = buf_new(ENROL_BYTES_MAX);
    assert_true(enrol_reply_put(reply, &key, &bytes, &err));
    if (!enrol_reply_open(buf_span(&bytes), &key, &back, &err))
        fail_msg("%s", err.text);
    assert_memory_equal(&back.nonce, &reply->nonce, sizeof back.nonce);
    assert_int_equal(back.kiosk, reply->kiosk);
    assert_int_equal(back.life, reply->life);
    assert_int_equal(back.hub_time, reply->hub_time);
    assert_memory_equal(&back.programme, &reply->programme, sizeof back.programme);
    assert_string_equal(back.programme_name, reply->programme_name);
    assert_true(span_equal(back.certificate, reply->certificate));
    assert_int_equal(back.statement_count, reply->statement_count);
    for (size_t i = 0; i < back.statement_count; i++)
        assert_true(span_equal(back.statements[i], reply->statements[i]));
    assert_int_equal(back.bundle_serial, reply->bundle_serial);
    assert_memory_equal(&back.bundle, &reply->bundle, sizeof back.bundle);
}

static void replies_come_out_as_they_went_in(void **state)
{
    (void)state;
    struct enrol_reply reply = sample_enrol_reply();
    assert_reply_round_trip(&reply);
    reply.bundle_serial = 0;
    reply.bundle = (struct digest){ 0 };
    reply.statement_count = 0;
    assert_reply_round_trip(&reply);
    for (; reply.statement_count < ENROL_STATEMENTS_MAX; reply.statement_count++)
        reply.statements[reply.statement_count] = span_text("s");
    assert_reply_round_trip(&reply);
    struct digest key = sample_key();
    struct err err = { 0 };
    BUF_AUTO bytes = buf_new(ENROL_BYTES_MAX);
    reply.statement_count++;
    assert_false(enrol_reply_put(&reply, &key, &bytes, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
}

static void changed_or_cut_messages_are_refused(void **state)
{
    (void)state;
    BUF_AUTO request = request_bytes();
    BUF_AUTO reply = reply_bytes();
    every_flipped_bit_is_refused(buf_span(&request), request_opens);
    every_cut_is_refused(buf_span(&request), request_opens);
    every_flipped_bit_is_refused(buf_span(&reply), reply_opens);
    every_cut_is_refused(buf_span(&reply), reply_opens);
}

static void another_invitation_opens_nothing(void **state)
{
    (void)state;
    struct digest key = sample_key();
    key.bytes[0] ^= 1;
    struct enrol_request request;
    struct enrol_reply reply;
    struct err err = { 0 };
    BUF_AUTO asked = request_bytes();
    BUF_AUTO answered = reply_bytes();
    assert_false(enrol_request_open(buf_span(&asked), &key, &request, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    assert_false(enrol_reply_open(buf_span(&answered), &key, &reply, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

static void a_request_cannot_come_back_as_a_reply(void **state)
{
    (void)state;
    struct digest key = sample_key();
    struct enrol_request request;
    struct enrol_reply reply;
    struct err err = { 0 };
    BUF_AUTO asked = request_bytes();
    BUF_AUTO answered = reply_bytes();
    assert_false(enrol_reply_open(buf_span(&asked), &key, &reply, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    assert_false(enrol_request_open(buf_span(&answered), &key, &request, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

static bool certificate_opens(struct span message)
{
    struct sample_keys hub = sample_hub();
    struct enrol_certificate certificate;
    return enrol_certificate_open(message, &hub.public, &certificate, NULL);
}

static void certificates_come_out_as_they_went_in(void **state)
{
    (void)state;
    struct sample_keys hub = sample_hub();
    struct enrol_certificate certificate = sample_certificate();
    struct enrol_certificate back;
    BUF_AUTO message = buf_new(1024);
    assert_true(enrol_certificate_sign(&certificate, &hub.secret, &message, NULL));
    assert_true(enrol_certificate_open(buf_span(&message), &hub.public, &back, NULL));
    assert_int_equal(back.kiosk, certificate.kiosk);
    assert_int_equal(back.life, certificate.life);
    assert_memory_equal(&back.key, &certificate.key, sizeof back.key);
    assert_string_equal(back.venue, certificate.venue);
    assert_int_equal(back.issued, certificate.issued);
    every_flipped_bit_is_refused(buf_span(&message), certificate_opens);
    every_cut_is_refused(buf_span(&message), certificate_opens);
}

static void adoptions_come_out_as_they_went_in(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct sample_keys stranger = sample_hub();
    struct adoption adoption = sample_adoption();
    struct adoption read = { 0 };
    struct span certificate = { 0 };
    struct err err = { 0 };
    BUF_AUTO message = buf_new(ADOPTION_BYTES_MAX);
    assert_true(adoption_sign(&adoption, &kiosk.secret, &message, NULL));
    assert_true(adoption_certificate(buf_span(&message), &certificate, NULL));
    assert_true(span_equal(certificate, adoption.certificate));
    assert_true(adoption_open(buf_span(&message), &kiosk.public, &read, NULL));
    assert_true(span_equal(read.manifest, adoption.manifest));
    assert_true(span_equal(read.pin, adoption.pin));
    assert_int_equal(read.invitation, 1234);
    assert_false(adoption_open(buf_span(&message), &stranger.public, &read, &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

static void an_adoption_without_bundle_or_pin_is_one_too(void **state)
{
    (void)state;
    struct sample_keys kiosk = sample_kiosk();
    struct adoption adoption = { .certificate = span_text("c") };
    struct adoption read = sample_adoption();
    BUF_AUTO message = buf_new(ADOPTION_BYTES_MAX);
    assert_true(adoption_sign(&adoption, &kiosk.secret, &message, NULL));
    assert_true(adoption_open(buf_span(&message), &kiosk.public, &read, NULL));
    assert_int_equal(read.manifest.size, 0);
    assert_int_equal(read.pin.size, 0);
}

static void an_enrolment_over_its_limit_is_refused_unread(void **state)
{
    (void)state;
    struct digest key = sample_key();
    struct enrol_reply reply;
    struct enrol_certificate certificate;
    struct sample_keys hub = sample_hub();
    struct err err = { 0 };
    uint8_t *large = calloc(1, ENROL_BYTES_MAX + 1);
    assert_non_null(large);
    assert_false(enrol_reply_open(span_of(large, ENROL_BYTES_MAX + 1), &key, &reply, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    assert_false(enrol_certificate_open(span_of(large, 2000), &hub.public, &certificate, &err));
    assert_int_equal(err.kind, ERR_TOO_LARGE);
    free(large);
}

int main(void)
{
    seal_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_come_out_as_they_went_in),
        cmocka_unit_test(a_code_has_its_documented_letters),
        cmocka_unit_test(codes_are_read_as_people_write_them),
        cmocka_unit_test(every_single_mistake_in_a_code_is_noticed),
        cmocka_unit_test(every_swap_of_two_letters_in_a_code_is_noticed),
        cmocka_unit_test(a_code_that_is_none_says_where),
        cmocka_unit_test(the_key_depends_on_the_secret_alone),
        cmocka_unit_test(requests_come_out_as_they_went_in),
        cmocka_unit_test(replies_come_out_as_they_went_in),
        cmocka_unit_test(changed_or_cut_messages_are_refused),
        cmocka_unit_test(another_invitation_opens_nothing),
        cmocka_unit_test(a_request_cannot_come_back_as_a_reply),
        cmocka_unit_test(certificates_come_out_as_they_went_in),
        cmocka_unit_test(adoptions_come_out_as_they_went_in),
        cmocka_unit_test(an_adoption_without_bundle_or_pin_is_one_too),
        cmocka_unit_test(an_enrolment_over_its_limit_is_refused_unread),
    };
    return cmocka_run_group_tests_name("wire_enrol", tests, NULL, NULL);
}

/* Deterministic CBOR: the forms of RFC 8949, and none beside them. */
#include "cbor_io.h"
#include "wire_samples.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void assert_hex(const struct buf *bytes, const char *hex)
{
    BUF_AUTO expected = sample_hex(hex);
    assert_int_equal(bytes->size, expected.size);
    assert_memory_equal(bytes->data, expected.data, expected.size);
}

/* Appendix A of RFC 8949, as far as it is deterministic and of our kinds. */
static const struct {
    int64_t value;
    const char *hex;
} numbers[] = {
    { 0, "00" },
    { 1, "01" },
    { 10, "0a" },
    { 23, "17" },
    { 24, "1818" },
    { 25, "1819" },
    { 100, "1864" },
    { 1000, "1903e8" },
    { 1000000, "1a000f4240" },
    { 1000000000000, "1b000000e8d4a51000" },
    { -1, "20" },
    { -10, "29" },
    { -100, "3863" },
    { -1000, "3903e7" },
    { INT64_MAX, "1b7fffffffffffffff" },
    { INT64_MIN, "3b7fffffffffffffff" },
};

static void numbers_have_their_published_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        BUF_AUTO out = buf_new(16);
        item_put_int(&out, numbers[i].value);
        assert_hex(&out, numbers[i].hex);
        struct cbor_reader in = cbor_reader_of(buf_span(&out));
        assert_true(item_get_int(&in) == numbers[i].value);
        assert_true(cbor_done(&in, "a number", NULL));
    }
    BUF_AUTO largest = buf_new(16);
    item_put_uint(&largest, UINT64_MAX);
    assert_hex(&largest, "1bffffffffffffffff");
    struct cbor_reader in = cbor_reader_of(buf_span(&largest));
    assert_true(item_get_uint(&in) == UINT64_MAX);
    in = cbor_reader_of(buf_span(&largest));
    (void)item_get_int(&in);
    assert_false(cbor_done(&in, "a number", NULL));
}

static void everything_else_has_its_published_bytes(void **state)
{
    (void)state;
    BUF_AUTO out = buf_new(64);
    item_put_tag(&out, 18);
    item_put_array(&out, 6);
    item_put_bytes(&out, span_of("\1\2\3\4", 4));
    item_put_text(&out, "IETF");
    item_put_text(&out, "\xc3\xbc");
    item_put_map(&out, 1);
    item_put_uint(&out, 1);
    item_put_bool(&out, true);
    item_put_bool(&out, false);
    item_put_null(&out);
    assert_hex(&out, "d286440102030464494554466"
                     "2c3bca101f5f4f6");
}

static void what_was_written_is_read(void **state)
{
    (void)state;
    BUF_AUTO out = buf_new(256);
    item_put_tag(&out, 18);
    item_put_array(&out, 5);
    item_put_bytes(&out, span_of("\0\1", 2));
    item_put_text(&out, "cy");
    item_put_map(&out, 1);
    item_put_uint(&out, 4);
    item_put_null(&out);
    item_put_bool(&out, true);
    item_put_array(&out, 0);
    struct cbor_reader in = cbor_reader_of(buf_span(&out));
    char text[3];
    uint8_t bytes[2];
    assert_int_equal(item_get_tag(&in), 18);
    assert_int_equal(item_get_array(&in, 5), 5);
    item_get_bytes_exact(&in, bytes, 2);
    assert_memory_equal(bytes, "\0\1", 2);
    item_get_text_into(&in, text, sizeof text);
    assert_string_equal(text, "cy");
    assert_int_equal(item_get_map(&in, 1), 1);
    assert_int_equal(item_get_uint(&in), 4);
    assert_true(item_take_null(&in));
    assert_false(item_take_null(&in));
    assert_true(item_get_bool(&in));
    assert_int_equal(item_get_array(&in, 0), 0);
    assert_true(cbor_done(&in, "all of it", NULL));
}

/* Reads whatever one item is next with the verb for it. */
static void read_as(struct cbor_reader *in, char kind)
{
    static char text[64];
    switch (kind) {
    case 'u':
        (void)item_get_uint(in);
        break;
    case 'i':
        (void)item_get_int(in);
        break;
    case 'b':
        (void)item_get_bytes(in);
        break;
    case 't':
        item_get_text_into(in, text, sizeof text);
        break;
    case 'a':
        (void)item_get_array(in, 100);
        break;
    case 'm':
        (void)item_get_map(in, 100);
        break;
    case 'g':
        (void)item_get_tag(in);
        break;
    case 'f':
        (void)item_get_bool(in);
        break;
    default:
        (void)item_take_null(in);
        break;
    }
}

/* What is not our form, read as those kinds of item one after the other. */
static const struct {
    const char *kinds, *hex, *why;
} other_forms[] = {
    { "u", "1817", "23 in two bytes" },
    { "u", "190018", "24 in three bytes" },
    { "u", "1a0000ffff", "16 bits in five bytes" },
    { "u", "1b00000000ffffffff", "32 bits in nine bytes" },
    { "i", "3800", "-1 in two bytes" },
    { "i", "3bffffffffffffffff", "below 64 bits" },
    { "b", "5800", "an empty string with a long head" },
    { "b", "5f420102ff", "pieces of bytes" },
    { "t", "7f6161ff", "pieces of text" },
    { "t", "61ff", "not UTF-8" },
    { "t", "62c080", "an overlong zero" },
    { "t", "63eda080", "half a surrogate pair" },
    { "t", "64f4908080", "beyond Unicode" },
    { "t", "6100", "a zero in a text" },
    { "a", "9f01ff", "an array without a length" },
    { "a", "980101", "an array with a long head" },
    { "m", "bf0101ff", "a map without a length" },
    { "m", "b8010101", "a map with a long head" },
    { "g", "d81201", "a tag with a long head" },
    { "g", "d8", "half a tag" },
    { "f", "f7", "undefined" },
    { "f", "f0", "an unassigned simple value" },
    { "f", "f814", "false in two bytes" },
    { "u", "f93c00", "a half float" },
    { "u", "fa3f800000", "a float" },
    { "u", "fb3ff0000000000000", "a double" },
    { "u", "1c", "a reserved head" },
    { "u", "ff", "a break" },
    { "u", "", "nothing" },
    { "b", "420a", "fewer bytes than stated" },
    { "b", "5bffffffffffffffff", "more bytes than there are in the world" },
    { "a", "9bffffffffffffffff", "more items than there are in the world" },
    { "m", "bb800000000000000000", "a count that overflows when doubled" },
    { "a", "8201", "fewer items than stated" },
    { "au", "8201", "an item missing" },
    { "u", "0101", "one item too many" },
    { "u", "4101", "bytes instead of a number" },
    { "b", "6161", "a text instead of bytes" },
    { "t", "4161", "bytes instead of a text" },
    { "f", "f6", "null instead of a truth" },
    { "n", "f5", "a truth instead of null" },
    { "aaaaaaaaaaaaaaaaa", "8181818181818181818181818181818181", "17 deep" },
};

static void other_forms_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof other_forms / sizeof other_forms[0]; i++) {
        BUF_AUTO bytes = sample_hex(other_forms[i].hex);
        struct cbor_reader in = cbor_reader_of(buf_span(&bytes));
        for (const char *kind = other_forms[i].kinds; *kind != '\0'; kind++)
            read_as(&in, *kind);
        struct err err = { 0 };
        if (cbor_done(&in, "it", &err))
            fail_msg("taken: %s", other_forms[i].why);
        assert_int_equal(err.kind, ERR_REFUSED);
    }
}

static void sixteen_deep_is_deep_enough(void **state)
{
    (void)state;
    BUF_AUTO bytes = sample_hex("8181818181818181818181818181818101");
    struct cbor_reader in = cbor_reader_of(buf_span(&bytes));
    for (int i = 0; i < CBOR_DEPTH_MAX; i++)
        assert_int_equal(item_get_array(&in, 1), 1);
    assert_int_equal(item_get_uint(&in), 1);
    assert_true(cbor_done(&in, "it", NULL));
}

static void the_first_error_stays_and_says_where(void **state)
{
    (void)state;
    BUF_AUTO bytes = sample_hex("830141aa05");
    struct cbor_reader in = cbor_reader_of(buf_span(&bytes));
    struct err err = { 0 };
    assert_int_equal(item_get_array(&in, 3), 3);
    assert_int_equal(item_get_uint(&in), 1);
    assert_int_equal(item_get_uint(&in), 0);
    assert_int_equal(item_get_uint(&in), 0);
    cbor_refuse(&in, "something else");
    assert_false(cbor_done(&in, "a message", &err));
    assert_string_equal(err.text,
                        "a message: a byte string where a whole number should be (at byte 2)");
}

static void more_than_allowed_is_refused(void **state)
{
    (void)state;
    BUF_AUTO array = sample_hex("83010203");
    struct cbor_reader in = cbor_reader_of(buf_span(&array));
    assert_int_equal(item_get_array(&in, 2), 0);
    assert_true(in.failed);
    BUF_AUTO text = sample_hex("63616263");
    char small[3];
    in = cbor_reader_of(buf_span(&text));
    item_get_text_into(&in, small, sizeof small);
    assert_true(in.failed);
    assert_string_equal(small, "");
    BUF_AUTO bytes = sample_hex("4101");
    uint8_t two[2] = { 7, 7 };
    in = cbor_reader_of(buf_span(&bytes));
    item_get_bytes_exact(&in, two, 2);
    assert_true(in.failed);
    assert_int_equal(two[0], 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_their_published_bytes),
        cmocka_unit_test(everything_else_has_its_published_bytes),
        cmocka_unit_test(what_was_written_is_read),
        cmocka_unit_test(other_forms_are_refused),
        cmocka_unit_test(sixteen_deep_is_deep_enough),
        cmocka_unit_test(the_first_error_stays_and_says_where),
        cmocka_unit_test(more_than_allowed_is_refused),
    };
    return cmocka_run_group_tests_name("wire_cbor", tests, NULL, NULL);
}

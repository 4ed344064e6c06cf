/*
 * A response's canonical bytes: what the chain is over, see chain.h and docs/WIRE.md. The same
 * rules hold when writing and when reading, so that nothing exists that could be written and not
 * read.
 */
#include "cbor_io.h"
#include "chain.h"
#include "fields.h"
#include "sealed_text.h"

enum {
    RESPONSE_FIELDS = 13,
    STATE_MAX = ANSWER_FIRST + (1 << SURVEY_CHOICES_MAX) - 1,
    GAP_MAX = 60,
};

static bool states_fit(const struct response *response)
{
    for (int i = 0; i < response->count; i++) {
        if (response->state[i] > STATE_MAX && response->state[i] != ANSWER_SEALED)
            return false;
    }
    return true;
}

/* Words in the order of the questions, one each. */
static bool words_fit(const struct response *response)
{
    for (int i = 0; i < response->words_count; i++) {
        const struct sealed_words *words = &response->words[i];
        if (words->question >= response->count || !sealed_text_size_fits(words->sealed.size))
            return false;
        if (i > 0 && words->question <= response->words[i - 1].question)
            return false;
    }
    return true;
}

static const char *response_fault(const struct response *response)
{
    if (response->seq == 0)
        return "its number is 0";
    if (!fields_is_tag(response->language))
        return "its language is no tag";
    if ((unsigned)response->access >= ACCESS_MODES)
        return "its access mode is none";
    if ((unsigned)response->ending >= ENDINGS)
        return "its ending is none";
    if (response->gap > GAP_MAX)
        return "its gap is over 60 seconds";
    if (response->count > SURVEY_QUESTIONS_MAX || !states_fit(response))
        return "an answer is out of range";
    if (response->words_count > SURVEY_COMMENTS_MAX || !words_fit(response))
        return "its words are out of order or size";
    if (response->counts.size > 0 && !sealed_text_size_fits(response->counts.size))
        return "its counts block has no such size";
    return NULL;
}

static bool response_check(const struct response *response, struct err *err)
{
    const char *fault = response_fault(response);
    if (fault == NULL)
        return true;
    return err_set(err, ERR_REFUSED, "response %llu: %s", (unsigned long long)response->seq, fault);
}

static void put_answers(const struct response *response, struct buf *out)
{
    item_put_array(out, response->count);
    for (int i = 0; i < response->count; i++) {
        if (response->state[i] == ANSWER_SEALED)
            item_put_null(out);
        else
            item_put_uint(out, response->state[i]);
    }
    item_put_array(out, response->words_count);
    for (int i = 0; i < response->words_count; i++) {
        item_put_array(out, 2);
        item_put_uint(out, response->words[i].question);
        item_put_bytes(out, response->words[i].sealed);
    }
    if (response->counts.size == 0)
        item_put_null(out);
    else
        item_put_bytes(out, response->counts);
}

bool response_put(const struct response *response, struct buf *out, struct err *err)
{
    if (!response_check(response, err))
        return false;
    item_put_array(out, RESPONSE_FIELDS);
    item_put_uint(out, response->seq);
    item_put_bytes(out, span_of(response->bundle.bytes, sizeof response->bundle.bytes));
    item_put_bytes(out, span_of(response->survey.bytes, sizeof response->survey.bytes));
    item_put_text(out, response->language);
    item_put_uint(out, response->access);
    item_put_bool(out, response->assisted);
    item_put_uint(out, response->ending);
    item_put_uint(out, response->segment);
    item_put_uint(out, response->minute);
    item_put_uint(out, response->gap);
    put_answers(response, out);
    return buf_ok(out, "a response", err);
}

static void get_answers(struct cbor_reader *in, struct response *response)
{
    response->count = (uint8_t)item_get_array(in, SURVEY_QUESTIONS_MAX);
    for (int i = 0; i < response->count; i++)
        response->state[i] =
            item_take_null(in) ? ANSWER_SEALED : (uint32_t)fields_uint(in, STATE_MAX, "an answer");
    response->words_count = (uint8_t)item_get_array(in, SURVEY_COMMENTS_MAX);
    for (int i = 0; i < response->words_count; i++) {
        fields_array(in, 2);
        response->words[i].question = (uint8_t)fields_uint(in, UINT8_MAX, "a question");
        response->words[i].sealed = item_get_bytes(in);
    }
    if (item_take_null(in))
        return;
    response->counts = item_get_bytes(in);
    if (response->counts.size == 0)
        cbor_refuse(in, "an empty counts block");
}

bool response_get(struct span bytes, struct response *ret, struct err *err)
{
    struct cbor_reader in = cbor_reader_of(bytes);
    struct response response = { 0 };
    fields_array(&in, RESPONSE_FIELDS);
    response.seq = item_get_uint(&in);
    item_get_bytes_exact(&in, response.bundle.bytes, sizeof response.bundle.bytes);
    item_get_bytes_exact(&in, response.survey.bytes, sizeof response.survey.bytes);
    item_get_text_into(&in, response.language, sizeof response.language);
    response.access = (enum access_mode)fields_uint(&in, ACCESS_MODES - 1, "the access mode");
    response.assisted = item_get_bool(&in);
    response.ending = (enum ending)fields_uint(&in, ENDINGS - 1, "the ending");
    response.segment = (uint32_t)fields_uint(&in, UINT32_MAX, "the segment");
    response.minute = (uint32_t)fields_uint(&in, UINT32_MAX, "the minute");
    response.gap = (uint8_t)fields_uint(&in, GAP_MAX, "the gap");
    get_answers(&in, &response);
    if (!cbor_done(&in, "a response", err) || !response_check(&response, err))
        return false;
    *ret = response;
    return true;
}

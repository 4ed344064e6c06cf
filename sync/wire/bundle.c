/* The bundle's manifest: see bundle.h. */
#include "bundle.h"
#include "cbor_io.h"
#include "fields.h"
#include <stdlib.h>

enum manifest_field {
    MANIFEST_VERSION,
    MANIFEST_SERIAL,
    MANIFEST_ISSUED,
    MANIFEST_VENUE,
    MANIFEST_VENUE_NAME,
    MANIFEST_TIME_ZONE,
    MANIFEST_PROGRAMME,
    MANIFEST_SURVEY,
    MANIFEST_LANGUAGES,
    MANIFEST_SETTINGS,
    MANIFEST_BLOBS,
    MANIFEST_FIELDS
};

enum { IDLE_MIN = 30, IDLE_MAX = 300, WARN_MIN = 20 };

static bool is_zero(const struct digest *digest)
{
    static const struct digest zero = { 0 };
    return memcmp(digest->bytes, zero.bytes, sizeof zero.bytes) == 0;
}

/* 0 leaves a setting to the kiosk. */
static const char *settings_fault(const struct venue_settings *settings)
{
    if (settings->idle_seconds != 0 &&
        (settings->idle_seconds < IDLE_MIN || settings->idle_seconds > IDLE_MAX))
        return "the idle time is 30 to 300 seconds";
    if (settings->warn_seconds != 0 && settings->warn_seconds < WARN_MIN)
        return "the warning takes 20 seconds or more";
    if (settings->flags != 0)
        return "a flag that is not defined";
    return NULL;
}

static const char *manifest_fault(const struct manifest *manifest)
{
    if (manifest->serial == 0)
        return "its serial is 0";
    for (int i = 0; i < manifest->language_count; i++) {
        if (!fields_is_tag(manifest->languages[i]))
            return "a language is no tag";
    }
    for (size_t i = 0; i < manifest->blob_count; i++) {
        if ((unsigned)manifest->blobs[i].kind >= BLOB_KINDS)
            return "a blob of no kind";
        if (manifest->blobs[i].size > BLOB_BYTES_MAX)
            return "a blob is too large";
    }
    return settings_fault(&manifest->settings);
}

static bool manifest_check(const struct manifest *manifest, struct err *err)
{
    const char *fault = manifest_fault(manifest);
    return fault == NULL || err_set(err, ERR_REFUSED, "a bundle's manifest: %s", fault);
}

static void put_settings(const struct venue_settings *settings, struct buf *out)
{
    item_put_array(out, 4);
    item_put_uint(out, settings->idle_seconds);
    item_put_uint(out, settings->warn_seconds);
    item_put_uint(out, settings->thanks_seconds);
    item_put_uint(out, settings->flags);
}

static void get_settings(struct cbor_reader *in, struct venue_settings *ret)
{
    fields_array(in, 4);
    ret->idle_seconds = (uint16_t)fields_uint(in, UINT16_MAX, "the idle time");
    ret->warn_seconds = (uint16_t)fields_uint(in, UINT16_MAX, "the warning time");
    ret->thanks_seconds = (uint16_t)fields_uint(in, UINT16_MAX, "the time for thanks");
    ret->flags = (uint8_t)fields_uint(in, UINT8_MAX, "the flags");
}

static void put_blobs(const struct manifest *manifest, struct buf *out)
{
    item_put_array(out, manifest->blob_count);
    for (size_t i = 0; i < manifest->blob_count; i++) {
        const struct blob_name *blob = &manifest->blobs[i];
        item_put_array(out, 4);
        item_put_uint(out, blob->kind);
        item_put_text(out, blob->name);
        item_put_bytes(out, span_of(blob->digest.bytes, sizeof blob->digest.bytes));
        item_put_uint(out, blob->size);
    }
}

static void get_blobs(struct cbor_reader *in, struct manifest *ret)
{
    size_t count = item_get_array(in, BUNDLE_BLOBS_MAX);
    if (count == 0)
        return;
    ret->blobs = calloc(count, sizeof *ret->blobs);
    if (ret->blobs == NULL) {
        cbor_refuse(in, "no memory for %zu blob names", count);
        in->err.kind = ERR_LATER;
        return;
    }
    ret->blob_count = count;
    for (size_t i = 0; i < count && !in->failed; i++) {
        struct blob_name *blob = &ret->blobs[i];
        fields_array(in, 4);
        blob->kind = (enum blob_kind)fields_uint(in, BLOB_KINDS - 1, "a blob's kind");
        item_get_text_into(in, blob->name, sizeof blob->name);
        item_get_bytes_exact(in, blob->digest.bytes, sizeof blob->digest.bytes);
        blob->size = (uint32_t)fields_uint(in, BLOB_BYTES_MAX, "a blob's size");
    }
}

static void put_texts(const struct manifest *manifest, struct buf *out)
{
    item_put_uint(out, MANIFEST_VENUE);
    item_put_text(out, manifest->venue);
    item_put_uint(out, MANIFEST_VENUE_NAME);
    item_put_text(out, manifest->venue_name);
    item_put_uint(out, MANIFEST_TIME_ZONE);
    item_put_text(out, manifest->time_zone);
    item_put_uint(out, MANIFEST_PROGRAMME);
    item_put_text(out, manifest->programme);
}

static void get_texts(struct cbor_reader *in, struct manifest *ret)
{
    fields_key(in, MANIFEST_VENUE);
    item_get_text_into(in, ret->venue, sizeof ret->venue);
    fields_key(in, MANIFEST_VENUE_NAME);
    item_get_text_into(in, ret->venue_name, sizeof ret->venue_name);
    fields_key(in, MANIFEST_TIME_ZONE);
    item_get_text_into(in, ret->time_zone, sizeof ret->time_zone);
    fields_key(in, MANIFEST_PROGRAMME);
    item_get_text_into(in, ret->programme, sizeof ret->programme);
}

static void put_survey(const struct digest *survey, struct buf *out)
{
    if (is_zero(survey))
        item_put_null(out);
    else
        item_put_bytes(out, span_of(survey->bytes, sizeof survey->bytes));
}

static void get_survey(struct cbor_reader *in, struct digest *ret)
{
    if (item_take_null(in))
        return;
    item_get_bytes_exact(in, ret->bytes, sizeof ret->bytes);
    if (is_zero(ret))
        cbor_refuse(in, "a survey of zeroes");
}

static void manifest_put(const struct manifest *manifest, struct buf *out)
{
    fields_put(out, MANIFEST_FIELDS);
    item_put_uint(out, MANIFEST_SERIAL);
    item_put_uint(out, manifest->serial);
    item_put_uint(out, MANIFEST_ISSUED);
    item_put_int(out, manifest->issued);
    put_texts(manifest, out);
    item_put_uint(out, MANIFEST_SURVEY);
    put_survey(&manifest->survey, out);
    item_put_uint(out, MANIFEST_LANGUAGES);
    item_put_array(out, manifest->language_count);
    for (int i = 0; i < manifest->language_count; i++)
        item_put_text(out, manifest->languages[i]);
    item_put_uint(out, MANIFEST_SETTINGS);
    put_settings(&manifest->settings, out);
    item_put_uint(out, MANIFEST_BLOBS);
    put_blobs(manifest, out);
}

static void manifest_get(struct cbor_reader *in, struct manifest *ret)
{
    fields_get(in, MANIFEST_FIELDS);
    fields_key(in, MANIFEST_SERIAL);
    ret->serial = item_get_uint(in);
    fields_key(in, MANIFEST_ISSUED);
    ret->issued = item_get_int(in);
    get_texts(in, ret);
    fields_key(in, MANIFEST_SURVEY);
    get_survey(in, &ret->survey);
    fields_key(in, MANIFEST_LANGUAGES);
    ret->language_count = (uint8_t)item_get_array(in, BUNDLE_LANGUAGES_MAX);
    for (int i = 0; i < ret->language_count; i++)
        item_get_text_into(in, ret->languages[i], sizeof ret->languages[i]);
    fields_key(in, MANIFEST_SETTINGS);
    get_settings(in, &ret->settings);
    fields_key(in, MANIFEST_BLOBS);
    get_blobs(in, ret);
}

bool manifest_sign(const struct manifest *manifest, const struct secret_key *hub,
                   struct buf *ret_message, struct err *err)
{
    if (manifest->blob_count > BUNDLE_BLOBS_MAX || manifest->language_count > BUNDLE_LANGUAGES_MAX)
        return err_set(err, ERR_TOO_LARGE, "a bundle of too many blobs or languages");
    if (!manifest_check(manifest, err))
        return false;
    BUF_AUTO payload = buf_new(BUNDLE_BYTES_MAX);
    manifest_put(manifest, &payload);
    return buf_ok(&payload, "a bundle's manifest", err) &&
           envelope_sign(PURPOSE_BUNDLE, hub, buf_span(&payload), ret_message, err);
}

bool manifest_open(struct span message, const struct public_key *hub, struct manifest *ret,
                   struct err *err)
{
    struct span payload = { 0 };
    struct manifest manifest = { 0 };
    if (message.size > BUNDLE_BYTES_MAX)
        return err_set(err, ERR_TOO_LARGE, "a bundle's manifest of %zu bytes", message.size);
    if (!envelope_verify(PURPOSE_BUNDLE, hub, message, &payload, err))
        return false;
    struct cbor_reader in = cbor_reader_of(payload);
    manifest_get(&in, &manifest);
    if (!cbor_done(&in, "a bundle's manifest", err) || !manifest_check(&manifest, err)) {
        manifest_finish(&manifest);
        return false;
    }
    *ret = manifest;
    return true;
}

void manifest_finish(struct manifest *manifest)
{
    free(manifest->blobs);
    manifest->blobs = NULL;
    manifest->blob_count = 0;
}

struct digest manifest_digest(struct span message)
{
    return digest_of(message);
}

/* Numbered fields: see fields.h. */
#include "fields.h"
#include <string.h>

void fields_put(struct buf *out, size_t count)
{
    item_put_map(out, count);
    item_put_uint(out, 0);
    item_put_uint(out, WIRE_VERSION);
}

void fields_get(struct cbor_reader *in, size_t count)
{
    size_t found = item_get_map(in, 64);
    fields_key(in, 0);
    uint64_t version = item_get_uint(in);
    if (!in->failed && version != WIRE_VERSION)
        cbor_refuse(in, "version %llu, where this program knows %d", (unsigned long long)version,
                    WIRE_VERSION);
    if (!in->failed && found != count)
        cbor_refuse(in, "%zu fields where there should be %zu", found, count);
}

void fields_key(struct cbor_reader *in, uint64_t key)
{
    uint64_t found = item_get_uint(in);
    if (!in->failed && found != key)
        cbor_refuse(in, "field %llu where %llu should be", (unsigned long long)found,
                    (unsigned long long)key);
}

uint64_t fields_uint(struct cbor_reader *in, uint64_t max, const char *what)
{
    uint64_t value = item_get_uint(in);
    if (value > max)
        cbor_refuse(in, "%s is %llu, at most %llu is allowed", what, (unsigned long long)value,
                    (unsigned long long)max);
    return in->failed ? 0 : value;
}

void fields_array(struct cbor_reader *in, size_t count)
{
    if (item_get_array(in, count) != count)
        cbor_refuse(in, "an array of %zu items should be here", count);
}

bool fields_is_tag(const char *tag)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-";
    return tag[0] != '\0' && tag[strspn(tag, letters)] == '\0';
}

void fields_put_bundle(struct buf *out, uint64_t serial, const struct digest *bundle)
{
    if (serial == 0) {
        item_put_null(out);
        return;
    }
    item_put_array(out, 2);
    item_put_uint(out, serial);
    item_put_bytes(out, span_of(bundle->bytes, sizeof bundle->bytes));
}

uint64_t fields_get_bundle(struct cbor_reader *in, struct digest *ret_bundle)
{
    if (item_take_null(in))
        return 0;
    fields_array(in, 2);
    uint64_t serial = item_get_uint(in);
    if (serial == 0)
        cbor_refuse(in, "bundle serial 0");
    item_get_bytes_exact(in, ret_bundle->bytes, sizeof ret_bundle->bytes);
    return serial;
}

/*
 * A bundle's file on a stick, and what a kiosk makes of it. The first byte says which the rest is:
 * 'o' the payload of an offer, signed here; 'h' a file as it comes, which is read to its end; 'k'
 * changes to a true file, which a kiosk then finds on its stick: it takes it whole, or nothing of
 * it.
 */
#include "bundle_file.h"
#include "courier_int.h"
#include "fake_hub.h"
#include "fuzz.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { KIOSK = 5, CHANGES_MAX = 6 };

static struct fake_hub hub;
static struct courier *courier;
static struct courier_state before;
static struct buf whole;
static int stick = -1;

static void open_offer(struct span payload)
{
    struct sample_keys key = sample_hub();
    struct bundle_offer offer;
    BUF_AUTO again = buf_new(OFFER_BYTES_MAX + 512);
    BUF_AUTO message = fuzz_signed(PURPOSE_OFFER, &key.secret, payload);
    if (!bundle_offer_open(buf_span(&message), &key.public, &offer, NULL))
        return;
    must(offer.serial > 0, "an offer offers something");
    must(bundle_offer_sign(&offer, &key.secret, &again, NULL), "it can be written");
    must(span_equal(buf_span(&message), buf_span(&again)), "as it was");
    fuzz_accepted("offer");
}

/* What is read to its end is written as the same bytes. */
static void read_file(struct span bytes)
{
    struct bundle_file head;
    struct span blob;
    struct err err = { 0 };
    size_t at = 0;
    size_t used = 0;
    BUF_AUTO again = buf_new(bytes.size + 64);
    if (!bundle_file_head_get(bytes, &head, &at, &err)) {
        must(err.text[0] != '\0', "a refusal has its reason");
        return;
    }
    must(at <= bytes.size && head.blob_count <= BUNDLE_BLOBS_MAX, "within what there is");
    must(bundle_file_head_put(&head, &again, NULL), "what is read can be written");
    for (size_t i = 0; i < head.blob_count; i++) {
        if (!bundle_file_blob_get(span_of(bytes.data + at, bytes.size - at), &blob, &used, &err))
            return;
        at += used;
        bundle_file_blob_put(blob, &again);
    }
    must(span_equal(span_of(bytes.data, at), buf_span(&again)), "as it was");
    fuzz_accepted("file");
}

static void offer(uint64_t serial)
{
    static const char words[] = "{\"start\":\"carried\"}";
    static const char pin[] = "{\"pin\":\"a\",\"recovery\":\"b\"}";
    struct digest one = fake_hub_blob(&hub, span_text(words));
    struct digest two = fake_hub_blob(&hub, span_text(pin));
    struct blob_name blobs[] = {
        fake_blob_name(BLOB_WORDING, "en", &one, strlen(words)),
        fake_blob_name(BLOB_PIN, "77", &two, strlen(pin)),
    };
    fake_hub_offer(&hub, serial, blobs, 2);
}

static void enrol(void)
{
    char data[300];
    struct err err = { 0 };
    (void)snprintf(data, sizeof data, "%s/data", fuzz_folder());
    must(mkdir(data, 0700) == 0, "there is a folder");
    stick = open(fuzz_folder(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    fake_hub_init(&hub);
    struct courier_world world = fake_hub_world(&hub);
    must(stick >= 0 && courier_open_in(data, &world, &courier, &err) &&
             courier_enrol(courier, "https://hub.example", hub.code, &err),
         err.text);
    offer(4);
    whole = fake_bundle_file(&hub, KIOSK, 1);
    before = courier->state;
}

/* A true file with a few bytes changed, cut or made longer. */
static struct buf spoil(struct feed *feed)
{
    struct buf file = buf_new(whole.size + 256);
    uint8_t shape = feed_byte(feed);
    buf_put_span(&file, buf_span(&whole));
    for (int i = 0; i < shape % CHANGES_MAX && feed->rest.size > 0; i++) {
        size_t at = (size_t)feed_number(feed, 2) % file.size;
        file.data[at] = feed_byte(feed);
    }
    if (shape & 0x40)
        file.size = (size_t)feed_number(feed, 2) % file.size;
    if (shape & 0x80)
        buf_put_span(&file, feed_piece(feed));
    return file;
}

static void find_on_stick(struct feed *feed)
{
    char name[STICK_NAME_SIZE];
    struct courier_stick found = { 0 };
    if (courier == NULL)
        enrol();
    courier->state = before;
    BUF_AUTO file = spoil(feed);
    bool same = span_equal(buf_span(&file), buf_span(&whole));
    bundle_file_name(KIOSK, name);
    fuzz_write(name, buf_span(&file));
    courier_bundle_carried(courier, stick, &found);
    must((found.bundle == 4) == same, "all of it, or nothing");
    must(courier->state.bundle_serial == (same ? 4 : before.bundle_serial), "and it is so");
    must(same || found.bundle_why[0] != '\0', "a refusal has its reason");
    if (same)
        fuzz_accepted("taken");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { span_of(data, size) };
    uint8_t kind = feed_byte(&feed);
    if (kind == 'o')
        open_offer(feed.rest);
    else if (kind == 'h')
        read_file(feed.rest);
    else if (kind == 'k')
        find_on_stick(&feed);
    return 0;
}

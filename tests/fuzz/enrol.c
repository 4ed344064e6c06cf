/*
 * Everything of an enrolment: codes as people type them, request and reply bare and behind their
 * MAC, and the certificate. The first byte says which the rest is.
 */
#include "enrol.h"
#include "cbor_io.h"
#include "fuzz.h"
#include "wire_messages.h"

enum { CERTIFICATE_ROOM = 4096 };

/* [payload, MAC] under the key that the sample invitation has for this direction. */
static struct buf with_mac(const char *purpose, struct span payload)
{
    struct invitation invitation = sample_invitation();
    struct digest key = invitation_key(&invitation);
    struct digest derived = mac_of(span_of(&key, sizeof key), span_text(purpose));
    struct digest mac = mac_of(span_of(&derived, sizeof derived), payload);
    struct buf message = buf_new(payload.size + 64);
    item_put_array(&message, 2);
    item_put_bytes(&message, payload);
    item_put_bytes(&message, span_of(&mac, sizeof mac));
    return message;
}

static void open_request(struct span bytes)
{
    struct invitation invitation = sample_invitation();
    struct digest key = invitation_key(&invitation);
    struct enrol_request request;
    uint16_t number = 0;
    BUF_AUTO again = buf_new(ENROL_BYTES_MAX);
    bool numbered = enrol_request_invitation(bytes, &number, NULL);
    if (!enrol_request_open(bytes, &key, &request, NULL))
        return;
    must(numbered && number == request.invitation, "its invitation is known before the MAC");
    must(enrol_request_put(&request, &key, &again, NULL), "what is read can be written");
    must(span_equal(bytes, buf_span(&again)), "as it was");
    fuzz_accepted("request");
}

static void open_reply(struct span bytes)
{
    struct invitation invitation = sample_invitation();
    struct digest key = invitation_key(&invitation);
    struct enrol_reply reply;
    BUF_AUTO again = buf_new(ENROL_BYTES_MAX);
    if (!enrol_reply_open(bytes, &key, &reply, NULL))
        return;
    must(enrol_reply_put(&reply, &key, &again, NULL), "what is read can be written");
    must(span_equal(bytes, buf_span(&again)), "as it was");
    fuzz_accepted("reply");
}

static void open_certificate(struct span payload)
{
    struct sample_keys hub = sample_hub();
    struct enrol_certificate certificate;
    BUF_AUTO again = buf_new(CERTIFICATE_ROOM);
    BUF_AUTO message = fuzz_signed(PURPOSE_CERTIFICATE, &hub.secret, payload);
    if (!enrol_certificate_open(buf_span(&message), &hub.public, &certificate, NULL))
        return;
    must(enrol_certificate_sign(&certificate, &hub.secret, &again, NULL), "it can be written");
    must(span_equal(buf_span(&message), buf_span(&again)), "as it was");
    fuzz_accepted("certificate");
}

static void open_adoption(struct span payload)
{
    struct sample_keys kiosk = sample_kiosk();
    struct adoption adoption;
    struct span certificate;
    BUF_AUTO again = buf_new(ADOPTION_BYTES_MAX + 1024);
    BUF_AUTO message = fuzz_signed(PURPOSE_ADOPTION, &kiosk.secret, payload);
    bool peeked = adoption_certificate(buf_span(&message), &certificate, NULL);
    if (!adoption_open(buf_span(&message), &kiosk.public, &adoption, NULL))
        return;
    must(peeked && span_equal(certificate, adoption.certificate), "it is known before the whole");
    must(adoption_sign(&adoption, &kiosk.secret, &again, NULL), "it can be written");
    must(span_equal(buf_span(&message), buf_span(&again)), "as it was");
    fuzz_accepted("adoption");
}

static void read_code(struct span bytes)
{
    char typed[200];
    char shown[CODE_SIZE];
    struct invitation first;
    struct invitation second;
    struct err err = { 0 };
    if (!invitation_from_code(fuzz_text(bytes, typed, sizeof typed), &first, &err)) {
        must(err.text[0] != '\0', "a refusal has its reason");
        return;
    }
    invitation_code(&first, shown);
    must(invitation_from_code(shown, &second, &err), "a code that was understood can be shown");
    must(first.id == second.id && memcmp(first.secret, second.secret, sizeof first.secret) == 0,
         "and means the same");
    fuzz_accepted("code");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct feed feed = { span_of(data, size) };
    uint8_t kind = feed_byte(&feed);
    BUF_AUTO request = with_mac("yousaid/1 enrolment request", feed.rest);
    BUF_AUTO reply = with_mac("yousaid/1 enrolment reply", feed.rest);
    if (kind == 'q')
        open_request(buf_span(&request));
    else if (kind == 'r')
        open_reply(buf_span(&reply));
    else if (kind == 'c')
        open_certificate(feed.rest);
    else if (kind == 'a')
        open_adoption(feed.rest);
    else if (kind == 'k')
        read_code(feed.rest);
    else {
        open_request(feed.rest);
        open_reply(feed.rest);
    }
    return 0;
}

/*
 * What is sealed: words, counts blocks, and a words key wrapped by a passphrase. libsodium's boxes
 * are taken away by the linker: mutations reach what stands inside. Its password hashing is too: it
 * would cost a second, and here it is only asked whether the cost had been bounded.
 */
#include "asked.h"
#include "fuzz.h"
#include "words_file.h"

enum { BOX_EXTRA = 48, PASSES_MAX = 4, MEMORY_MAX = 1 << 30 };

int __wrap_crypto_box_seal(unsigned char *c, const unsigned char *m, unsigned long long size,
                           const unsigned char *key);
int __wrap_crypto_box_seal_open(unsigned char *m, const unsigned char *c, unsigned long long size,
                                const unsigned char *key, const unsigned char *secret);
int __wrap_crypto_pwhash(unsigned char *out, unsigned long long size, const char *passphrase,
                         unsigned long long length, const unsigned char *salt,
                         unsigned long long passes, size_t memory, int algorithm);
int __wrap_crypto_aead_xchacha20poly1305_ietf_decrypt(
    unsigned char *m, unsigned long long *size, unsigned char *unused, const unsigned char *c,
    unsigned long long length, const unsigned char *with, unsigned long long with_length,
    const unsigned char *nonce, const unsigned char *key);

int __wrap_crypto_box_seal(unsigned char *c, const unsigned char *m, unsigned long long size,
                           const unsigned char *key)
{
    memset(c, key[0], BOX_EXTRA);
    memcpy(c + BOX_EXTRA, m, (size_t)size);
    return 0;
}

int __wrap_crypto_box_seal_open(unsigned char *m, const unsigned char *c, unsigned long long size,
                                const unsigned char *key, const unsigned char *secret)
{
    must(size >= BOX_EXTRA && key != NULL && secret != NULL, "a box is as large as a box");
    memcpy(m, c + BOX_EXTRA, (size_t)size - BOX_EXTRA);
    return 0;
}

int __wrap_crypto_pwhash(unsigned char *out, unsigned long long size, const char *passphrase,
                         unsigned long long length, const unsigned char *salt,
                         unsigned long long passes, size_t memory, int algorithm)
{
    must(passes <= PASSES_MAX && memory <= MEMORY_MAX, "a stranger's form cannot eat the machine");
    memset(out, salt[0] ^ (int)length ^ passphrase[0] ^ algorithm, (size_t)size);
    return 0;
}

/* NOLINTNEXTLINE(readability-function-size): the library says how many parameters there are. */
int __wrap_crypto_aead_xchacha20poly1305_ietf_decrypt(
    unsigned char *m, unsigned long long *size, unsigned char *unused, const unsigned char *c,
    unsigned long long length, const unsigned char *with, unsigned long long with_length,
    const unsigned char *nonce, const unsigned char *key)
{
    (void)size, (void)unused, (void)with, (void)with_length, (void)nonce;
    memcpy(m, c, (size_t)length - 16);
    return (c[0] ^ key[0]) & 1 ? -1 : 0;
}

static const struct box_public key = { { 1 } };
static const struct box_secret secret = { { 2 } };
static const struct seal_binding binding = { .life = 3, .seq = 4, .question = "words" };

static const struct survey *the_survey(void)
{
    static struct survey *survey;
    if (survey == NULL)
        survey = asked_survey();
    return survey;
}

/* The input stands behind a true binding. */
static struct buf boxed(struct span plain, const struct seal_binding *bound, bool counts)
{
    struct buf sealed = buf_new(WORDS_SEALED_MAX * 2);
    BUF_AUTO model = buf_new(WORDS_SEALED_MAX);
    struct answers answers = { { 0 } };
    must(counts ? counts_seal(&key, bound, the_survey(), &answers, &model, NULL)
                : words_seal(&key, bound, span_text("words"), &model, NULL),
         "it can be sealed");
    buf_put(&sealed, model.data, BOX_EXTRA + 16);
    buf_put_span(&sealed, plain);
    return sealed;
}

static void open_words(struct span plain)
{
    BUF_AUTO text = buf_new(WORDS_SEALED_MAX);
    BUF_AUTO again = buf_new(WORDS_SEALED_MAX);
    BUF_AUTO sealed = boxed(plain, &binding, false);
    if (!words_open(&key, &secret, &binding, buf_span(&sealed), &text, NULL))
        return;
    must(words_seal(&key, &binding, buf_span(&text), &again, NULL), "what is opened can be sealed");
    must(span_equal(buf_span(&sealed), buf_span(&again)), "as it was");
    fuzz_accepted("words");
}

static void open_counts(struct span plain)
{
    struct seal_binding whole = { .life = 3, .seq = 4 };
    struct answers answers = { { 0 } };
    BUF_AUTO again = buf_new(WORDS_SEALED_MAX);
    BUF_AUTO sealed = boxed(plain, &whole, true);
    if (counts_open(&key, &secret, &whole, the_survey(), buf_span(&sealed), &answers, NULL)) {
        must(counts_seal(&key, &whole, the_survey(), &answers, &again, NULL), "it can be sealed");
        must(span_equal(buf_span(&sealed), buf_span(&again)), "as it was");
        fuzz_accepted("counts");
    }
}

static void open_key(struct span form)
{
    struct err err = { 0 };
    struct box_secret got;
    bool weak = words_key_is_weak(form);
    bool opened = words_key_unwrap(form, span_text("babab"), &got, &err);
    must(opened || err.text[0] != '\0', "a refusal has its reason");
    must(!weak || opened || err.kind == ERR_DENIED, "what is weak is a form");
    if (opened)
        fuzz_accepted("key");
}

static void open_file(struct span text)
{
    struct box_public public;
    struct err err = { 0 };
    struct box_secret got;
    bool weak = words_file_is_weak(text);
    bool opened = words_file_get(text, span_text("babab"), &public, &got, &err);
    must(opened || err.text[0] != '\0', "a refusal has its reason");
    must(!weak || opened || err.kind == ERR_DENIED || err.kind == ERR_CORRUPT, "weak is a form");
    if (opened)
        fuzz_accepted("file");
}

static void open_as_it_is(struct span sealed)
{
    struct err err = { 0 };
    BUF_AUTO text = buf_new(WORDS_SEALED_MAX);
    bool opened = words_open(&key, &secret, &binding, sealed, &text, &err);
    must(opened || err.text[0] != '\0', "a refusal has its reason");
    must(!opened || text.size + BOX_EXTRA <= sealed.size, "no more comes out than went in");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct {
        uint8_t kind;
        void (*open)(struct span bytes);
    } kinds[] = {
        { 'w', open_words }, { 'n', open_counts }, { 'k', open_key }, { 'f', open_file }
    };
    struct feed feed = { span_of(data, size) };
    uint8_t kind = feed_byte(&feed);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kinds[i].kind == kind)
            kinds[i].open(feed.rest);
    open_as_it_is(span_of(data, size));
    return 0;
}

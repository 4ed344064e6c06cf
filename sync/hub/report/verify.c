/* The proof that the hub's rows and figures follow from what kiosks have signed: one line a kiosk.
 */
#include "report.h"
#include "verify_int.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

void verify_doubt(struct verify *verify, const char *fmt, ...)
{
    va_list args;
    if (verify->doubts++ > 0)
        return;
    va_start(args, fmt);
    said_note(&verify->first_said, fmt, args);
    (void)vsnprintf(verify->first_doubt, sizeof verify->first_doubt, fmt, args);
    va_end(args);
}

void verify_finish(struct verify *verify)
{
    free(verify->rows);
    free(verify->asides);
    free(verify->gone.list);
    tally_sum_free(verify->sum);
}

static void print_fine(const struct verify *verify, FILE *out)
{
    (void)fprintf(out, "%" PRIu64 " responses, %zu set aside", verify->responses,
                  verify->aside_count);
    if (verify->sealed_asides > 0)
        (void)fprintf(out, " (%" PRIu64 " for sealed answers, which cannot be checked here)",
                      verify->sealed_asides);
    (void)fprintf(out, ", %" PRIu64 " signed batches, rows and tallies agree", verify->batches);
    if (verify->unopened > 0)
        (void)fprintf(out, "; %" PRIu64 " sealed to another key, so sealed sums are not checked",
                      verify->unopened);
    if (verify->deleted > 0)
        (void)fprintf(out, "; %" PRIu64 " deleted when their time was over", verify->deleted);
    if (verify->lost > 0)
        (void)fprintf(out,
                      "; %" PRIu64
                      " of older lives are missing: this hub was set back, and they have not come "
                      "again",
                      verify->lost);
    if (verify->revoked > 0)
        (void)fprintf(out, "; %" PRIu64 " set aside by revocation", verify->revoked);
    if (verify->unplaced > 0)
        (void)fprintf(out,
                      "; %" PRIu64 " name a bundle that is not here, so their venue is not proved",
                      verify->unplaced);
    if (verify->rezoned > 0)
        (void)fprintf(out, "; %" PRIu64 " dated by another time zone than their bundle's",
                      verify->rezoned);
    (void)fputc('\n', out);
}

static void print_line(const struct verify *verify, FILE *out)
{
    const struct store_kiosk *kiosk = &verify->kiosk;
    (void)fprintf(out, "%s  %016" PRIx64 "  %s  ", verify->doubts == 0 ? "fine " : "DOUBT",
                  kiosk->id, kiosk->venue);
    if (verify->doubts == 0)
        print_fine(verify, out);
    else if (verify->doubts == 1)
        (void)fprintf(out, "%s\n", verify->first_doubt);
    else
        (void)fprintf(out, "%s; and %" PRIu64 " more doubts\n", verify->first_doubt,
                      verify->doubts - 1);
}

struct walking {
    struct store *store;
    const struct report_counts *counts;
    struct book book;
    struct papers papers;
    const struct report_listener *listener;
    uint64_t kiosks, of; /* proved so far, and how many there are */
    FILE *out;
    bool clean;
    struct err err;
    bool failed;
};

/* Stored bytes that cannot even be read are a doubt about this kiosk, not the end of the proof. */
bool verify_prove(struct verify *verify, struct err *err)
{
    verify->sum = tally_sum_new();
    if (verify->sum == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the proof");
    if (verify_batches(verify, err) && verify_tallies(verify, err))
        return true;
    if (err->kind != ERR_CORRUPT)
        return false;
    verify_doubt(verify, "what is kept of it cannot be read: %s", err->text);
    return true;
}

static struct verify verify_of(struct walking *walking, const struct store_kiosk *kiosk)
{
    return (struct verify){ .store = walking->store,
                            .book = &walking->book,
                            .papers = &walking->papers,
                            .kiosk = *kiosk,
                            .counts = walking->counts };
}

static void tell_progress(struct walking *walking)
{
    walking->listener->proved(walking->listener->context, walking->kiosks, walking->of);
}

static void tell_doubt(const struct walking *walking, const struct verify *verify)
{
    struct report_doubt doubt = { .kiosk = verify->kiosk.id,
                                  .deletion = "",
                                  .said = verify->first_said,
                                  .more = verify->doubts - 1 };
    walking->listener->doubt(walking->listener->context, &doubt);
}

static bool count_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct walking *walking = context;
    (void)kiosk;
    walking->of++;
    return true;
}

static bool take_kiosk(void *context, const struct store_kiosk *kiosk)
{
    struct walking *walking = context;
    tell_progress(walking);
    struct verify verify = verify_of(walking, kiosk);
    walking->failed = !verify_prove(&verify, &walking->err);
    for (int i = 1; !walking->failed && verify.doubts > 0 && i < VERIFY_TRIES; i++) {
        verify_finish(&verify);
        verify = verify_of(walking, kiosk);
        walking->failed = !verify_prove(&verify, &walking->err);
    }
    if (!walking->failed) {
        print_line(&verify, walking->out);
        walking->clean = walking->clean && verify.doubts == 0;
        walking->kiosks++;
        if (verify.doubts > 0)
            tell_doubt(walking, &verify);
    }
    verify_finish(&verify);
    return !walking->failed;
}

bool report_verify(struct store *store, FILE *out, bool *ret_clean, struct err *err)
{
    return report_verify_sealed(store, NULL, out, ret_clean, err);
}

static void hear_no_doubt(void *context, const struct report_doubt *doubt)
{
    (void)context;
    (void)doubt;
}

static void hear_no_progress(void *context, uint64_t kiosks, uint64_t of)
{
    (void)context;
    (void)kiosks;
    (void)of;
}

bool report_verify_sealed(struct store *store, const struct report_counts *counts, FILE *out,
                          bool *ret_clean, struct err *err)
{
    static const struct report_listener nobody = { NULL, hear_no_doubt, hear_no_progress };
    return report_verify_heard(store, counts, &nobody, out, ret_clean, err);
}

bool report_verify_heard(struct store *store, const struct report_counts *counts,
                         const struct report_listener *listener, FILE *out, bool *ret_clean,
                         struct err *err)
{
    struct walking walking = {
        .store = store, .counts = counts, .listener = listener, .out = out, .clean = true
    };
    bool walked = book_open(store, NULL, &walking.book, err) &&
                  papers_open(store, &walking.papers, err) &&
                  store_kiosks(store, count_kiosk, &walking, err) &&
                  store_kiosks(store, take_kiosk, &walking, err) && !walking.failed &&
                  verify_deletions(store, &walking.papers, listener, out, &walking.clean, err);
    tell_progress(&walking);
    book_finish(&walking.book);
    papers_finish(&walking.papers);
    if (walking.failed)
        walked = err_set(err, walking.err.kind, "%s", walking.err.text);
    if (walked)
        *ret_clean = walking.clean;
    return walked;
}

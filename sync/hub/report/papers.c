/* Statements and manifests for the proof: see papers.h. */
#include "papers.h"
#include "bundle.h"
#include "grow.h"

/* ---- statements ---- */

static bool keep_revocation(struct papers *papers, const struct statement *statement)
{
    struct papers_revocation *grown =
        grow(papers->revocations, papers->revocation_count, sizeof *grown);
    papers->starved |= grown == NULL;
    if (grown == NULL)
        return false;
    papers->revocations = grown;
    struct papers_revocation *kept = &grown[papers->revocation_count++];
    *kept = (struct papers_revocation){ .issued = statement->issued, .from = statement->from };
    for (size_t i = 0; i < statement->subject.size; i++)
        kept->kiosk = kept->kiosk << 8 | statement->subject.data[i];
    return true;
}

static bool keep_hub(struct papers *papers, const struct statement *statement)
{
    struct public_key *grown = grow(papers->hubs, papers->hub_count, sizeof *grown);
    papers->starved |= grown == NULL;
    if (grown == NULL)
        return false;
    papers->hubs = grown;
    memcpy(grown[papers->hub_count++].bytes, statement->subject.data, sizeof grown->bytes);
    return true;
}

/* What the programme has not signed, or not under this number and kind, says nothing. */
static bool take_statement(void *context, uint64_t number, int kind, struct span message)
{
    struct papers *papers = context;
    struct statement statement;
    if (!statement_open(message, &papers->programme, &statement, NULL) ||
        statement.number != number || (int)statement.kind != kind)
        return true;
    if (statement.kind == STATEMENT_REVOKED_KIOSK)
        return keep_revocation(papers, &statement);
    return statement.kind != STATEMENT_HUB_KEY || keep_hub(papers, &statement);
}

static bool read_programme(struct papers *papers, struct err *err)
{
    BUF_AUTO key = buf_new(sizeof papers->programme.bytes);
    if (!store_setting_get(papers->store, "programme.public", &key, err))
        return err_wrap(err, "the programme's public key");
    if (buf_span(&key).size != sizeof papers->programme.bytes)
        return err_set(err, ERR_CORRUPT, "the programme's public key has a wrong size");
    memcpy(papers->programme.bytes, buf_span(&key).data, sizeof papers->programme.bytes);
    return true;
}

bool papers_open(struct store *store, struct papers *ret, struct err *err)
{
    *ret = (struct papers){ .store = store };
    if (!read_programme(ret, err) || !store_statements(store, take_statement, ret, err))
        return false;
    return !ret->starved || err_set(err, ERR_LATER, "there is no memory for the statements");
}

void papers_finish(struct papers *papers)
{
    free(papers->revocations);
    free(papers->hubs);
    free(papers->bundles);
    *papers = (struct papers){ 0 };
}

/* ---- revocations ---- */

struct papers_verdict papers_judge(const struct papers *papers, uint64_t kiosk, int64_t received,
                                   int64_t date)
{
    struct papers_verdict verdict = { .may_count = true };
    for (size_t i = 0; i < papers->revocation_count; i++) {
        const struct papers_revocation *revocation = &papers->revocations[i];
        bool holds = revocation->from != 0 && date >= revocation->from;
        if (revocation->kiosk != kiosk || received <= revocation->issued - PAPERS_GRACE)
            continue;
        if (received >= revocation->issued + PAPERS_GRACE)
            verdict = (struct papers_verdict){ 0 };
        verdict.may_be_revoked |= holds;
        verdict.may_count |= !holds;
    }
    return verdict;
}

int64_t papers_revoked_from(const struct papers *papers, uint64_t kiosk)
{
    int64_t from = 0;
    for (size_t i = 0; i < papers->revocation_count; i++)
        if (papers->revocations[i].kiosk == kiosk)
            from = papers->revocations[i].from;
    return from;
}

/* ---- bundles ---- */

/* Reads a blob; what is there and too large for what it should be is as false as what is wrong. */
static bool read_blob(struct papers *papers, const struct digest *name, struct buf *bytes,
                      enum papers_state *ret, struct err *err)
{
    bool read = store_blob_get(papers->store, name, bytes, err);
    *ret = PAPERS_FALSE;
    if (!read && err->kind == ERR_MISSING)
        *ret = PAPERS_GONE;
    else if (!read)
        return err->kind == ERR_TOO_LARGE;
    else if (memcmp(digest_of(buf_span(bytes)).bytes, name->bytes, sizeof name->bytes) == 0)
        *ret = PAPERS_PROVED;
    return true;
}

/* The kiosk believed only statements by its programme, and the manifest that it signed for names
 * them: with another programme's key in the database they do not open. */
static bool check_statement(struct papers *papers, const struct blob_name *blob,
                            enum papers_state *ret, struct err *err)
{
    struct statement statement;
    BUF_AUTO bytes = buf_new(STATEMENT_BYTES_MAX);
    if (blob->kind != BLOB_STATEMENT)
        return true;
    if (!read_blob(papers, &blob->digest, &bytes, ret, err))
        return false;
    if (*ret == PAPERS_PROVED &&
        !statement_open(buf_span(&bytes), &papers->programme, &statement, NULL))
        *ret = PAPERS_FALSE;
    return true;
}

static enum err_kind open_by_any_hub(const struct papers *papers, struct span message,
                                     struct manifest *ret)
{
    struct err err = { .kind = ERR_DENIED };
    for (size_t i = 0; i < papers->hub_count && err.kind == ERR_DENIED; i++)
        if (manifest_open(message, &papers->hubs[i], ret, &err))
            return ERR_NONE;
    return err.kind;
}

static bool read_bundle(struct papers *papers, struct papers_bundle *bundle, struct err *err)
{
    BUF_AUTO bytes = buf_new(BUNDLE_BYTES_MAX);
    __attribute__((cleanup(manifest_finish))) struct manifest manifest = { 0 };
    if (!read_blob(papers, &bundle->name, &bytes, &bundle->state, err))
        return false;
    if (bundle->state != PAPERS_PROVED)
        return true;
    enum err_kind opened = open_by_any_hub(papers, buf_span(&bytes), &manifest);
    if (opened == ERR_LATER)
        return err_set(err, ERR_LATER, "there is no memory for a bundle");
    if (opened != ERR_NONE)
        bundle->state = PAPERS_FALSE;
    for (size_t i = 0; i < manifest.blob_count && bundle->state == PAPERS_PROVED; i++)
        if (!check_statement(papers, &manifest.blobs[i], &bundle->state, err))
            return false;
    memcpy(bundle->venue, manifest.venue, sizeof bundle->venue);
    memcpy(bundle->time_zone, manifest.time_zone, sizeof bundle->time_zone);
    return true;
}

static bool is_at(const struct papers *papers, size_t at, const struct digest *name)
{
    return at < papers->bundle_count && memcmp(&papers->bundles[at].name, name, sizeof *name) == 0;
}

/* Names are a kiosk's to invent: only those of bundles that are here are remembered. */
static bool remember(struct papers *papers, const struct papers_bundle *bundle, struct err *err)
{
    if (bundle->state == PAPERS_GONE)
        return true;
    struct papers_bundle *grown = grow(papers->bundles, papers->bundle_count, sizeof *grown);
    if (grown == NULL)
        return err_set(err, ERR_LATER, "there is no memory for the bundles");
    papers->bundles = grown;
    papers->bundle_last = papers->bundle_count;
    grown[papers->bundle_count++] = *bundle;
    return true;
}

bool papers_bundle(struct papers *papers, const struct digest *name, struct papers_bundle *ret,
                   struct err *err)
{
    size_t at = papers->bundle_last; /* responses in a row name the same */
    if (!is_at(papers, at, name))
        for (at = 0; at < papers->bundle_count && !is_at(papers, at, name);)
            at++;
    if (at < papers->bundle_count) {
        papers->bundle_last = at;
        *ret = papers->bundles[at];
        return true;
    }
    *ret = (struct papers_bundle){ .name = *name };
    return read_bundle(papers, ret, err) && remember(papers, ret, err);
}

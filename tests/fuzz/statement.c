/* Programme statements, bare and behind their signature: what is read is written as the same bytes.
 */
#include "statement.h"
#include "fuzz.h"
#include "wire_samples.h"

static void open_and_sign_again(struct span message, const struct sample_keys *programme)
{
    struct statement statement;
    if (!statement_open(message, &programme->public, &statement, NULL))
        return;
    BUF_AUTO again = buf_new(STATEMENT_BYTES_MAX);
    must(statement_sign(&statement, &programme->secret, &again, NULL), "it can be written");
    must(span_equal(message, buf_span(&again)), "as it was");
    fuzz_accepted("whole");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct sample_keys programme = sample_programme();
    BUF_AUTO message = fuzz_signed(PURPOSE_STATEMENT, &programme.secret, span_of(data, size));
    open_and_sign_again(span_of(data, size), &programme);
    open_and_sign_again(buf_span(&message), &programme);
    return 0;
}

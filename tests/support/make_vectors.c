/* Prints the test vectors: the target `vectors` writes them to tests/vectors/wire.json. A person
 * looks at the difference before it is committed. */
#include "seal.h"
#include "wire_vectors.h"
#include <stdio.h>

int main(void)
{
    seal_start();
    BUF_AUTO out = buf_new(4 << 20);
    vectors_put(&out);
    struct err err = { 0 };
    if (!buf_ok(&out, "the vectors", &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    return fwrite(out.data, 1, out.size, stdout) == out.size ? 0 : 1;
}

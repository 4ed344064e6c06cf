#pragma once
/* What a test expects of a call that says what went wrong: by `err`, the test file's own, or by
 * what the file has named EXPECT_ERR before this. */
#include "err.h"

#ifndef EXPECT_ERR
#define EXPECT_ERR err
#endif

#define OK(call)                                                                                   \
    do {                                                                                           \
        EXPECT_ERR = (struct err){ 0 };                                                            \
        if (!(call))                                                                               \
            fail_msg("%s: %s", #call, EXPECT_ERR.text);                                            \
    } while (0)

#define FAILS(wanted, call)                                                                        \
    do {                                                                                           \
        EXPECT_ERR = (struct err){ 0 };                                                            \
        assert_false(call);                                                                        \
        assert_int_equal(EXPECT_ERR.kind, wanted);                                                 \
    } while (0)

#!/bin/sh
# The console in a browser, at a hub with a made-up county and at one with long lists: see console.js and console_many.js
# for what is measured and how.
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/support/npm.sh
. "$root/tests/support/npm.sh"

# The browser's driver is the one that the console's tests use.
YOUSAID_PACKAGES=$root/build/bench/browser
npm_install "$(command -v node)" "$(command -v npm)" "$root/tests/console" "$YOUSAID_PACKAGES"

# Ten million responses: some four minutes of one core to make them up and sign them, and 3 GB. They lie with the other
# benches' work, since /tmp may not have that.
YOUSAID_BIN=$BENCH_BIN TMPDIR=$BENCH_WORK
export YOUSAID_PACKAGES YOUSAID_BIN TMPDIR
node "$root/tests/bench/console.js" "$(short 400 12)" "$(short 12 2)" "$(short 4 1)"
node "$root/tests/bench/console_many.js"

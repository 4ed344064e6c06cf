#!/bin/sh
# The kiosk beside Chromium with SurveyJS: start, memory, wake-ups, taps. See kiosk.js for what is measured and how.
set -eu
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
YOUSAID_BIN=$BENCH_BIN
# shellcheck source=tests/e2e/stack.sh
. "$root/tests/e2e/stack.sh"

# Installs the peer as the lock file says, when it is not there yet.
install_peer() {
    peer=$root/build/bench/peer
    if ! cmp -s tests/bench/package-lock.json "$peer/installed.json"; then
        mkdir -p "$peer"
        cp tests/bench/package.json tests/bench/package-lock.json "$peer/"
        npm ci --prefix "$peer" --ignore-scripts --no-audit --no-fund
        cp tests/bench/package-lock.json "$peer/installed.json"
    fi
}

cd "$root"
open_work "$BENCH_WORK"
install_peer
xvfb_options="-fbdir $work -nocursor"
start_screen 1280x800
make_hub
start_hub ''
enrol riverside riverside
start_courier riverside
node tests/bench/kiosk.js "$work" "$bin" "$peer/node_modules" "$courier_pid"

# shellcheck shell=sh
# What reading costs, at a hub with a made-up county: see hub_reports.js. Sourced by tests/bench/hub.sh.
# shellcheck disable=SC2154 # root: common.sh
# shellcheck source=tests/support/npm.sh
. "$root/tests/support/npm.sh"

# reports VENUES MONTHS BUSIER [LABEL]
reports() {
    packages=$root/build/bench/api
    npm_install "$(command -v node)" "$(command -v npm)" "$root/tests/api" "$packages"
    # The county lies with the other benches' work: it takes gigabytes that /tmp may not have.
    YOUSAID_PACKAGES=$packages YOUSAID_BIN=$BENCH_BIN TMPDIR=$BENCH_WORK \
        node "$root/tests/bench/hub_reports.js" "$@"
}

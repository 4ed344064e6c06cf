#!/bin/sh
# What reading costs where ten and a hundred million responses lie behind it: hub_reports.js, as in the bench "hub".
# shellcheck source=tests/bench/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=tests/bench/hub_reports.sh
. "$(dirname "$0")/hub_reports.sh"

reports "$(short 400 12)" "$(short 12 2)" "$(short 4 1)" 'ten million: '
reports "$(short 400 12)" "$(short 12 2)" "$(short 34 2)" 'a hundred million: '

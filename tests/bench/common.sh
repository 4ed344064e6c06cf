# shellcheck shell=sh
# What every bench needs: one line a figure, short or full. Sourced by tests/bench/NAME.sh.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)

# figure NAME VALUE UNIT [OPTION...]: one figure, to file descriptor 3. Options (see common_figure.js):
#   --at-most N | --at-least N   the goal          --peer NAME VALUE   what stands beside it
#   --range LOW HIGH             how far the repetitions lie apart, and --n how many there were
#   --command TEXT               how it was measured                   --note TEXT
figure() {
    node "$root/tests/bench/common_figure.js" "$BENCH" "$@"
}

# short FULL QUICK: the first, or the second when a quick look is enough.
short() {
    if [ "$BENCH_SHORT" = yes ]; then echo "$2"; else echo "$1"; fi
}

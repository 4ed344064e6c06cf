#!/usr/bin/env bash
# Feeds hostile bytes to every reader, or to those named: ./run fuzz [NAME...] [MINUTES]
set -euo pipefail
cd "$(dirname "$0")/../.."

build=build/fuzz
tree=tests/fuzz/corpus
# What a reader may take, a sanitizer's own needs included. An input that costs more is a finding.
limits=(-timeout=20 -rss_limit_mb=1024)
jobs_max=64
minutes_max=10080
files_max=200
bytes_max=$((1024 * 1024))

help() {
    cat <<'TEXT'
./run fuzz [--keep] [--jobs N] [NAME...] [MINUTES]
./run fuzz --figures [--keep] [NAME...]
./run fuzz --list

Builds the fuzz entries of tests/fuzz with libFuzzer and the sanitizers, and runs each (or those named) for MINUTES
(10 unless told, a week at most; parts such as 0.5 are fine), N at a time (2 unless told, 64 at most) at the lowest
priority.

  --keep    afterwards the inputs that reach something new are copied into tests/fuzz/corpus/NAME, smallest
            first, until there are 200 files or 1 MiB: to be looked at and committed
  --figures runs nothing and prints the table of the last runs again; with --keep their inputs are kept
  --list    names the entries
  --help    this

What was learnt stays in build/fuzz/corpus/NAME and is where the next run begins. What was found (crashes, hangs,
too much memory, broken promises) lies in build/fuzz/found/NAME, the report in build/fuzz/log/NAME.log; run
build/fuzz/tests/fuzz_NAME FILE to have it again. When mended, the file goes into tests/fuzz/corpus/NAME.
Exits 1 when something was found or failed, 2 when it was asked wrongly. docs/FUZZING.md says what each entry holds.
TEXT
}

fail() {
    printf './run fuzz: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf './run fuzz: %s\n' "$*" >&2
    exit 2
}

names() {
    sed -n 's/^fuzz(\([a-z_]*\).*/\1/p' tests/lists/fuzz.cmake
}

build_entries() {
    [ -f $build/build.ninja ] || cmake --preset fuzz >/dev/null || fail "configuring failed"
    cmake --build $build --target fuzz || fail "building failed"
}

# The largest piece of memory that an entry's reader may ask for, in MiB. A damaged row of a journal may claim 4 GiB,
# for which SQLite makes a list of as many pages of 512 bytes: 64 MiB, whatever the file's own size.
piece_of() {
    case $1 in journal) echo 68 ;; *) echo 32 ;; esac
}

# The words of an entry's format: its own, or those of the form that it shares with others.
dictionary_of() {
    case $1 in
    answers | provision | venue | notices) echo tests/fuzz/dict/json.dict ;;
    envelope | frame | batch | receipt | bundle | carried | speech | statement | enrol | sealed | state | ingest | trust)
        echo tests/fuzz/dict/cbor.dict
        ;;
    *) echo "tests/fuzz/dict/$1.dict" ;;
    esac
}

# An entry without its words would be fed all the same, and hardly get past the first bytes.
know_dictionaries() {
    for name in "$@"; do
        [ -f "$(dictionary_of "$name")" ] || fail "$name has no dictionary: $(dictionary_of "$name") is not there"
    done
}

# feed NAME SECONDS: one entry; its report goes to a file.
feed() {
    local found=$build/found/$1
    mkdir -p "$build/corpus/$1" "$found" $build/log
    nice -n 19 $build/tests/fuzz_"$1" "${limits[@]}" -malloc_limit_mb="$(piece_of "$1")" \
        -dict="$(dictionary_of "$1")" -max_total_time="$2" -print_final_stats=1 -artifact_prefix="$found/" "$build/corpus/$1" "$tree/$1" \
        >"$build/log/$1.log" 2>&1 || echo stopped >>"$build/log/$1.log"
}

# figure NAME PATTERN: the last number behind the pattern in the entry's report.
figure() {
    grep -aoE "$2 *[0-9]+" "$build/log/$1.log" | tail -1 | grep -oE '[0-9]+$' || echo 0
}

found_by() {
    if grep -qa '^stopped$' "$build/log/$1.log"; then echo 1; else echo 0; fi
}

# tell NAME: the entry's line of the table.
tell() {
    printf '%-12s %7s %12s %9s %9s %8s %7s %9s\n' "$1" "$(figure "$1" 'runs in')" \
        "$(figure "$1" 'stat::number_of_executed_units:')" \
        "$(figure "$1" 'stat::average_exec_per_sec:')" "$(figure "$1" ' cov:')" \
        "$(figure "$1" 'stat::slowest_unit_time_sec:')" "$(figure "$1" 'stat::peak_rss_mb:')" "$(found_by "$1")"
}

# Pages and scripts are judged by their letters in other tests: what would be taken for one stays out.
is_fit_for_tree() {
    ! grep -qaE '\b([T]ODO|[F]IXME|[X]XX)\b|^#!' "$1"
}

# keep NAME: what reaches something that the tree's corpus does not, smallest first.
keep() {
    local fresh=$build/fresh/$1 files bytes size file
    rm -rf "$fresh" && mkdir -p "$fresh"
    cp "$tree/$1"/* "$fresh"
    $build/tests/fuzz_"$1" -merge=1 "$fresh" "$build/corpus/$1" >"$build/log/$1-keep.log" 2>&1 ||
        fail "choosing inputs of $1 failed, see $build/log/$1-keep.log"
    files=$(find "$tree/$1" -type f | wc -l)
    bytes=$(cat "$tree/$1"/* | wc -c)
    while read -r size file; do
        if [ -e "$tree/$1/${file##*/}" ] || ! is_fit_for_tree "$file"; then continue; fi
        if [ "$files" -ge $files_max ] || [ $((bytes + size)) -gt $bytes_max ]; then break; fi
        cp "$file" "$tree/$1/"
        files=$((files + 1)) bytes=$((bytes + size))
    done < <(find "$fresh" -type f -printf '%s %p\n' | sort -n)
    printf '%-12s %s files, %s bytes in %s\n' "$1" "$files" "$bytes" "$tree/$1"
}

# feed_all SECONDS JOBS NAME...
feed_all() {
    local seconds=$1 jobs=$2
    shift 2
    for name in "$@"; do
        while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || true; done
        feed "$name" "$seconds" &
    done
    wait
}

tell_all() {
    local found=0
    printf '%-12s %7s %12s %9s %9s %8s %7s %9s\n' entry seconds executions exec/s coverage slowest MiB findings
    for name in "$@"; do
        [ -f "$build/log/$name.log" ] || continue
        tell "$name"
        found=$((found + $(found_by "$name")))
    done
    [ $found -eq 0 ] || printf 'Something was found: see %s/found and %s/log.\n' $build $build
    return $((found > 0))
}

take_jobs() {
    { [[ $1 =~ ^[0-9]{1,2}$ ]] && ((10#$1 >= 1 && 10#$1 <= jobs_max)); } ||
        misuse "--jobs wants a number from 1 to $jobs_max"
    jobs=$((10#$1))
}

take_minutes() {
    [ -z "$minutes" ] || misuse "the minutes are said twice: $minutes and $1"
    { [[ $1 =~ ^([0-9]{1,5}(\.[0-9]{0,6})?|\.[0-9]{1,6})$ ]] && is_time "$1"; } ||
        misuse "\"$1\" is not a number of minutes above 0 and up to $minutes_max, such as 10 or 0.5"
    minutes=$1
}

is_time() {
    awk -v m="$1" -v most=$minutes_max 'BEGIN { exit !(m > 0 && m <= most) }'
}

take_name() {
    names | grep -qxF -- "$1" || misuse "there is no entry \"$1\"; there are: $(names | paste -sd ' ')"
    wanted+=("$1")
}

take_arguments() {
    minutes='' jobs='' wanted=() keeping=no again=no
    while [ $# -gt 0 ]; do
        case $1 in
        --help | -h) help && exit 0 ;;
        --list)
            readarray -t entries < <(names)
            know_dictionaries "${entries[@]}"
            names
            exit 0
            ;;
        --keep) keeping=yes ;;
        --figures) again=yes ;;
        --jobs) take_jobs "${2:-}" && shift ;;
        -*) misuse "there is no option $1; see ./run fuzz --help" ;;
        [0-9]* | .[0-9]*) take_minutes "$1" ;;
        *) take_name "$1" ;;
        esac
        shift
    done
    [ $again = no ] || [ -z "$minutes$jobs" ] ||
        misuse "--figures runs nothing: it has no use for minutes and --jobs"
}

named() {
    if [ ${#wanted[@]} -eq 0 ]; then names; else names | grep -xF -- "$(printf '%s\n' "${wanted[@]}")"; fi
}

# choose: the entries that were named, each once, or all; with --figures those that have run.
choose() {
    mapfile -t entries < <(named)
    [ $again = yes ] || return 0
    local name ran=()
    for name in "${entries[@]}"; do
        [ ! -f "$build/log/$name.log" ] || ran+=("$name")
    done
    [ ${#ran[@]} -gt 0 ] || fail "there are no figures: nothing of this has run here yet"
    entries=("${ran[@]}")
}

take_arguments "$@"
choose
seconds=$(awk -v m="${minutes:-10}" 'BEGIN { s = int(m * 60); print s < 1 ? 1 : s }')

if [ $again$keeping != yesno ]; then
    cross/packages.sh fuzz
    know_dictionaries "${entries[@]}"
    build_entries
fi
[ $again = yes ] || feed_all "$seconds" "${jobs:-2}" "${entries[@]}"
[ $keeping = no ] || for name in "${entries[@]}"; do keep "$name"; done
tell_all "${entries[@]}"

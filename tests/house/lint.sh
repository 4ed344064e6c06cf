#!/bin/sh
# Reads all the code for mistakes: ./run lint [FILE...]; the test run reads it with cppcheck alone (house.cppcheck).
set -eu
cd "$(dirname "$0")/../.."

# Where compile_commands.json is: a build folder of its own, or one that is built already.
build=${YOUSAID_LINT_BUILD:-build/lint}

help() {
    cat <<'TEXT'
./run lint [FILE...]
./run lint --cppcheck

Reads all the code for mistakes: cppcheck over everything at once, then clang-tidy file by file (.clang-tidy,
tests/.clang-tidy: each check that is off has its reason there). With FILEs, clang-tidy over these alone.

  --cppcheck   cppcheck alone, as ./run test does

Prints what was found and exits 1, or says "clean".
TEXT
}

fail() {
    printf './run lint: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf './run lint: %s\n' "$*" >&2
    exit 2
}

take_arguments() {
    for argument in "$@"; do
        case $argument in
        --help | -h) help && exit 0 ;;
        --cppcheck) [ $# -eq 1 ] || misuse "--cppcheck reads everything: it takes nothing beside it" ;;
        -*) misuse "there is no option $argument; see ./run lint --help" ;;
        *.c | *.h) [ -f "$argument" ] || misuse "there is no file \"$argument\"" ;;
        *) misuse "\"$argument\" is not a .c or .h file" ;;
        esac
    done
}

# prepare: a build that was named is there already.
prepare() {
    [ -z "${YOUSAID_LINT_BUILD:-}" ] || return 0
    cross/packages.sh lint
    [ -f "$build/build.ninja" ] || cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_C_COMPILER=clang >/dev/null
    # What the build generates, cppcheck wants to find.
    ninja -C "$build" -t targets rule CUSTOM_COMMAND | grep '\.c$' | sort -u |
        xargs cmake --build "$build" --target >"$build/made" || {
        cat "$build/made" >&2
        fail "what the build generates could not be made, see above"
    }
}

# each_file_once: the commands of the build, of what is compiled into several programs the first one alone.
each_file_once() {
    node -e '
        const commands = JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"));
        const first = new Map(commands.reverse().map((command) => [command.file, command]));
        process.stdout.write(JSON.stringify([...first.values()]));
    ' "$build/compile_commands.json"
}

# Suppressed everywhere, and why:
#   memleak, resourceLeak    cppcheck does not know the cleanup attribute; sanitizers and valgrind look
#   missingIncludeSystem     the headers of libraries are not looked into
#   ctuuninitvar             does not see a struct that is set as a whole
#   invalidFunctionArg       takes mmap's -1 for a mistake
#   preprocessorErrorDirective    one architecture's number is asked for by #error, as it should be
#   unknownMacro             cmocka's macros
#   usleepCalled, readdirCalled, strtokCalled    portability to systems that we are not for
# "style" is off: what it adds to the compilers' warnings and to clang-tidy is taste.
run_cppcheck() {
    mkdir -p "$build/cppcheck"
    each_file_once >"$build/cppcheck/commands.json"
    cppcheck --project="$build/cppcheck/commands.json" -j 2 --quiet --error-exitcode=1 --inline-suppr \
        --std=c11 --library=posix --enable=warning,performance,portability \
        --cppcheck-build-dir="$build/cppcheck" -i"$build" \
        --suppress=memleak --suppress=resourceLeak --suppress=ctuuninitvar --suppress=invalidFunctionArg \
         --suppress=missingIncludeSystem \
        --suppress=preprocessorErrorDirective --suppress=unknownMacro --suppress=usleepCalled \
        --suppress=readdirCalled --suppress=strtokCalled \
        --template='{file}:{line}: {severity}: {message} [{id}]'
}

# Ours only: what the build generates is data.
sources() {
    sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' "$build/compile_commands.json" | sort -u |
        grep -Ev "/build/|CMakeFiles"
}

run_tidy() {
    if [ $# -gt 0 ]; then printf '%s\n' "$@"; else sources; fi |
        xargs -P 2 -n 1 clang-tidy -p "$build" --quiet 2>/dev/null
}

take_arguments "$@"
prepare
case ${1:-} in
'') run_cppcheck || fail "cppcheck found what stands above" ;;
--cppcheck)
    run_cppcheck || fail "cppcheck found what stands above"
    exit 0
    ;;
esac
run_tidy "$@" || fail "clang-tidy found what stands above"
echo "clean"

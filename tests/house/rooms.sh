#!/bin/sh
# The rooms' order is enforced: a need that points up, sideways or across stops the configuration, and
# a door that is not among a room's needs cannot be included.
set -eu
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/rooms.XXXXXX")
trap 'rm -rf "$work"' EXIT

# configure LINE...: a tiny project with these room() calls; its exit status.
configure() {
    rm -rf "$work/p" && mkdir -p "$work/p/include/base" "$work/p/include/wire" "$work/p/include/kiosk"
    printf 'int a(void);\nint a(void)\n{\n    return 0;\n}\n' >"$work/p/a.c"
    printf '#include "wire_door.h"\nint b(void);\nint b(void)\n{\n    return 0;\n}\n' >"$work/p/b.c"
    : >"$work/p/include/wire/wire_door.h"
    {
        echo 'cmake_minimum_required(VERSION 3.25)'
        echo 'project(p LANGUAGES C)'
        echo 'add_library(warnings INTERFACE)'
        echo "include($here/cmake/room.cmake)"
        printf '%s\n' "$@"
    } >"$work/p/CMakeLists.txt"
    cmake -S "$work/p" -B "$work/p/build" -G Ninja >"$work/log" 2>&1
}

expect_refused() {
    why=$1
    shift
    if configure "$@"; then
        echo "not refused: $why"
        exit 1
    fi
    grep -q 'FATAL_ERROR\|CMake Error' "$work/log"
    grep -q "$why" "$work/log" || { echo "refused for another reason than: $why"; cat "$work/log"; exit 1; }
}

configure 'room(base SRC a.c)' 'room(wire SRC a.c NEEDS base)' || { cat "$work/log"; exit 1; }
expect_refused 'does not stand below' 'room(base SRC a.c)' 'room(view SRC a.c)' 'room(kiosk SRC a.c NEEDS view)'
expect_refused 'does not stand below' 'room(base SRC a.c)' 'room(wire SRC a.c)' 'room(store SRC a.c NEEDS wire)'
expect_refused 'meet only in' 'room(base SRC a.c)' 'room(store SRC a.c)' 'room(journal SRC a.c NEEDS store)'
expect_refused 'is no room' 'room(base SRC a.c NEEDS cellar)'
expect_refused 'has no floor' 'room(cellar SRC a.c)'

configure 'room(base SRC a.c)' 'room(wire SRC a.c NEEDS base)' 'room(kiosk SRC b.c NEEDS base)' || exit 1
if cmake --build "$work/p/build" >"$work/log" 2>&1; then
    echo "a door that is not among a room's needs was included"
    exit 1
fi
grep -q 'wire_door.h' "$work/log"
echo "rooms hold"

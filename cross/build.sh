#!/bin/sh
# Builds Yousaid for another architecture with Debian's cross compiler and runs its tests in qemu's user
# emulator; see cross/README.md.
set -eu
cd "$(dirname "$0")/.."

help() {
    cat <<'TEXT'
./run cross arm64|armhf [--all]

Builds the three programs and all test programs for another architecture (arm64: 64-bit Arm; armhf: 32-bit
Arm, ARMv7) against Debian 12's libraries of that architecture, and runs in an emulator:
  - the unit, contract, fault and golden suites, but those named in cross/left-out, each with its reason;
  - a journey in which both architectures write and read one journal, and a hub here has it all.
--all adds what takes longest: every screen's layout and scene in every language at every size, and the contract
of the screen program.
TEXT
}

fail() {
    printf './run cross: %s\n' "$*" >&2
    exit 1
}

misuse() {
    printf './run cross: %s\n' "$*" >&2
    exit 2
}

# step WHAT COMMAND...: its output goes to a log, which is shown if it fails.
step() {
    what=$1
    shift
    began=$(date +%s)
    "$@" >"$build/$what.log" 2>&1 || { tail -n 60 "$build/$what.log" >&2; fail "$arch: $what failed; see $build/$what.log"; }
    printf '  %-10s %4d s   %s\n' "$what" "$(($(date +%s) - began))" "$(tail -n 1 "$build/$what.log")"
}

configure() {
    cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS='-Og -g' \
        -DCMAKE_TOOLCHAIN_FILE="$PWD/cross/toolchain.cmake" -DYOUSAID_ARCH="$arch" \
        -DYOUSAID_SYSROOT="$PWD/build/sysroot-$arch"
}

# The same programs for this machine: the other end of the journey.
host_programs() {
    cmake -S . -B build/cross-host -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_C_FLAGS='-Og -g' &&
        cmake --build build/cross-host --target yousaid-kiosk yousaid-courier yousaid-hub
}

# Each program once more, as a command that runs in the emulator.
emulated_programs() {
    mkdir -p "$build/emulated"
    for program in yousaid-kiosk yousaid-courier yousaid-hub; do
        printf '#!/bin/sh\nexec %s -L "%s/build/sysroot-%s" "%s/bin/%s" "$@"\n' \
            "$emulator" "$PWD" "$arch" "$build" "$program" >"$build/emulated/$program"
        chmod +x "$build/emulated/$program"
    done
}

# left_out: the names of tests that are not run, as one expression.
left_out() {
    {
        sed -n 's/^\([a-z][a-z_.]*\) .*/\1/p' cross/left-out
        [ "$every" = yes ] || echo 'golden.layout_[0-9x]*|golden.everywhere'
    } | paste -sd'|' | sed 's/\./\\./g; s/.*/^(&)$/'
}

run_suites() {
    ctest --test-dir "$build" -j "$(nproc)" --no-tests=error --output-on-failure --timeout 1200 \
        -L '^(unit|contract|fault|golden)$' -E "$(left_out)" | tee "$build/suites.txt" >&2
    # ctest's own result is lost in the pipe; its sentence is not.
    grep '^100% tests passed' "$build/suites.txt"
}

# What would be shipped: optimised, stripped of what a debugger wants to know.
sizes() {
    cmake -S . -B "$build-release" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_C_FLAGS='-D_FORTIFY_SOURCE=2 -fPIE' \
        -DCMAKE_EXE_LINKER_FLAGS='-pie -Wl,-z,relro,-z,now' -DCMAKE_TOOLCHAIN_FILE="$PWD/cross/toolchain.cmake" \
        -DYOUSAID_ARCH="$arch" -DYOUSAID_SYSROOT="$PWD/build/sysroot-$arch"
    cmake --build "$build-release" --target yousaid-kiosk yousaid-courier yousaid-hub
    for program in yousaid-kiosk yousaid-courier yousaid-hub; do
        "$triplet-strip" -o "$build/emulated/stripped" "$build-release/bin/$program"
        printf '%s %d kB   ' "$program" "$(($(stat -c %s "$build/emulated/stripped") / 1000))"
    done
    rm "$build/emulated/stripped"
    echo
}

# take ARCH: one at a time.
take() {
    [ -z "$arch" ] || misuse "one architecture at a time: $arch or $1"
    arch=$1
}

arch='' every=no
for argument in "$@"; do
    case $argument in
    arm64) take arm64 && triplet=aarch64-linux-gnu emulator=qemu-aarch64-static ;;
    armhf) take armhf && triplet=arm-linux-gnueabihf emulator=qemu-arm-static ;;
    --all) every=yes ;;
    -h | --help) help && exit 0 ;;
    *) misuse "there is no \"$argument\" here; there are arm64, armhf, --all and --help" ;;
    esac
done
[ -n "$arch" ] || misuse "which architecture? ./run cross arm64, or ./run cross armhf"
cross/packages.sh cross
for tool in mmdebstrap "$triplet-gcc" "$emulator"; do
    command -v "$tool" >/dev/null || fail "there is no $tool on this machine, though its package is installed"
done

build=$PWD/build/cross-$arch
mkdir -p "$build"
started=$(date +%s)
echo "Yousaid for $arch:"
step libraries cross/sysroot.sh "$arch"
sed "s/^/             /" "build/sysroot-$arch/lacks"
step configure configure
step build cmake --build "$build"
emulated_programs
step host host_programs
step suites run_suites
if [ "$every" = yes ]; then
    step screen tests/contract/kiosk_program.sh "$build/emulated/yousaid-kiosk" "$build/kiosk-program"
fi
step journey cross/journey.sh "$build/emulated" "$PWD/build/cross-host/bin" "$build/journey"
step sizes sizes
echo "Not run here: $(grep -c '^[a-z]' cross/left-out) tests, each with its reason in cross/left-out."
echo "$arch passed in $((($(date +%s) - started + 59) / 60)) minutes. Programs: build/cross-$arch-release/bin"

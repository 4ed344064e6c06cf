# Compiles for Debian 12 on another architecture, against the folder that cross/sysroot.sh unpacks, and runs
# what was built in qemu's user emulator. Give it with -D: YOUSAID_ARCH (arm64 or armhf), YOUSAID_SYSROOT.
set(CMAKE_TRY_COMPILE_PLATFORM_VARIABLES YOUSAID_ARCH YOUSAID_SYSROOT)

if(YOUSAID_ARCH STREQUAL arm64)
    set(triplet aarch64-linux-gnu)
    set(CMAKE_SYSTEM_PROCESSOR aarch64)
    set(emulator qemu-aarch64-static)
elseif(YOUSAID_ARCH STREQUAL armhf)
    set(triplet arm-linux-gnueabihf)
    set(CMAKE_SYSTEM_PROCESSOR armv7l)
    set(emulator qemu-arm-static)
else()
    message(FATAL_ERROR "YOUSAID_ARCH is \"${YOUSAID_ARCH}\"; there are arm64 and armhf")
endif()

set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${triplet}-gcc)
set(CMAKE_LIBRARY_ARCHITECTURE ${triplet})
set(CMAKE_SYSROOT ${YOUSAID_SYSROOT})
set(CMAKE_FIND_ROOT_PATH ${YOUSAID_SYSROOT})
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
set(CMAKE_CROSSCOMPILING_EMULATOR ${emulator} -L ${YOUSAID_SYSROOT})

# pkg-config answers from the other architecture's folder alone.
set(ENV{PKG_CONFIG_SYSROOT_DIR} ${YOUSAID_SYSROOT})
set(ENV{PKG_CONFIG_LIBDIR}
    ${YOUSAID_SYSROOT}/usr/lib/${triplet}/pkgconfig:${YOUSAID_SYSROOT}/usr/share/pkgconfig)

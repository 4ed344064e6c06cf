# All that ./run bench needs to be built: the programs people run, and what measures them. A list of another
# bench (bench_NAME.cmake) adds to it with add_dependencies(bench_programs ...).
add_custom_target(bench_programs DEPENDS yousaid-kiosk yousaid-courier yousaid-hub)

# bench_program(NAME SRC file... [NEEDS room...] [PRIVATE library...])
function(bench_program name)
    cmake_parse_arguments(B "" "" "SRC;NEEDS;PRIVATE" ${ARGN})
    add_executable(${name} ${B_SRC})
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support)
    target_compile_definitions(${name} PRIVATE SOURCE_DIR="${PROJECT_SOURCE_DIR}")
    target_link_libraries(${name} PRIVATE warnings ${B_NEEDS} ${B_PRIVATE})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
    add_dependencies(bench_programs ${name})
endfunction()

bench_program(kiosk_probe SRC bench/kiosk_probe.c PRIVATE PkgConfig::XTST)

# What ./run bench flash runs.
bench_program(flash_peer SRC bench/flash_peer.c PRIVATE PkgConfig::SQLITE)
add_library(flash_skip MODULE bench/flash_skip.c)
target_link_libraries(flash_skip PRIVATE warnings)
set_target_properties(flash_skip PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
add_dependencies(bench_programs flash_skip)

# What ./run bench instructions counts.
bench_program(hot_device SRC bench/hot_device.c support/screens.c support/visits.c
    NEEDS kiosk_screens journal PRIVATE PkgConfig::SDL2 PkgConfig::CMOCKA)
bench_program(hot_hub SRC bench/hot_hub.c support/hub_fixture.c support/hub_fixture_sqlite.c NEEDS ingest wire store model base
    PRIVATE Threads::Threads PkgConfig::CMOCKA)

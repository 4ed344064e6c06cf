# USB sticks: who is mounted, how, and when it may be written.
suite(stick LABEL unit SRC unit/test_stick.c support/stick_keeper.c NEEDS stick)
target_include_directories(test_stick PRIVATE ${PROJECT_SOURCE_DIR}/firmware/stick)

add_executable(stick_asker contract/stick_asker.c)
target_link_libraries(stick_asker PRIVATE warnings stick)
add_test(NAME e2e.mounts COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/mounts.sh)
set_tests_properties(e2e.mounts PROPERTIES LABELS e2e TIMEOUT 300 SKIP_RETURN_CODE 77
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/mounts;YOUSAID_ASKER=${CMAKE_CURRENT_BINARY_DIR}/stick_asker")

set(stick_shell ${PROJECT_SOURCE_DIR}/firmware/shell)
suite(kiosk_tasks LABEL unit SRC unit/test_kiosk_tasks.c ${stick_shell}/kiosk_tasks.c ${stick_shell}/kiosk_link.c
    NEEDS kiosk_screens journal courier stick PRIVATE PkgConfig::SDL2)
target_link_options(test_kiosk_tasks PRIVATE -Wl,--wrap=kiosk_step)

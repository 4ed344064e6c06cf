# The courier: its decisions, its record, and what passes between a journal and a hub in memory.
set(courier_ends support/fake_hub.c support/wire_samples.c)
suite(counters LABEL unit SRC unit/test_counters.c NEEDS courier)
suite(courier_plan LABEL unit SRC unit/test_courier_plan.c support/wire_samples.c NEEDS courier)
suite(courier_state LABEL unit SRC unit/test_courier_state.c ${courier_ends} NEEDS courier)
suite(courier LABEL unit SRC unit/test_courier.c support/stick_keeper.c ${courier_ends} NEEDS courier
    PRIVATE -Wl,--wrap=statvfs)
suite(courier_stick LABEL unit SRC unit/test_courier_stick.c ${courier_ends} NEEDS courier)
suite(courier_older LABEL unit SRC unit/test_courier_older.c ${courier_ends} NEEDS courier)
suite(courier_run LABEL unit SRC unit/test_courier_run.c ${courier_ends} NEEDS courier
    PRIVATE Threads::Threads)
suite(transport_curl LABEL contract SRC contract/test_transport_curl.c NEEDS courier http
    PRIVATE Threads::Threads)
target_link_options(test_transport_curl PRIVATE -Wl,--wrap=gnutls_session_is_resumed)
suite(courier_kill LABEL fault SRC fault/test_courier_kill.c ${courier_ends} NEEDS courier)
set_tests_properties(fault.courier_kill PROPERTIES COST 40)

add_test(NAME contract.courier_program COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/contract/courier_program.sh
    $<TARGET_FILE:yousaid-courier> ${PROJECT_BINARY_DIR}/courier-program)
set_tests_properties(contract.courier_program PROPERTIES LABELS contract TIMEOUT 120)

# A hub set back to before a survey: the kiosk brings it, and the answers to it.
add_test(NAME e2e.survey COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/survey.sh)
set_tests_properties(e2e.survey PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/survey")

# An X server that dies: the next one has everything.
add_test(NAME e2e.screen COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/screen.sh)
set_tests_properties(e2e.screen PROPERTIES LABELS e2e TIMEOUT 300 SKIP_RETURN_CODE 77
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/screen")

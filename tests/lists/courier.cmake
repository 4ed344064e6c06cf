# The courier: its decisions, its record, and what passes between a journal and a hub in memory.
set(courier_ends support/fake_hub.c support/wire_samples.c)
suite(courier_plan LABEL unit SRC unit/test_courier_plan.c support/wire_samples.c NEEDS courier)
suite(courier_state LABEL unit SRC unit/test_courier_state.c ${courier_ends} NEEDS courier)
suite(courier LABEL unit SRC unit/test_courier.c ${courier_ends} NEEDS courier)
suite(courier_run LABEL unit SRC unit/test_courier_run.c ${courier_ends} NEEDS courier
    PRIVATE Threads::Threads)
suite(transport_curl LABEL contract SRC contract/test_transport_curl.c NEEDS courier http
    PRIVATE Threads::Threads)
suite(courier_kill LABEL fault SRC fault/test_courier_kill.c ${courier_ends} NEEDS courier)

# A hub set back to before a survey: the kiosk brings it, and the answers to it.
add_test(NAME e2e.survey COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/survey.sh)
set_tests_properties(e2e.survey PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/survey")

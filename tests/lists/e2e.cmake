# Simulated citizens, and the journeys from a finger to an exported row.
add_executable(citizens support/citizens.c)
target_link_libraries(citizens PRIVATE warnings model PkgConfig::JANSSON PkgConfig::XTST)
set_target_properties(citizens PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
add_executable(account support/account.c)
target_link_libraries(account PRIVATE warnings base PkgConfig::JANSSON)
set_target_properties(account PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# Other days for the programs of a journey. No sanitizer: what is preloaded cannot bring one.
add_library(clock_ahead MODULE support/clock_ahead.c)
target_link_libraries(clock_ahead PRIVATE warnings ${CMAKE_DL_LIBS})
target_compile_options(clock_ahead PRIVATE -fno-sanitize=all)
target_link_options(clock_ahead PRIVATE -fno-sanitize=all)
set_target_properties(clock_ahead PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

# One journey at a time of those whose virtual people stand before a window and have a human's patience, and one of
# the others. They mostly wait, so that other tests run beside them.
set(BEFORE_A_WINDOW board demo everyone kill show staff)
function(journey name)
    set(lock scripted_journey)
    if(name IN_LIST BEFORE_A_WINDOW)
        set(lock journey)
    endif()
    add_test(NAME e2e.${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/${name}.sh ${ARGN})
    set_tests_properties(e2e.${name} PROPERTIES
        LABELS e2e TIMEOUT 600 RESOURCE_LOCK ${lock} COST 90 SKIP_RETURN_CODE 77
        ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/journey-${name};YOUSAID_DEMO_VISITS=3;YOUSAID_TEST_KDF=1")
endfunction()

journey(demo --headless)
journey(staff)
journey(everyone)
journey(closing)
journey(counters)
journey(clocks)
journey(selfcheck)
journey(sticks)
journey(never)
journey(show)
journey(kill)
journey(retention)
journey(chain)
add_test(NAME e2e.retention_postgres COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/retention.sh postgres)
set_tests_properties(e2e.retention_postgres PROPERTIES LABELS e2e TIMEOUT 600 COST 60
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/journey-retention-postgres;YOUSAID_TEST_KDF=1")
journey(board)
journey(speech)

suite(http LABEL unit SRC unit/test_http.c support/curl_run.c NEEDS http PRIVATE Threads::Threads)
suite(http_guard LABEL unit SRC unit/test_http_guard.c NEEDS http
    PRIVATE PkgConfig::MICROHTTPD Threads::Threads -Wl,--wrap=clock_mono)
target_include_directories(test_http_guard PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/http)
suite(throttle LABEL unit SRC unit/test_throttle.c NEEDS api)
target_include_directories(test_throttle PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/api)
suite(hub LABEL unit SRC unit/test_hub.c support/curl_run.c NEEDS api)
suite(enrol_http LABEL unit SRC unit/test_enrol_http.c support/served_hub.c support/curl_run.c
    NEEDS api PRIVATE Threads::Threads)
suite(leaning LABEL unit
    SRC unit/test_leaning.c support/served_hub.c support/curl_run.c bench/hub_crowd.c
    NEEDS api courier PRIVATE Threads::Threads)
target_include_directories(test_leaning PRIVATE bench)
add_test(NAME e2e.hub_cli COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/hub_cli.sh)
set_tests_properties(e2e.hub_cli PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/hub-cli")
foreach(name stick carried backup restored adopt move register sample renew)
    add_test(NAME e2e.${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/${name}.sh)
    set_tests_properties(e2e.${name} PROPERTIES LABELS e2e TIMEOUT 300
        ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/${name}")
endforeach()
suite(hubs LABEL unit SRC unit/test_hubs.c support/postgres_server.c NEEDS api PRIVATE PkgConfig::LIBPQ)

# Kiosks that never give up, and hubs and databases that are killed under them.
add_executable(siege e2e/siege.c bench/hub_crowd.c)
target_include_directories(siege PRIVATE bench)
target_link_libraries(siege PRIVATE warnings courier store wire Threads::Threads)
set_target_properties(siege PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
add_test(NAME e2e.hubs COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/hubs.sh)
set_tests_properties(e2e.hubs PROPERTIES LABELS e2e TIMEOUT 600 RESOURCE_LOCK journey COST 60
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/hubs;YOUSAID_TEST_KDF=1;YOUSAID_POSTGRES_TEMPLATE=${PROJECT_BINARY_DIR}/postgres-template")

suite(http LABEL unit SRC unit/test_http.c support/curl_run.c NEEDS http PRIVATE Threads::Threads)
suite(http_guard LABEL unit SRC unit/test_http_guard.c NEEDS http
    PRIVATE PkgConfig::MICROHTTPD Threads::Threads -Wl,--wrap=clock_mono)
target_include_directories(test_http_guard PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/http)
suite(throttle LABEL unit SRC unit/test_throttle.c NEEDS api)
target_include_directories(test_throttle PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/api)
suite(hub LABEL unit SRC unit/test_hub.c support/curl_run.c NEEDS api)
suite(enrol_http LABEL unit SRC unit/test_enrol_http.c support/curl_run.c
    NEEDS api PRIVATE Threads::Threads)
add_test(NAME e2e.hub_cli COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/hub_cli.sh)
set_tests_properties(e2e.hub_cli PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/hub-cli")
add_test(NAME e2e.stick COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/stick.sh)
set_tests_properties(e2e.stick PROPERTIES LABELS e2e TIMEOUT 300
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/stick")

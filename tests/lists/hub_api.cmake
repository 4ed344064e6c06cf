suite(http LABEL unit SRC unit/test_http.c support/curl_run.c NEEDS http PRIVATE Threads::Threads)
suite(http_guard LABEL unit SRC unit/test_http_guard.c NEEDS http
    PRIVATE PkgConfig::MICROHTTPD Threads::Threads -Wl,--wrap=clock_mono)
target_include_directories(test_http_guard PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/http)

# Ceilings: what is too large, too many, too deep or too slow is refused before it costs anything.
set(ceiling_wraps -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free,--wrap=strdup)
suite(wire_ceilings LABEL ceiling SRC ceiling/test_wire_ceilings.c support/short_memory.c
    support/wire_samples.c support/wire_messages.c NEEDS wire PRIVATE ${ceiling_wraps})
suite(http_ceilings LABEL ceiling SRC ceiling/test_http_ceilings.c support/tls_client.c
    support/curl_run.c NEEDS http PRIVATE PkgConfig::GNUTLS Threads::Threads -Wl,--wrap=clock_mono)

# The programs: a crowd of idle connections, and files that are none.
add_executable(idle_crowd ceiling/idle_crowd.c support/tls_client.c)
target_include_directories(idle_crowd PRIVATE support)
target_link_libraries(idle_crowd PRIVATE warnings base PkgConfig::GNUTLS)
set_target_properties(idle_crowd PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
# Enrolments that nobody invited.
add_executable(bogus_crowd ceiling/bogus_crowd.c support/tls_client.c)
target_include_directories(bogus_crowd PRIVATE support)
target_link_libraries(bogus_crowd PRIVATE warnings wire base PkgConfig::GNUTLS)
set_target_properties(bogus_crowd PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
foreach(name crowd files flood)
    add_test(NAME ceiling.${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/ceiling/${name}.sh)
    set_tests_properties(ceiling.${name} PROPERTIES LABELS e2e TIMEOUT 300
        ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/ceiling-${name}")
endforeach()

# The API: its description, in JavaScript.
find_program(NODE_PROGRAM node)
find_program(NPM_PROGRAM npm)
add_test(NAME api.document
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/api/run.sh ${NODE_PROGRAM} ${NPM_PROGRAM}
            ${CMAKE_CURRENT_BINARY_DIR}/api)
set_tests_properties(api.document PROPERTIES LABELS differential TIMEOUT 300)

suite(alerts LABEL unit SRC unit/test_alerts.c NEEDS notify store model base)

suite(people LABEL unit SRC unit/test_people.c NEEDS people desk wire store model base
    PRIVATE PkgConfig::JANSSON PkgConfig::SQLITE)
target_include_directories(test_people PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/people)

# A real hub, asked over HTTPS, on each engine; every answer is judged by the description.
foreach(engine hub postgres)
    add_test(NAME api.${engine}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/api/run.sh ${NODE_PROGRAM} ${NPM_PROGRAM}
                ${CMAKE_CURRENT_BINARY_DIR}/api --${engine})
    set_tests_properties(api.${engine} PROPERTIES LABELS e2e TIMEOUT 900
        ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin")
endforeach()

# What kiosks might have sent, put into a hub that reports are asked of.
add_executable(fill_hub support/fill_hub.c)
target_link_libraries(fill_hub PRIVATE warnings api ingest store wire model base PkgConfig::JANSSON Threads::Threads)
set_target_properties(fill_hub PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

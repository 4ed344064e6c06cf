# Our side of the differential test sees the room's inside: it walks one answer at a time.
add_executable(walker support/walker.c)
target_include_directories(walker PRIVATE ${PROJECT_SOURCE_DIR}/sync/model)
target_link_libraries(walker PRIVATE warnings model PkgConfig::JANSSON)

# Without node the test is there and fails: equality with survey-core is a promise, not an extra.
find_program(NODE_PROGRAM node)
find_program(NPM_PROGRAM npm)
add_test(NAME differential.survey_core
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/differential/run.sh ${NODE_PROGRAM} ${NPM_PROGRAM}
            ${CMAKE_CURRENT_BINARY_DIR}/differential $<TARGET_FILE:walker>)
set_tests_properties(differential.survey_core PROPERTIES LABELS differential COST 85 TIMEOUT 600)

add_library(test_surveys STATIC support/surveys.c)
target_include_directories(test_surveys PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/support)
target_compile_definitions(test_surveys PRIVATE SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(test_surveys PRIVATE warnings PUBLIC model PRIVATE PkgConfig::CMOCKA)

foreach(name IN ITEMS survey expression answers publishable languages survey_join)
    suite(${name} LABEL unit SRC unit/test_${name}.c NEEDS model test_surveys)
endforeach()
suite(wording LABEL unit SRC unit/test_wording.c NEEDS model)
foreach(name IN ITEMS venue_profile notices)
    suite(${name} LABEL unit SRC unit/test_${name}.c NEEDS model PRIVATE PkgConfig::JANSSON)
endforeach()
suite(report_golden LABEL golden SRC golden/golden_report.c NEEDS model)

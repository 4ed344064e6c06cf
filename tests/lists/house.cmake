# cppcheck reads all of this build's code; clang-tidy is slower and waits for ./run lint.
add_test(NAME house.cppcheck COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/house/lint.sh --cppcheck
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
set_tests_properties(house.cppcheck PROPERTIES LABELS house COST 25 TIMEOUT 600
    ENVIRONMENT "YOUSAID_LINT_BUILD=${PROJECT_BINARY_DIR}")
foreach(name fence rooms format shell links verbs listed)
    add_test(NAME house.${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/house/${name}.sh)
    set_tests_properties(house.${name} PROPERTIES LABELS house TIMEOUT 120
        ENVIRONMENT "YOUSAID_BUILD=${PROJECT_BINARY_DIR}")
endforeach()

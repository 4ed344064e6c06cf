# The console: its code, its files, and its pages in a browser at a real hub.
find_program(NODE_PROGRAM node)
find_program(NPM_PROGRAM npm)
function(console_test name cost)
    add_test(NAME console.${name}
        COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/console/run.sh ${NODE_PROGRAM} ${NPM_PROGRAM}
                ${CMAKE_CURRENT_BINARY_DIR}/console ${ARGN})
    set_tests_properties(console.${name} PROPERTIES LABELS e2e TIMEOUT 900 COST ${cost} RESOURCE_LOCK console
        ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin")
endfunction()
console_test(code 30 code ${PROJECT_SOURCE_DIR}/build/console)
console_test(files 5 ${CMAKE_CURRENT_SOURCE_DIR}/console/files.test.js)
foreach(name pages states roles hostile journeys comments initiative offline first_run welsh keyboard forms)
    console_test(${name} 50 ${CMAKE_CURRENT_SOURCE_DIR}/console/${name}.test.js)
endforeach()
# What a hub finds for a part of the tree, opens and takes is asked of PostgreSQL too; what a page looks like is not.
console_test(pages_postgres 40 --postgres
    "--test-name-pattern=people wrote|session that ends|every role at"
    ${CMAKE_CURRENT_SOURCE_DIR}/console/pages.test.js ${CMAKE_CURRENT_SOURCE_DIR}/console/roles.test.js)
console_test(journeys_postgres 60 --postgres ${CMAKE_CURRENT_SOURCE_DIR}/console/journeys.test.js
    ${CMAKE_CURRENT_SOURCE_DIR}/console/first_run.test.js)

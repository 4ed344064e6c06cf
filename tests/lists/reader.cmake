# The wire read from its page and grammar alone, in JavaScript, whatever the preset. Without node the
# test is there and fails.
find_program(NODE_PROGRAM node)
find_program(NPM_PROGRAM npm)
add_test(NAME reader.vectors
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/reader/run.sh ${NODE_PROGRAM} ${NPM_PROGRAM}
            ${CMAKE_CURRENT_BINARY_DIR}/reader)
set_tests_properties(reader.vectors PROPERTIES LABELS differential COST 27 TIMEOUT 300)

# Real kiosks and a real hub, looked at by strangers.
add_test(NAME e2e.reader
    COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/e2e/reader.sh ${NODE_PROGRAM} ${NPM_PROGRAM}
            ${CMAKE_CURRENT_BINARY_DIR}/reader)
set_tests_properties(e2e.reader PROPERTIES LABELS e2e TIMEOUT 300 RESOURCE_LOCK journey COST 60
    ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/journey-reader")

# The same published signatures, made and verified by the room wire.
suite(wire_examples LABEL unit SRC unit/test_wire_examples.c support/wire_samples.c NEEDS wire
    PRIVATE PkgConfig::JANSSON)

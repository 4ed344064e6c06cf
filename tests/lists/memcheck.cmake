# The kiosk's core under valgrind: what the compilers' sanitizers cannot see is memory that was never
# written. Not where a sanitizer or an emulator is in the way.
if(NOT CMAKE_C_FLAGS MATCHES "-fsanitize" AND NOT CMAKE_CROSSCOMPILING)
    find_program(VALGRIND_PROGRAM valgrind)
    # Without valgrind the tests are there and fail: install it, or leave them out by -LE memcheck.
    foreach(suite kiosk kiosk_walk storm view answers expression journal)
        add_test(NAME memcheck.${suite}
            COMMAND ${VALGRIND_PROGRAM} --quiet --error-exitcode=9 --leak-check=full
                    $<TARGET_FILE:test_${suite}>
            WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
        set_tests_properties(memcheck.${suite} PROPERTIES
            LABELS memcheck COST 20 TIMEOUT 300 ENVIRONMENT "STEPS=60000;STORM=2000")
    endforeach()
    # So few events as valgrind has time for leave too much to chance: other crowds walk in unit.kiosk_walk.
    set_property(TEST memcheck.kiosk_walk APPEND PROPERTY ENVIRONMENT "SEED=1")
endif()

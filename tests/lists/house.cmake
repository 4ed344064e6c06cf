foreach(name fence rooms format shell links)
    add_test(NAME house.${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/house/${name}.sh)
    set_tests_properties(house.${name} PROPERTIES LABELS house TIMEOUT 120)
endforeach()

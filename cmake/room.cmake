# The rooms of the house and the order they stand in.
#
# room() makes one static library with its door folder. A room may need only rooms that stand on a
# lower floor; the device's rooms and the centre's rooms never need each other. A wrong need stops
# the configuration, and a room that does not name a need cannot include its doors.

set(FLOOR_base 0)
set(FLOOR_model 1)
set(FLOOR_http 1)
set(FLOOR_wire 2)
set(FLOOR_store 2)
set(FLOOR_lint 2)
set(FLOOR_console 2)
set(FLOOR_kiosk 2)
set(FLOOR_stick 1)
set(FLOOR_courier 3)
set(FLOOR_ingest 3)
set(FLOOR_report 3)
set(FLOOR_speech 3)
set(FLOOR_desk 3)
set(FLOOR_people 4)
set(FLOOR_notify 4)
set(FLOOR_view 3)
set(FLOOR_paint 4)
set(FLOOR_journal 4)
set(FLOOR_device 4)
set(FLOOR_api 4)
set(FLOOR_sample 5)
set(FLOOR_rest 5)

set(DEVICE_ROOMS kiosk view paint journal device stick)
set(CENTRE_ROOMS store lint http ingest report speech desk people notify api sample rest console)

function(room_check_side name need)
    if((name IN_LIST DEVICE_ROOMS AND need IN_LIST CENTRE_ROOMS)
       OR (name IN_LIST CENTRE_ROOMS AND need IN_LIST DEVICE_ROOMS))
        message(FATAL_ERROR "room ${name} needs ${need}: device and centre meet only in model and wire")
    endif()
endfunction()

function(room_check_floor name need)
    if(NOT DEFINED FLOOR_${need})
        message(FATAL_ERROR "room ${name} needs ${need}, which is no room")
    endif()
    if(NOT FLOOR_${need} LESS FLOOR_${name})
        message(FATAL_ERROR "room ${name} needs ${need}, which does not stand below it")
    endif()
endfunction()

# room(NAME SRC file... [NEEDS room...] [PRIVATE library...])
function(room name)
    cmake_parse_arguments(R "" "" "SRC;NEEDS;PRIVATE" ${ARGN})
    if(NOT DEFINED FLOOR_${name})
        message(FATAL_ERROR "room ${name} has no floor in cmake/room.cmake")
    endif()
    foreach(need IN LISTS R_NEEDS)
        room_check_floor(${name} ${need})
        room_check_side(${name} ${need})
    endforeach()
    add_library(${name} STATIC ${R_SRC})
    target_include_directories(${name}
        PUBLIC ${PROJECT_SOURCE_DIR}/include/${name}
        PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC ${R_NEEDS} PRIVATE warnings ${R_PRIVATE})
endfunction()

# program(NAME SRC file... NEEDS room... [PRIVATE library...])  one of the four programs people run
function(program name)
    cmake_parse_arguments(P "" "" "SRC;NEEDS;PRIVATE" ${ARGN})
    add_executable(${name} ${P_SRC})
    target_include_directories(${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE warnings ${P_NEEDS} ${P_PRIVATE})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
endfunction()

# An emulator takes several times as long.
set(SUITE_SECONDS 300)
if(CMAKE_CROSSCOMPILING)
    set(SUITE_SECONDS 1800)
endif()

# What stands under many suites is compiled once, with every door before it. What looks behind a door, or needs a
# library's own folder, is compiled with each suite.
set(SUPPORT_OF_MANY wire_samples wire_messages wire_vectors stage visits test_clock hub_fixture hub_fixture_sqlite
    fake_hub ingest_wait short_memory disk_shim curl_run tls_client)
file(GLOB DOORS CONFIGURE_DEPENDS LIST_DIRECTORIES true ${PROJECT_SOURCE_DIR}/include/*)
function(support_object source ret_objects)
    string(MAKE_C_IDENTIFIER ${source} name)
    if(NOT TARGET ${name})
        add_library(${name} OBJECT ${source})
        target_include_directories(${name} PRIVATE ${DOORS} ${PROJECT_SOURCE_DIR}/tests/support)
        target_compile_definitions(${name} PRIVATE
            SOURCE_DIR="${PROJECT_SOURCE_DIR}" BINARY_DIR="${PROJECT_BINARY_DIR}")
        target_link_libraries(${name} PRIVATE warnings PkgConfig::CMOCKA)
    endif()
    set(${ret_objects} $<TARGET_OBJECTS:${name}> PARENT_SCOPE)
endfunction()

# suite(NAME LABEL label SRC file... NEEDS room... [PRIVATE library...])  one cmocka test program
function(suite name)
    cmake_parse_arguments(S "" "LABEL" "SRC;NEEDS;PRIVATE" ${ARGN})
    set(own "")
    foreach(source IN LISTS S_SRC)
        get_filename_component(file ${source} NAME_WE)
        if(source MATCHES "^support/" AND file IN_LIST SUPPORT_OF_MANY)
            support_object(${source} source)
        endif()
        list(APPEND own ${source})
    endforeach()
    add_executable(test_${name} ${own})
    target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/support)
    target_compile_definitions(test_${name} PRIVATE
        SOURCE_DIR="${PROJECT_SOURCE_DIR}" BINARY_DIR="${PROJECT_BINARY_DIR}")
    target_link_libraries(test_${name} PRIVATE warnings ${S_NEEDS} ${S_PRIVATE} PkgConfig::CMOCKA)
    add_test(NAME ${S_LABEL}.${name} COMMAND test_${name} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${S_LABEL}.${name} PROPERTIES LABELS ${S_LABEL} TIMEOUT ${SUITE_SECONDS})
endfunction()

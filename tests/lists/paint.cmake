# Drawing: text, boxes, pictures, what changed; and what people see, as pictures.
set(paint_private ${PROJECT_SOURCE_DIR}/firmware/paint)
set(paint_foreign PkgConfig::SDL2 PkgConfig::SDL2_TTF PkgConfig::SDL2_IMAGE PkgConfig::FRIBIDI)

add_executable(golden_pictures golden/golden_pictures.c support/screens.c)
target_include_directories(golden_pictures PRIVATE support)
target_compile_definitions(golden_pictures PRIVATE
    SOURCE_DIR="${PROJECT_SOURCE_DIR}" BINARY_DIR="${PROJECT_BINARY_DIR}")
target_link_libraries(golden_pictures PRIVATE warnings kiosk_screens PkgConfig::SDL2 PkgConfig::SDL2_IMAGE)
add_test(NAME golden.pictures COMMAND golden_pictures)
set_tests_properties(golden.pictures PROPERTIES LABELS golden COST 45 TIMEOUT 900)

suite(paint_text LABEL unit SRC unit/test_paint_text.c NEEDS paint view kiosk model base PRIVATE ${paint_foreign})
suite(paint_boxes LABEL unit SRC unit/test_paint_boxes.c NEEDS paint view kiosk model base PRIVATE ${paint_foreign})
suite(panel_turn LABEL unit SRC unit/test_panel_turn.c NEEDS paint kiosk PRIVATE PkgConfig::SDL2)
suite(paint_echo LABEL unit SRC unit/test_paint_echo.c NEEDS paint base)
suite(paint_voice LABEL unit SRC unit/test_paint_voice.c NEEDS paint base PRIVATE m)
suite(kiosk_gesture LABEL unit
    SRC unit/test_kiosk_gesture.c ${PROJECT_SOURCE_DIR}/firmware/shell/kiosk_gesture.c
    NEEDS paint view kiosk model base)
foreach(name paint_text paint_boxes panel_turn paint_echo)
    target_include_directories(test_${name} PRIVATE ${paint_private})
endforeach()
target_include_directories(test_kiosk_gesture PRIVATE ${PROJECT_SOURCE_DIR}/firmware/shell)

# Real fingers on a real window; and a window whose screen goes.
add_library(x_kiosk STATIC support/x_kiosk.c)
target_include_directories(x_kiosk PUBLIC support)
target_link_libraries(x_kiosk PRIVATE warnings PUBLIC PkgConfig::JANSSON PkgConfig::XTST)
add_executable(kiosk_fingers contract/kiosk_fingers.c support/x_fingers.c)
target_link_libraries(kiosk_fingers PRIVATE warnings x_kiosk)
add_test(NAME contract.kiosk_fingers COMMAND kiosk_fingers $<TARGET_FILE:yousaid-kiosk>
    ${PROJECT_SOURCE_DIR}/assets/surveys/gp-fft.json ${PROJECT_BINARY_DIR}/kiosk-fingers)
add_executable(kiosk_window contract/kiosk_window.c)
target_link_libraries(kiosk_window PRIVATE warnings x_kiosk)
add_test(NAME contract.kiosk_window COMMAND kiosk_window $<TARGET_FILE:yousaid-kiosk>
    ${PROJECT_SOURCE_DIR}/assets/surveys/gp-fft.json ${PROJECT_BINARY_DIR}/kiosk-window)
add_executable(kiosk_unplugged contract/kiosk_unplugged.c)
target_link_libraries(kiosk_unplugged PRIVATE warnings x_kiosk PkgConfig::XRANDR)
add_test(NAME contract.kiosk_unplugged COMMAND kiosk_unplugged $<TARGET_FILE:yousaid-kiosk>
    ${PROJECT_SOURCE_DIR}/assets/surveys/gp-fft.json)
add_executable(kiosk_turned contract/kiosk_turned.c)
target_link_libraries(kiosk_turned PRIVATE warnings x_kiosk kiosk)
add_test(NAME contract.kiosk_turned COMMAND kiosk_turned $<TARGET_FILE:yousaid-kiosk>
    ${PROJECT_SOURCE_DIR}/assets/surveys/gp-fft.json)
add_executable(kiosk_pitch contract/kiosk_pitch.c)
target_link_libraries(kiosk_pitch PRIVATE warnings x_kiosk PkgConfig::XRANDR)
add_test(NAME contract.kiosk_pitch COMMAND kiosk_pitch $<TARGET_FILE:yousaid-kiosk>
    ${PROJECT_SOURCE_DIR}/assets/surveys/gp-fft.json ${PROJECT_BINARY_DIR}/kiosk-pitch)
add_executable(kiosk_focus contract/kiosk_focus.c)
target_link_libraries(kiosk_focus PRIVATE warnings x_kiosk)
add_test(NAME contract.kiosk_focus COMMAND kiosk_focus $<TARGET_FILE:yousaid-kiosk>
    ${PROJECT_SOURCE_DIR}/assets/surveys/gp-fft.json)
foreach(name fingers window unplugged turned pitch focus)
    set_tests_properties(contract.kiosk_${name} PROPERTIES
        LABELS contract TIMEOUT 120 SKIP_RETURN_CODE 77)
endforeach()
set_tests_properties(contract.kiosk_turned PROPERTIES COST 40 TIMEOUT 400)

add_test(NAME contract.fonts COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/contract/fonts.sh
    $<TARGET_FILE:yousaid-kiosk> ${CMAKE_CURRENT_BINARY_DIR}/fonts)
set_tests_properties(contract.fonts PROPERTIES LABELS contract COST 55 TIMEOUT 600)
add_test(NAME contract.kiosk_program COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/contract/kiosk_program.sh
    $<TARGET_FILE:yousaid-kiosk> ${PROJECT_BINARY_DIR}/kiosk-program)
set_tests_properties(contract.kiosk_program PROPERTIES LABELS contract COST 30 TIMEOUT 300)

# Fingers as SDL tells of them, on a window on an X server of its own.
add_executable(panel_touch contract/panel_touch.c ${PROJECT_SOURCE_DIR}/firmware/shell/kiosk_gesture.c)
target_include_directories(panel_touch PRIVATE ${PROJECT_SOURCE_DIR}/firmware/shell)
target_link_libraries(panel_touch PRIVATE warnings paint view kiosk model base PkgConfig::SDL2 PkgConfig::CMOCKA)
add_test(NAME contract.panel_touch COMMAND xvfb-run -a $<TARGET_FILE:panel_touch>)
set_tests_properties(contract.panel_touch PROPERTIES LABELS contract TIMEOUT 120)

# What gives away which answer was tapped, to somebody across the room.
add_executable(staff_blind golden/staff_blind.c)
target_compile_definitions(staff_blind PRIVATE SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(staff_blind PRIVATE warnings kiosk_screens PkgConfig::SDL2)
add_test(NAME golden.staff_blind COMMAND staff_blind)
set_tests_properties(golden.staff_blind PROPERTIES LABELS golden TIMEOUT 900)

# ./run sheet
add_executable(sheet golden/sheet.c)
target_compile_definitions(sheet PRIVATE SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(sheet PRIVATE warnings kiosk_screens PkgConfig::SDL2 PkgConfig::SDL2_IMAGE)

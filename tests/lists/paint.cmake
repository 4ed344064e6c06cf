# Drawing: text, boxes, pictures, what changed; and what people see, as pictures.
set(paint_private ${PROJECT_SOURCE_DIR}/firmware/paint)
set(paint_foreign PkgConfig::SDL2 PkgConfig::SDL2_TTF PkgConfig::SDL2_IMAGE PkgConfig::FRIBIDI)

add_executable(golden_pictures golden/golden_pictures.c support/screens.c)
target_include_directories(golden_pictures PRIVATE support)
target_compile_definitions(golden_pictures PRIVATE
    SOURCE_DIR="${PROJECT_SOURCE_DIR}" BINARY_DIR="${PROJECT_BINARY_DIR}")
target_link_libraries(golden_pictures PRIVATE warnings kiosk_screens PkgConfig::SDL2 PkgConfig::SDL2_IMAGE)
add_test(NAME golden.pictures COMMAND golden_pictures)
set_tests_properties(golden.pictures PROPERTIES LABELS golden TIMEOUT 600)

suite(paint_text LABEL unit SRC unit/test_paint_text.c NEEDS paint view kiosk model base PRIVATE ${paint_foreign})
suite(paint_boxes LABEL unit SRC unit/test_paint_boxes.c NEEDS paint view kiosk model base PRIVATE ${paint_foreign})
suite(paint_echo LABEL unit SRC unit/test_paint_echo.c NEEDS paint base)
suite(kiosk_gesture LABEL unit
    SRC unit/test_kiosk_gesture.c ${PROJECT_SOURCE_DIR}/firmware/shell/kiosk_gesture.c
    NEEDS paint view kiosk model base)
foreach(name paint_text paint_boxes paint_echo)
    target_include_directories(test_${name} PRIVATE ${paint_private})
endforeach()
target_include_directories(test_kiosk_gesture PRIVATE ${PROJECT_SOURCE_DIR}/firmware/shell)

# Real fingers on a real window.
add_executable(kiosk_window contract/kiosk_window.c)
target_link_libraries(kiosk_window PRIVATE warnings PkgConfig::JANSSON PkgConfig::XTST)
add_test(NAME contract.kiosk_window COMMAND kiosk_window $<TARGET_FILE:yousaid-kiosk>
    ${PROJECT_SOURCE_DIR}/assets/surveys/gp-fft.json ${PROJECT_BINARY_DIR}/kiosk-window)
set_tests_properties(contract.kiosk_window PROPERTIES LABELS contract TIMEOUT 120 SKIP_RETURN_CODE 77)

add_test(NAME contract.kiosk_program COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/contract/kiosk_program.sh
    $<TARGET_FILE:yousaid-kiosk> ${PROJECT_BINARY_DIR}/kiosk-program)
set_tests_properties(contract.kiosk_program PROPERTIES LABELS contract TIMEOUT 300)

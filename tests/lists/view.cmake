suite(view LABEL unit SRC unit/test_view.c support/stage.c NEEDS view kiosk model base PRIVATE m)
# Every screen as text, measured with the real fonts.
add_executable(golden_scenes golden/golden_scenes.c)
target_compile_definitions(golden_scenes PRIVATE SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(golden_scenes PRIVATE warnings paint view kiosk model base)
add_test(NAME golden.scenes COMMAND golden_scenes)
set_tests_properties(golden.scenes PROPERTIES LABELS golden TIMEOUT 300)

# Every screen at many pitches: what lies over what, and where the ink ends.
add_executable(golden_layout golden/golden_layout.c support/screens.c)
target_include_directories(golden_layout PRIVATE support)
target_compile_definitions(golden_layout PRIVATE SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(golden_layout PRIVATE warnings kiosk_screens)
add_test(NAME golden.layout COMMAND golden_layout)
set_tests_properties(golden.layout PROPERTIES LABELS golden TIMEOUT 600)

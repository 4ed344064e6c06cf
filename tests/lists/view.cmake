suite(view LABEL unit SRC unit/test_view.c support/stage.c NEEDS view kiosk model base PRIVATE m)
# Every screen as text, measured with the real fonts.
add_executable(golden_scenes golden/golden_scenes.c)
target_compile_definitions(golden_scenes PRIVATE SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(golden_scenes PRIVATE warnings kiosk_screens)
add_test(NAME golden.scenes COMMAND golden_scenes)
set_tests_properties(golden.scenes PROPERTIES LABELS golden TIMEOUT 900)

# All screens, languages, panels and displays, as digests of their scenes.
add_executable(golden_everywhere golden/golden_everywhere.c support/screens.c)
target_include_directories(golden_everywhere PRIVATE support)
target_compile_definitions(golden_everywhere PRIVATE
    SOURCE_DIR="${PROJECT_SOURCE_DIR}" BINARY_DIR="${PROJECT_BINARY_DIR}")
target_link_libraries(golden_everywhere PRIVATE warnings kiosk_screens wire)
add_test(NAME golden.everywhere COMMAND golden_everywhere)
set_tests_properties(golden.everywhere PROPERTIES LABELS golden COST 50 TIMEOUT 900)

# Every screen of every size: what lies over what, where the ink ends, millimetres, degrees, contrast.
add_executable(golden_layout golden/golden_layout.c golden/layout_measures.c
    golden/layout_sizes.c support/screens.c)
target_include_directories(golden_layout PRIVATE support golden)
target_compile_definitions(golden_layout PRIVATE SOURCE_DIR="${PROJECT_SOURCE_DIR}")
target_link_libraries(golden_layout PRIVATE warnings kiosk_screens m)
foreach(panel 1280x800 1024x600 800x480 1080x1920 800x1280 600x1024 480x800)
    add_test(NAME golden.layout_${panel} COMMAND golden_layout ${panel})
    set_tests_properties(golden.layout_${panel} PROPERTIES LABELS golden COST 30 TIMEOUT 1800)
endforeach()

# What a ring comes to, and what is heard, on every screen.
suite(ring LABEL unit SRC unit/test_ring.c support/screens.c support/stage.c NEEDS kiosk_screens)
suite(spoken LABEL unit SRC unit/test_spoken.c support/screens.c support/stage.c NEEDS kiosk_screens)

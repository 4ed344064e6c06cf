suite(kiosk LABEL unit SRC unit/test_kiosk.c support/stage.c NEEDS view kiosk model base)
suite(kiosk_content LABEL unit SRC unit/test_kiosk_content.c support/stage.c NEEDS view kiosk model base)
suite(keyboard LABEL unit SRC unit/test_keyboard.c support/stage.c NEEDS view kiosk model base)
suite(writing LABEL unit SRC unit/test_writing.c support/stage.c NEEDS view kiosk model base)
suite(kiosk_walk LABEL unit SRC unit/test_kiosk_walk.c support/stage.c NEEDS view kiosk model base)
suite(kiosk_graph LABEL unit SRC unit/test_kiosk_graph.c support/stage.c NEEDS view kiosk model base)
suite(practice LABEL unit SRC unit/test_practice.c support/stage.c NEEDS view kiosk model base)
suite(touch_map LABEL unit SRC unit/test_touch_map.c NEEDS kiosk)
suite(staff_settings LABEL unit SRC unit/test_staff_settings.c support/stage.c NEEDS view kiosk model
  base)
suite(standing LABEL unit SRC unit/test_standing.c support/stage.c NEEDS view kiosk model base)
suite(keypad LABEL unit SRC unit/test_keypad.c support/stage.c NEEDS view kiosk model base)

# Random people on real scenes; STORM=1000000 is a long one, SOAK=100000 too.
set(crowd support/crowd.c support/stage.c ${PROJECT_SOURCE_DIR}/firmware/shell/kiosk_gesture.c)
suite(storm LABEL unit SRC unit/test_storm.c ${crowd} NEEDS paint view kiosk model base
    PRIVATE -Wl,--wrap=malloc -Wl,--wrap=calloc -Wl,--wrap=realloc)
suite(screen_language LABEL unit SRC unit/test_screen_language.c ${crowd}
    NEEDS paint view kiosk model base)
suite(soak LABEL golden SRC unit/test_soak.c ${crowd} NEEDS paint view kiosk model base
    PRIVATE PkgConfig::SDL2)
foreach(name storm screen_language soak)
    target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/firmware/shell)
endforeach()
# Sanitized it is ten times slower: as many acts as must have met every page.
if(CMAKE_C_FLAGS MATCHES "-fsanitize")
    set_tests_properties(unit.storm PROPERTIES ENVIRONMENT "STORM=120000")
endif()

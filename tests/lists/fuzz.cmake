# Hostile bytes. Each entry of tests/fuzz is linked twice: with libFuzzer in the build that feeds it (preset
# "fuzz"), and everywhere with a plain main over its corpus, which is a test like any other.
option(YOUSAID_FUZZ "link the fuzz entries with libFuzzer" OFF)
add_library(fuzz_support STATIC fuzz/fuzz.c fuzz/asked.c support/wire_samples.c support/wire_messages.c)
target_include_directories(fuzz_support PUBLIC fuzz support)
target_link_libraries(fuzz_support PUBLIC wire model base PkgConfig::CMOCKA PRIVATE warnings)
# The entries are silent: fuzz.c has their log_line.
target_link_options(fuzz_support INTERFACE -Wl,--wrap=log_line,--undefined=__wrap_log_line)
add_custom_target(fuzz)

# fuzz_link(TARGET NAME): one program of an entry; SRC, NEEDS and so on are the caller's.
macro(fuzz_link target main)
    add_executable(${target} fuzz/${name}.c ${main} ${F_SRC})
    target_include_directories(${target} PRIVATE ${F_INSIDE})
    target_compile_definitions(${target} PRIVATE
        SOURCE_DIR="${PROJECT_SOURCE_DIR}" BINARY_DIR="${PROJECT_BINARY_DIR}")
    target_link_libraries(${target} PRIVATE warnings fuzz_support ${F_NEEDS} ${F_PRIVATE})
    foreach(wrapped IN LISTS F_WRAP)
        target_link_options(${target} PRIVATE -Wl,--wrap=${wrapped})
    endforeach()
endmacro()

# fuzz(NAME [SRC file...] [NEEDS room...] [PRIVATE library...] [INSIDE folder...] [WRAP function...]
#      [WAYS way...])
# INSIDE: folders of rooms whose inner headers the entry sees. WRAP: functions that it takes the place of.
# WAYS: in each of these, an input of the corpus has to be accepted (fuzz_accepted); "whole" unless told.
function(fuzz name)
    cmake_parse_arguments(F "" "" "SRC;NEEDS;PRIVATE;INSIDE;WRAP;WAYS" ${ARGN})
    if(NOT F_WAYS)
        set(F_WAYS whole)
    endif()
    list(TRANSFORM F_INSIDE PREPEND ${PROJECT_SOURCE_DIR}/)
    fuzz_link(replay_${name} fuzz/replay.c)
    add_test(NAME fuzz.${name} COMMAND replay_${name} ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus/${name} ${F_WAYS})
    set_tests_properties(fuzz.${name} PROPERTIES LABELS fuzz TIMEOUT 120)
    if(YOUSAID_FUZZ)
        fuzz_link(fuzz_${name} "")
        target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
        add_dependencies(fuzz fuzz_${name})
    endif()
endfunction()

fuzz(survey WAYS publishable loaded)
fuzz(expression)
fuzz(answers)
fuzz(wording)
fuzz(provision)
fuzz(venue)
fuzz(notices WAYS file one)
fuzz(envelope WAYS items frame)
fuzz(frame INSIDE sync/wire WAYS whole behind)
fuzz(batch WRAP chain_next WAYS message packed content mended)
fuzz(receipt)
fuzz(bundle)
fuzz(speech)
fuzz(statement)
fuzz(enrol WAYS request reply certificate adoption code)
fuzz(sealed NEEDS api WRAP crypto_box_seal crypto_box_seal_open crypto_pwhash
    crypto_aead_xchacha20poly1305_ietf_decrypt WAYS words counts key file)
fuzz(state NEEDS courier WAYS bare framed)
fuzz(http NEEDS api rest console people PRIVATE PkgConfig::MICROHTTPD Threads::Threads WRAP MHD_start_daemon throttle_ask
    WAYS raw /v1/sync /v1/enrol api api-body)
fuzz(ingest NEEDS ingest report store PRIVATE Threads::Threads WRAP crypto_box_seal_open seal_equal
    WAYS receipt)
set(fuzz_shell ${PROJECT_SOURCE_DIR}/firmware/shell)
fuzz(script
    SRC support/stage.c support/visits.c support/test_clock.c ${fuzz_shell}/kiosk_script.c
        ${fuzz_shell}/kiosk_effects.c ${fuzz_shell}/kiosk_gesture.c ${fuzz_shell}/kiosk_keys.c ${fuzz_shell}/kiosk_keep.c ${fuzz_shell}/kiosk_mend.c ${fuzz_shell}/kiosk_room.c
        ${fuzz_shell}/kiosk_news.c ${fuzz_shell}/kiosk_link.c ${fuzz_shell}/kiosk_staff.c ${fuzz_shell}/kiosk_pitch.c
        ${fuzz_shell}/kiosk_status_now.c ${fuzz_shell}/kiosk_tasks.c ${fuzz_shell}/kiosk_people.c
        ${fuzz_shell}/kiosk_settings.c
    NEEDS kiosk_screens journal device courier view PRIVATE PkgConfig::JANSSON PkgConfig::SDL2
    WRAP clock_now clock_mono panel_arrange panel_size pin_matches)
fuzz(journal SRC support/visits.c support/test_clock.c NEEDS journal PRIVATE PkgConfig::SQLITE
    WRAP clock_now clock_mono WAYS screen)
fuzz(trust NEEDS kiosk_screens courier INSIDE sync/courier WAYS statement receipt active)
fuzz(stick SRC support/fake_hub.c NEEDS courier INSIDE sync/courier WAYS receipt)
fuzz(carried SRC support/fake_hub.c NEEDS courier INSIDE sync/courier WAYS offer file taken)
fuzz(socket SRC support/fake_hub.c ${fuzz_shell}/kiosk_link.c NEEDS courier
    INSIDE sync/courier firmware/shell WRAP courier_stick poll WAYS stick heard)
fuzz(mounts NEEDS stick INSIDE firmware/stick WAYS lent status event)
fuzz(texts SRC ${fuzz_shell}/kiosk_size.c NEEDS courier report view
    INSIDE sync/courier firmware/shell WAYS command size day digest zone quote export)

# The first inputs of the binary entries, made of real messages: ninja fuzz_seeds
add_executable(make_seeds fuzz/make_seeds.c support/wire_vectors.c)
target_include_directories(make_seeds PRIVATE ${PROJECT_SOURCE_DIR}/sync/wire)
target_link_libraries(make_seeds PRIVATE warnings fuzz_support courier)
add_custom_target(fuzz_seeds VERBATIM
    COMMAND make_seeds ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/corpus)

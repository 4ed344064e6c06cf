# Memory that runs short, in every room that takes bytes from outside.
set(memory_wraps -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=free,--wrap=strdup)

suite(wire_memory LABEL fault SRC fault/test_wire_memory.c support/short_memory.c
    support/wire_samples.c support/wire_messages.c NEEDS wire PRIVATE ${memory_wraps})
suite(model_memory LABEL fault SRC fault/test_model_memory.c support/short_memory.c NEEDS model
    PRIVATE ${memory_wraps})
suite(courier_memory LABEL fault SRC fault/test_courier_memory.c support/short_memory.c
    support/fake_hub.c support/wire_samples.c NEEDS courier PRIVATE ${memory_wraps})
suite(ingest_memory LABEL fault SRC fault/test_ingest_memory.c support/short_memory.c
    support/short_sqlite.c support/hub_fixture.c support/hub_fixture_sqlite.c support/ingest_wait.c NEEDS ingest wire store model base
    PRIVATE PkgConfig::SQLITE Threads::Threads ${memory_wraps})
suite(journal_memory LABEL fault SRC fault/test_journal_memory.c support/short_memory.c
    support/short_sqlite.c support/visits.c support/test_clock.c NEEDS journal
    PRIVATE PkgConfig::SQLITE ${memory_wraps} -Wl,--wrap=clock_now,--wrap=clock_mono)

# Power that goes: the journal's, the courier's and the hub's disks lose what was under way. A kiosk and its
# hub live in one program, each on a disk of its own.
set(disk_wraps -Wl,--wrap=open64,--wrap=openat64,--wrap=write,--wrap=fsync,--wrap=rename,--wrap=renameat
    -Wl,--wrap=unlink,--wrap=unlinkat,--wrap=link,--wrap=mkdir
    -Wl,--wrap=socket,--wrap=bind,--wrap=listen,--wrap=accept4,--wrap=connect,--wrap=send,--wrap=recv)
set(shell ${PROJECT_SOURCE_DIR}/firmware/shell)
add_library(fault_world STATIC fault/world.c support/near_hub.c support/ingest_wait.c support/crash_disk.c
    support/disk_shim.c support/disk_calls.c support/test_clock.c support/visits.c
    ${shell}/kiosk_news.c ${shell}/kiosk_keep.c ${shell}/kiosk_mend.c ${shell}/kiosk_room.c ${shell}/kiosk_link.c ${shell}/courier_journal.c)
target_include_directories(fault_world PUBLIC fault support ${shell} PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/api)
target_link_libraries(fault_world PUBLIC api report ingest store kiosk_screens journal device courier
    PkgConfig::SQLITE PkgConfig::JANSSON PkgConfig::CMOCKA Threads::Threads PRIVATE warnings PkgConfig::SODIUM)
target_link_options(fault_world PUBLIC ${disk_wraps} -Wl,--wrap=clock_now,--wrap=clock_mono,--wrap=tls_file_der)
suite(power LABEL fault SRC fault/test_power.c NEEDS fault_world)
suite(calls LABEL fault SRC fault/test_calls.c support/open_files.c NEEDS fault_world)
suite(carried LABEL fault SRC fault/test_carried.c support/fake_hub.c support/wire_samples.c
    support/disk_calls.c support/open_files.c NEEDS courier PRIVATE ${disk_wraps})
suite(sockets LABEL fault SRC fault/test_sockets.c support/fake_hub.c support/wire_samples.c
    support/disk_calls.c support/open_files.c NEEDS courier PRIVATE Threads::Threads ${disk_wraps})
foreach(name wire model courier ingest)
    set_tests_properties(fault.${name}_memory PROPERTIES COST 25)
endforeach()
suite(cards LABEL fault SRC fault/test_cards.c NEEDS fault_world)
suite(restore LABEL fault SRC fault/test_restore.c NEEDS fault_world notify)

# The real programs: killed, on damaged cards, on full disks, behind networks that are none.
add_executable(relay fault/relay.c)
target_link_libraries(relay PRIVATE warnings)
set_target_properties(relay PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
add_library(sockets_fail MODULE support/sockets_fail.c)
target_link_libraries(sockets_fail PRIVATE warnings ${CMAKE_DL_LIBS})
target_compile_options(sockets_fail PRIVATE -fno-sanitize=all)
target_link_options(sockets_fail PRIVATE -fno-sanitize=all)
set_target_properties(sockets_fail PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
foreach(name kills damage full network tls_sockets)
    add_test(NAME fault.${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/fault/${name}.sh)
    set_tests_properties(fault.${name} PROPERTIES LABELS e2e TIMEOUT 600 SKIP_RETURN_CODE 77 COST 60
        ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/fault-${name};KILLS=30;ROUNDS=1;CUTS=4;PATIENT=no")
endforeach()
# Pages that once were damage which nobody told the hub of; ./run faults takes others each time.
set_property(TEST fault.damage APPEND PROPERTY ENVIRONMENT SEED=1795951899)

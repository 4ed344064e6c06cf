# The journal and the device under it. A clock of the test's own is put in the place of the machine's.
set(journal_clock -Wl,--wrap=clock_now,--wrap=clock_mono)
set(journal_disk support/visits.c support/disk_shim.c support/test_clock.c)
suite(journal LABEL unit SRC unit/test_journal.c ${journal_disk} NEEDS journal
    PRIVATE PkgConfig::SQLITE ${journal_clock})
suite(journal_move LABEL unit SRC unit/test_journal_move.c ${journal_disk} NEEDS journal
    PRIVATE PkgConfig::SQLITE ${journal_clock})
suite(journal_salvage LABEL unit SRC unit/test_journal_salvage.c ${journal_disk} NEEDS journal
    PRIVATE PkgConfig::SQLITE ${journal_clock})
suite(journal_users LABEL unit SRC unit/test_journal_users.c support/visits.c NEEDS journal)
suite(journal_disk LABEL fault SRC fault/test_journal_disk.c ${journal_disk} NEEDS journal
    PRIVATE PkgConfig::SQLITE ${journal_clock})
suite(journal_kill LABEL fault SRC fault/test_journal_kill.c support/visits.c NEEDS journal)
suite(outbox LABEL contract SRC contract/test_outbox.c support/outbox_memory.c ${journal_disk}
    NEEDS journal PRIVATE PkgConfig::SQLITE ${journal_clock})
suite(device LABEL unit SRC unit/test_device.c NEEDS device)
target_include_directories(test_device PRIVATE ${PROJECT_SOURCE_DIR}/firmware/device)

# What the screen program does with the courier's news, without a screen.
set(shell ${PROJECT_SOURCE_DIR}/firmware/shell)
suite(kiosk_news LABEL unit SRC unit/test_kiosk_news.c support/visits.c support/test_clock.c
    ${shell}/kiosk_news.c ${shell}/kiosk_keep.c ${shell}/kiosk_mend.c ${shell}/kiosk_room.c ${shell}/kiosk_link.c
    NEEDS kiosk_screens journal device courier
    PRIVATE PkgConfig::JANSSON ${journal_clock} -Wl,--wrap=device_room)
add_dependencies(test_kiosk_news yousaid-kiosk)
suite(kiosk_words LABEL unit SRC unit/test_kiosk_words.c NEEDS kiosk_screens courier)
add_dependencies(test_kiosk_words yousaid-kiosk)
suite(kiosk_link LABEL unit SRC unit/test_kiosk_link.c ${shell}/kiosk_link.c NEEDS courier)
target_include_directories(test_kiosk_link PRIVATE ${shell})
suite(kiosk_seal LABEL contract SRC contract/test_kiosk_seal.c)
add_dependencies(test_kiosk_seal yousaid-kiosk)
suite(kiosk_settings LABEL unit SRC unit/test_kiosk_settings.c ${shell}/kiosk_settings.c NEEDS kiosk base
    PRIVATE PkgConfig::JANSSON)
target_include_directories(test_kiosk_settings PRIVATE ${shell})
suite(kiosk_pin LABEL unit SRC unit/test_kiosk_pin.c NEEDS kiosk_screens wire base)
suite(kiosk_waiting LABEL unit SRC unit/test_kiosk_waiting.c support/visits.c support/test_clock.c
    ${shell}/kiosk_status_now.c ${shell}/kiosk_link.c
    NEEDS kiosk_screens journal device courier PRIVATE PkgConfig::SQLITE ${journal_clock})
suite(kiosk_people LABEL unit SRC unit/test_kiosk_people.c support/visits.c support/test_clock.c
    ${shell}/kiosk_people.c ${shell}/kiosk_status_now.c ${shell}/kiosk_link.c
    NEEDS kiosk_screens journal device courier PRIVATE PkgConfig::JANSSON ${journal_clock})

# The protocol held against attackers: one test for each defence that docs/SECURITY.md names.
set(attack ${CMAKE_CURRENT_SOURCE_DIR}/attack)

# Bytes at the door of ingest, and an operator behind it.
foreach(name batches seals operator)
    suite(${name} LABEL attack SRC attack/test_${name}.c attack/hub_door.c support/hub_fixture.c support/hub_fixture_sqlite.c
        NEEDS report ingest wire store model base PRIVATE Threads::Threads PkgConfig::SQLITE)
    target_include_directories(test_${name} PRIVATE ${attack})
endforeach()

# A real courier, a real hub and a proxy between them that inspects TLS.
suite(network LABEL attack SRC attack/test_network.c support/served_hub.c attack/proxy.c
    support/curl_run.c support/outbox_memory.c NEEDS api courier http PRIVATE Threads::Threads)
target_include_directories(test_network PRIVATE ${attack})

# A hub that was restored from a backup, and kiosks that say that they are its own.
suite(adoption LABEL attack SRC attack/test_adoption.c NEEDS api)
target_include_directories(test_adoption PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/api)

# What the screen believes of a courier that was broken into.
suite(screen LABEL attack SRC attack/test_screen.c NEEDS kiosk_screens courier)

# The programs themselves: a lost stick, going out and coming back, a copied card, and the search for every secret.
foreach(name stick bundle card secrets)
    add_test(NAME attack.${name} COMMAND ${attack}/${name}.sh)
    set_tests_properties(attack.${name} PROPERTIES LABELS e2e TIMEOUT 300
        ENVIRONMENT "YOUSAID_BIN=${PROJECT_BINARY_DIR}/bin;YOUSAID_WORK=${PROJECT_BINARY_DIR}/attack-${name}")
endforeach()

# The pages name tests; each must be there. An attack or a ceiling that no threat names is one that nobody will find.
add_test(NAME house.security COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/house/promises.sh ${PROJECT_BINARY_DIR}
    docs/SECURITY.md 50 attack ceiling)
add_test(NAME house.pains COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/house/promises.sh ${PROJECT_BINARY_DIR} docs/PAINS.md 40)
set_tests_properties(house.security house.pains PROPERTIES LABELS house TIMEOUT 120)

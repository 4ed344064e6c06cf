# What every engine promises; the model and a server of the suite's own beside the real engines.
set(engines support/store_engines.c support/store_memory.c support/store_memory_desk.c
    support/store_memory_gone.c support/postgres_server.c)
foreach(name store store_desk store_gone)
    suite(${name} LABEL contract SRC contract/test_${name}.c ${engines} NEEDS store model base PRIVATE PkgConfig::LIBPQ)
    target_include_directories(test_${name} PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/store)
endforeach()
suite(store_sqlite LABEL unit SRC unit/test_store_sqlite.c NEEDS store model base
    PRIVATE PkgConfig::SQLITE)
target_include_directories(test_store_sqlite PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/store)
suite(summary_pack LABEL unit SRC unit/test_summary_pack.c NEEDS store model base)
target_include_directories(test_summary_pack PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/store)
suite(sqlite_log LABEL unit SRC unit/test_sqlite_log.c support/disk_shim.c NEEDS store model base
    PRIVATE PkgConfig::SQLITE)
target_include_directories(test_sqlite_log PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/store)
suite(store_postgres LABEL unit SRC unit/test_store_postgres.c support/postgres_server.c
    NEEDS store model base PRIVATE PkgConfig::LIBPQ)
suite(store_rules LABEL unit SRC unit/test_store_rules.c support/postgres_server.c
    NEEDS store model base PRIVATE PkgConfig::LIBPQ)
target_include_directories(test_store_rules PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/store)
suite(store_move LABEL unit SRC unit/test_store_move.c support/store_picture.c support/postgres_server.c
    NEEDS store model base PRIVATE PkgConfig::LIBPQ)
suite(store_upgrade LABEL unit SRC unit/test_store_upgrade.c support/store_picture.c support/postgres_server.c
    NEEDS store wire model base PRIVATE PkgConfig::LIBPQ PkgConfig::SQLITE)
target_include_directories(test_store_upgrade PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/store)

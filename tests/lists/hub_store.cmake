suite(store LABEL contract SRC contract/test_store.c support/store_memory.c NEEDS store model base)
target_include_directories(test_store PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/store)
suite(store_sqlite LABEL unit SRC unit/test_store_sqlite.c NEEDS store model base
    PRIVATE PkgConfig::SQLITE)
target_include_directories(test_store_sqlite PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/store)

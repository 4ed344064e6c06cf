suite(stats LABEL unit SRC unit/test_stats.c NEEDS report PRIVATE m)
suite(report LABEL unit SRC unit/test_report.c support/hub_fixture.c support/hub_fixture_sqlite.c support/ingest_wait.c
    NEEDS report ingest wire store model base PRIVATE Threads::Threads PkgConfig::SQLITE m)
target_include_directories(test_report PRIVATE ${PROJECT_SOURCE_DIR}/sync/hub/report)
suite(retire LABEL unit SRC unit/test_retire.c support/hub_fixture.c support/hub_fixture_sqlite.c support/ingest_wait.c
    NEEDS report ingest wire store model base PRIVATE Threads::Threads PkgConfig::SQLITE)

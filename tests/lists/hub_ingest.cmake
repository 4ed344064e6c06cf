suite(ingest LABEL unit SRC unit/test_ingest.c support/hub_fixture.c support/hub_fixture_sqlite.c support/ingest_wait.c
    NEEDS ingest wire store model base PRIVATE Threads::Threads)
suite(ingest_postgres LABEL unit SRC unit/test_ingest.c support/hub_fixture.c support/hub_fixture_postgres.c
    support/ingest_wait.c support/postgres_server.c NEEDS ingest wire store model base
    PRIVATE Threads::Threads PkgConfig::LIBPQ)

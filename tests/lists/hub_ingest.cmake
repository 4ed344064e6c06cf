suite(ingest LABEL unit SRC unit/test_ingest.c support/hub_fixture.c
    NEEDS ingest wire store model base PRIVATE Threads::Threads)

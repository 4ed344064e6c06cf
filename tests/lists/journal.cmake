# The journal and the device under it. A clock of the test's own is put in the place of the machine's.
set(journal_clock -Wl,--wrap=clock_now,--wrap=clock_mono)
suite(journal LABEL unit
    SRC unit/test_journal.c support/visits.c support/disk_shim.c NEEDS journal
    PRIVATE PkgConfig::SQLITE ${journal_clock})
suite(journal_users LABEL unit SRC unit/test_journal_users.c support/visits.c NEEDS journal)

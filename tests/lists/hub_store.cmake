suite(store LABEL contract SRC contract/test_store.c NEEDS store)

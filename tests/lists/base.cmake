suite(base LABEL unit SRC unit/test_base.c NEEDS base)
target_link_options(test_base PRIVATE -Wl,--wrap=mkdir)

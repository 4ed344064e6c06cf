suite(base LABEL unit SRC unit/test_base.c NEEDS base)

suite(kiosk LABEL unit SRC unit/test_kiosk.c support/stage.c NEEDS view kiosk model base)

suite(kiosk LABEL unit SRC unit/test_kiosk.c support/stage.c NEEDS view kiosk model base)
suite(kiosk_walk LABEL unit SRC unit/test_kiosk_walk.c support/stage.c NEEDS view kiosk model base)

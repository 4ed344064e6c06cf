/* kiosk: see kiosk.h. */
#include "kiosk.h"

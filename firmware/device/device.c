/* device: see device.h. */
#include "device.h"

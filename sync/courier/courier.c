/* courier: see courier.h. */
#include "courier.h"

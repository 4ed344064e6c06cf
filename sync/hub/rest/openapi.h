#pragma once
/* docs/openapi.json, carried in the program. */
#include <stddef.h>
#include <stdint.h>

extern const uint8_t openapi_text[];
extern const size_t openapi_size;

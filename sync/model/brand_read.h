#pragma once
/* The member "brand" of a venue's file. */
#include "brand.h"
#include "json_members.h"

void brand_read(const struct members *file, struct brand *ret);

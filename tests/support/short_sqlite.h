#pragma once
/*
 * SQLite asks for its memory through malloc and its kin as this program has them (short_memory.h),
 * each small piece by itself. Before SQLite is used for anything.
 */
void short_sqlite(void);

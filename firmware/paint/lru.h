#pragma once
/*
 * A bounded cache: what was not used for longest goes first. The entry is embedded in what is kept,
 * so that a hit allocates nothing.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LRU_BUCKETS = 512 };

struct lru_entry {
    struct lru_entry *chain; /* next in the bucket */
    struct lru_entry *newer, *older;
    uint64_t hash;
    size_t cost;
};

struct lru {
    struct lru_entry *bucket[LRU_BUCKETS];
    struct lru_entry *newest, *oldest;
    size_t cost, limit;
    void (*drop)(struct lru_entry *entry); /* frees what the entry is embedded in */
    bool (*same)(const struct lru_entry *entry, const void *key);
};

/* The entry of this key, now the newest; NULL when there is none. */
struct lru_entry *lru_find(struct lru *lru, uint64_t hash, const void *key);
/* Takes ownership; drops the oldest until all fit in the limit (never the one just added). */
void lru_add(struct lru *lru, struct lru_entry *entry, uint64_t hash, size_t cost);
/* The entry has grown: makes room for that. */
void lru_grow(struct lru *lru, struct lru_entry *entry, size_t more);
/* Drops everything. */
void lru_empty(struct lru *lru);

/* A number for these bytes, by which they are found again in this process; to be continued from an
 * earlier value. */
enum { LRU_HASH_START = 0 };
uint64_t lru_hash(uint64_t hash, const void *data, size_t size);

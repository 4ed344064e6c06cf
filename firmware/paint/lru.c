/* The bounded cache under the text layer and the pictures; see lru.h. */
#include "lru.h"
#include <string.h>

static void unlink_age(struct lru *lru, struct lru_entry *entry)
{
    *(entry->newer ? &entry->newer->older : &lru->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &lru->oldest) = entry->newer;
}

static void link_newest(struct lru *lru, struct lru_entry *entry)
{
    entry->newer = NULL;
    entry->older = lru->newest;
    *(lru->newest ? &lru->newest->newer : &lru->oldest) = entry;
    lru->newest = entry;
}

static void drop(struct lru *lru, struct lru_entry *entry)
{
    struct lru_entry **at = &lru->bucket[entry->hash % LRU_BUCKETS];
    while (*at != entry)
        at = &(*at)->chain;
    *at = entry->chain;
    unlink_age(lru, entry);
    lru->cost -= entry->cost;
    lru->drop(entry);
}

static void make_room(struct lru *lru, const struct lru_entry *keep)
{
    while (lru->cost > lru->limit && lru->oldest != keep)
        drop(lru, lru->oldest);
}

struct lru_entry *lru_find(struct lru *lru, uint64_t hash, const void *key)
{
    struct lru_entry *entry = lru->bucket[hash % LRU_BUCKETS];
    while (entry && (entry->hash != hash || !lru->same(entry, key)))
        entry = entry->chain;
    if (entry && entry != lru->newest) {
        unlink_age(lru, entry);
        link_newest(lru, entry);
    }
    return entry;
}

void lru_add(struct lru *lru, struct lru_entry *entry, uint64_t hash, size_t cost)
{
    entry->hash = hash;
    entry->cost = cost;
    entry->chain = lru->bucket[hash % LRU_BUCKETS];
    lru->bucket[hash % LRU_BUCKETS] = entry;
    link_newest(lru, entry);
    lru->cost += cost;
    make_room(lru, entry);
}

void lru_grow(struct lru *lru, struct lru_entry *entry, size_t more)
{
    entry->cost += more;
    lru->cost += more;
    make_room(lru, entry);
}

void lru_empty(struct lru *lru)
{
    while (lru->oldest)
        drop(lru, lru->oldest);
}

/* An odd multiplier carries each bit upwards, and the shift brings the upper half down again, where
 * buckets are chosen. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ hash >> 32;
}

uint64_t lru_hash(uint64_t hash, const void *data, size_t size)
{
    const uint8_t *byte = data;
    uint64_t word;
    hash = mix(hash, size);
    for (; size >= sizeof word; size -= sizeof word, byte += sizeof word) {
        memcpy(&word, byte, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    memcpy(&word, byte, size);
    return mix(hash, word);
}

// How far ahead of the tile at work weights are asked for.
#ifndef FACET_PREFETCH_H
#define FACET_PREFETCH_H

#include <stdbool.h>
#include <stddef.h>

// Bytes ahead into the first-level cache, or else into the second; 0: none, the processor's own prefetching is better left alone.
typedef struct { size_t first, second; } facet_ahead;

// For kernels that take w tokens at once, with registers of 512 bits or narrower ones.
facet_ahead facet_ahead_of(size_t w, bool is_wide);

static inline __attribute__((always_inline)) void facet_prefetch(const void *at, facet_ahead ahead) {
  if (ahead.second) __builtin_prefetch((const char *)at + ahead.second, 0, 2);
  if (ahead.first) __builtin_prefetch((const char *)at + ahead.first, 0, 3);
}

#endif

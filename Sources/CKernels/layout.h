// The table of tile layouts (see kernels.h for the drawing), shared by packing and by the kernels. Everything is inlined, so that
// a kernel for one type sees constants.
#ifndef FACET_LAYOUT_H
#define FACET_LAYOUT_H

#include "kernels.h"

// Planes of a tile.
enum { FACET_NIBBLES = 1, FACET_PAIRS = 2, FACET_BITS = 4, FACET_BYTES = 8 };

typedef struct {
  uint16_t columns, bytes;  // of a GGUF block
  uint8_t planes;
  uint8_t head;             // bytes a row before a group of 256 columns
  uint8_t tail;             // bytes a row after the planes of a tile
} facet_layout;

#define FACET_EACH_TYPE(DO)                                                                        \
  DO(FACET_Q4_0) DO(FACET_Q4_1) DO(FACET_Q5_0) DO(FACET_Q5_1) DO(FACET_Q8_0) DO(FACET_IQ4_NL)      \
  DO(FACET_Q2_K) DO(FACET_Q3_K) DO(FACET_Q4_K) DO(FACET_Q5_K) DO(FACET_Q6_K) DO(FACET_IQ4_XS)

static inline __attribute__((always_inline)) facet_layout facet_layout_of(facet_type type) {
  switch (type) {
    case FACET_Q4_0: case FACET_IQ4_NL: return (facet_layout){32, 18, FACET_NIBBLES, 0, 2};
    case FACET_Q4_1: return (facet_layout){32, 20, FACET_NIBBLES, 0, 4};
    case FACET_Q5_0: return (facet_layout){32, 22, FACET_NIBBLES | FACET_BITS, 0, 2};
    case FACET_Q5_1: return (facet_layout){32, 24, FACET_NIBBLES | FACET_BITS, 0, 4};
    case FACET_Q8_0: return (facet_layout){32, 34, FACET_BYTES, 0, 2};
    case FACET_Q2_K: return (facet_layout){256, 84, FACET_PAIRS, 4, 2};
    case FACET_Q3_K: return (facet_layout){256, 110, FACET_PAIRS | FACET_BITS, 2, 2};
    case FACET_Q4_K: return (facet_layout){256, 144, FACET_NIBBLES, 4, 2};
    case FACET_Q5_K: return (facet_layout){256, 176, FACET_NIBBLES | FACET_BITS, 4, 2};
    case FACET_Q6_K: return (facet_layout){256, 210, FACET_NIBBLES | FACET_PAIRS, 2, 2};
    case FACET_IQ4_XS: return (facet_layout){256, 136, FACET_NIBBLES, 2, 1};
    default: return (facet_layout){0, 0, 0, 0, 0};
  }
}

// What a stored weight is greater by than the one meant.
static inline __attribute__((always_inline)) int facet_offset_of(facet_type type) {
  switch (type) {
    case FACET_Q4_0: return 8;
    case FACET_Q5_0: return 16;
    case FACET_Q8_0: return 128;
    case FACET_Q3_K: return 4;
    case FACET_Q6_K: return 32;
    default: return 0;
  }
}

static inline __attribute__((always_inline)) size_t facet_plane_bytes(uint8_t planes) {
  return (planes & FACET_NIBBLES ? 256u : 0u) + (planes & FACET_PAIRS ? 128u : 0u) + (planes & FACET_BITS ? 64u : 0u)
      + (planes & FACET_BYTES ? 512u : 0u);
}

static inline __attribute__((always_inline)) size_t facet_tile_bytes(facet_layout l) {
  return facet_plane_bytes(l.planes) + 16u * l.tail;
}

// A group is a head and the tiles of one GGUF block.
static inline __attribute__((always_inline)) size_t facet_group_bytes(facet_layout l) {
  return 16u * l.head + l.columns / 32u * facet_tile_bytes(l);
}

#endif

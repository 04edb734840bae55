// Packing of GGUF rows into tiles and reading single rows back: see kernels.h for the drawing.
//
// All planes of a tile are seen as words of four bytes: word n of row r stands at 64·n + 4·r, and the planes follow one another
// without gaps. So a row's share of a tile is 4 (nibbles), 2 (pairs), 1 (bits) or 8 (bytes) words: packing makes the shares of one
// GGUF block with arithmetic on eight bytes at once (little-endian, as all machines this runs on) and scatters their words.
#include "kernels.h"

#include <string.h>

#include "half.h"
#include "layout.h"

#define INLINE static inline __attribute__((always_inline))

const int8_t facet_iq4[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

size_t facet_block_columns(facet_type type) { return (unsigned)type < FACET_TYPES ? facet_layout_of(type).columns : 0; }
size_t facet_block_bytes(facet_type type) { return (unsigned)type < FACET_TYPES ? facet_layout_of(type).bytes : 0; }

size_t facet_tile_row_bytes(facet_type type, size_t columns) {
  facet_layout l = facet_layout_of(type);
  return l.columns == 0 ? 0 : columns / l.columns * facet_group_bytes(l);
}

// One GGUF block of one row, taken apart into its shares of up to eight tiles.
typedef struct {
  uint8_t planes[8][32];
  uint8_t head[4];          // d, dmin as they stand (f16)
  uint8_t tail[8][4];       // scales after the planes, in the tile's order
} parts;

INLINE uint64_t load8(const uint8_t *at) {
  uint64_t word;
  memcpy(&word, at, 8);
  return word;
}

INLINE uint32_t load4(const uint8_t *at) {
  uint32_t word;
  memcpy(&word, at, 4);
  return word;
}

INLINE void store8(uint8_t *at, uint64_t word) { memcpy(at, &word, 8); }
INLINE void store4(uint8_t *at, uint32_t word) { memcpy(at, &word, 4); }

// A nibble plane's share from the four bits above `shift` of 32 bytes, one for each column.
INLINE void put_nibbles(const uint8_t *in, int shift, uint8_t *share) {
  const uint64_t low = 0x0f0f0f0f0f0f0f0f;
  for (int k = 0; k < 16; k += 8) store8(share + k, (load8(in + k) >> shift & low) | (load8(in + k + 16) >> shift & low) << 4);
}

// A pair plane's share from the two bits above `shift` of 32 bytes.
INLINE void put_pairs(const uint8_t *in, int shift, uint8_t *share) {
  uint64_t pairs = 0;
  for (int t = 0; t < 4; t++) pairs |= (load8(in + 8 * t) >> shift & 0x0303030303030303) << (2 * t);
  store8(share, pairs);
}

// A bit plane's share from the bit above `shift` of 32 bytes.
INLINE void put_bits(const uint8_t *in, int shift, uint8_t *share) {
  uint32_t bits = 0;
  for (int t = 0; t < 8; t++) bits |= (load4(in + 4 * t) >> shift & 0x01010101) << t;
  store4(share, bits);
}

// The same from 32 neighbouring bits: the multiplication puts four of them into four bytes.
INLINE void put_bits_of_word(uint32_t word, uint8_t *share) {
  uint32_t bits = 0;
  for (int t = 0; t < 8; t++) bits |= ((word >> (4 * t) & 15) * 0x00204081 & 0x01010101) << t;
  store4(share, bits);
}

// Q4_K and Q5_K: eight scales and eight minima of six bits in twelve bytes.
INLINE void take_scales_k4(const uint8_t *s, uint8_t (*tail)[4]) {
  for (int j = 0; j < 8; j++) {
    tail[j][0] = j < 4 ? s[j] & 63 : (s[j + 4] & 15) | (s[j - 4] >> 6) << 4;
    tail[j][1] = j < 4 ? s[j + 4] & 63 : s[j + 4] >> 4 | (s[j] >> 6) << 4;
  }
}

INLINE void take_apart(facet_type type, const uint8_t *in, parts *p) {
  switch (type) {
    case FACET_Q4_0: case FACET_IQ4_NL:
      memcpy(p->tail[0], in, 2), memcpy(p->planes[0], in + 2, 16);
      break;
    case FACET_Q4_1:
      memcpy(p->tail[0], in, 4), memcpy(p->planes[0], in + 4, 16);
      break;
    case FACET_Q5_0:
      memcpy(p->tail[0], in, 2), memcpy(p->planes[0], in + 6, 16), put_bits_of_word(load4(in + 2), p->planes[0] + 16);
      break;
    case FACET_Q5_1:
      memcpy(p->tail[0], in, 4), memcpy(p->planes[0], in + 8, 16), put_bits_of_word(load4(in + 4), p->planes[0] + 16);
      break;
    case FACET_Q8_0:
      memcpy(p->tail[0], in, 2);
      for (int k = 0; k < 32; k += 8) store8(p->planes[0] + k, load8(in + 2 + k) ^ 0x8080808080808080);
      break;
    case FACET_Q2_K:  // scales[16], qs[64], d, dmin
      for (int k = 0; k < 8; k++) memcpy(p->tail[k], in + 2 * k, 2), put_pairs(in + 16 + k / 4 * 32, k % 4 * 2, p->planes[k]);
      memcpy(p->head, in + 80, 4);
      break;
    case FACET_Q3_K:  // hmask[32], qs[64], scales[12], d
      for (int k = 0; k < 8; k++) {
        put_pairs(in + 32 + k / 4 * 32, k % 4 * 2, p->planes[k]), put_bits(in, k, p->planes[k] + 8);
        for (int half = 0, j = 2 * k; half < 2; half++, j++) {
          int low = j < 8 ? in[96 + j] & 15 : in[96 + j - 8] >> 4, high = in[104 + j % 4] >> (j / 4 * 2) & 3;
          p->tail[k][half] = (uint8_t)((low | high << 4) - 32);
        }
      }
      memcpy(p->head, in + 108, 2);
      break;
    case FACET_Q4_K:  // d, dmin, scales[12], qs[128]
      memcpy(p->head, in, 4), take_scales_k4(in + 4, p->tail);
      for (int k = 0; k < 8; k++) put_nibbles(in + 16 + k / 2 * 32, k % 2 * 4, p->planes[k]);
      break;
    case FACET_Q5_K:  // d, dmin, scales[12], qh[32], qs[128]
      memcpy(p->head, in, 4), take_scales_k4(in + 4, p->tail);
      for (int k = 0; k < 8; k++) {
        put_nibbles(in + 48 + k / 2 * 32, k % 2 * 4, p->planes[k]), put_bits(in + 16, k, p->planes[k] + 16);
      }
      break;
    case FACET_Q6_K:  // ql[128], qh[64], scales[16], d
      for (int k = 0; k < 8; k++) {
        put_nibbles(in + k / 4 * 64 + k % 2 * 32, k % 4 / 2 * 4, p->planes[k]);
        put_pairs(in + 128 + k / 4 * 32, k % 4 * 2, p->planes[k] + 16);
        memcpy(p->tail[k], in + 192 + 2 * k, 2);
      }
      memcpy(p->head, in + 208, 2);
      break;
    case FACET_IQ4_XS:  // d, scales_h u16, scales_l[4], qs[128]
      memcpy(p->head, in, 2);
      for (int k = 0; k < 8; k++) {
        int low = in[4 + k / 2] >> (k % 2 * 4) & 15, high = (in[2] | in[3] << 8) >> (2 * k) & 3;
        p->tail[k][0] = (uint8_t)((low | high << 4) - 32), memcpy(p->planes[k], in + 8 + 16 * k, 16);
      }
      break;
    default: break;
  }
}

// Inlined once for every type, so that all sizes are constants.
INLINE void pack(facet_type type, const uint8_t *rows, size_t row_count, size_t columns, uint8_t *tiles) {
  const facet_layout l = facet_layout_of(type);
  const size_t blocks = columns / l.columns, planes = facet_plane_bytes(l.planes), tile = facet_tile_bytes(l);
  const size_t tail_width = l.columns == 32 ? 2 : 1;
  parts p;
  for (size_t b = 0; b < blocks; b++, tiles += facet_group_bytes(l))
    for (size_t row = 0; row < row_count; row++) {
      take_apart(type, rows + (row * blocks + b) * l.bytes, &p);
      for (size_t k = 0; k < l.head; k += 2) memcpy(tiles + 16 * k + 2 * row, p.head + k, 2);
      uint8_t *out = tiles + 16 * l.head;
      for (size_t k = 0; k < l.columns / 32u; k++, out += tile) {
        for (size_t n = 0; n < planes / 64; n++) memcpy(out + 64 * n + 4 * row, p.planes[k] + 4 * n, 4);
        for (size_t n = 0; n < l.tail; n += tail_width) memcpy(out + planes + 16 * n + tail_width * row, p.tail[k] + n, tail_width);
      }
    }
}

void facet_pack(facet_type type, const uint8_t *rows, size_t row_count, size_t columns, uint8_t *tiles) {
  if (row_count < FACET_TILE_ROWS) memset(tiles, 0, facet_tile_row_bytes(type, columns));
  switch (type) {
#define CASE(TYPE) case TYPE: pack(TYPE, rows, row_count, columns, tiles); break;
    FACET_EACH_TYPE(CASE)
#undef CASE
    default: break;
  }
}

// The 32 weights, as they are stored, of one row of a tile.
INLINE void take_weights(uint8_t planes, const uint8_t *words, uint8_t *q) {
  uint8_t share[32];
  for (size_t n = 0; n < facet_plane_bytes(planes) / 64; n++) memcpy(share + 4 * n, words + 64 * n, 4);
  const uint8_t *in = share;
  int shift = 0;
  if (planes & FACET_BYTES) memcpy(q, in, 32);
  if (planes & FACET_NIBBLES) {
    for (int j = 0; j < 16; j++) q[j] = in[j] & 15, q[j + 16] = in[j] >> 4;
    in += 16, shift = 4;
  } else if (planes & FACET_PAIRS) {
    memset(q, 0, 32);
  }
  if (planes & FACET_PAIRS) {
    for (int t = 0; t < 4; t++)
      for (int j = 0; j < 8; j++) q[8 * t + j] |= (uint8_t)((in[j] >> (2 * t) & 3) << shift);
    in += 8, shift += 2;
  }
  if (planes & FACET_BITS)
    for (int t = 0; t < 8; t++)
      for (int j = 0; j < 4; j++) q[4 * t + j] |= (uint8_t)((in[j] >> t & 1) << shift);
}

INLINE void tile_row(facet_type type, const uint8_t *tiles, size_t row, size_t columns, float *out) {
  const facet_layout l = facet_layout_of(type);
  const size_t planes = facet_plane_bytes(l.planes), tile = facet_tile_bytes(l);
  for (size_t b = 0; b < columns / l.columns; b++, tiles += facet_group_bytes(l)) {
    const uint8_t *at = tiles + 16 * l.head;
    float d = l.head > 0 ? facet_half_at(tiles + 2 * row) : 0, dmin = l.head > 2 ? facet_half_at(tiles + 32 + 2 * row) : 0;
    for (size_t k = 0; k < l.columns / 32u; k++, at += tile, out += 32) {
      uint8_t q[32];
      take_weights(l.planes, at + 4 * row, q);
      // weight = scale·(q or its level) − minimum
      float scale[2], minimum[2] = {0, 0};
      for (int half = 0; half < 2; half++) {
        const uint8_t *s = at + planes, own = s[16 * half + row];
        switch (type) {
          case FACET_Q4_1: case FACET_Q5_1: minimum[half] = -facet_half_at(s + 32 + 2 * row);  // fall through
          case FACET_Q4_0: case FACET_Q5_0: case FACET_Q8_0: case FACET_IQ4_NL: scale[half] = facet_half_at(s + 2 * row); break;
          case FACET_Q2_K: scale[half] = d * (float)(own & 15), minimum[half] = dmin * (float)(own >> 4); break;
          case FACET_Q4_K: case FACET_Q5_K: scale[half] = d * (float)s[row], minimum[half] = dmin * (float)s[16 + row]; break;
          case FACET_IQ4_XS: scale[half] = d * (float)(int8_t)s[row]; break;
          default: scale[half] = d * (float)(int8_t)own; break;
        }
      }
      const int offset = facet_offset_of(type);
      const bool has_levels = type == FACET_IQ4_NL || type == FACET_IQ4_XS;
      for (int j = 0; j < 32; j++) {
        int weight = has_levels ? facet_iq4[q[j]] : q[j] - offset;
        out[j] = scale[j / 16] * (float)weight - minimum[j / 16];
      }
    }
  }
}

void facet_tile_row(facet_type type, const uint8_t *tiles, size_t row, size_t columns, float *out) {
  switch (type) {
#define CASE(TYPE) case TYPE: tile_row(TYPE, tiles, row, columns, out); break;
    FACET_EACH_TYPE(CASE)
#undef CASE
    default: break;
  }
}

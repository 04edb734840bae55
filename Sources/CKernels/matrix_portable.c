// Matrix kernels in plain C: the definition that every other instruction set is tested against.
#include "matrix_portable.h"

#include <string.h>

#include "half.h"
#include "layout.h"

#define INLINE static inline __attribute__((always_inline))

static bool is_always_supported(void) { return true; }

// A tile taken apart: the registers of the drawing in kernels.h, and for both halves of the columns what belongs to each row.
typedef struct {
  int16_t p[8][64];          // without the offset, or the level that was meant
  float scale[2][16];
  float minimum[2][16];      // weight = scale·p + minimum
} tile_parts;

INLINE void take_planes(facet_type type, const uint8_t *tile, tile_parts *parts) {
  const uint8_t planes = facet_layout_of(type).planes;
  const bool has_levels = type == FACET_IQ4_NL || type == FACET_IQ4_XS;
  const int offset = facet_offset_of(type);
  const uint8_t *nibbles = tile, *pairs = tile + (planes & FACET_NIBBLES ? 256 : 0);
  const uint8_t *bits = pairs + (planes & FACET_PAIRS ? 128 : 0);
  const int pairs_at = planes & FACET_NIBBLES ? 4 : 0, bits_at = pairs_at + (planes & FACET_PAIRS ? 2 : 0);
  for (int i = 0; i < 8; i++)
    for (int k = 0; k < 64; k++) {
      int q = 0;
      if (planes & FACET_BYTES) q = tile[64 * i + k];
      if (planes & FACET_NIBBLES) q = nibbles[64 * (i % 4) + k] >> (i / 4 * 4) & 15;
      if (planes & FACET_PAIRS) q |= (pairs[64 * (i % 2) + k] >> (i / 2 * 2) & 3) << pairs_at;
      if (planes & FACET_BITS) q |= (bits[k] >> i & 1) << bits_at;
      parts->p[i][k] = (int16_t)(has_levels ? facet_iq4[q] : q - offset);
    }
}

INLINE void take_scales(facet_type type, const uint8_t *head, const uint8_t *tail, tile_parts *parts) {
  for (int half = 0; half < 2; half++)
    for (int row = 0; row < 16; row++) {
      float scale, minimum = 0;
      const uint8_t own = tail[16 * half + row];  // the byte of this half, where the halves have their own
      switch (type) {
        case FACET_Q4_0: case FACET_Q5_0: case FACET_Q8_0: case FACET_IQ4_NL:
          scale = facet_half_at(tail + 2 * row);
          break;
        case FACET_Q4_1: case FACET_Q5_1:
          scale = facet_half_at(tail + 2 * row), minimum = facet_half_at(tail + 32 + 2 * row);
          break;
        case FACET_Q2_K:
          scale = facet_half_at(head + 2 * row) * (float)(own & 15);
          minimum = -facet_half_at(head + 32 + 2 * row) * (float)(own >> 4);
          break;
        case FACET_Q4_K: case FACET_Q5_K:
          scale = facet_half_at(head + 2 * row) * (float)tail[row];
          minimum = -facet_half_at(head + 32 + 2 * row) * (float)tail[16 + row];
          break;
        case FACET_IQ4_XS:
          scale = facet_half_at(head + 2 * row) * (float)(int8_t)tail[row];
          break;
        default:
          scale = facet_half_at(head + 2 * row) * (float)(int8_t)own;
          break;
      }
      parts->scale[half][row] = scale, parts->minimum[half][row] = minimum;
    }
}

// a·b + c as if rounded once: the product of two floats is exact in double, and rounding the sum twice hardly ever shows.
INLINE float fused(float a, float b, float c) { return (float)((double)a * (double)b + (double)c); }

// Σ p·x of both halves for 16 rows.
INLINE void dot(const tile_parts *parts, const int8_t *x, int32_t sums[2][16]) {
  memset(sums, 0, 2 * 16 * sizeof(int32_t));
  for (int i = 0; i < 8; i++)
    for (int row = 0; row < 16; row++) {
      const int16_t *p = parts->p[i] + 4 * row;
      const int8_t *four = x + 4 * i;
      sums[i / 4][row] += p[0] * four[0] + p[1] * four[1] + p[2] * four[2] + p[3] * four[3];
    }
}

INLINE void add_block(facet_type type, const tile_parts *parts, const facet_panel_block *x, size_t token, float *acc) {
  const bool has_two_scales = type == FACET_Q2_K || type == FACET_Q3_K || type == FACET_Q6_K;
  int32_t sums[2][16];
  dot(parts, x->q + 32 * token, sums);
  const float d = x->d[token];
  for (int row = 0; row < 16; row++) {
    float sum = acc[row];
    if (has_two_scales) {
      for (int half = 0; half < 2; half++) sum = fused((float)sums[half][row], parts->scale[half][row] * d, sum);
    } else {
      sum = fused((float)(sums[0][row] + sums[1][row]), parts->scale[0][row] * d, sum);
    }
    if (type == FACET_Q2_K) {
      for (int half = 0; half < 2; half++) sum = fused(parts->minimum[half][row] / -8, d * (float)x->bias[half][token], sum);
    } else if (type == FACET_Q4_1 || type == FACET_Q5_1 || type == FACET_Q4_K || type == FACET_Q5_K) {
      sum = fused(parts->minimum[0][row] / -8, x->t[token], sum);
    }
    acc[row] = sum;
  }
}

// Inlined once for every type; the width stays a variable.
INLINE void multiply(
    facet_type type, size_t w, const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) {
  const facet_layout l = facet_layout_of(type);
  for (size_t tile_row = 0; tile_row < tile_rows; tile_row++, y += FACET_TILE_ROWS) {
    float acc[FACET_WIDTH_MAX][16] = {{0}};
    const uint8_t *head = tiles, *tile = tiles;
    for (size_t block = 0; block < columns / 32; block++, tile += facet_tile_bytes(l)) {
      if (block % (l.columns / 32u) == 0) head = tile, tile += 16 * l.head;
      tile_parts parts;
      take_planes(type, tile, &parts);
      take_scales(type, head, tile + facet_plane_bytes(l.planes), &parts);
      const facet_panel_block x = facet_panel_block_at(panel, w, block);
      for (size_t token = 0; token < w; token++) add_block(type, &parts, &x, token, acc[token]);
    }
    for (size_t token = 0; token < w; token++) memcpy(y + token * ldy, acc[token], sizeof acc[token]);
    tiles = tile;
  }
}

#define DEFINE_WIDTH(TYPE, W)                                                                                          \
  static void multiply_##TYPE##_##W(                                                                                   \
      const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) {            \
    multiply_##TYPE(W, tiles, tile_rows, columns, panel, y, ldy);                                                      \
  }
#define DEFINE(TYPE)                                                                                                   \
  static __attribute__((noinline)) void multiply_##TYPE(                                                               \
      size_t w, const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) {  \
    multiply(TYPE, w, tiles, tile_rows, columns, panel, y, ldy);                                                       \
  }                                                                                                                    \
  FACET_EACH_WIDTH(DEFINE_WIDTH, TYPE)
FACET_EACH_TYPE(DEFINE)

// To the nearest whole number, halves to the even one: beyond 2^23 a float has no room for a fraction. What is not a number becomes
// 127, as the comparisons of the vector units have it.
INLINE int8_t rounded(float value) {
  value = value < 127 ? value : 127;
  return (int8_t)((value > -127 ? value : -127) + 0x1.8p23f - 0x1.8p23f);
}

void facet_portable_quantize(const float *x, size_t ldx, size_t w, size_t columns, uint8_t *panel) {
  for (size_t block = 0; block < columns / 32; block++) {
    const facet_panel_block out = facet_panel_block_at(panel, w, block);
    for (size_t token = 0; token < w; token++) {
      const float *in = x + token * ldx + 32 * block;
      float largest = 0;
      for (int j = 0; j < 32; j++) largest = __builtin_fabsf(in[j]) > largest ? __builtin_fabsf(in[j]) : largest;
      const float d = largest / 127, inverse = largest > FACET_SMALLEST ? 127 / largest : 0;
      int32_t sums[2] = {0, 0};
      for (int j = 0; j < 32; j++) {
        const int8_t q = rounded(in[j] * inverse);
        out.q[32 * token + (size_t)j] = q, sums[j / 16] += q;
      }
      out.d[token] = d, out.t[token] = d * (float)(-8 * (sums[0] + sums[1]));
      for (int half = 0; half < 2; half++) out.bias[half][token] = -8 * sums[half];
    }
  }
}

const facet_matrix_kernels facet_matrix_portable = {
    .name = "portable",
    .is_supported = is_always_supported,
    .panel_width = FACET_WIDTH_MAX,
    .multiply = {FACET_MULTIPLY_TABLE(multiply_)},
    .quantize = facet_portable_quantize,
};

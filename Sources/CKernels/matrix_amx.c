// Matrix kernels for processors with a matrix unit (AMX): one instruction multiplies 16 tokens × 32 columns with 32 columns × 16 rows.
//
//   A tile   16 rows (tokens) of 32 bytes: q[16][32] of a panel's block as it lies there
//   B tile   8 rows of 64 bytes: p[0…7] of a tile, unpacked and made signed
//   C tile   16 rows (tokens) of 16 int32 (weight rows): one register of the vector kernel for each token
//
// The sums of a block are whole numbers, exact in any order; what is done with them is the vector kernel's sequence, so both kernels give
// the same bits. Fewer than 16 tokens go through the vector kernels.
#if defined(__x86_64__)
#include "matrix_avx512.h"

#include <string.h>

#pragma clang attribute push(__attribute__((target("amx-tile,amx-int8,avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma,f16c"))), apply_to = function)

#include "tile_avx512.h"

// Blocks whose unpacked weights stay in the first-level cache while all panels pass by: 32 · (512 + 4 · 64) bytes. A multiple of 8, so
// that a chunk begins with a head where there are any.
enum { CHUNK = 32 };

typedef struct {
  _Alignas(64) int8_t weights[512];
  float scale[2][16], less[2][16];
} unpacked;

typedef struct __attribute__((packed)) {
  uint8_t palette, start_row, reserved[14];
  uint16_t row_bytes[16];
  uint8_t rows[16];
} tile_configuration;

// Tiles 0, 1: sums; 2, 3: activations of a half (16 columns) or a block (32); 4, 5: weights likewise.
FACET_INLINE void configure(facet_type t) {
  const uint8_t columns = has_two_scales(t) ? 16 : 32;
  tile_configuration c;
  memset(&c, 0, sizeof c);
  c.palette = 1;
  for (int i = 0; i < 6; i++) {
    c.row_bytes[i] = i == 2 || i == 3 ? columns : 64;
    c.rows[i] = i > 3 ? columns / 4 : 16;
  }
  _tile_loadconfig(&c);
}

// The offset that makes a stored weight the signed one meant.
FACET_INLINE int signed_offset(facet_type t) {
  switch (t) {
    case FACET_Q4_0: return 8;
    case FACET_Q5_0: return 16;
    case FACET_Q6_K: return 32;
    case FACET_Q3_K: return 4;
    case FACET_Q8_0: case FACET_IQ4_NL: case FACET_IQ4_XS: return 128;
    default: return 0;
  }
}

FACET_INLINE void unpack_block(facet_type t, const uint8_t *head, const uint8_t *tile, unpacked *out) {
  __m512i p[8];
  __m512 scale[2], less[2];
  unpack(t, tile, p);
  scales(t, head, tile + plane_bytes(t), scale, less);
  const __m512i offset = _mm512_set1_epi8((char)signed_offset(t));
  for (int i = 0; i < 8; i++) _mm512_store_si512(out->weights + 64 * i, _mm512_sub_epi8(p[i], offset));
  for (int h = 0; h < (has_two_scales(t) ? 2 : 1); h++) {
    _mm512_storeu_ps(out->scale[h], scale[h]);
    if (has_minimum(t)) _mm512_storeu_ps(out->less[h], less[h]);
  }
}

// Adds one block's sums to the products of 16 tokens.
FACET_INLINE void add_block(facet_type t, const unpacked *w, const uint8_t *x, const int32_t (*sums)[256], __m512 acc[16]) {
  const float *d = (const float *)(x + 512), *total = (const float *)(x + 512 + 192);
  const int32_t *bias = (const int32_t *)(x + 512 + 64);
  const __m512 scale0 = _mm512_loadu_ps(w->scale[0]), scale1 = has_two_scales(t) ? _mm512_loadu_ps(w->scale[1]) : scale0;
  const __m512 less0 = has_minimum(t) ? _mm512_loadu_ps(w->less[0]) : scale0;
  const __m512 less1 = t == FACET_Q2_K ? _mm512_loadu_ps(w->less[1]) : scale0;
#pragma clang loop unroll(full)
  for (int c = 0; c < 16; c++) {
    const __m512 dx = _mm512_set1_ps(d[c]);
    acc[c] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_load_si512(sums[0] + 16 * c)), _mm512_mul_ps(scale0, dx), acc[c]);
    if (has_two_scales(t))
      acc[c] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_load_si512(sums[1] + 16 * c)), _mm512_mul_ps(scale1, dx), acc[c]);
    if (t == FACET_Q2_K) {
      acc[c] = _mm512_fmadd_ps(less0, _mm512_mul_ps(dx, _mm512_set1_ps((float)bias[c])), acc[c]);
      acc[c] = _mm512_fmadd_ps(less1, _mm512_mul_ps(dx, _mm512_set1_ps((float)bias[16 + c])), acc[c]);
    } else if (has_minimum(t)) {
      acc[c] = _mm512_fmadd_ps(less0, _mm512_set1_ps(total[c]), acc[c]);
    }
  }
}

// The sums of one block: one product of 32 columns, or two of 16.
FACET_INLINE void sum_block(facet_type t, const unpacked *w, const uint8_t *x, int32_t (*sums)[256]) {
  _tile_zero(0);
  _tile_loadd(2, x, 32);
  _tile_loadd(4, w->weights, 64);
  _tile_dpbssd(0, 2, 4);
  _tile_stored(0, sums[0], 64);
  if (!has_two_scales(t)) return;
  _tile_zero(1);
  _tile_loadd(3, x + 16, 32);
  _tile_loadd(5, w->weights + 256, 64);
  _tile_dpbssd(1, 3, 5);
  _tile_stored(1, sums[1], 64);
}

// Chunk by chunk of columns, so that the panels' part of a chunk stays in the second-level cache while all tile rows pass by; the sums so
// far wait in y.
FACET_INLINE void multiply_panels(facet_type t, const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panels, size_t panel_count, float *y, size_t ldy) {
  const size_t blocks = columns / 32, group = group_columns(t) / 32, tile = plane_bytes(t) + tail_bytes(t);
  const size_t group_bytes = head_bytes(t) + group * tile, row_bytes = blocks / group * group_bytes;
  const size_t panel_bytes = blocks * 16 * FACET_PANEL_BYTES;
  unpacked w[CHUNK];
  _Alignas(64) int32_t sums[2][2][256];
  configure(t);
  for (size_t first = 0; first < blocks; first += CHUNK) {
    const size_t count = blocks - first < CHUNK ? blocks - first : CHUNK;
    for (size_t row = 0; row < tile_rows; row++) {
      const uint8_t *at = tiles + row * row_bytes + first / group * group_bytes, *head = at;
      for (size_t b = 0; b < count; b++, at += tile) {
        if (b % group == 0) head = at, at += head_bytes(t);
        unpack_block(t, head, at, &w[b]);
      }
      for (size_t panel = 0; panel < panel_count; panel++) {
        const uint8_t *x = panels + panel * panel_bytes + first * 16 * FACET_PANEL_BYTES;
        float *out = y + panel * 16 * ldy + 16 * row;
        __m512 acc[16];
        for (int c = 0; c < 16; c++) acc[c] = first ? _mm512_loadu_ps(out + (size_t)c * ldy) : _mm512_setzero_ps();
        // One block ahead: the matrix unit works on the next sums while these are scaled.
        sum_block(t, &w[0], x, sums[0]);
        for (size_t b = 0; b < count; b++, x += 16 * FACET_PANEL_BYTES) {
          if (b + 1 < count) sum_block(t, &w[b + 1], x + 16 * FACET_PANEL_BYTES, sums[(b + 1) % 2]);
          add_block(t, &w[b], x, (const int32_t (*)[256])sums[b % 2], acc);
        }
        for (int c = 0; c < 16; c++) _mm512_storeu_ps(out + (size_t)c * ldy, acc[c]);
      }
    }
  }
  _tile_release();
}

#define PANELS(TYPE)                                                                                                                \
  static void TYPE##_panels(const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panels, size_t panel_count, float *y, \
                            size_t ldy) {                                                                                           \
    multiply_panels(TYPE, tiles, tile_rows, columns, panels, panel_count, y, ldy);                                                  \
  }
FACET_EACH_TYPE(PANELS)
#define ONE_PANEL(TYPE)                                                                                                             \
  static void TYPE##_panel(const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) {    \
    TYPE##_panels(tiles, tile_rows, columns, panel, 1, y, ldy);                                                                     \
  }
FACET_EACH_TYPE(ONE_PANEL)

#pragma clang attribute pop

#define WIDTHS(TYPE)                                                                                                              \
  [TYPE] = {facet_avx512_##TYPE##_1, facet_avx512_##TYPE##_2, facet_avx512_##TYPE##_3, facet_avx512_##TYPE##_4,                   \
            facet_avx512_##TYPE##_5, facet_avx512_##TYPE##_6, facet_avx512_##TYPE##_7, facet_avx512_##TYPE##_8, [15] = TYPE##_panel},
#define MANY(TYPE) [TYPE] = TYPE##_panels,

const facet_matrix_kernels facet_matrix_amx = {
    .name = "AMX", .is_supported = facet_has_amx, .panel_width = 16, .multiply = {FACET_EACH_TYPE(WIDTHS)},
    .multiply_panels = {FACET_EACH_TYPE(MANY)}, .quantize = facet_avx512_quantize};
#endif

// What the kernels of all instruction sets share: the panel's layout, the shape of the tables, the sets there are.
#ifndef FACET_MATRIX_PORTABLE_H
#define FACET_MATRIX_PORTABLE_H

#include "kernels.h"

// A block whose largest activation is smaller becomes zero: 127 divided by it could overflow.
#define FACET_SMALLEST 1e-30f

// Block `block` of a panel of w tokens: see kernels.h for the drawing.
typedef struct {
  int8_t *q;
  float *d;
  int32_t *bias[2];
  float *t;
} facet_panel_block;

static inline __attribute__((always_inline)) facet_panel_block facet_panel_block_at(const uint8_t *panel, size_t w, size_t block) {
  uint8_t *at = (uint8_t *)panel + block * FACET_PANEL_BYTES * w;
  int32_t *bias = (int32_t *)(at + 36 * w);
  return (facet_panel_block){(int8_t *)at, (float *)(at + 32 * w), {bias, bias + w}, (float *)(at + 44 * w)};
}

// Before a loop that is better left as it is written.
#if defined(__clang__)
#define NO_UNROLLING _Pragma("clang loop unroll(disable)")
#else
#define NO_UNROLLING _Pragma("GCC unroll 1")
#endif

#define FACET_EACH_WIDTH(DO, TYPE) DO(TYPE, 1) DO(TYPE, 2) DO(TYPE, 3) DO(TYPE, 4) DO(TYPE, 5) DO(TYPE, 6) DO(TYPE, 7) DO(TYPE, 8)

// The initialiser of a table of functions named PREFIX + type + _ + width.
#define FACET_MULTIPLY_ROW(PREFIX, TYPE)                                                                                \
  [TYPE] = {PREFIX##TYPE##_1, PREFIX##TYPE##_2, PREFIX##TYPE##_3, PREFIX##TYPE##_4,                                     \
            PREFIX##TYPE##_5, PREFIX##TYPE##_6, PREFIX##TYPE##_7, PREFIX##TYPE##_8}
#define FACET_MULTIPLY_TABLE(PREFIX)                                                                                    \
  FACET_MULTIPLY_ROW(PREFIX, FACET_Q4_0), FACET_MULTIPLY_ROW(PREFIX, FACET_Q4_1), FACET_MULTIPLY_ROW(PREFIX, FACET_Q5_0), \
  FACET_MULTIPLY_ROW(PREFIX, FACET_Q5_1), FACET_MULTIPLY_ROW(PREFIX, FACET_Q8_0), FACET_MULTIPLY_ROW(PREFIX, FACET_IQ4_NL), \
  FACET_MULTIPLY_ROW(PREFIX, FACET_Q2_K), FACET_MULTIPLY_ROW(PREFIX, FACET_Q3_K), FACET_MULTIPLY_ROW(PREFIX, FACET_Q4_K), \
  FACET_MULTIPLY_ROW(PREFIX, FACET_Q5_K), FACET_MULTIPLY_ROW(PREFIX, FACET_Q6_K), FACET_MULTIPLY_ROW(PREFIX, FACET_IQ4_XS)

void facet_portable_quantize(const float *x, size_t ldx, size_t w, size_t columns, uint8_t *panel);

extern const facet_matrix_kernels facet_matrix_portable;
#if defined(__x86_64__)
extern const facet_matrix_kernels facet_matrix_avx2, facet_matrix_avxvnni, facet_matrix_avx512vnni, facet_matrix_amx;
#elif defined(__aarch64__)
extern const facet_matrix_kernels facet_matrix_neon, facet_matrix_neon_dotprod;
#endif

#endif

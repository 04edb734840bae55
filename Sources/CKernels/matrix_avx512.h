// The vector kernels for AVX-512 with VNNI, which the matrix unit's set uses for fewer than 16 tokens.
#ifndef FACET_MATRIX_AVX512_H
#define FACET_MATRIX_AVX512_H

#include "cpu_x86.h"
#include "layout.h"
#include "matrix_portable.h"

#define FACET_DECLARE(TYPE, W) \
  void facet_avx512_##TYPE##_##W(const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy);
#define FACET_DECLARE_WIDTHS(TYPE) FACET_EACH_WIDTH(FACET_DECLARE, TYPE)
FACET_EACH_TYPE(FACET_DECLARE_WIDTHS)

void facet_avx512_quantize(const float *x, size_t ldx, size_t w, size_t columns, uint8_t *panel);

#endif

// What the kernels of all instruction sets may fall back on.
#ifndef FACET_MATRIX_PORTABLE_H
#define FACET_MATRIX_PORTABLE_H

#include "kernels.h"

void facet_portable_quantize(const float *x, size_t ldx, size_t w, size_t columns, uint8_t *panel);

extern const facet_matrix_kernels facet_matrix_portable;
#if defined(__x86_64__)
extern const facet_matrix_kernels facet_matrix_avx2, facet_matrix_avxvnni, facet_matrix_avx512vnni, facet_matrix_amx;
#elif defined(__aarch64__)
extern const facet_matrix_kernels facet_matrix_neon, facet_matrix_neon_dotprod;
#endif

#endif

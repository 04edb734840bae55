// Matrix kernels for AVX2, without VNNI: see matrix_rows.h and lanes_x86.h.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "cpu_x86.h"
#include "matrix_portable.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define HAS_VNNI 0
#include "lanes_x86.h"
#include "matrix_rows.h"
#pragma clang attribute pop

const facet_matrix_kernels facet_matrix_avx2 = {
    .name = "AVX2",
    .is_supported = facet_has_avx2,
    .panel_width = FACET_WIDTH_MAX,
    .multiply = {FACET_MULTIPLY_TABLE(multiply_)},
    .quantize = quantize,
};
#endif

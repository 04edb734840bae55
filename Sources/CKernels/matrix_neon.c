// Matrix kernels for every 64-bit ARM processor: see matrix_rows.h and lanes_neon.h.
#if defined(__aarch64__)
#include <string.h>

#define HAS_DOTPROD 0
#include "lanes_neon.h"
#include "matrix_rows.h"

static bool is_always_supported(void) { return true; }

const facet_matrix_kernels facet_matrix_neon = {
    .name = "neon",
    .is_supported = is_always_supported,
    .panel_width = FACET_WIDTH_MAX,
    .multiply = {FACET_MULTIPLY_TABLE(multiply_)},
    .quantize = quantize,
};
#endif

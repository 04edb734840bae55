// Matrix kernels for 64-bit ARM processors with dot-product instructions: see matrix_rows.h and lanes_neon.h.
#if defined(__aarch64__)
#include <arm_neon.h>
#include <string.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

#include "layout.h"
#include "matrix_portable.h"

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("dotprod"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("arch=armv8.2-a+dotprod")
#endif
#define HAS_DOTPROD 1
#include "lanes_neon.h"
#include "matrix_rows.h"
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

static bool has_dotprod(void) {
#if defined(__linux__)
  const unsigned long dotprod = 1ul << 20;  // HWCAP_ASIMDDP
  return getauxval(AT_HWCAP) & dotprod;
#elif defined(__ARM_FEATURE_DOTPROD)
  return true;
#else
  return false;
#endif
}

const facet_matrix_kernels facet_matrix_neon_dotprod = {
    .name = "neon-dotprod",
    .is_supported = has_dotprod,
    .panel_width = FACET_WIDTH_MAX,
    .multiply = {FACET_MULTIPLY_TABLE(multiply_)},
    .quantize = quantize,
};
#endif

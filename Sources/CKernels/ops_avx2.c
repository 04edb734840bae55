#if defined(__x86_64__)
#include "ops.h"

#include <math.h>

static bool is_supported(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
}

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define WITH_FMA
#define NAME(x) facet_avx2_##x
#define TITLE "AVX2"
#define SUPPORTED is_supported
#define KEY_VECTORS 1
#include "ops.inc"
#pragma clang attribute pop
#endif

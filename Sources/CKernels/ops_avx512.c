#if defined(__x86_64__)
#include "ops.h"

#include <math.h>

static bool is_supported(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512vl");
}

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))), apply_to = function)
#define WITH_FMA
#define NAME(x) facet_avx512_##x
#define TITLE "AVX-512"
#define SUPPORTED is_supported
#define KEY_VECTORS 4
#include "ops.inc"
#pragma clang attribute pop
#endif

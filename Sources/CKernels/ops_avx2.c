#if defined(__x86_64__)
#include "ops.h"

#include <immintrin.h>
#include <math.h>

#include "cpu_x86.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#define WITH_FMA
#define WITH_AVX2
#define NAME(x) facet_avx2_##x
#define TITLE "AVX2"
#define SUPPORTED facet_has_avx2
#define KEY_VECTORS 1
#define Q8_KEY_VECTORS(rows) 1
#define Q8_VALUE_ROWS 4
#define Q8_VALUE_VECTORS 1
#define FLOAT_ROWS 2
#define FLOAT_TOKENS 2
#include "ops.inc"
#pragma clang attribute pop
#endif

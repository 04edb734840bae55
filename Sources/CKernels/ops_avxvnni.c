#if defined(__x86_64__)
#include "ops.h"

#include <immintrin.h>
#include <math.h>

#include "cpu_x86.h"

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c,avxvnni"))), apply_to = function)
#define WITH_FMA
#define WITH_AVX2
#define WITH_VNNI_256
#define NAME(x) facet_avxvnni_##x
#define TITLE "AVX-VNNI"
#define SUPPORTED facet_has_avxvnni
#define KEY_VECTORS 1
#define Q8_KEY_VECTORS(rows) 1
#define Q8_VALUE_ROWS 2
#define Q8_VALUE_VECTORS 1
#define FLOAT_ROWS 2
#define FLOAT_TOKENS 2
#include "ops.inc"
#pragma clang attribute pop
#endif

#if defined(__x86_64__)
#include "ops.h"

#include <math.h>

#include "cpu_x86.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c"))), apply_to = function)
#define WITH_FMA
#define NAME(x) facet_avx512_##x
#define TITLE "AVX-512"
#define SUPPORTED facet_has_avx512vnni
#define KEY_VECTORS 4
#define FLOAT_ROWS 4
#define FLOAT_TOKENS 4
#include "ops.inc"
#pragma clang attribute pop
#endif

#if defined(__x86_64__)
#include "ops.h"

#include <immintrin.h>
#include <math.h>

#include "cpu_x86.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma,f16c"))), apply_to = function)
#define WITH_FMA
#define WITH_VNNI_512
#define NAME(x) facet_avx512_##x
#define TITLE "AVX-512"
#define SUPPORTED facet_has_avx512vnni
#define KEY_VECTORS 4
#define Q8_KEY_VECTORS(rows) ((rows) > 2 ? 2 : 4)
#define Q8_VALUE_ROWS 4
#define Q8_VALUE_VECTORS 2
#define FLOAT_ROWS 4
#define FLOAT_TOKENS 4
#include "ops.inc"
#pragma clang attribute pop
#endif

// The operations for the instruction set every machine of the architecture has, and the choice among all.
#include "ops.h"

#include <math.h>

static bool always(void) { return true; }

#if defined(__aarch64__)
#define WITH_FMA
#endif
#define NAME(x) facet_portable_##x
#define TITLE "portable"
#define SUPPORTED always
#define KEY_VECTORS 1
#include "ops.inc"

#if defined(__x86_64__)
extern const facet_ops facet_avx2_ops, facet_avx512_ops;
#endif

const facet_ops *facet_ops_best(void) {
#if defined(__x86_64__)
  if (facet_avx512_ops.is_supported()) return &facet_avx512_ops;
  if (facet_avx2_ops.is_supported()) return &facet_avx2_ops;
#endif
  return &facet_portable_ops;
}

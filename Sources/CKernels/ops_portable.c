// The operations for the instruction set every machine of the architecture has, and the choice among all.
#include "ops.h"

#include <stdatomic.h>
#include <math.h>

#if defined(__aarch64__)
#include <arm_neon.h>
#endif

static bool always(void) { return true; }

#if defined(__aarch64__)
#define WITH_FMA
#endif
#define NAME(x) facet_portable_##x
#define TITLE "portable"
#define SUPPORTED always
#define KEY_VECTORS 1
#define Q8_KEY_VECTORS(rows) 1
#define Q8_VALUE_ROWS 4
#define Q8_VALUE_VECTORS 1
#define FLOAT_ROWS 2
#define FLOAT_TOKENS 2
#include "ops.inc"

#if defined(__x86_64__)
extern const facet_ops facet_avx2_ops, facet_avxvnni_ops, facet_avx512_ops;
#endif

static const facet_ops *const sets[] = {
#if defined(__x86_64__)
    &facet_avx512_ops,
    &facet_avxvnni_ops,
    &facet_avx2_ops,
#endif
    &facet_portable_ops,
};

size_t facet_ops_count(void) { return sizeof sets / sizeof *sets; }

const facet_ops *facet_ops_at(size_t index) { return index < facet_ops_count() ? sets[index] : &facet_portable_ops; }

const facet_ops *facet_ops_best(void) {
  // Asked once: a virtual machine stops at every CPUID, for tens of microseconds.
  static const facet_ops *_Atomic best;
  const facet_ops *known = atomic_load_explicit(&best, memory_order_relaxed);
  if (known == NULL) {
    size_t index = 0;
    while (!sets[index]->is_supported()) index++;
    atomic_store_explicit(&best, known = sets[index], memory_order_relaxed);
  }
  return known;
}

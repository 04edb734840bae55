// The list of kernel sets that this build knows, best first.
#include "matrix_portable.h"

static const facet_matrix_kernels *const sets[] = {
#if defined(__x86_64__)
    &facet_matrix_amx,
    &facet_matrix_avx512vnni,
    &facet_matrix_avxvnni,
    &facet_matrix_avx2,
#elif defined(__aarch64__)
    &facet_matrix_neon_dotprod,
    &facet_matrix_neon,
#endif
    &facet_matrix_portable,
};

size_t facet_matrix_kernels_count(void) { return sizeof sets / sizeof *sets; }

const facet_matrix_kernels *facet_matrix_kernels_at(size_t index) {
  return index < facet_matrix_kernels_count() ? sets[index] : &facet_matrix_portable;
}

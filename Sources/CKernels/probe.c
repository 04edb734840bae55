// Reads memory and does nothing else: see probe.h.
#include "probe.h"

// A cache line. Where registers are narrower the compiler takes several, and one addition for each load still leaves the memory far behind.
typedef uint64_t line __attribute__((vector_size(64)));

// As far ahead as the matrix kernels (matrix_rows.h), whose limit this is.
enum { PREFETCH_BYTES = 2048, LINES = 4 };

uint64_t facet_read_all(const void *bytes, size_t count) {
  const line *at = bytes;
  // Several sums, so that no addition waits for the one before.
  line sums[LINES] = {{0}};
  for (size_t left = count / (LINES * sizeof(line)); left > 0; left--, at += LINES)
    for (size_t i = 0; i < LINES; i++) {
      __builtin_prefetch((const char *)(at + i) + PREFETCH_BYTES);
      sums[i] += at[i];
    }
  line sum = sums[0] + sums[1] + sums[2] + sums[3];
  uint64_t all = 0;
  for (size_t i = 0; i < sizeof(line) / sizeof(uint64_t); i++) all += sum[i];
  return all;
}

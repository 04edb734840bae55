#include "prefetch.h"

#include <stdatomic.h>
#include <stdint.h>

#if defined(__x86_64__)
#include "cpu_x86.h"

// Asked once: in a virtual machine the question itself takes tens of microseconds.
static bool is_amd(void) {
  static _Atomic int answer = -1;
  int known = atomic_load_explicit(&answer, memory_order_relaxed);
  if (known < 0) atomic_store_explicit(&answer, known = facet_is_amd(), memory_order_relaxed);
  return known;
}
#else
static int is_amd(void) { return 0; }
#endif

// Measured, see the article "How it is fast". On Intel's processors more than half a page no longer helps the processor's own prefetching but disturbs
// it. On AMD's (Zen 4) any of it disturbs one or two tokens, which are read as fast as the memory gives. More tokens at the speed of AVX-512 take
// a tile in less time than the memory answers: only weights that were asked for long before are there in time.
facet_ahead facet_ahead_of(size_t w, bool is_wide) {
  if (!is_amd()) return (facet_ahead){2048, 0};
  if (w <= 2) return (facet_ahead){0, 0};
  return is_wide ? (facet_ahead){0, 8192} : (facet_ahead){2048, 0};
}

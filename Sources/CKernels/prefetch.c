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

// Measured, see the article on speed. On Intel's processors more than half a page no longer helps the processor's own prefetching but disturbs
// it. On AMD's (Zen 4) any of it disturbs one or two tokens, which are read as fast as the memory gives; more tokens take the memory's
// latency's time for a few tiles, so that only weights that were asked for long before are there in time.
facet_ahead facet_ahead_of(size_t w) {
  if (!is_amd()) return (facet_ahead){2048, 0};
  return w <= 2 ? (facet_ahead){0, 0} : (facet_ahead){0, 8192};
}

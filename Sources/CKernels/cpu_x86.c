// Asks the processor (CPUID) and the operating system (XGETBV) what may be used.
#if defined(__x86_64__)
#include "cpu_x86.h"

#include <cpuid.h>
#include <stdint.h>

typedef struct { unsigned eax, ebx, ecx, edx; } leaf;

static leaf read_leaf(unsigned number, unsigned part) {
  leaf l = {0, 0, 0, 0};
  if (number <= __get_cpuid_max(0, 0)) __cpuid_count(number, part, l.eax, l.ebx, l.ecx, l.edx);
  return l;
}

// Which registers the system saves when it switches threads: bit 1 XMM, bit 2 upper halves of YMM.
static unsigned saved_registers(void) {
  unsigned low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return low;
}

bool facet_has_avx2(void) {
  const unsigned fma = 1u << 12, osxsave = 1u << 27, avx = 1u << 28, f16c = 1u << 29, wanted = fma | osxsave | avx | f16c;
  if ((read_leaf(1, 0).ecx & wanted) != wanted || (saved_registers() & 6) != 6) return false;
  return read_leaf(7, 0).ebx >> 5 & 1;
}

bool facet_has_avxvnni(void) {
  // Leaf 7 says in its first part how many parts it has.
  return facet_has_avx2() && read_leaf(7, 0).eax >= 1 && (read_leaf(7, 1).eax >> 4 & 1);
}
#endif

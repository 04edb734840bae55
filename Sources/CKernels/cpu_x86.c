// Asks the processor (CPUID) and the operating system (XGETBV) what may be used.
#if defined(__x86_64__)
#include "cpu_x86.h"

#include <cpuid.h>
#include <stdint.h>

#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

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

bool facet_is_amd(void) {
  // "AuthenticAMD" in three registers; the middle one tells it from all others.
  return read_leaf(0, 0).edx == 0x69746e65;
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

bool facet_has_avx512vnni(void) {
  // Bits 5, 6, 7: mask registers, upper halves of the first 16 registers, the other 16.
  if (!facet_has_avx2() || (saved_registers() & 0xe6) != 0xe6) return false;
  const unsigned f = 1u << 16, dq = 1u << 17, bw = 1u << 30, vl = 1u << 31, wanted = f | dq | bw | vl;
  leaf l = read_leaf(7, 0);
  return (l.ebx & wanted) == wanted && (l.ecx >> 11 & 1);
}

bool facet_has_amx(void) {
#if defined(__linux__)
  // Bits 17, 18: tile configuration and data. The system gives a process the data registers only on request.
  enum { REQUEST_PERMISSION = 0x1023, TILE_DATA = 18 };
  const unsigned tile = 1u << 24, int8 = 1u << 25;
  return facet_has_avx512vnni() && (saved_registers() & 0x60000) == 0x60000 && (read_leaf(7, 0).edx & (tile | int8)) == (tile | int8)
      && syscall(SYS_arch_prctl, REQUEST_PERMISSION, TILE_DATA) == 0;
#else
  return false;
#endif
}

bool facet_has_sha(void) {
  const unsigned ssse3 = 1u << 9, sse41 = 1u << 19;
  return (read_leaf(1, 0).ecx & (ssse3 | sse41)) == (ssse3 | sse41) && (read_leaf(7, 0).ebx >> 29 & 1);
}
#endif

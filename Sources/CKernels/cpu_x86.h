// What this x86 processor and its operating system offer.
#ifndef FACET_CPU_X86_H
#define FACET_CPU_X86_H

#include <stdbool.h>

bool facet_is_amd(void);
// AVX2, FMA and F16C, with the upper register halves saved by the system.
bool facet_has_avx2(void);
// The same and VNNI on 256 bits.
bool facet_has_avxvnni(void);
// AVX-512 (F, BW, DQ, VL) with VNNI.
bool facet_has_avx512vnni(void);
// The same and the matrix unit for 8-bit numbers; asks the system for leave to use its registers.
bool facet_has_amx(void);
// The SHA extensions, and SSSE3 and SSE4.1 to bring words into order.
bool facet_has_sha(void);

#endif

// What this x86 processor and its operating system offer.
#ifndef FACET_CPU_X86_H
#define FACET_CPU_X86_H

#include <stdbool.h>

// AVX2, FMA and F16C, with the upper register halves saved by the system.
bool facet_has_avx2(void);
// The same and VNNI on 256 bits.
bool facet_has_avxvnni(void);

#endif

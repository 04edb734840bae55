// What the memory gives when it is only read: the limit that the matrix kernels are held against.
#ifndef FACET_PROBE_H
#define FACET_PROBE_H

#include <stddef.h>
#include <stdint.h>

// The sum of all 64-bit words of `count` bytes: every byte is read once, in order. `bytes` is a multiple of 64, `count` of 256.
uint64_t facet_read_all(const void *bytes, size_t count);

#endif

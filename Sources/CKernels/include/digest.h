// SHA-256, by the processor's own instructions where it has them.
#ifndef FACET_DIGEST_H
#define FACET_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether this processor has such instructions.
bool facet_has_sha256(void);

// Takes in whole blocks of 64 bytes (FIPS 180-4, 6.2.2), by these instructions if is_quick, which needs facet_has_sha256().
void facet_sha256_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks, bool is_quick);

#endif

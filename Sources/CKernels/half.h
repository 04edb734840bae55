// f16 to float with integer arithmetic, so that no compiler run-time library is asked for it.
#ifndef FACET_HALF_H
#define FACET_HALF_H

#include <stdint.h>
#include <string.h>

static inline float facet_half(uint16_t half) {
  uint32_t bits = (uint32_t)(half & 0x7fff) << 13;
  float value;
  // Shifted into place the exponent is 112 too small; the multiplication mends that, for denormal numbers too.
  memcpy(&value, &bits, 4);
  value *= 0x1p112f;
  memcpy(&bits, &value, 4);
  if ((half & 0x7c00) == 0x7c00) bits |= 0x7f800000;
  bits |= (uint32_t)(half & 0x8000) << 16;
  memcpy(&value, &bits, 4);
  return value;
}

static inline float facet_half_at(const uint8_t *at) {
  uint16_t half;
  memcpy(&half, at, 2);
  return facet_half(half);
}

#endif

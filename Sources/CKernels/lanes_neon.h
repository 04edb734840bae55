// The lanes of matrix_rows.h on pairs of NEON registers, for matrix_neon.c and matrix_neon_dotprod.c, which define HAS_DOTPROD.
//
// All weights have a sign here: those of a whole byte lose their offset, the others are small enough to be read as they stand.
// With the dot-product instructions one multiplies four bytes with four and adds to 32 bits. Without them products of 16 bits are
// added as long as the weights' size allows, then in pairs to 32 bits.
#include <arm_neon.h>

#include "layout.h"
#include "matrix_portable.h"
#include "prefetch.h"

#define INLINE static inline __attribute__((always_inline))

#define HAS_CHAINS HAS_DOTPROD
enum { HAS_SIGNED_BYTES = 1, SPLITS_BYTES = 0, SHARES_WIDTHS = !HAS_DOTPROD };

// Rows 0…3 and 4…7 of eight.
typedef struct { uint8x16_t low, high; } bytes;
typedef struct { int32x4_t low, high; } ints;
typedef struct { float32x4_t low, high; } floats;
typedef struct { int8x16_t half[2]; } activations;

INLINE ints zero_ints(void) { return (ints){vdupq_n_s32(0), vdupq_n_s32(0)}; }
INLINE ints add_ints(ints a, ints b) { return (ints){vaddq_s32(a.low, b.low), vaddq_s32(a.high, b.high)}; }
INLINE ints splat_int(const void *at) {
  int32_t value;
  memcpy(&value, at, 4);
  return (ints){vdupq_n_s32(value), vdupq_n_s32(value)};
}

INLINE floats splat(float value) { return (floats){vdupq_n_f32(value), vdupq_n_f32(value)}; }
INLINE floats load_floats(const float *at) { return (floats){vld1q_f32(at), vld1q_f32(at + 4)}; }
INLINE void store_floats(float *at, floats values) { vst1q_f32(at, values.low), vst1q_f32(at + 4, values.high); }
INLINE floats multiplied(floats a, floats b) { return (floats){vmulq_f32(a.low, b.low), vmulq_f32(a.high, b.high)}; }
INLINE floats fused(floats a, floats b, floats c) {
  return (floats){vfmaq_f32(c.low, a.low, b.low), vfmaq_f32(c.high, a.high, b.high)};
}
INLINE floats to_floats(ints values) { return (floats){vcvtq_f32_s32(values.low), vcvtq_f32_s32(values.high)}; }

INLINE floats halves_at(const uint8_t *at) {
  uint16x8_t halves = vreinterpretq_u16_u8(vld1q_u8(at));
  return (floats){
      vcvt_f32_f16(vreinterpret_f16_u16(vget_low_u16(halves))), vcvt_f32_f16(vreinterpret_f16_u16(vget_high_u16(halves)))};
}
INLINE floats signed_bytes_at(const uint8_t *at) {
  int16x8_t words = vmovl_s8(vreinterpret_s8_u8(vld1_u8(at)));
  return to_floats((ints){vmovl_s16(vget_low_s16(words)), vmovl_s16(vget_high_s16(words))});
}
INLINE floats bits_at(const uint8_t *at, int shift, int mask) {
  uint8x8_t values = vand_u8(vshl_u8(vld1_u8(at), vdup_n_s8((int8_t)-shift)), vdup_n_u8((uint8_t)mask));
  int16x8_t words = vreinterpretq_s16_u16(vmovl_u8(values));
  return to_floats((ints){vmovl_s16(vget_low_s16(words)), vmovl_s16(vget_high_s16(words))});
}

INLINE bytes load_bytes(const uint8_t *at) { return (bytes){vld1q_u8(at), vld1q_u8(at + 16)}; }
INLINE bytes without_offset(bytes values) {
  return (bytes){veorq_u8(values.low, vdupq_n_u8(0x80)), veorq_u8(values.high, vdupq_n_u8(0x80))};
}
INLINE bytes united(bytes a, bytes b) { return (bytes){vorrq_u8(a.low, b.low), vorrq_u8(a.high, b.high)}; }
INLINE uint8x16_t moved_half(uint8x16_t values, int from, int to, int mask) {
  if (from > to) values = values >> (uint8_t)(from - to);
  if (from < to) values = values << (uint8_t)(to - from);
  return vandq_u8(values, vdupq_n_u8((uint8_t)(mask << to)));
}
INLINE bytes moved(bytes values, int from, int to, int mask) {
  return (bytes){moved_half(values.low, from, to, mask), moved_half(values.high, from, to, mask)};
}

INLINE bytes levels_of(bytes q) {
  const uint8x16_t levels = vreinterpretq_u8_s8(vld1q_s8(facet_iq4));
  return (bytes){vqtbl1q_u8(levels, q.low), vqtbl1q_u8(levels, q.high)};
}

INLINE activations take_activations(const int8_t *q) { return (activations){{vld1q_s8(q), vld1q_s8(q + 16)}}; }

#if HAS_DOTPROD
// The lane must be a literal.
INLINE int32x4_t dot_lane(int32x4_t sums, uint8x16_t p, int8x16_t x, int lane) {
  int8x16_t weights = vreinterpretq_s8_u8(p);
  switch (lane) {
    case 0: return vdotq_laneq_s32(sums, weights, x, 0);
    case 1: return vdotq_laneq_s32(sums, weights, x, 1);
    case 2: return vdotq_laneq_s32(sums, weights, x, 2);
    default: return vdotq_laneq_s32(sums, weights, x, 3);
  }
}

INLINE ints dot(ints sums, const bytes *p, activations x, int first, int last, int bits, int unit) {
  (void)bits, (void)unit;
#pragma GCC unroll 8
  for (int i = first; i < last; i++) {
    sums.low = dot_lane(sums.low, p[i].low, x.half[i / 4], i % 4);
    sums.high = dot_lane(sums.high, p[i].high, x.half[i / 4], i % 4);
  }
  return sums;
}
#else
// Four activations, repeated.
INLINE int8x16_t four_of(int8x16_t x, int lane) {
  int32x4_t words = vreinterpretq_s32_s8(x);
  switch (lane) {
    case 0: return vreinterpretq_s8_s32(vdupq_laneq_s32(words, 0));
    case 1: return vreinterpretq_s8_s32(vdupq_laneq_s32(words, 1));
    case 2: return vreinterpretq_s8_s32(vdupq_laneq_s32(words, 2));
    default: return vreinterpretq_s8_s32(vdupq_laneq_s32(words, 3));
  }
}

// Products of two rows a register, added over `count` registers from `first` in 16 bits, then in pairs in 32 bits.
INLINE int32x4_t pairs_of(const bytes *p, activations x, int first, int count, int rows) {
  int16x8_t products = vdupq_n_s16(0);
#pragma GCC unroll 8
  for (int i = first; i < first + count; i++) {
    int8x16_t weights = vreinterpretq_s8_u8(rows < 4 ? p[i].low : p[i].high), four = four_of(x.half[i / 4], i % 4);
    if (rows % 4 == 0) {
      products = vmlal_s8(products, vget_low_s8(weights), vget_low_s8(four));
    } else {
      products = vmlal_high_s8(products, weights, four);
    }
  }
  return vpaddlq_s16(products);
}

INLINE ints dot(ints sums, const bytes *p, activations x, int first, int last, int bits, int unit) {
  (void)unit;
  // A product is at most (2^bits − 1)·127, or 128·127 of a whole byte; their sum must stay below 2^15.
  const int allowed = bits <= 5 ? 8 : bits == 6 ? 4 : 2, at_once = allowed < last - first ? allowed : last - first;
#pragma GCC unroll 8
  for (int i = first; i < last; i += at_once) {
    sums.low = vaddq_s32(sums.low, vpaddq_s32(pairs_of(p, x, i, at_once, 0), pairs_of(p, x, i, at_once, 2)));
    sums.high = vaddq_s32(sums.high, vpaddq_s32(pairs_of(p, x, i, at_once, 4), pairs_of(p, x, i, at_once, 6)));
  }
  return sums;
}
#endif

// The maximum that prefers a number to what is not one.
INLINE float largest_size(const float *in) {
  float32x4_t largest = vdupq_n_f32(0);
  for (int k = 0; k < 32; k += 4) largest = vmaxnmq_f32(largest, vabsq_f32(vld1q_f32(in + k)));
  return vmaxnmvq_f32(largest);
}

INLINE int16x4_t rounded_four(const float *in, float factor) {
  float32x4_t value = vminnmq_f32(vmulq_n_f32(vld1q_f32(in), factor), vdupq_n_f32(127));
  return vqmovn_s32(vcvtnq_s32_f32(vmaxnmq_f32(value, vdupq_n_f32(-127))));
}

INLINE void round_block(const float *in, float factor, int8_t *q, int32_t sums[2]) {
  for (int half = 0; half < 2; half++, in += 16, q += 16) {
    int16x8_t first = vcombine_s16(rounded_four(in, factor), rounded_four(in + 4, factor));
    int16x8_t second = vcombine_s16(rounded_four(in + 8, factor), rounded_four(in + 12, factor));
    int8x16_t values = vcombine_s8(vqmovn_s16(first), vqmovn_s16(second));
    vst1q_s8(q, values), sums[half] = vaddlvq_s8(values);
  }
}

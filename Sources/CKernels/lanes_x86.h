// The lanes of matrix_rows.h on registers of 256 bits, for matrix_avx2.c and matrix_avxvnni.c, which define HAS_VNNI.
//
// With VNNI one instruction multiplies bytes, without sign by with sign, and adds four products to 32 bits. Without it `maddubs`
// adds two products to 16 bits that saturate: as many registers are added there as their weights' size allows, and weights of a
// whole byte go as two nibbles.
#include <immintrin.h>

#include "layout.h"
#include "matrix_portable.h"
#include "prefetch.h"

#define INLINE static inline __attribute__((always_inline))

#define HAS_CHAINS HAS_VNNI
enum { HAS_SIGNED_BYTES = 0, SPLITS_BYTES = !HAS_VNNI, SHARES_WIDTHS = 0 };

typedef __m256i bytes;
typedef __m256i ints;
typedef __m256 floats;
typedef const int8_t *activations;

INLINE ints zero_ints(void) { return _mm256_setzero_si256(); }
INLINE ints add_ints(ints a, ints b) { return _mm256_add_epi32(a, b); }
INLINE ints splat_int(const void *at) {
  int32_t value;
  memcpy(&value, at, 4);
  return _mm256_set1_epi32(value);
}

INLINE floats splat(float value) { return _mm256_set1_ps(value); }
INLINE floats load_floats(const float *at) { return _mm256_loadu_ps(at); }
INLINE void store_floats(float *at, floats values) { _mm256_storeu_ps(at, values); }
INLINE floats multiplied(floats a, floats b) { return _mm256_mul_ps(a, b); }
INLINE floats fused(floats a, floats b, floats c) { return _mm256_fmadd_ps(a, b, c); }
INLINE floats to_floats(ints values) { return _mm256_cvtepi32_ps(values); }

INLINE floats halves_at(const uint8_t *at) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)at)); }
INLINE floats signed_bytes_at(const uint8_t *at) {
  return to_floats(_mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)at)));
}
INLINE floats bits_at(const uint8_t *at, int shift, int mask) {
  ints values = _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)at));
  return to_floats(_mm256_and_si256(_mm256_srli_epi32(values, shift), _mm256_set1_epi32(mask)));
}

INLINE bytes load_bytes(const uint8_t *at) { return _mm256_loadu_si256((const __m256i *)at); }
INLINE bytes without_offset(bytes values) { return _mm256_xor_si256(values, _mm256_set1_epi8(-128)); }
INLINE bytes united(bytes a, bytes b) { return _mm256_or_si256(a, b); }
INLINE bytes moved(bytes values, int from, int to, int mask) {
  if (from > to) values = _mm256_srli_epi16(values, from - to);
  if (from < to) values = _mm256_slli_epi16(values, to - from);
  return _mm256_and_si256(values, _mm256_set1_epi8((char)(mask << to)));
}

// 128 above facet_iq4.
INLINE bytes levels_of(bytes q) {
  const __m128i levels = _mm_setr_epi8(1, 24, 45, 63, 79, 93, 106, 118, -127, -115, -103, -90, -75, -59, -39, -15);
  return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(levels), q);
}

INLINE activations take_activations(const int8_t *q) { return q; }

INLINE ints dot(ints sums, const bytes *p, activations x, int first, int last, int bits, int unit) {
#if HAS_VNNI
  (void)bits, (void)unit;
  for (int i = first; i < last; i++) sums = _mm256_dpbusd_avx_epi32(sums, p[i], splat_int(x + 4 * i));
#else
  // 2·(2^bits − 1)·127 a register must stay below 2^15 in all.
  const int allowed = bits <= 4 ? 8 : bits == 5 ? 4 : 2, at_once = allowed < last - first ? allowed : last - first;
#pragma clang loop unroll(full)
  for (int i = first; i < last; i += at_once) {
    __m256i pairs = _mm256_maddubs_epi16(p[i], splat_int(x + 4 * i));
#pragma clang loop unroll(full)
    for (int k = 1; k < at_once; k++) {
      pairs = _mm256_add_epi16(pairs, _mm256_maddubs_epi16(p[i + k], splat_int(x + 4 * (i + k))));
    }
    sums = add_ints(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16((short)unit)));
  }
#endif
  return sums;
}

INLINE float largest_of(__m256 values) {
  __m128 four = _mm_max_ps(_mm256_castps256_ps128(values), _mm256_extractf128_ps(values, 1));
  four = _mm_max_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_max_ss(four, _mm_movehdup_ps(four)));
}

// The order of the operands decides what becomes of numbers that are not one.
INLINE float largest_size(const float *in) {
  const __m256 magnitude = _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff));
  __m256 largest = _mm256_setzero_ps();
  for (int k = 0; k < 32; k += 8) largest = _mm256_max_ps(_mm256_and_ps(_mm256_loadu_ps(in + k), magnitude), largest);
  return largest_of(largest);
}

INLINE int32_t sum_of(__m128i values) {
  __m128i pairs = _mm_maddubs_epi16(_mm_set1_epi8(1), values), fours = _mm_madd_epi16(pairs, _mm_set1_epi16(1));
  fours = _mm_add_epi32(fours, _mm_shuffle_epi32(fours, 0x4e));
  return _mm_cvtsi128_si32(_mm_add_epi32(fours, _mm_shuffle_epi32(fours, 0xb1)));
}

INLINE void round_block(const float *in, float factor, int8_t *q, int32_t sums[2]) {
  __m256i words[4];
  for (int k = 0; k < 4; k++) {
    __m256 value = _mm256_mul_ps(_mm256_loadu_ps(in + 8 * k), _mm256_set1_ps(factor));
    value = _mm256_max_ps(_mm256_min_ps(value, _mm256_set1_ps(127)), _mm256_set1_ps(-127));
    words[k] = _mm256_cvtps_epi32(value);
  }
  __m256i values = _mm256_packs_epi16(_mm256_packs_epi32(words[0], words[1]), _mm256_packs_epi32(words[2], words[3]));
  values = _mm256_permutevar8x32_epi32(values, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
  _mm256_storeu_si256((__m256i *)q, values);
  sums[0] = sum_of(_mm256_castsi256_si128(values)), sums[1] = sum_of(_mm256_extracti128_si256(values, 1));
}

// Unpacking of tiles into 512-bit registers: shared by the vector and the matrix-unit kernels.
// p[0…7] are the eight registers of the drawing in kernels.h; every function inlines with a constant type.
#ifndef FACET_TILE_AVX512_H
#define FACET_TILE_AVX512_H

#include <immintrin.h>

#include "kernels.h"

#define FACET_INLINE static inline __attribute__((always_inline))

FACET_INLINE size_t head_bytes(facet_type t) {
  switch (t) {
    case FACET_Q2_K: case FACET_Q4_K: case FACET_Q5_K: return 64;
    case FACET_Q3_K: case FACET_Q6_K: case FACET_IQ4_XS: return 32;
    default: return 0;
  }
}

FACET_INLINE size_t plane_bytes(facet_type t) {
  switch (t) {
    case FACET_Q5_0: case FACET_Q5_1: case FACET_Q5_K: return 320;
    case FACET_Q8_0: return 512;
    case FACET_Q2_K: return 128;
    case FACET_Q3_K: return 192;
    case FACET_Q6_K: return 384;
    default: return 256;
  }
}

FACET_INLINE size_t tail_bytes(facet_type t) {
  switch (t) {
    case FACET_Q4_1: case FACET_Q5_1: return 64;
    case FACET_IQ4_XS: return 16;
    default: return 32;
  }
}

// Columns between two heads.
FACET_INLINE size_t group_columns(facet_type t) { return head_bytes(t) ? 256 : 32; }
FACET_INLINE bool has_two_scales(facet_type t) { return t == FACET_Q2_K || t == FACET_Q3_K || t == FACET_Q6_K; }
FACET_INLINE bool has_minimum(facet_type t) {
  return t == FACET_Q4_1 || t == FACET_Q5_1 || t == FACET_Q2_K || t == FACET_Q4_K || t == FACET_Q5_K;
}

// The offset of the unsigned weights as a multiple of 8: bias (−8·Σx) shifted left by this; −1 for a right shift; −100 for no offset.
FACET_INLINE int offset_shift(facet_type t) {
  switch (t) {
    case FACET_Q4_0: return 0;
    case FACET_Q5_0: return 1;
    case FACET_Q6_K: return 2;
    case FACET_Q8_0: case FACET_IQ4_NL: case FACET_IQ4_XS: return 4;
    case FACET_Q3_K: return -1;
    default: return -100;
  }
}

FACET_INLINE void unpack(facet_type t, const uint8_t *tile, __m512i p[8]) {
  const __m512i low = _mm512_set1_epi8(15), two = _mm512_set1_epi8(3);
  bool has_nibbles = t != FACET_Q8_0 && t != FACET_Q2_K && t != FACET_Q3_K;
  if (t == FACET_Q8_0) {
    for (int i = 0; i < 8; i++) p[i] = _mm512_loadu_si512(tile + 64 * i);
    return;
  }
  if (has_nibbles) {
    for (int i = 0; i < 4; i++) {
      __m512i v = _mm512_loadu_si512(tile + 64 * i);
      p[i] = _mm512_and_si512(v, low), p[i + 4] = _mm512_and_si512(_mm512_srli_epi16(v, 4), low);
    }
    tile += 256;
  }
  if (t == FACET_IQ4_NL || t == FACET_IQ4_XS) {  // levels plus 128
    const __m512i levels = _mm512_broadcast_i32x4(_mm_setr_epi8(1, 24, 45, 63, 79, 93, 106, 118, -127, -115, -103, -90, -75, -59, -39, -15));
    for (int i = 0; i < 8; i++) p[i] = _mm512_shuffle_epi8(levels, p[i]);
  }
  if (t == FACET_Q2_K || t == FACET_Q3_K || t == FACET_Q6_K) {
    for (int j = 0; j < 2; j++) {
      __m512i v = _mm512_loadu_si512(tile + 64 * j);
      for (int k = 0; k < 4; k++) {
        __m512i b = _mm512_and_si512(k ? _mm512_srli_epi16(v, 2 * k) : v, two);
        p[j + 2 * k] = t == FACET_Q6_K ? _mm512_or_si512(p[j + 2 * k], _mm512_slli_epi16(b, 4)) : b;
      }
    }
    tile += 128;
  }
  if (t == FACET_Q5_0 || t == FACET_Q5_1 || t == FACET_Q5_K || t == FACET_Q3_K) {
    __m512i v = _mm512_loadu_si512(tile);
    const __m512i value = _mm512_set1_epi8(t == FACET_Q3_K ? 4 : 16);
    for (int i = 0; i < 8; i++) {
      __mmask64 set = _mm512_test_epi8_mask(v, _mm512_set1_epi8((char)(1u << i)));
      p[i] = _mm512_mask_or_epi64(p[i], 0xff, p[i], _mm512_maskz_mov_epi8(set, value));
    }
  }
}

FACET_INLINE __m512 halves(const uint8_t *p) { return _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p)); }
FACET_INLINE __m512 signed_bytes(const uint8_t *p) {
  return _mm512_cvtepi32_ps(_mm512_cvtepi8_epi32(_mm_loadu_si128((const __m128i *)p)));
}
FACET_INLINE __m512 unsigned_bytes(const uint8_t *p) {
  return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)p)));
}

// scale[h] of the two halves (the second only where a type has two), less[h] = −minimum/8.
FACET_INLINE void scales(facet_type t, const uint8_t *head, const uint8_t *tail, __m512 scale[2], __m512 less[2]) {
  const __m512 eighth = _mm512_set1_ps(-0.125f);
  switch (t) {
    case FACET_Q4_1: case FACET_Q5_1:  // here the minimum is added, not taken away
      scale[0] = halves(tail), less[0] = _mm512_mul_ps(halves(tail + 32), eighth);
      break;
    case FACET_Q4_K: case FACET_Q5_K:
      scale[0] = _mm512_mul_ps(halves(head), unsigned_bytes(tail));
      less[0] = _mm512_mul_ps(_mm512_mul_ps(halves(head + 32), unsigned_bytes(tail + 16)), _mm512_set1_ps(0.125f));
      break;
    case FACET_Q2_K:
      for (int h = 0; h < 2; h++) {
        __m512i s = _mm512_cvtepu8_epi32(_mm_loadu_si128((const __m128i *)(tail + 16 * h)));
        scale[h] = _mm512_mul_ps(halves(head), _mm512_cvtepi32_ps(_mm512_and_si512(s, _mm512_set1_epi32(15))));
        less[h] = _mm512_mul_ps(_mm512_mul_ps(halves(head + 32), _mm512_cvtepi32_ps(_mm512_srli_epi32(s, 4))), _mm512_set1_ps(0.125f));
      }
      break;
    case FACET_Q3_K: case FACET_Q6_K:
      for (int h = 0; h < 2; h++) scale[h] = _mm512_mul_ps(halves(head), signed_bytes(tail + 16 * h));
      break;
    case FACET_IQ4_XS: scale[0] = _mm512_mul_ps(halves(head), signed_bytes(tail)); break;
    default: scale[0] = halves(tail); break;
  }
}

#endif

// Matrix kernels for AVX-512 with VNNI: one register holds four columns of sixteen rows, `dpbusd` multiplies them with four
// activations broadcast from memory. A tile is unpacked once for all tokens of a panel.
#if defined(__x86_64__)
#include "matrix_avx512.h"
#include "prefetch.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,avx2,fma,f16c"))), apply_to = function)

#include "tile_avx512.h"

FACET_INLINE __m512i start(facet_type t, const uint8_t *bias) {
  int shift = offset_shift(t);
  if (shift == -100) return _mm512_setzero_si512();
  __m512i v = _mm512_set1_epi32(*(const int32_t *)bias);
  return shift < 0 ? _mm512_srai_epi32(v, 1) : shift ? _mm512_slli_epi32(v, (unsigned)shift) : v;
}

FACET_INLINE __m512 broadcast(const uint8_t *p) { return _mm512_set1_ps(*(const float *)p); }

FACET_INLINE void multiply(facet_type t, const size_t w, const uint8_t *tiles, size_t tile_rows, size_t columns,
                           const uint8_t *panel, float *y, size_t ldy) {
  const size_t groups = columns / group_columns(t), blocks = group_columns(t) / 32, tile = plane_bytes(t) + tail_bytes(t);
  const facet_ahead ahead = facet_ahead_of(w, true);
  for (size_t row = 0; row < tile_rows; row++, y += 16) {
    __m512 acc[FACET_WIDTH_MAX];
    for (size_t c = 0; c < w; c++) acc[c] = _mm512_setzero_ps();
    const uint8_t *x = panel;
    for (size_t g = 0; g < groups; g++) {
      const uint8_t *head = tiles;
      tiles += head_bytes(t);
      for (size_t b = 0; b < blocks; b++, tiles += tile, x += FACET_PANEL_BYTES * w) {
        __m512i p[8];
        __m512 scale[2], less[2];
        unpack(t, tiles, p);
        scales(t, head, tiles + plane_bytes(t), scale, less);
        const uint8_t *d = x + 32 * w, *bias0 = x + 36 * w, *bias1 = x + 40 * w, *sum = x + 44 * w;
#pragma clang loop unroll(full)
        for (size_t c = 0; c < w; c++) {
          const int32_t *q = (const int32_t *)(x + 32 * c);
          __m512i s = start(t, bias0 + 4 * c), e = start(t, bias1 + 4 * c);
          for (int i = 0; i < 4; i++) {
            // Between the products, since several at once would hold up the loads.
            for (size_t k = 64 * (size_t)i; c == 0 && k < tile; k += 256) facet_prefetch(tiles + k, ahead);
            s = _mm512_dpbusd_epi32(s, p[i], _mm512_set1_epi32(q[i]));
            e = _mm512_dpbusd_epi32(e, p[i + 4], _mm512_set1_epi32(q[i + 4]));
          }
          __m512 dx = broadcast(d + 4 * c);
          if (has_two_scales(t)) {
            acc[c] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(s), _mm512_mul_ps(scale[0], dx), acc[c]);
            acc[c] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(e), _mm512_mul_ps(scale[1], dx), acc[c]);
          } else {
            acc[c] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(_mm512_add_epi32(s, e)), _mm512_mul_ps(scale[0], dx), acc[c]);
          }
          if (t == FACET_Q2_K) {
            const uint8_t *bias[2] = {bias0, bias1};
            for (int h = 0; h < 2; h++) {
              __m512 sum_h = _mm512_cvtepi32_ps(_mm512_set1_epi32(*(const int32_t *)(bias[h] + 4 * c)));
              acc[c] = _mm512_fmadd_ps(less[h], _mm512_mul_ps(dx, sum_h), acc[c]);
            }
          } else if (has_minimum(t)) {
            acc[c] = _mm512_fmadd_ps(less[0], broadcast(sum + 4 * c), acc[c]);
          }
        }
      }
    }
    for (size_t c = 0; c < w; c++) _mm512_storeu_ps(y + c * ldy, acc[c]);
  }
}

#define WIDTH(TYPE, W)                                                                                                        \
  void facet_avx512_##TYPE##_##W(const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) { \
    multiply(TYPE, W, tiles, tile_rows, columns, panel, y, ldy);                                                              \
  }
#define WIDTHS(TYPE) FACET_EACH_WIDTH(WIDTH, TYPE)
FACET_EACH_TYPE(WIDTHS)

// To 8 bits; what is no number or too large stays in range, as in the portable definition.
FACET_INLINE __m128i quantized(__m512 v, __m512 inverse) {
  const __m512 most = _mm512_set1_ps(127), least = _mm512_set1_ps(-127);
  v = _mm512_max_ps(_mm512_min_ps(_mm512_mul_ps(v, inverse), most), least);
  return _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(v));
}

void facet_avx512_quantize(const float *x, size_t ldx, size_t w, size_t columns, uint8_t *panel) {
  const __m512 sign = _mm512_castsi512_ps(_mm512_set1_epi32(0x7fffffff));
  const __m128i ones = _mm_set1_epi8(1);
  for (size_t b = 0; b < columns / 32; b++, panel += FACET_PANEL_BYTES * w)
    for (size_t token = 0; token < w; token++) {
      const float *in = x + token * ldx + 32 * b;
      __m512 v0 = _mm512_loadu_ps(in), v1 = _mm512_loadu_ps(in + 16);
      float largest = _mm512_reduce_max_ps(_mm512_max_ps(_mm512_and_ps(v0, sign), _mm512_and_ps(v1, sign)));
      __m512 inverse = _mm512_set1_ps(largest > 1e-30f ? 127 / largest : 0);
      __m128i q0 = quantized(v0, inverse), q1 = quantized(v1, inverse);
      _mm_storeu_si128((__m128i *)(panel + 32 * token), q0), _mm_storeu_si128((__m128i *)(panel + 32 * token + 16), q1);
      __m128i s0 = _mm_dpbusd_epi32(_mm_setzero_si128(), ones, q0), s1 = _mm_dpbusd_epi32(_mm_setzero_si128(), ones, q1);
      __m128i s = _mm_hadd_epi32(s0, s1);
      s = _mm_hadd_epi32(s, s);
      int32_t sum0 = _mm_cvtsi128_si32(s), sum1 = _mm_extract_epi32(s, 1);
      float d = largest / 127;
      ((float *)(panel + 32 * w))[token] = d;
      ((int32_t *)(panel + 36 * w))[token] = -8 * sum0;
      ((int32_t *)(panel + 40 * w))[token] = -8 * sum1;
      ((float *)(panel + 44 * w))[token] = d * (float)(-8 * (sum0 + sum1));
    }
}

const facet_matrix_kernels facet_matrix_avx512vnni = {
    .name = "AVX-512 VNNI", .is_supported = facet_has_avx512vnni, .panel_width = 8, .multiply = {FACET_MULTIPLY_TABLE(facet_avx512_)}, .quantize = facet_avx512_quantize};

#pragma clang attribute pop
#endif

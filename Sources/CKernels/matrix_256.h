// Matrix kernels on registers of 256 bits: the body of matrix_avx2.c and matrix_avxvnni.c, which define HAS_VNNI.
//
// A register of the drawing in kernels.h is two here: rows 0…7 and rows 8…15. For eight rows all eight registers of a tile are
// unpacked at once and stay where they are while every token passes: four activations are broadcast from memory, multiplied with a
// register, added; after eight of them the block's sum is made a float and goes to the token's sums, which lie in memory.
//
// With VNNI one instruction multiplies bytes, without sign by with sign, and adds to 32 bits. Without it `maddubs` adds in pairs to 16
// bits that saturate: as many registers are added there as their weights' size allows, and weights of a whole byte go as two nibbles.
#include <immintrin.h>

#include "layout.h"
#include "matrix_portable.h"

#define INLINE static inline __attribute__((always_inline))

// Bytes ahead of the tile at work; measured. Beyond half a page the processor's own prefetching is no longer helped but disturbed.
enum { PREFETCH_BYTES = 2048 };

INLINE __m256i load(const uint8_t *at) { return _mm256_loadu_si256((const __m256i *)at); }
INLINE __m256i broadcast4(const void *at) {
  int32_t four;
  memcpy(&four, at, 4);
  return _mm256_set1_epi32(four);
}

INLINE bool has_levels(facet_type type) { return type == FACET_IQ4_NL || type == FACET_IQ4_XS; }
INLINE bool has_two_scales(facet_type type) { return type == FACET_Q2_K || type == FACET_Q3_K || type == FACET_Q6_K; }
INLINE bool has_minimum(facet_type type) {
  return type == FACET_Q4_1 || type == FACET_Q5_1 || type == FACET_Q4_K || type == FACET_Q5_K;
}

// Bits of a weight without sign: levels are taken 128 higher.
INLINE int bits_of(facet_type type) {
  uint8_t planes = facet_layout_of(type).planes;
  if (has_levels(type)) return 8;
  return (planes & FACET_BYTES ? 8 : 0) + (planes & FACET_NIBBLES ? 4 : 0) + (planes & FACET_PAIRS ? 2 : 0) + (planes & FACET_BITS ? 1 : 0);
}

INLINE int offset_of(facet_type type) { return has_levels(type) ? 128 : facet_offset_of(type); }

// Bits `from`… of all bytes moved to `to`…, the others cleared by the mask.
INLINE __m256i moved(__m256i bytes, int from, int to, int mask) {
  if (from > to) bytes = _mm256_srli_epi16(bytes, from - to);
  if (from < to) bytes = _mm256_slli_epi16(bytes, to - from);
  return _mm256_and_si256(bytes, _mm256_set1_epi8((char)(mask << to)));
}

// Register p[i] of eight rows without sign; `tile` points at the first of the rows in the first plane.
INLINE __m256i weights_at(facet_type type, const uint8_t *tile, int i) {
  const uint8_t planes = facet_layout_of(type).planes;
  if (planes & FACET_BYTES) return load(tile + 64 * i);
  __m256i q = _mm256_setzero_si256();
  int to = 0;
  if (planes & FACET_NIBBLES) {
    q = moved(load(tile + 64 * (i % 4)), i / 4 * 4, 0, 15);
    tile += 256, to = 4;
  }
  if (has_levels(type)) {
    const __m128i levels = _mm_setr_epi8(1, 24, 45, 63, 79, 93, 106, 118, -127, -115, -103, -90, -75, -59, -39, -15);
    return _mm256_shuffle_epi8(_mm256_broadcastsi128_si256(levels), q);
  }
  if (planes & FACET_PAIRS) {
    q = _mm256_or_si256(q, moved(load(tile + 64 * (i % 2)), i / 2 * 2, to, 3));
    tile += 128, to += 2;
  }
  if (planes & FACET_BITS) q = _mm256_or_si256(q, moved(load(tile), i, to, 1));
  return q;
}

INLINE __m256 halves_at(const uint8_t *at) { return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)at)); }
INLINE __m256i bytes_at(const uint8_t *at) { return _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)at)); }
INLINE __m256 signed_bytes_at(const uint8_t *at) {
  return _mm256_cvtepi32_ps(_mm256_cvtepi8_epi32(_mm_loadl_epi64((const __m128i *)at)));
}

// What belongs to eight rows of a tile; the minimum as it is multiplied with t.
typedef struct { __m256 scale[2], minimum[2]; } row_scales;

INLINE row_scales scales_at(facet_type type, const uint8_t *head, const uint8_t *tail, int rows) {
  const __m256 eighth = _mm256_set1_ps(0.125f), minus_eighth = _mm256_set1_ps(-0.125f);
  row_scales s;
  s.scale[0] = s.scale[1] = s.minimum[0] = s.minimum[1] = _mm256_setzero_ps();
  switch (type) {
    case FACET_Q4_1: case FACET_Q5_1:
      s.minimum[0] = _mm256_mul_ps(halves_at(tail + 32 + 2 * rows), minus_eighth);
      s.scale[0] = halves_at(tail + 2 * rows);
      break;
    case FACET_Q4_0: case FACET_Q5_0: case FACET_Q8_0: case FACET_IQ4_NL:
      s.scale[0] = halves_at(tail + 2 * rows);
      break;
    case FACET_Q4_K: case FACET_Q5_K:
      s.scale[0] = _mm256_mul_ps(halves_at(head + 2 * rows), _mm256_cvtepi32_ps(bytes_at(tail + rows)));
      s.minimum[0] = _mm256_mul_ps(
          _mm256_mul_ps(halves_at(head + 32 + 2 * rows), eighth), _mm256_cvtepi32_ps(bytes_at(tail + 16 + rows)));
      break;
    case FACET_IQ4_XS:
      s.scale[0] = _mm256_mul_ps(halves_at(head + 2 * rows), signed_bytes_at(tail + rows));
      break;
    case FACET_Q3_K: case FACET_Q6_K:
      for (int h = 0; h < 2; h++) s.scale[h] = _mm256_mul_ps(halves_at(head + 2 * rows), signed_bytes_at(tail + 16 * h + rows));
      break;
    case FACET_Q2_K:
      for (int h = 0; h < 2; h++) {
        __m256i both = bytes_at(tail + 16 * h + rows);
        __m256 low = _mm256_cvtepi32_ps(_mm256_and_si256(both, _mm256_set1_epi32(15)));
        s.scale[h] = _mm256_mul_ps(halves_at(head + 2 * rows), low);
        s.minimum[h] = _mm256_mul_ps(
            _mm256_mul_ps(halves_at(head + 32 + 2 * rows), eighth), _mm256_cvtepi32_ps(_mm256_srli_epi32(both, 4)));
      }
      break;
    default: break;
  }
  return s;
}

// −offset·Σx of every token: of the first half of a block, of the second, of both.
typedef struct { int32_t half[2][FACET_WIDTH_MAX], both[FACET_WIDTH_MAX]; } biases;

INLINE void take_biases(facet_type type, size_t w, facet_panel_block x, biases *out) {
  const int offset = offset_of(type);
  if (offset == 0) return;
  for (size_t n = 0; n < w; n++) {
    for (int h = 0; h < 2; h++) out->half[h][n] = offset < 8 ? x.bias[h][n] * offset / 8 : x.bias[h][n] * (offset / 8);
    out->both[n] = out->half[0][n] + out->half[1][n];
  }
}

INLINE __m256i bias_of(facet_type type, const int32_t *bias) {
  return offset_of(type) == 0 ? _mm256_setzero_si256() : broadcast4(bias);
}

// sums + Σ over registers [first, last) of weights times four activations each. `unit` multiplies.
INLINE __m256i dot(__m256i sums, const __m256i *p, const int8_t *x, int first, int last, int bits, int unit) {
#if HAS_VNNI
  (void)bits, (void)unit;
  for (int i = first; i < last; i++) sums = _mm256_dpbusd_avx_epi32(sums, p[i], broadcast4(x + 4 * i));
#else
  // 2·(2^bits − 1)·127 a register must stay below 2^15 in all.
  const int allowed = bits <= 4 ? 8 : bits == 5 ? 4 : 2, at_once = allowed < last - first ? allowed : last - first;
#pragma clang loop unroll(full)
  for (int i = first; i < last; i += at_once) {
    __m256i pairs = _mm256_maddubs_epi16(p[i], broadcast4(x + 4 * i));
#pragma clang loop unroll(full)
    for (int k = 1; k < at_once; k++) {
      pairs = _mm256_add_epi16(pairs, _mm256_maddubs_epi16(p[i + k], broadcast4(x + 4 * (i + k))));
    }
    sums = _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16((short)unit)));
  }
#endif
  return sums;
}

// Σ over a whole block of (weight − offset)·activation for token n.
INLINE __m256i dot_block(facet_type type, const __m256i *p, const int8_t *q, const biases *bias, const __m256i *low_sums, size_t n) {
#if HAS_VNNI
  (void)low_sums;
  // Two chains, each half as long to wait for.
  return _mm256_add_epi32(
      dot(bias_of(type, bias->half[0] + n), p, q, 0, 4, 0, 1), dot(bias_of(type, bias->half[1] + n), p, q, 4, 8, 0, 1));
#else
  (void)bias;
  if (bits_of(type) == 8) return dot(low_sums[n], p, q, 0, 8, 4, 16);
  return dot(bias_of(type, bias->both + n), p, q, 0, 8, bits_of(type), 1);
#endif
}

// Adds one tile's share to the sums of eight rows and all tokens; acc[token·16].
INLINE void add_rows(
    facet_type type, size_t w, const uint8_t *head, const uint8_t *tile, int rows, facet_panel_block x, const biases *bias, float *acc) {
  const row_scales scales = scales_at(type, head, tile + facet_plane_bytes(facet_layout_of(type).planes), rows);
  __m256i p[8], low_sums[FACET_WIDTH_MAX];
  for (int i = 0; i < 8; i++) p[i] = weights_at(type, tile + 4 * rows, i);
  if (!HAS_VNNI && bits_of(type) == 8) {
    __m256i low[8];
    for (int i = 0; i < 8; i++) low[i] = moved(p[i], 0, 0, 15), p[i] = moved(p[i], 4, 0, 15);
#pragma clang loop unroll(disable)
    for (size_t n = 0; n < w; n++) low_sums[n] = dot(bias_of(type, bias->both + n), low, x.q + 32 * n, 0, 8, 4, 1);
  }
#pragma clang loop unroll(disable)
  for (size_t n = 0; n < w; n++) {
    const int8_t *q = x.q + 32 * n;
    const __m256 d = _mm256_set1_ps(x.d[n]);
    __m256 sum = _mm256_loadu_ps(acc + 16 * n);
    if (has_two_scales(type)) {
      for (int h = 0; h < 2; h++) {
        __m256i products = dot(bias_of(type, bias->half[h] + n), p, q, 4 * h, 4 * h + 4, bits_of(type), 1);
        sum = _mm256_fmadd_ps(_mm256_cvtepi32_ps(products), _mm256_mul_ps(scales.scale[h], d), sum);
      }
    } else {
      __m256i products = dot_block(type, p, q, bias, low_sums, n);
      sum = _mm256_fmadd_ps(_mm256_cvtepi32_ps(products), _mm256_mul_ps(scales.scale[0], d), sum);
    }
    if (has_minimum(type)) sum = _mm256_fmadd_ps(scales.minimum[0], _mm256_set1_ps(x.t[n]), sum);
    if (type == FACET_Q2_K) {
      for (int h = 0; h < 2; h++) {
        __m256 t = _mm256_mul_ps(d, _mm256_cvtepi32_ps(broadcast4(x.bias[h] + n)));
        sum = _mm256_fmadd_ps(scales.minimum[h], t, sum);
      }
    }
    _mm256_storeu_ps(acc + 16 * n, sum);
  }
}

// Inlined for every type and width.
INLINE void multiply(
    facet_type type, size_t w, const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) {
  const facet_layout l = facet_layout_of(type);
  const size_t tile_bytes = facet_tile_bytes(l);
  for (size_t tile_row = 0; tile_row < tile_rows; tile_row++, y += FACET_TILE_ROWS) {
    float acc[FACET_WIDTH_MAX * 16];
    for (size_t n = 0; n < w * 16; n += 8) _mm256_storeu_ps(acc + n, _mm256_setzero_ps());
    const uint8_t *head = tiles;
    for (size_t block = 0; block < columns / 32; block++, tiles += tile_bytes) {
      if (l.head > 0 && block % 8 == 0) head = tiles, tiles += 16 * l.head;
      for (size_t k = 0; k < tile_bytes; k += 64) _mm_prefetch((const char *)tiles + PREFETCH_BYTES + k, _MM_HINT_T0);
      const facet_panel_block x = facet_panel_block_at(panel, w, block);
      biases bias;
      take_biases(type, w, x, &bias);
      // A true loop: unrolled, the compiler would keep what both halves broadcast and run out of registers.
#pragma clang loop unroll(disable)
      for (int rows = 0; rows < 16; rows += 8) add_rows(type, w, head, tiles, rows, x, &bias, acc + rows);
    }
    for (size_t n = 0; n < w; n++)
      for (size_t row = 0; row < 16; row += 8) _mm256_storeu_ps(y + n * ldy + row, _mm256_loadu_ps(acc + 16 * n + row));
  }
}

#define DEFINE_WIDTH(TYPE, W)                                                                                                  \
  static void multiply_##TYPE##_##W(                                                                                           \
      const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) {                    \
    multiply(TYPE, W, tiles, tile_rows, columns, panel, y, ldy);                                                               \
  }
#define DEFINE(TYPE) FACET_EACH_WIDTH(DEFINE_WIDTH, TYPE)
FACET_EACH_TYPE(DEFINE)

INLINE float largest_of(__m256 values) {
  __m128 four = _mm_max_ps(_mm256_castps256_ps128(values), _mm256_extractf128_ps(values, 1));
  four = _mm_max_ps(four, _mm_movehl_ps(four, four));
  return _mm_cvtss_f32(_mm_max_ss(four, _mm_movehdup_ps(four)));
}

INLINE int32_t sum_of(__m128i bytes) {
  __m128i pairs = _mm_maddubs_epi16(_mm_set1_epi8(1), bytes), fours = _mm_madd_epi16(pairs, _mm_set1_epi16(1));
  fours = _mm_add_epi32(fours, _mm_shuffle_epi32(fours, 0x4e));
  return _mm_cvtsi128_si32(_mm_add_epi32(fours, _mm_shuffle_epi32(fours, 0xb1)));
}

// As facet_portable_quantize, bit for bit: the order of the operands decides what becomes of numbers that are not one.
static void quantize(const float *x, size_t ldx, size_t w, size_t columns, uint8_t *panel) {
  const __m256 magnitude = _mm256_castsi256_ps(_mm256_set1_epi32(0x7fffffff));
  for (size_t block = 0; block < columns / 32; block++) {
    const facet_panel_block out = facet_panel_block_at(panel, w, block);
    for (size_t token = 0; token < w; token++) {
      const float *in = x + token * ldx + 32 * block;
      __m256 largest = _mm256_setzero_ps();
      for (int k = 0; k < 32; k += 8) largest = _mm256_max_ps(_mm256_and_ps(_mm256_loadu_ps(in + k), magnitude), largest);
      const float most = largest_of(largest), d = most / 127;
      const __m256 inverse = _mm256_set1_ps(most > FACET_SMALLEST ? 127 / most : 0);
      __m256i words[4];
      for (int k = 0; k < 4; k++) {
        __m256 value = _mm256_mul_ps(_mm256_loadu_ps(in + 8 * k), inverse);
        value = _mm256_max_ps(_mm256_min_ps(value, _mm256_set1_ps(127)), _mm256_set1_ps(-127));
        words[k] = _mm256_cvtps_epi32(value);
      }
      __m256i bytes = _mm256_packs_epi16(_mm256_packs_epi32(words[0], words[1]), _mm256_packs_epi32(words[2], words[3]));
      bytes = _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
      _mm256_storeu_si256((__m256i *)(out.q + 32 * token), bytes);
      const int32_t first = -8 * sum_of(_mm256_castsi256_si128(bytes)), second = -8 * sum_of(_mm256_extracti128_si256(bytes, 1));
      out.d[token] = d, out.bias[0][token] = first, out.bias[1][token] = second, out.t[token] = d * (float)(first + second);
    }
  }
}

// The body of the kernels that take eight rows at a time. Before it stand the lanes of an instruction set (lanes_x86.h,
// lanes_neon.h): `bytes` holds four columns of eight rows, `ints` and `floats` a number for each of them.
//
// A register of the drawing in kernels.h is two `bytes` here: rows 0…7 and rows 8…15. For eight rows all eight registers of a
// tile are unpacked at once and stay where they are while every token passes: four activations are broadcast, multiplied with a
// register, added; after eight of them the block's sum is made a float and goes to the token's sums, which lie in memory.
//
// The lanes say of themselves:
//   HAS_SIGNED_BYTES    weights of a whole byte have a sign, the offset of 128 is gone
//   SPLITS_BYTES        weights of a whole byte are multiplied as two nibbles
//   SHARES_WIDTHS       one kernel for 2…8 tokens: a tenth slower, but an eighth of the code
//   HAS_CHAINS          dot is a chain of instructions that wait for each other, so two chains are better than one

INLINE bool has_levels(facet_type type) { return type == FACET_IQ4_NL || type == FACET_IQ4_XS; }
INLINE bool has_two_scales(facet_type type) { return type == FACET_Q2_K || type == FACET_Q3_K || type == FACET_Q6_K; }
INLINE bool has_minimum(facet_type type) {
  return type == FACET_Q4_1 || type == FACET_Q5_1 || type == FACET_Q4_K || type == FACET_Q5_K;
}

// Bits of an unpacked weight.
INLINE int bits_of(facet_type type) {
  const uint8_t planes = facet_layout_of(type).planes;
  if (has_levels(type) || planes & FACET_BYTES) return 8;
  return (planes & FACET_NIBBLES ? 4 : 0) + (planes & FACET_PAIRS ? 2 : 0) + (planes & FACET_BITS ? 1 : 0);
}

INLINE int offset_of(facet_type type) {
  if (bits_of(type) == 8) return HAS_SIGNED_BYTES ? 0 : 128;
  return facet_offset_of(type);
}

// Register p[i] of eight rows; `tile` points at the first of the rows in the first plane.
INLINE bytes weights_at(facet_type type, const uint8_t *tile, int i) {
  const uint8_t planes = facet_layout_of(type).planes;
  if (planes & FACET_BYTES) {
    bytes stored = load_bytes(tile + 64 * i);
    return HAS_SIGNED_BYTES ? without_offset(stored) : stored;
  }
  const bool has_nibbles = planes & FACET_NIBBLES, has_pairs = planes & FACET_PAIRS;
  const uint8_t *pairs = tile + (has_nibbles ? 256 : 0), *bits = pairs + (has_pairs ? 128 : 0);
  const int pairs_at = has_nibbles ? 4 : 0, bits_at = pairs_at + (has_pairs ? 2 : 0);
  bytes q;
  if (has_nibbles) {
    q = moved(load_bytes(tile + 64 * (i % 4)), i / 4 * 4, 0, 15);
    if (has_levels(type)) return levels_of(q);
    if (has_pairs) q = united(q, moved(load_bytes(pairs + 64 * (i % 2)), i / 2 * 2, pairs_at, 3));
  } else {
    q = moved(load_bytes(pairs + 64 * (i % 2)), i / 2 * 2, pairs_at, 3);
  }
  return planes & FACET_BITS ? united(q, moved(load_bytes(bits), i, bits_at, 1)) : q;
}

// What belongs to eight rows of a tile; the minimum as it is multiplied with t.
typedef struct { floats scale[2], minimum[2]; } row_scales;

INLINE row_scales scales_at(facet_type type, const uint8_t *head, const uint8_t *tail, int rows) {
  const uint8_t *d = head + 2 * rows, *minimum = head + 32 + 2 * rows;
  row_scales s;
  s.scale[0] = s.scale[1] = s.minimum[0] = s.minimum[1] = splat(0);
  switch (type) {
    case FACET_Q4_0: case FACET_Q5_0: case FACET_Q8_0: case FACET_IQ4_NL:
      s.scale[0] = halves_at(tail + 2 * rows);
      break;
    case FACET_Q4_1: case FACET_Q5_1:
      s.scale[0] = halves_at(tail + 2 * rows);
      s.minimum[0] = multiplied(halves_at(tail + 32 + 2 * rows), splat(-0.125f));
      break;
    case FACET_Q4_K: case FACET_Q5_K:
      s.scale[0] = multiplied(halves_at(d), bits_at(tail + rows, 0, 255));
      s.minimum[0] = multiplied(multiplied(halves_at(minimum), splat(0.125f)), bits_at(tail + 16 + rows, 0, 255));
      break;
    case FACET_IQ4_XS:
      s.scale[0] = multiplied(halves_at(d), signed_bytes_at(tail + rows));
      break;
    case FACET_Q3_K: case FACET_Q6_K:
      for (int h = 0; h < 2; h++) s.scale[h] = multiplied(halves_at(d), signed_bytes_at(tail + 16 * h + rows));
      break;
    case FACET_Q2_K:
      for (int h = 0; h < 2; h++) {
        s.scale[h] = multiplied(halves_at(d), bits_at(tail + 16 * h + rows, 0, 15));
        s.minimum[h] = multiplied(multiplied(halves_at(minimum), splat(0.125f)), bits_at(tail + 16 * h + rows, 4, 15));
      }
      break;
    default: break;
  }
  return s;
}

// −offset·Σx of every token: of the first half of a block, of the second, of both.
typedef struct { int32_t half[2][FACET_WIDTH_MAX], both[FACET_WIDTH_MAX]; } bias_store;
typedef struct { const int32_t *half[2], *both; } biases;

INLINE biases take_biases(facet_type type, size_t w, facet_panel_block x, bias_store *store) {
  const int offset = offset_of(type);
  if (offset == 0) return (biases){{0, 0}, 0};
  for (size_t n = 0; n < w; n++) {
    for (int h = 0; h < 2; h++) {
      store->half[h][n] = offset < 8 ? x.bias[h][n] * offset / 8 : x.bias[h][n] * (offset / 8);
    }
    store->both[n] = store->half[0][n] + store->half[1][n];
  }
  // The panel has them for an offset of 8.
  if (offset == 8) return (biases){{x.bias[0], x.bias[1]}, store->both};
  return (biases){{store->half[0], store->half[1]}, store->both};
}

INLINE ints bias_of(facet_type type, const int32_t *bias, size_t n) {
  return offset_of(type) == 0 ? zero_ints() : splat_int(bias + n);
}

// Σ over a whole block of (weight − offset)·activation for token n.
INLINE ints dot_block(facet_type type, const bytes *p, activations x, const biases *bias, const ints *low_sums, size_t n) {
  const int bits = bits_of(type);
  if (SPLITS_BYTES && bits == 8) return dot(low_sums[n], p, x, 0, 8, 4, 16);
#if HAS_CHAINS
  ints first = dot(bias_of(type, bias->half[0], n), p, x, 0, 4, bits, 1);
  return add_ints(first, dot(bias_of(type, bias->half[1], n), p, x, 4, 8, bits, 1));
#else
  return dot(bias_of(type, bias->both, n), p, x, 0, 8, bits, 1);
#endif
}

// Adds one tile's share to the sums of eight rows and all tokens, acc[token·16].
INLINE void add_rows(
    facet_type type, size_t w, const uint8_t *head, const uint8_t *tile, int rows, facet_panel_block x, const biases *bias,
    float *acc) {
  const row_scales scales = scales_at(type, head, tile + facet_plane_bytes(facet_layout_of(type).planes), rows);
  bytes p[8];
  ints low_sums[FACET_WIDTH_MAX];
  for (int i = 0; i < 8; i++) p[i] = weights_at(type, tile + 4 * rows, i);
  if (SPLITS_BYTES && bits_of(type) == 8) {
    bytes low[8];
    for (int i = 0; i < 8; i++) low[i] = moved(p[i], 0, 0, 15), p[i] = moved(p[i], 4, 0, 15);
    NO_UNROLLING
    for (size_t n = 0; n < w; n++) {
      low_sums[n] = dot(bias_of(type, bias->both, n), low, take_activations(x.q + 32 * n), 0, 8, 4, 1);
    }
  }
  NO_UNROLLING
  for (size_t n = 0; n < w; n++) {
    const activations q = take_activations(x.q + 32 * n);
    const floats d = splat(x.d[n]);
    floats sum = load_floats(acc + 16 * n);
    if (has_two_scales(type)) {
      for (int h = 0; h < 2; h++) {
        ints products = dot(bias_of(type, bias->half[h], n), p, q, 4 * h, 4 * h + 4, bits_of(type), 1);
        sum = fused(to_floats(products), multiplied(scales.scale[h], d), sum);
      }
    } else {
      ints products = dot_block(type, p, q, bias, low_sums, n);
      sum = fused(to_floats(products), multiplied(scales.scale[0], d), sum);
    }
    if (has_minimum(type)) sum = fused(scales.minimum[0], splat(x.t[n]), sum);
    if (type == FACET_Q2_K) {
      for (int h = 0; h < 2; h++) sum = fused(scales.minimum[h], splat(x.d[n] * (float)x.bias[h][n]), sum);
    }
    store_floats(acc + 16 * n, sum);
  }
}

// Inlined for every type and width.
INLINE void multiply(
    facet_type type, size_t w, const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) {
  const facet_layout l = facet_layout_of(type);
  const size_t tile_bytes = facet_tile_bytes(l);
  const facet_ahead ahead = facet_ahead_of(w, false);
  for (size_t tile_row = 0; tile_row < tile_rows; tile_row++, y += FACET_TILE_ROWS) {
    float acc[FACET_WIDTH_MAX * 16];
    for (size_t n = 0; n < w * 16; n += 8) store_floats(acc + n, splat(0));
    const uint8_t *head = tiles;
    for (size_t block = 0; block < columns / 32; block++, tiles += tile_bytes) {
      if (l.head > 0 && block % 8 == 0) head = tiles, tiles += 16 * l.head;
      for (size_t k = 0; k < tile_bytes; k += 64) facet_prefetch(tiles + k, ahead);
      const facet_panel_block x = facet_panel_block_at(panel, w, block);
      bias_store store;
      const biases bias = take_biases(type, w, x, &store);
      // A true loop: unrolled, the compiler would keep what both halves broadcast and run out of registers.
      NO_UNROLLING
      for (int rows = 0; rows < 16; rows += 8) add_rows(type, w, head, tiles, rows, x, &bias, acc + rows);
    }
    for (size_t n = 0; n < w; n++)
      for (size_t row = 0; row < 16; row += 8) store_floats(y + n * ldy + row, load_floats(acc + 16 * n + row));
  }
}

#define DEFINE_WIDTH(TYPE, W)                                                                                          \
  static void multiply_##TYPE##_##W(                                                                                   \
      const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) {            \
    if (W == 1 || !SHARES_WIDTHS) {                                                                                    \
      multiply(TYPE, W, tiles, tile_rows, columns, panel, y, ldy);                                                     \
    } else {                                                                                                           \
      multiply_##TYPE(W, tiles, tile_rows, columns, panel, y, ldy);                                                    \
    }                                                                                                                  \
  }
#define DEFINE(TYPE)                                                                                                   \
  static __attribute__((noinline, unused)) void multiply_##TYPE(                                                       \
      size_t w, const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy) {  \
    multiply(TYPE, w, tiles, tile_rows, columns, panel, y, ldy);                                                       \
  }                                                                                                                    \
  FACET_EACH_WIDTH(DEFINE_WIDTH, TYPE)
FACET_EACH_TYPE(DEFINE)

// As facet_portable_quantize, bit for bit.
static void quantize(const float *x, size_t ldx, size_t w, size_t columns, uint8_t *panel) {
  for (size_t block = 0; block < columns / 32; block++) {
    const facet_panel_block out = facet_panel_block_at(panel, w, block);
    for (size_t token = 0; token < w; token++) {
      const float *in = x + token * ldx + 32 * block;
      const float largest = largest_size(in), d = largest / 127;
      int32_t sums[2];
      round_block(in, largest > FACET_SMALLEST ? 127 / largest : 0, out.q + 32 * token, sums);
      out.d[token] = d, out.t[token] = d * (float)(-8 * (sums[0] + sums[1]));
      for (int half = 0; half < 2; half++) out.bias[half][token] = -8 * sums[half];
    }
  }
}

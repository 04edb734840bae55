// Packing of GGUF rows into tiles and reading single rows back: see kernels.h for the drawing.
#include "kernels.h"

#include <string.h>

const int8_t facet_iq4[16] = {-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113};

enum { NIBBLES = 1, PAIRS = 2, BITS = 4, BYTES = 8 };

typedef struct {
  uint16_t columns, bytes;          // of a GGUF block
  uint8_t planes, head, tail;       // head: bytes per row before a group of 256; tail: bytes per row after each tile's planes
} layout;

static const layout layouts[FACET_TYPES] = {
    [FACET_Q4_0] = {32, 18, NIBBLES, 0, 2},       [FACET_Q4_1] = {32, 20, NIBBLES, 0, 4},
    [FACET_Q5_0] = {32, 22, NIBBLES | BITS, 0, 2}, [FACET_Q5_1] = {32, 24, NIBBLES | BITS, 0, 4},
    [FACET_Q8_0] = {32, 34, BYTES, 0, 2},         [FACET_IQ4_NL] = {32, 18, NIBBLES, 0, 2},
    [FACET_Q2_K] = {256, 84, PAIRS, 4, 2},        [FACET_Q3_K] = {256, 110, PAIRS | BITS, 2, 2},
    [FACET_Q4_K] = {256, 144, NIBBLES, 4, 2},     [FACET_Q5_K] = {256, 176, NIBBLES | BITS, 4, 2},
    [FACET_Q6_K] = {256, 210, NIBBLES | PAIRS, 2, 2}, [FACET_IQ4_XS] = {256, 136, NIBBLES, 2, 1},
};

static size_t plane_bytes(uint8_t planes) {
  return (planes & NIBBLES ? 256 : 0) + (planes & PAIRS ? 128 : 0) + (planes & BITS ? 64 : 0) + (planes & BYTES ? 512 : 0);
}

static size_t tile_bytes(const layout *l) { return plane_bytes(l->planes) + 16u * l->tail; }

size_t facet_block_columns(facet_type type) { return (unsigned)type < FACET_TYPES ? layouts[type].columns : 0; }
size_t facet_block_bytes(facet_type type) { return (unsigned)type < FACET_TYPES ? layouts[type].bytes : 0; }

static size_t group_bytes(const layout *l) { return 16u * l->head + l->columns / 32 * tile_bytes(l); }

size_t facet_tile_row_bytes(facet_type type, size_t columns) {
  const layout *l = &layouts[type];
  return columns / l->columns * group_bytes(l);
}

// One GGUF block of one row, taken apart: up to 256 weights and what belongs to them.
typedef struct {
  uint8_t q[256];
  uint8_t head[4];          // d, dmin as they stand (f16)
  uint8_t tail[8][4];       // per 32 columns, in the tile's order
} parts;

static void take_nibbles_32(const uint8_t *in, uint8_t *q) {
  for (int j = 0; j < 16; j++) q[j] = in[j] & 15, q[j + 16] = in[j] >> 4;
}

static void take_scales_k4(const uint8_t *s, uint8_t (*tail)[4]) {
  for (int j = 0; j < 8; j++) {
    tail[j][0] = j < 4 ? s[j] & 63 : (s[j + 4] & 15) | (s[j - 4] >> 6) << 4;
    tail[j][1] = j < 4 ? s[j + 4] & 63 : s[j + 4] >> 4 | (s[j] >> 6) << 4;
  }
}

static void take_apart(facet_type type, const uint8_t *in, parts *p) {
  uint32_t bits;
  switch (type) {
    case FACET_Q4_0: case FACET_IQ4_NL:
      memcpy(p->tail[0], in, 2), take_nibbles_32(in + 2, p->q);
      break;
    case FACET_Q4_1:
      memcpy(p->tail[0], in, 4), take_nibbles_32(in + 4, p->q);
      break;
    case FACET_Q5_0: case FACET_Q5_1: {
      size_t scales = type == FACET_Q5_0 ? 2 : 4;
      memcpy(p->tail[0], in, scales), memcpy(&bits, in + scales, 4), take_nibbles_32(in + scales + 4, p->q);
      for (int j = 0; j < 32; j++) p->q[j] |= (bits >> j & 1) << 4;
      break;
    }
    case FACET_Q8_0:
      memcpy(p->tail[0], in, 2);
      for (int j = 0; j < 32; j++) p->q[j] = in[2 + j] ^ 0x80;
      break;
    case FACET_Q2_K:  // scales[16], qs[64], d, dmin
      for (int j = 0; j < 16; j++) p->tail[j / 2][j % 2] = in[j];
      for (int j = 0; j < 256; j++) p->q[j] = in[16 + j / 128 * 32 + j % 32] >> (j % 128 / 32 * 2) & 3;
      memcpy(p->head, in + 80, 4);
      break;
    case FACET_Q3_K:  // hmask[32], qs[64], scales[12], d
      for (int j = 0; j < 256; j++)
        p->q[j] = (in[32 + j / 128 * 32 + j % 32] >> (j % 128 / 32 * 2) & 3) | (in[j % 32] >> (j / 32) & 1) << 2;
      for (int j = 0; j < 16; j++) {
        uint8_t low = j < 8 ? in[96 + j] & 15 : in[96 + j - 8] >> 4, high = in[104 + j % 4] >> (j / 4 * 2) & 3;
        p->tail[j / 2][j % 2] = (uint8_t)((low | high << 4) - 32);
      }
      memcpy(p->head, in + 108, 2);
      break;
    case FACET_Q4_K: case FACET_Q5_K: {  // d, dmin, scales[12], (qh[32],) qs[128]
      memcpy(p->head, in, 4), take_scales_k4(in + 4, p->tail);
      const uint8_t *qs = in + (type == FACET_Q4_K ? 16 : 48);
      for (int j = 0; j < 256; j++) p->q[j] = qs[j / 64 * 32 + j % 32] >> (j % 64 / 32 * 4) & 15;
      if (type == FACET_Q5_K)
        for (int j = 0; j < 256; j++) p->q[j] |= (in[16 + j % 32] >> (j / 32) & 1) << 4;
      break;
    }
    case FACET_Q6_K:  // ql[128], qh[64], scales[16], d
      for (int half = 0; half < 2; half++) {
        const uint8_t *ql = in + 64 * half, *qh = in + 128 + 32 * half;
        uint8_t *q = p->q + 128 * half;
        for (int j = 0; j < 32; j++) {
          q[j] = (ql[j] & 15) | (qh[j] & 3) << 4, q[j + 32] = (ql[j + 32] & 15) | (qh[j] >> 2 & 3) << 4;
          q[j + 64] = ql[j] >> 4 | (qh[j] >> 4 & 3) << 4, q[j + 96] = ql[j + 32] >> 4 | (qh[j] >> 6 & 3) << 4;
        }
      }
      for (int j = 0; j < 16; j++) p->tail[j / 2][j % 2] = in[192 + j];
      memcpy(p->head, in + 208, 2);
      break;
    case FACET_IQ4_XS: {  // d, scales_h u16, scales_l[4], qs[128]
      uint16_t high;
      memcpy(p->head, in, 2), memcpy(&high, in + 2, 2);
      for (int j = 0; j < 8; j++) {
        p->tail[j][0] = (uint8_t)(((in[4 + j / 2] >> (j % 2 * 4) & 15) | (high >> (2 * j) & 3) << 4) - 32);
        take_nibbles_32(in + 8 + 16 * j, p->q + 32 * j);
      }
      break;
    }
    default: break;
  }
}

// Puts one row's 32 weights into the planes of a tile (planes start as zeros).
static void put_planes(uint8_t planes, uint8_t *tile, size_t row, const uint8_t *q) {
  if (planes & BYTES) {
    for (int i = 0; i < 8; i++) memcpy(tile + 64 * i + 4 * row, q + 4 * i, 4);
    return;
  }
  if (planes & NIBBLES) {
    for (int i = 0; i < 4; i++)
      for (int c = 0; c < 4; c++) tile[64 * i + 4 * row + c] = (q[4 * i + c] & 15) | (uint8_t)(q[4 * (i + 4) + c] << 4);
    tile += 256;
  }
  int shift = planes & NIBBLES ? 4 : 0;
  if (planes & PAIRS) {
    for (int j = 0; j < 2; j++)
      for (int c = 0; c < 4; c++) {
        unsigned byte = 0;
        for (int t = 0; t < 4; t++) byte |= (q[4 * (j + 2 * t) + c] >> shift & 3u) << (2 * t);
        tile[64 * j + 4 * row + c] = (uint8_t)byte;
      }
    tile += 128, shift += 2;
  }
  if (planes & BITS)
    for (int c = 0; c < 4; c++) {
      unsigned byte = 0;
      for (int t = 0; t < 8; t++) byte |= (q[4 * t + c] >> shift & 1u) << t;
      tile[4 * row + c] = (uint8_t)byte;
    }
}

// Scales stand in runs: each `width` bytes wide (2 for f16, 1 for bytes), 16 rows in a run.
static void put_run(uint8_t *at, size_t row, const uint8_t *value, size_t bytes, size_t width) {
  for (size_t k = 0; k < bytes; k += width) memcpy(at + 16 * k + width * row, value + k, width);
}

// Q4_0's own bytes already pair column j with column j + 16: packing is a transposition of 4-byte words.
static void pack_q4_0(const uint8_t *rows, size_t row_count, size_t blocks, uint8_t *tiles) {
  for (size_t row = 0; row < row_count; row++) {
    const uint8_t *in = rows + row * blocks * 18;
    uint8_t *out = tiles + 4 * row;
    for (size_t b = 0; b < blocks; b++, in += 18, out += 288) {
      for (int i = 0; i < 4; i++) memcpy(out + 64 * i, in + 2 + 4 * i, 4);
      memcpy(out - 2 * row + 256, in, 2);
    }
  }
}

void facet_pack(facet_type type, const uint8_t *rows, size_t row_count, size_t columns, uint8_t *tiles) {
  const layout *l = &layouts[type];
  size_t blocks = columns / l->columns, tile = tile_bytes(l), planes = plane_bytes(l->planes);
  if (row_count < 16) memset(tiles, 0, blocks * group_bytes(l));
  if (type == FACET_Q4_0 || type == FACET_IQ4_NL) {
    pack_q4_0(rows, row_count, blocks, tiles);
    return;
  }
  size_t head_width = 2, tail_width = l->columns == 32 ? 2 : 1;
  parts p;
  for (size_t b = 0; b < blocks; b++) {
    uint8_t *group = tiles + b * group_bytes(l);
    for (size_t row = 0; row < row_count; row++) {
      take_apart(type, rows + (row * blocks + b) * l->bytes, &p);
      put_run(group, row, p.head, l->head, head_width);
      uint8_t *out = group + 16u * l->head;
      for (size_t k = 0; k < l->columns / 32; k++, out += tile) {
        put_planes(l->planes, out, row, p.q + 32 * k);
        put_run(out + planes, row, p.tail[k], l->tail, tail_width);
      }
    }
  }
}

static float half_at(const uint8_t *p) {
  _Float16 h;
  memcpy(&h, p, 2);
  return (float)h;
}

static unsigned weight_at(uint8_t planes, const uint8_t *tile, size_t row, size_t column) {
  size_t i = column / 4, c = 4 * row + column % 4;
  if (planes & BYTES) return tile[64 * i + c];
  unsigned q = 0, shift = 0;
  if (planes & NIBBLES) q = tile[64 * (i % 4) + c] >> (i / 4 * 4) & 15u, tile += 256, shift = 4;
  if (planes & PAIRS) q |= (tile[64 * (i % 2) + c] >> (i / 2 * 2) & 3u) << shift, tile += 128, shift += 2;
  if (planes & BITS) q |= (tile[c] >> i & 1u) << shift;
  return q;
}

void facet_tile_row(facet_type type, const uint8_t *tiles, size_t row, size_t columns, float *out) {
  const layout *l = &layouts[type];
  size_t tile = tile_bytes(l), planes = plane_bytes(l->planes);
  for (size_t b = 0; b < columns / l->columns; b++) {
    const uint8_t *head = tiles + b * group_bytes(l), *at = head + 16u * l->head;
    float d = l->head ? half_at(head + 2 * row) : 0, dmin = l->head > 2 ? half_at(head + 32 + 2 * row) : 0;
    for (size_t k = 0; k < l->columns / 32; k++, at += tile)
      for (size_t column = 0; column < 32; column++, out++) {
        const uint8_t *s = at + planes;
        float q = (float)weight_at(l->planes, at, row, column);
        size_t half = column / 16;
        switch (type) {
          case FACET_Q4_0: *out = half_at(s + 2 * row) * (q - 8); break;
          case FACET_Q5_0: *out = half_at(s + 2 * row) * (q - 16); break;
          case FACET_Q8_0: *out = half_at(s + 2 * row) * (q - 128); break;
          case FACET_Q4_1: case FACET_Q5_1: *out = half_at(s + 2 * row) * q + half_at(s + 32 + 2 * row); break;
          case FACET_IQ4_NL: *out = half_at(s + 2 * row) * facet_iq4[(int)q]; break;
          case FACET_Q2_K: *out = d * (s[16 * half + row] & 15) * q - dmin * (s[16 * half + row] >> 4); break;
          case FACET_Q3_K: *out = d * (int8_t)s[16 * half + row] * (q - 4); break;
          case FACET_Q4_K: case FACET_Q5_K: *out = d * s[row] * q - dmin * s[16 + row]; break;
          case FACET_Q6_K: *out = d * (int8_t)s[16 * half + row] * (q - 32); break;
          case FACET_IQ4_XS: *out = d * (int8_t)s[row] * facet_iq4[(int)q]; break;
          default: break;
        }
      }
  }
}

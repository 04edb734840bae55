// Compares every kernel set that this machine supports with the portable one: all types, all widths, several shapes.
// Prints a line for each set that was held against it and for each difference; exits with 1 if there is one.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

static const struct { const char *name; facet_type type; int halves[2]; } types[] = {
    {"Q4_0", FACET_Q4_0, {0, -1}}, {"Q4_1", FACET_Q4_1, {0, 2}}, {"Q5_0", FACET_Q5_0, {0, -1}}, {"Q5_1", FACET_Q5_1, {0, 2}},
    {"Q8_0", FACET_Q8_0, {0, -1}}, {"IQ4_NL", FACET_IQ4_NL, {0, -1}}, {"Q2_K", FACET_Q2_K, {80, 82}},
    {"Q3_K", FACET_Q3_K, {108, -1}}, {"Q4_K", FACET_Q4_K, {0, 2}}, {"Q5_K", FACET_Q5_K, {0, 2}},
    {"Q6_K", FACET_Q6_K, {208, -1}}, {"IQ4_XS", FACET_IQ4_XS, {0, -1}},
};
enum { TYPES = sizeof types / sizeof *types, ROWS = 48, MOST_COLUMNS = 1280, MOST_BYTES = ROWS * MOST_COLUMNS * 2 };

static uint64_t state = 1;
static uint64_t next(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9, z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

// Blocks of random bits, or of one byte only, with scales of a moderate size.
static void fill(int t, int byte, size_t columns, uint8_t *rows) {
  const size_t size = facet_block_bytes(types[t].type);
  for (size_t b = 0; b < ROWS * columns / facet_block_columns(types[t].type); b++, rows += size) {
    for (size_t k = 0; k < size; k++) rows[k] = (uint8_t)(byte < 0 ? (int)(next() >> 56) : byte);
    for (int k = 0; k < 2 && types[t].halves[k] >= 0; k++) {
      uint16_t half = (uint16_t)((next() & 0x83ff) | (6 + next() % 4) << 10);
      memcpy(rows + types[t].halves[k], &half, 2);
    }
  }
}

static uint8_t rows[MOST_BYTES], tiles[MOST_BYTES], panel[2][MOST_COLUMNS / 32 * FACET_PANEL_BYTES * FACET_WIDTH_MAX];
static float x[FACET_WIDTH_MAX * MOST_COLUMNS], y[2][FACET_WIDTH_MAX * ROWS], weights[MOST_COLUMNS], sizes[ROWS];

// Also against the same set with one token at a time: that answer must be the same bit for bit. Returns how many differ.
static int compare(const facet_matrix_kernels *set, const facet_matrix_kernels *portable, int t, size_t columns, size_t w) {
  const facet_type type = types[t].type;
  int differences = 0;
  portable->quantize(x, columns, w, columns, panel[0]);
  set->quantize(x, columns, w, columns, panel[1]);
  if (memcmp(panel[0], panel[1], columns / 32 * FACET_PANEL_BYTES * w) != 0) {
    printf("%s: panel of %zu tokens differs\n", set->name, w), differences++;
  }
  portable->multiply[type][w - 1](tiles, ROWS / 16, columns, panel[0], y[0], ROWS);
  set->multiply[type][w - 1](tiles, ROWS / 16, columns, panel[0], y[1], ROWS);
  for (size_t token = 0; token < w; token++) {
    float alone[ROWS];
    set->quantize(x + token * columns, columns, 1, columns, panel[1]);
    set->multiply[type][0](tiles, ROWS / 16, columns, panel[1], alone, ROWS);
    for (size_t row = 0; row < ROWS; row++) {
      const float want = y[0][token * ROWS + row], have = y[1][token * ROWS + row];
      if (!(__builtin_fabsf(want - have) <= 1e-6f * sizes[row]) || have != alone[row]) {
        if (differences++ == 0) {
          printf("%s %s: %zu columns, token %zu of %zu, row %zu: %g, portable %g, alone %g\n", set->name, types[t].name, columns,
                 token, w, row, (double)have, (double)want, (double)alone[row]);
        }
      }
    }
  }
  return differences;
}

int main(void) {
  const facet_matrix_kernels *portable = facet_matrix_kernels_at(facet_matrix_kernels_count() - 1);
  const int contents[] = {-1, 0xff, 0x00};
  int differences = 0;
  for (size_t s = 0; s < facet_matrix_kernels_count() - 1; s++) {
    const facet_matrix_kernels *set = facet_matrix_kernels_at(s);
    if (!set->is_supported()) continue;
    for (int t = 0; t < TYPES; t++)
      for (size_t blocks = 1; blocks <= 5; blocks += 2)
        for (int c = 0; c < 3; c++) {
          const size_t columns = blocks * facet_block_columns(types[t].type);
          fill(t, contents[c], columns, rows);
          const facet_type type = types[t].type;
          const size_t row_bytes = columns / facet_block_columns(type) * facet_block_bytes(type);
          const size_t tile_row_bytes = facet_tile_row_bytes(type, columns);
          for (size_t r = 0; r < ROWS / 16; r++) {
            facet_pack(type, rows + r * 16 * row_bytes, 16, columns, tiles + r * tile_row_bytes);
          }
          for (size_t r = 0; r < ROWS; r++) {
            facet_tile_row(type, tiles + r / 16 * tile_row_bytes, r % 16, columns, weights), sizes[r] = 0;
            for (size_t k = 0; k < columns; k++) sizes[r] += __builtin_fabsf(weights[k]);
          }
          for (size_t w = 1; w <= FACET_WIDTH_MAX; w++) {
            // Random, all as large as can be, of one sign or of two.
            for (size_t k = 0; k < w * columns; k++) {
              x[k] = c == 0 ? (float)((int)(next() % 20001) - 10000) * 1e-4f : w % 2 == 1 ? 1 : k % 2 == 0 ? -1 : 1;
            }
            differences += compare(set, portable, t, columns, w);
          }
        }
    printf("%s compared\n", set->name);
  }
  return differences > 0;
}

// The arithmetic of the engine, one table of functions per instruction set, chosen at run time.
//
// Quantised weights are kept in TILES of 16 rows, so that one 512-bit register (or two of 256 bits, or four of 128) holds four
// neighbouring columns of all 16 rows, which is what the dot-product instructions want:
//
//   register p[i], i = 0…7      byte 4·r + c  =  weight of row r, column 4·i + c of a block of 32 columns
//
// p[0…3] are the block's first half (columns 0…15), p[4…7] the second. On disk and in memory the eight registers are packed into planes:
//
//   nibble plane  256 bytes     byte 64·i + 4·r + c, i = 0…3:  low four bits belong to p[i], high four to p[i + 4]
//   pair plane    128 bytes     byte 64·j + 4·r + c, j = 0…1:  bits 2t, 2t+1 belong to p[j + 2t], t = 0…3
//   bit plane      64 bytes     byte 4·r + c:                  bit t belongs to p[t], t = 0…7
//   byte plane    512 bytes     byte 64·i + 4·r + c:           p[i]
//
// A tile covers 32 columns (or, for the K types, 256 columns: a head, then eight tiles). Scales stand per row, 16 in a run:
//
//   type     head (per 256)     tile (per 32 columns)                                  weight =
//   Q4_0                        nibbles, d f16                                         d·(q − 8)
//   Q4_1                        nibbles, d f16, m f16                                  d·q + m
//   Q5_0                        nibbles, bits (value 16), d f16                        d·(q − 16)
//   Q5_1                        nibbles, bits (value 16), d f16, m f16                 d·q + m
//   Q8_0                        bytes (stored plus 128), d f16                         d·(q − 128)
//   IQ4_NL                      nibbles, d f16                                         d·facet_iq4[q]
//   Q2_K     d f16, dmin f16    pairs, s u8 of half 0, s u8 of half 1                  d·(s & 15)·q − dmin·(s >> 4)
//   Q3_K     d f16              pairs, bits (value 4), s i8 of half 0, of half 1       d·s·(q − 4)
//   Q4_K     d f16, dmin f16    nibbles, s u8, m u8                                    d·s·q − dmin·m
//   Q5_K     d f16, dmin f16    nibbles, bits (value 16), s u8, m u8                   d·s·q − dmin·m
//   Q6_K     d f16              nibbles, pairs (value 16), s i8 of half 0, of half 1   d·s·(q − 32)
//   IQ4_XS   d f16              nibbles, s i8                                          d·s·facet_iq4[q]
//
// Activations are quantised to 8 bits in blocks of 32 and laid out in PANELS of up to 16 tokens, so that a kernel for w tokens finds
// everything at constant distances. Block b of a panel of w tokens starts at b·48·w:
//
//   int8  q[w][32]     round(x·127/max|x|)
//   float d[w]         max|x|/127
//   int32 bias[2][w]   −8·Σq of columns 0…15, of columns 16…31
//   float t[w]         d·(bias[0] + bias[1]), for the types with a minimum
//
// What every matrix kernel computes for a row and a token, block after block in this order, so that the answer does not depend on
// how many tokens share a call (bit for bit within one instruction set):
//
//   one scale a block:   acc = fma(float(Σ q·x − offset·Σ x), scale·d, acc)
//   two scales:          the same with half 0, then with half 1
//   with a minimum:      then acc = fma(−minimum/8, t, acc)         Q2_K: per half with d·bias[h]
//
// scale is d·s rounded to float, offset·Σx is −bias·offset/8: exact.
#ifndef FACET_KERNELS_H
#define FACET_KERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Numbers are those of the GGUF format.
typedef enum {
  FACET_Q4_0 = 2, FACET_Q4_1 = 3, FACET_Q5_0 = 6, FACET_Q5_1 = 7, FACET_Q8_0 = 8,
  FACET_Q2_K = 10, FACET_Q3_K = 11, FACET_Q4_K = 12, FACET_Q5_K = 13, FACET_Q6_K = 14,
  FACET_IQ4_NL = 20, FACET_IQ4_XS = 23, FACET_TYPES = 24
} facet_type;

enum { FACET_TILE_ROWS = 16, FACET_BLOCK = 32, FACET_PANEL_BYTES = 48, FACET_PANEL_MAX = 16, FACET_WIDTH_MAX = 8 };

// The sixteen levels of IQ4_NL and IQ4_XS.
extern const int8_t facet_iq4[16];

// ---- tiles (tiles.c: plain C, the same for all instruction sets) ----

// Columns that one GGUF block of the type covers: 32 or 256; 0 for a type without tiles.
size_t facet_block_columns(facet_type type);
// Bytes of one GGUF block of the type.
size_t facet_block_bytes(facet_type type);
// Bytes of one tile row (16 rows) of `columns` columns; a multiple of 32.
size_t facet_tile_row_bytes(facet_type type, size_t columns);
// Packs up to 16 GGUF rows that lie one after the other into a tile row; missing rows become zero.
void facet_pack(facet_type type, const uint8_t *rows, size_t row_count, size_t columns, uint8_t *tiles);
// Writes one row of a tile row as floats.
void facet_tile_row(facet_type type, const uint8_t *tiles, size_t row, size_t columns, float *out);

// ---- kernels per instruction set ----

// Multiplies `tile_rows` tile rows (consecutive, each facet_tile_row_bytes apart) with one panel of a fixed width w:
// y[token·ldy + row], token < w, row < 16·tile_rows.
typedef void (*facet_multiply)(const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panel, float *y, size_t ldy);

// Multiplies tile rows with `panel_count` panels of 16 tokens that lie one after the other, unpacking each tile once for all.
typedef void (*facet_multiply_panels)(const uint8_t *tiles, size_t tile_rows, size_t columns, const uint8_t *panels, size_t panel_count, float *y, size_t ldy);

typedef struct {
  const char *name;
  bool (*is_supported)(void);
  // Widest panel: 8, or 16 where a matrix unit takes 16 tokens at once.
  size_t panel_width;
  // multiply[type][w - 1] for w = 1…8 and, where panel_width is 16, w = 16.
  facet_multiply multiply[FACET_TYPES][FACET_PANEL_MAX];
  // For many panels of 16 tokens; NULL where panel_width is 8.
  facet_multiply_panels multiply_panels[FACET_TYPES];
  // Quantises w tokens, x[token·ldx + column], into a panel.
  void (*quantize)(const float *x, size_t ldx, size_t w, size_t columns, uint8_t *panel);
} facet_matrix_kernels;

// All that this build knows, best first; the last one is portable and always supported.
size_t facet_matrix_kernels_count(void);
const facet_matrix_kernels *facet_matrix_kernels_at(size_t index);

#endif

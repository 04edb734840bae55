// Everything between the matrices: norms, activations, rotation, attention. One source (ops.inc) compiled per instruction set.
#ifndef FACET_OPS_H
#define FACET_OPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// How keys and values are kept: cache_f16.inc and cache_q8.inc draw the memory.
typedef enum { FACET_KV_F16, FACET_KV_Q8 } facet_kv_type;

// Keys and values of one KV head in a ring of `capacity` slots (a multiple of 64): position p lives in slot p mod capacity. The slots
// stand in blocks of 16; a block of keys, and one of values, takes facet_kv_block_bytes.
typedef struct {
  uint8_t *keys;
  uint8_t *values;
  size_t capacity;
  size_t head_size;  // a multiple of 16; with FACET_KV_Q8 a multiple of 32, at most FACET_Q8_HEAD_MAX
  facet_kv_type type;
} facet_kv_head;

enum { FACET_KV_SLOTS = 16, FACET_Q8_HEAD_MAX = 1024 };

// Bytes of the keys, or of the values, of 16 slots.
static inline size_t facet_kv_block_bytes(facet_kv_type type, size_t head_size) {
  // Two bytes each; or one, and a scale of two bytes for every 32.
  return type == FACET_KV_F16 ? FACET_KV_SLOTS * 2 * head_size : FACET_KV_SLOTS * (head_size + head_size / 16);
}

// Keys and values of 64 positions, one behind the other.
typedef struct {
  const uint8_t *keys, *values;
} facet_kv_place;

// Where those stand that begin with a position; it is a multiple of 16.
static inline facet_kv_place facet_kv_place_of(const facet_kv_head *head, int64_t position) {
  size_t offset = (size_t)position % head->capacity / FACET_KV_SLOTS * facet_kv_block_bytes(head->type, head->head_size);
  return (facet_kv_place){head->keys + offset, head->values + offset};
}

enum { FACET_KEY_BLOCK = 64, FACET_ROWS = 4 };

// Where the running softmax of a query row stands: largest score, sum of exp(score − largest), Σ exp(score − largest)·value.
typedef struct {
  float largest, sum;
} facet_softmax;

typedef struct {
  const char *name;
  bool (*is_supported)(void);
  // out = x / sqrt(mean(x²) + epsilon) · weight          weight may be NULL
  void (*rms_norm)(const float *x, const float *weight, size_t n, float epsilon, float *out);
  // out = (x − mean) / sqrt(variance + epsilon) · weight + bias
  void (*layer_norm)(const float *x, const float *weight, const float *bias, size_t n, float epsilon, float *out);
  // x = (x + y) · scale
  void (*add_scale)(float *x, const float *y, float scale, size_t n);
  // gate = gelu(gate) · up, the tanh form: 0.5·g·(1 + tanh(√(2/π)·(g + 0.044715·g³)))
  void (*gelu_multiply)(float *gate, const float *up, size_t n);
  // Turns the pairs (i, i + half) of x by the angle whose cosine and sine are given, i < half.
  void (*rotate)(float *x, const float *cosine, const float *sine, size_t half);
  // x = cap · tanh(x / cap)
  void (*soft_cap)(float *x, float cap, size_t n);
  void (*store_key)(const facet_kv_head *head, size_t slot, const float *key);
  void (*store_value)(const facet_kv_head *head, size_t slot, const float *value);
  // Lets up to FACET_ROWS query rows (rows[r], head_size floats each) see positions [first, last) of one KV head, `first` being a
  // multiple of 64. Row r sees low[r] ≤ position ≤ high[r]. state and out[r] (head_size floats) go on from what they hold: start with
  // largest = −1e30, sum = 0 and zeros. `next` is where the caller's next 64 positions stand, which are fetched beforehand. The sequence of additions depends only on positions, never on what else is in the call.
  void (*attend)(const facet_kv_head *head, const float *const *rows, size_t row_count, const int64_t *low, const int64_t *high,
                 int64_t first, int64_t last, facet_kv_place next, facet_softmax *state, float *const *out);
  // Adds what was seen elsewhere: (state, out) ← (state, out) ∪ (other, other_out).
  void (*merge)(facet_softmax *state, float *out, const facet_softmax *other, const float *other_out, size_t n);
  void (*divide)(const float *x, float divisor, size_t n, float *out);
  void (*half_to_float)(const uint16_t *x, size_t n, float *out);
  void (*bfloat_to_float)(const uint16_t *x, size_t n, float *out);
  // out[token·ldo + row] = Σ w[row·n + i] · x[token·n + i]. Every sum is built in the same order whatever the numbers of rows and tokens,
  // which a general matrix library does not promise.
  void (*multiply_floats)(const float *w, size_t rows, const float *x, size_t tokens, size_t n, float *out, size_t ldo);
} facet_ops;

// All that this build knows, best first; the last one is always supported.
size_t facet_ops_count(void);
const facet_ops *facet_ops_at(size_t index);
// The best that this machine supports.
const facet_ops *facet_ops_best(void);

#endif

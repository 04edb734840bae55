// Matrix kernels in plain C: the definition that every other instruction set is tested against.
#include "kernels.h"

#include <math.h>
#include <string.h>

#include "matrix_portable.h"

static bool always(void) { return true; }

void facet_portable_quantize(const float *x, size_t ldx, size_t w, size_t columns, uint8_t *panel) {
  for (size_t b = 0; b < columns / 32; b++, panel += FACET_PANEL_BYTES * w)
    for (size_t token = 0; token < w; token++) {
      const float *in = x + token * ldx + 32 * b;
      int8_t *q = (int8_t *)panel + 32 * token;
      float largest = 0;
      for (int j = 0; j < 32; j++) largest = fmaxf(largest, fabsf(in[j]));
      float d = largest / 127, inverse = largest > 1e-30f ? 127 / largest : 0;
      int32_t sum[2] = {0, 0};
      for (int j = 0; j < 32; j++) q[j] = (int8_t)rintf(in[j] * inverse), sum[j / 16] += q[j];
      float *scales = (float *)(panel + 32 * w);
      int32_t *bias = (int32_t *)(panel + 36 * w);
      float *t = (float *)(panel + 44 * w);
      scales[token] = d, bias[token] = -8 * sum[0], bias[w + token] = -8 * sum[1];
      t[token] = d * (float)(-8 * (sum[0] + sum[1]));
    }
}

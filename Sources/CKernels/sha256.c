// SHA-256 of whole blocks, plain and with x86's SHA extensions, which do two rounds an instruction.
//
// The eight words of the state stand in two registers as the instructions want them, from the highest word to the lowest:
//
//   abef: a b e f        cdgh: c d g h
//
// sha256rnds2(cdgh, abef, words) does two rounds: what it gives is the next abef, and the abef it was given is the next
// cdgh, so that the two change places with every instruction. The message schedule w is made four words at a time:
//
//   w[t..t+3] = msg2(msg1(w[t-16..], w[t-12..]) + w[t-7..t-4], w[t-4..t-1])
#include "digest.h"

#include <string.h>

static const uint32_t round_constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotated(uint32_t word, int count) { return word >> count | word << (32 - count); }

// For processors without such instructions: FIPS 180-4, 6.2.2, with the words of the state changing their places instead of their
// values: in round t the word that the standard calls a stands in s[-t & 7], b in the next place, and so on.
static void portable_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  for (; blocks > 0; blocks--, bytes += 64) {
    uint32_t w[16], s[8];
    memcpy(s, state, sizeof s);
#pragma clang loop unroll(full)
    for (int t = 0; t < 64; t++) {
      if (t < 16) {
        const uint8_t *at = bytes + 4 * t;
        w[t] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
      } else {
        // The schedule is a ring of 16 words: word t takes the place of word t - 16.
        const uint32_t early = w[(t + 1) & 15], late = w[(t + 14) & 15];
        w[t & 15] += (rotated(early, 7) ^ rotated(early, 18) ^ early >> 3) + w[(t + 9) & 15]
            + (rotated(late, 17) ^ rotated(late, 19) ^ late >> 10);
      }
      const uint32_t a = s[-t & 7], b = s[(1 - t) & 7], c = s[(2 - t) & 7];
      const uint32_t e = s[(4 - t) & 7], f = s[(5 - t) & 7], g = s[(6 - t) & 7];
      const uint32_t first = s[(7 - t) & 7] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + (g ^ (e & (f ^ g)))
          + round_constants[t] + w[t & 15];
      s[(3 - t) & 7] += first;
      s[(7 - t) & 7] = first + (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) | (c & (a | b)));
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
  }
}

#if defined(__x86_64__)
#include "cpu_x86.h"

#include <immintrin.h>

bool facet_has_sha256(void) { return facet_has_sha(); }

__attribute__((target("sha,sse4.1"))) static void quick_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks) {
  const __m128i big_endian = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
  const __m128i *constants = (const __m128i *)round_constants;
  const __m128i cdab = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
  const __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state + 1), 0x1B);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
  for (; blocks > 0; blocks--, bytes += 64) {
    const __m128i abef_before = abef, cdgh_before = cdgh;
    __m128i w[4];
#pragma clang loop unroll(full)
    for (int i = 0; i < 16; i++) {
      __m128i *now = &w[i & 3];
      if (i < 4) {
        *now = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes + i), big_endian);
      } else {
        const __m128i last = w[(i + 3) & 3];
        const __m128i seven_before = _mm_alignr_epi8(last, w[(i + 2) & 3], 4);
        *now = _mm_sha256msg2_epu32(_mm_add_epi32(_mm_sha256msg1_epu32(*now, w[(i + 1) & 3]), seven_before), last);
      }
      const __m128i words = _mm_add_epi32(*now, constants[i]);
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, words);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(words, 0x0E));
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  const __m128i feba = _mm_shuffle_epi32(abef, 0x1B), dchg = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(feba, dchg, 0xF0));
  _mm_storeu_si128((__m128i *)state + 1, _mm_alignr_epi8(dchg, feba, 8));
}
#else
bool facet_has_sha256(void) { return false; }

static void quick_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks) { portable_blocks(state, bytes, blocks); }
#endif

void facet_sha256_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks, bool is_quick) {
  if (is_quick) quick_blocks(state, bytes, blocks);
  else portable_blocks(state, bytes, blocks);
}

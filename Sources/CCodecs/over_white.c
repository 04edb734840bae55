#include "codecs.h"

// round(c·a/255 + 255·(255 − a)/255): the division by 255 is exact for every product of two bytes.
static uint8_t mix(unsigned colour, unsigned alpha) {
  unsigned sum = colour * alpha + 255 * (255 - alpha) + 128;
  return (uint8_t)((sum + (sum >> 8)) >> 8);
}

void facet_over_white(const uint8_t *rgba, uint8_t *rgb, size_t pixel_count) {
  for (size_t i = 0; i < pixel_count; i++, rgba += 4, rgb += 3) {
    unsigned r = rgba[0], g = rgba[1], b = rgba[2], alpha = rgba[3];
    rgb[0] = mix(r, alpha);
    rgb[1] = mix(g, alpha);
    rgb[2] = mix(b, alpha);
  }
}

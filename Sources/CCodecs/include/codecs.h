// Decoding of PNG, JPEG and WebP from memory into 8-bit RGB, and writing of PNG, through libpng, libjpeg-turbo and libwebp.
// Errors of the libraries unwind with longjmp inside these functions and come out as a status; nothing unwinds through Swift.
#ifndef FACET_CODECS_H
#define FACET_CODECS_H

#include <stddef.h>
#include <stdint.h>

typedef enum facet_codec_status {
  FACET_CODEC_OK = 0,
  FACET_CODEC_DAMAGED,      // the data contradict the format
  FACET_CODEC_TRUNCATED,    // the data end too early
  FACET_CODEC_EMPTY,        // a side of 0 pixels
  FACET_CODEC_TOO_LARGE,    // sides or memory beyond what the library takes
  FACET_CODEC_UNSUPPORTED,  // a variant of the format that is not read
  FACET_CODEC_NO_MEMORY
} facet_codec_status;

typedef struct facet_codec_result {
  facet_codec_status status;
  uint32_t width, height;
  int is_animated;    // WebP only: the pixels are in frame chunks
  char message[200];  // the library's own words, may be empty
} facet_codec_result;

// Each `_header` fills in the sides without allocating for the pixels. Each `_decode` writes height × width × 3 bytes to
// `rgb`, which must have `rgb_count` = width × height × 3 of the header's sides; transparent pixels are laid over white.

facet_codec_result facet_png_header(const uint8_t *bytes, size_t count);
facet_codec_result facet_png_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count);

facet_codec_result facet_jpeg_header(const uint8_t *bytes, size_t count);
facet_codec_result facet_jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count);

facet_codec_result facet_webp_header(const uint8_t *bytes, size_t count);
facet_codec_result facet_webp_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count);

// Writes height × width × 3 bytes as a PNG of at most `facet_png_room` bytes; `count` becomes what it has.
size_t facet_png_room(uint32_t width, uint32_t height);
facet_codec_result facet_png_encode(
    const uint8_t *rgb, uint32_t width, uint32_t height, uint8_t *bytes, size_t room, size_t *count);

// Lays `pixel_count` RGBA pixels over white; `rgb` may be the same memory as `rgba`.
void facet_over_white(const uint8_t *rgba, uint8_t *rgb, size_t pixel_count);

#endif

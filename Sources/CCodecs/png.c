#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "codecs.h"

typedef struct job {
  const uint8_t *bytes;
  size_t count, position;
  png_structp png;
  png_infop info;
  facet_codec_result result;
  uint8_t *scratch;  // freed on every way out
  jmp_buf escape;
} job;

static void fail(png_structp png, png_const_charp text) {
  job *self = png_get_error_ptr(png);
  if (self->result.status == FACET_CODEC_OK) {
    self->result.status = strstr(text, "emory") ? FACET_CODEC_NO_MEMORY : FACET_CODEC_DAMAGED;
    strncpy(self->result.message, text, sizeof self->result.message - 1);
  }
  longjmp(self->escape, 1);
}

static void ignore_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void stop(png_structp png, facet_codec_status status) {
  job *self = png_get_error_ptr(png);
  self->result.status = status;
  longjmp(self->escape, 1);
}

static void read_bytes(png_structp png, png_bytep into, size_t wanted) {
  job *self = png_get_io_ptr(png);
  if (wanted > self->count - self->position) stop(png, FACET_CODEC_TRUNCATED);
  memcpy(into, self->bytes + self->position, wanted);
  self->position += wanted;
}

// Libpng refuses a picture of no pixels with words of its own; the status is set first so that the caller can name it.
static void check_sides(job *self) {
  const uint8_t *b = self->bytes;
  if (self->count < 24 || memcmp(b + 12, "IHDR", 4) != 0) return;
  if ((b[16] | b[17] | b[18] | b[19]) == 0 || (b[20] | b[21] | b[22] | b[23]) == 0) {
    self->result.status = FACET_CODEC_EMPTY;
  }
}

static int start(job *self) {
  png_structp png = self->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, self, fail, ignore_warning);
  if (png == NULL) return 0;
  self->info = png_create_info_struct(png);
  if (self->info == NULL) return 0;
  png_set_read_fn(png, self, read_bytes);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);  // the caller limits the number of pixels
  png_set_chunk_malloc_max(png, 8 << 20);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  // Only the pixels matter: skipping the rest keeps compressed text and colour profiles from being inflated.
  static const png_byte skipped[] =
      "bKGD\0cHRM\0eXIf\0gAMA\0hIST\0iCCP\0iTXt\0oFFs\0pCAL\0pHYs\0sBIT\0sCAL\0sPLT\0sRGB\0sTER\0tEXt\0tIME\0zTXt";
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
  png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, skipped, sizeof skipped / 5);
  return 1;
}

static void read_header(job *self) {
  check_sides(self);
  png_read_info(self->png, self->info);
  self->result.width = png_get_image_width(self->png, self->info);
  self->result.height = png_get_image_height(self->png, self->info);
}

static void read_pixels(job *self, uint8_t *rgb, size_t rgb_count) {
  png_structp png = self->png;
  size_t width = self->result.width, height = self->result.height;
  if (height > SIZE_MAX / 4 / width || width * height * 3 != rgb_count) png_error(png, "the sides changed");
  png_set_expand(png);
  png_set_strip_16(png);  // the high byte, as the model's own preprocessing takes it
  png_set_gray_to_rgb(png);
  int passes = png_set_interlace_handling(png);
  png_read_update_info(png, self->info);
  size_t row_bytes = png_get_rowbytes(png, self->info);
  int has_alpha = png_get_channels(png, self->info) == 4;
  if (row_bytes != width * (has_alpha ? 4 : 3)) png_error(png, "unexpected row size");

  if (!has_alpha) {
    for (int pass = 0; pass < passes; pass++) {
      for (size_t y = 0; y < height; y++) png_read_row(png, rgb + y * row_bytes, NULL);
    }
  } else {
    // Interlaced rows are completed over several passes and must all stay; otherwise one row is enough.
    size_t kept_rows = passes > 1 ? height : 1;
    self->scratch = calloc(kept_rows, row_bytes);
    if (self->scratch == NULL) stop(png, FACET_CODEC_NO_MEMORY);
    for (int pass = 0; pass < passes; pass++) {
      for (size_t y = 0; y < height; y++) {
        uint8_t *row = self->scratch + (y % kept_rows) * row_bytes;
        png_read_row(png, row, NULL);
        if (pass == passes - 1) facet_over_white(row, rgb + y * width * 3, width);
      }
    }
  }
  png_read_end(png, NULL);
}

static facet_codec_result run(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count) {
  // On the heap, so that no field is in a register when the library jumps back.
  job *self = calloc(1, sizeof *self);
  if (self == NULL) return (facet_codec_result){.status = FACET_CODEC_NO_MEMORY};
  self->bytes = bytes;
  self->count = count;
  if (setjmp(self->escape) == 0) {
    if (start(self)) {
      read_header(self);
      if (rgb != NULL) read_pixels(self, rgb, rgb_count);
    } else {
      self->result.status = FACET_CODEC_NO_MEMORY;
    }
  }
  if (self->png != NULL) png_destroy_read_struct(&self->png, &self->info, NULL);
  free(self->scratch);
  facet_codec_result result = self->result;
  free(self);
  return result;
}

facet_codec_result facet_png_header(const uint8_t *bytes, size_t count) { return run(bytes, count, NULL, 0); }

facet_codec_result facet_png_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count) {
  return run(bytes, count, rgb, rgb_count);
}

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// jpeglib.h needs FILE and size_t first.
#include <jerror.h>
#include <jpeglib.h>

#include "codecs.h"

enum { MAXIMUM_SCANS = 100 };  // real progressive files have about ten; each scan costs a pass over the whole picture

typedef struct job {
  struct jpeg_decompress_struct jpeg;
  struct jpeg_error_mgr errors;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  facet_codec_result result;
  int reached_end;   // the data ended before the end marker
  uint8_t *scratch;  // freed on every way out
  jmp_buf escape;
} job;

static void stop(job *self, facet_codec_status status, const char *text) {
  self->result.status = status;
  strncpy(self->result.message, text, sizeof self->result.message - 1);
  longjmp(self->escape, 1);
}

static facet_codec_status status_of(int code) {
  switch (code) {
    case JERR_EMPTY_IMAGE: return FACET_CODEC_EMPTY;
    case JERR_IMAGE_TOO_BIG:
    case JERR_WIDTH_OVERFLOW: return FACET_CODEC_TOO_LARGE;
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE: return FACET_CODEC_NO_MEMORY;
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_ARITH_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_SOF_UNSUPPORTED: return FACET_CODEC_UNSUPPORTED;
    case JERR_INPUT_EOF:
    case JERR_INPUT_EMPTY:
    case JWRN_HIT_MARKER:
    case JWRN_JPEG_EOF: return FACET_CODEC_TRUNCATED;
    default: return FACET_CODEC_DAMAGED;
  }
}

static void fail(j_common_ptr common) {
  job *self = common->client_data;
  char text[JMSG_LENGTH_MAX];
  self->errors.format_message(common, text);
  facet_codec_status status = status_of(self->errors.msg_code);
  // Whatever the library stumbled over once the data were used up, the reason is that they were.
  if (self->reached_end && status == FACET_CODEC_DAMAGED) status = FACET_CODEC_TRUNCATED;
  stop(self, status, text);
}

// The library mends what it warns of with grey: such a picture must not pass for the real one. The exceptions leave every
// pixel in place.
static void warn(j_common_ptr common, int level) {
  if (level >= 0) return;
  switch (common->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_ADOBE_XFORM:
    case JWRN_BOGUS_PROGRESSION:
    case JWRN_NOT_SEQUENTIAL:
    case JWRN_JFIF_MAJOR:
    case JWRN_TOO_MUCH_DATA: return;
    case JWRN_HIT_MARKER: {
      job *self = common->client_data;
      // Entropy data that stop at a marker inside the file are damaged, not cut short.
      if (!self->reached_end) stop(self, FACET_CODEC_DAMAGED, "premature end of data segment");
      fail(common);
    }
    default: fail(common);
  }
}

static void limit_scans(j_common_ptr common) {
  job *self = common->client_data;
  if (self->jpeg.input_scan_number > MAXIMUM_SCANS) stop(self, FACET_CODEC_UNSUPPORTED, "more than 100 scans");
}

static void start_source(j_decompress_ptr jpeg) { (void)jpeg; }

static boolean refill(j_decompress_ptr jpeg) {
  static const JOCTET end[2] = {0xFF, JPEG_EOI};
  job *self = jpeg->client_data;
  self->reached_end = 1;
  jpeg->src->next_input_byte = end;
  jpeg->src->bytes_in_buffer = sizeof end;
  return TRUE;
}

static void skip(j_decompress_ptr jpeg, long wanted) {
  if (wanted <= 0) return;
  struct jpeg_source_mgr *source = jpeg->src;
  if ((size_t)wanted > source->bytes_in_buffer) {
    refill(jpeg);
    return;
  }
  source->next_input_byte += wanted;
  source->bytes_in_buffer -= (size_t)wanted;
}

static void end_source(j_decompress_ptr jpeg) { (void)jpeg; }

static void read_header(job *self, const uint8_t *bytes, size_t count) {
  self->source = (struct jpeg_source_mgr){
      .next_input_byte = bytes,
      .bytes_in_buffer = count,
      .init_source = start_source,
      .fill_input_buffer = refill,
      .skip_input_data = skip,
      .resync_to_restart = jpeg_resync_to_restart,
      .term_source = end_source,
  };
  self->jpeg.src = &self->source;
  self->progress.progress_monitor = limit_scans;
  self->jpeg.progress = &self->progress;
  self->jpeg.mem->max_memory_to_use = 1L << 30;
  jpeg_read_header(&self->jpeg, TRUE);
  self->result.width = self->jpeg.image_width;
  self->result.height = self->jpeg.image_height;
}

// Every CMYK JPEG in use stores the inks inverted (Adobe's habit), so 255 is no ink.
static void rgb_from_inverted_cmyk(const uint8_t *cmyk, uint8_t *rgb, size_t pixel_count) {
  for (size_t i = 0; i < pixel_count; i++, cmyk += 4, rgb += 3) {
    for (int channel = 0; channel < 3; channel++) {
      unsigned product = (unsigned)cmyk[channel] * cmyk[3] + 128;
      rgb[channel] = (uint8_t)((product + (product >> 8)) >> 8);
    }
  }
}

static void read_pixels(job *self, uint8_t *rgb, size_t rgb_count) {
  struct jpeg_decompress_struct *jpeg = &self->jpeg;
  size_t width = self->result.width, height = self->result.height;
  if (width * height * 3 != rgb_count) stop(self, FACET_CODEC_DAMAGED, "the sides changed");
  int is_cmyk = jpeg->jpeg_color_space == JCS_CMYK || jpeg->jpeg_color_space == JCS_YCCK;
  jpeg->out_color_space = is_cmyk ? JCS_CMYK : JCS_RGB;
  jpeg_start_decompress(jpeg);
  if (jpeg->output_width != width || jpeg->output_height != height ||
      jpeg->output_components != (is_cmyk ? 4 : 3)) {
    stop(self, FACET_CODEC_UNSUPPORTED, "unexpected number of components");
  }
  if (is_cmyk) {
    self->scratch = malloc(width * 4);
    if (self->scratch == NULL) stop(self, FACET_CODEC_NO_MEMORY, "");
  }
  while (jpeg->output_scanline < jpeg->output_height) {
    uint8_t *row = rgb + (size_t)jpeg->output_scanline * width * 3;
    JSAMPROW target = is_cmyk ? self->scratch : row;
    if (jpeg_read_scanlines(jpeg, &target, 1) != 1) stop(self, FACET_CODEC_TRUNCATED, "");
    if (is_cmyk) rgb_from_inverted_cmyk(self->scratch, row, width);
  }
  // A sequential file that lacks only its end marker has all its pixels; a progressive one may lack whole scans.
  if (self->reached_end && jpeg_has_multiple_scans(jpeg)) {
    stop(self, FACET_CODEC_TRUNCATED, "");
  }
}

static facet_codec_result run(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count) {
  // On the heap, so that no field is in a register when the library jumps back.
  job *self = calloc(1, sizeof *self);
  if (self == NULL) return (facet_codec_result){.status = FACET_CODEC_NO_MEMORY};
  self->jpeg.err = jpeg_std_error(&self->errors);
  self->jpeg.client_data = self;
  self->errors.error_exit = fail;
  self->errors.emit_message = warn;
  if (setjmp(self->escape) == 0) {
    jpeg_create_decompress(&self->jpeg);
    read_header(self, bytes, count);
    if (rgb != NULL) read_pixels(self, rgb, rgb_count);
  }
  jpeg_destroy_decompress(&self->jpeg);
  free(self->scratch);
  facet_codec_result result = self->result;
  free(self);
  return result;
}

facet_codec_result facet_jpeg_header(const uint8_t *bytes, size_t count) { return run(bytes, count, NULL, 0); }

facet_codec_result facet_jpeg_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count) {
  return run(bytes, count, rgb, rgb_count);
}

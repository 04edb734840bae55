#include <stdlib.h>
#include <webp/decode.h>

#include "codecs.h"

static facet_codec_status status_of(VP8StatusCode code) {
  switch (code) {
    case VP8_STATUS_OK: return FACET_CODEC_OK;
    case VP8_STATUS_OUT_OF_MEMORY: return FACET_CODEC_NO_MEMORY;
    case VP8_STATUS_UNSUPPORTED_FEATURE: return FACET_CODEC_UNSUPPORTED;
    case VP8_STATUS_NOT_ENOUGH_DATA:
    case VP8_STATUS_SUSPENDED: return FACET_CODEC_TRUNCATED;
    default: return FACET_CODEC_DAMAGED;
  }
}

static facet_codec_result header(const uint8_t *bytes, size_t count, int *has_alpha) {
  facet_codec_result result = {0};
  WebPBitstreamFeatures features;
  result.status = status_of(WebPGetFeatures(bytes, count, &features));
  if (result.status != FACET_CODEC_OK) return result;
  if (features.width <= 0 || features.height <= 0) {
    result.status = FACET_CODEC_EMPTY;
    return result;
  }
  result.width = (uint32_t)features.width;
  result.height = (uint32_t)features.height;
  result.is_animated = features.has_animation;
  *has_alpha = features.has_alpha;
  return result;
}

facet_codec_result facet_webp_header(const uint8_t *bytes, size_t count) {
  int has_alpha = 0;
  return header(bytes, count, &has_alpha);
}

facet_codec_result facet_webp_decode(const uint8_t *bytes, size_t count, uint8_t *rgb, size_t rgb_count) {
  int has_alpha = 0;
  facet_codec_result result = header(bytes, count, &has_alpha);
  if (result.status != FACET_CODEC_OK) return result;
  size_t width = result.width, height = result.height;
  WebPDecoderConfig config;
  if (!WebPInitDecoderConfig(&config)) {
    result.status = FACET_CODEC_UNSUPPORTED;
    return result;
  }
  if (width * height * 3 != rgb_count || result.is_animated) {
    result.status = FACET_CODEC_DAMAGED;
    return result;
  }
  uint8_t *rgba = NULL;
  if (has_alpha) {
    rgba = malloc(width * height * 4);
    if (rgba == NULL) {
      result.status = FACET_CODEC_NO_MEMORY;
      return result;
    }
  }
  size_t stride = width * (has_alpha ? 4 : 3);
  config.output.colorspace = has_alpha ? MODE_RGBA : MODE_RGB;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = has_alpha ? rgba : rgb;
  config.output.u.RGBA.stride = (int)stride;
  config.output.u.RGBA.size = stride * height;
  result.status = status_of(WebPDecode(bytes, count, &config));
  WebPFreeDecBuffer(&config.output);
  if (result.status == FACET_CODEC_OK && has_alpha) facet_over_white(rgba, rgb, width * height);
  free(rgba);
  return result;
}

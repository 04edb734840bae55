#include <png.h>
#include <string.h>

#include "codecs.h"

static png_image describe(uint32_t width, uint32_t height) {
  png_image image;
  memset(&image, 0, sizeof image);
  image.version = PNG_IMAGE_VERSION;
  image.width = width;
  image.height = height;
  image.format = PNG_FORMAT_RGB;
  // Quick rather than small: the bytes are sent once and forgotten.
  image.flags = PNG_IMAGE_FLAG_FAST;
  return image;
}

size_t facet_png_room(uint32_t width, uint32_t height) {
  png_image image = describe(width, height);
  return PNG_IMAGE_PNG_SIZE_MAX(image);
}

facet_codec_result facet_png_encode(
    const uint8_t *rgb, uint32_t width, uint32_t height, uint8_t *bytes, size_t room, size_t *count) {
  png_image image = describe(width, height);
  facet_codec_result result = {.width = width, .height = height};
  png_alloc_size_t used = room;
  if (png_image_write_to_memory(&image, bytes, &used, 0, rgb, 0, NULL) != 0) {
    *count = used;
    return result;
  }
  result.status = strstr(image.message, "emory") ? FACET_CODEC_NO_MEMORY : FACET_CODEC_UNSUPPORTED;
  strncpy(result.message, image.message, sizeof result.message - 1);
  png_image_free(&image);
  return result;
}

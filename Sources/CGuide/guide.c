// Puts the files of the guide into the program. The compiler names them as what this file depends on, so that another model is a reason to build
// again; the paths are relative to this file.

#include "guide.h"

#include <stdalign.h>

// As GGUF files align their tensors, and a cache its lines.
static alignas(64) const unsigned char model[] = {
#embed "../Guide/Model/guide.gguf"
};

static alignas(64) const unsigned char projector[] = {
#embed "../Guide/Model/guide-mmproj.gguf"
};

const unsigned char *guide_model(void) { return model; }
size_t guide_model_size(void) { return sizeof model; }

const unsigned char *guide_projector(void) { return projector; }
size_t guide_projector_size(void) { return sizeof projector; }

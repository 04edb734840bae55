// The files of the built-in guide, as they lie in the program's read-only memory.
#pragma once

#include <stddef.h>

/// The model, a GGUF file.
const unsigned char *guide_model(void);
/// Its size in bytes.
size_t guide_model_size(void);

/// The projector, a GGUF file.
const unsigned char *guide_projector(void);
/// Its size in bytes.
size_t guide_projector_size(void);

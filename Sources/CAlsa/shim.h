#include <alsa/asoundlib.h>

// The library writes its complaints to standard error, over whatever the terminal shows. What is wrong is in the results as well.
// Swift cannot make a function with variable arguments.
static inline void facet_alsa_say_nothing(
  const char *file, int line, const char *function, int error, const char *format, ...) {
  (void)file; (void)line; (void)function; (void)error; (void)format;
}

/// Keeps the library from writing to standard error.
static inline void facet_alsa_silence(void) {
  snd_lib_error_set_handler(facet_alsa_say_nothing);
}

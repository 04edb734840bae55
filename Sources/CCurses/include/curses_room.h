// ncursesw, and the part of a terminal's restoring that must be C: it runs in signal handlers.
#ifndef FACET_CURSES_ROOM_H
#define FACET_CURSES_ROOM_H

#define NCURSES_WIDECHAR 1
#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#include <ncursesw/curses.h>
#include <ncursesw/term.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

// Keeps what brings the terminal back: the settings of `input` and the bytes to write to `output`. Replaces what was kept before.
// Returns 0, or -1 when there is no memory.
int facet_restore_prepare(
    int input, int output, const struct termios *settings, const unsigned char *bytes, size_t count);

// Brings the terminal back, if something is kept, and keeps it no longer. May be called from a signal handler, and twice.
void facet_restore_now(void);

// write(2) for everything that is drawn; once the process is dying it only says that it wrote.
ssize_t facet_terminal_write(int output, const void *bytes, size_t count);

// Keeps nothing any more: the terminal was brought back by other means.
void facet_restore_forget(void);

// Restores the terminal before the process dies of a signal, and at exit(). A handler for crashes that is set already has its turn
// afterwards; one for SIGTERM, SIGHUP, SIGQUIT or SIGINT is left in charge.
void facet_restore_on_death(void);

// Stops the process group with SIGTSTP's default action, and returns when it continues.
void facet_stop_process(void);

// Writes a row of cells: `codes` are characters, of which the wide ones take two columns; none follows for the second.
// Returns ERR or OK.
int facet_add_row(int row, const unsigned int *codes, int count);

// What needs stdscr and curscr, which Swift cannot use: they are variables that change.
void facet_redraw_all(void);
int facet_refresh(int row, int column);
void facet_screen_setup(void);

// A capability of the terminal in use as a text, a number or a flag; NULL, -1, 0 without it.
const char *facet_capability_text(const char *name);
int facet_capability_number(const char *name);
int facet_capability_flag(const char *name);

// Columns of a character as the C library says, -1 for none.
int facet_character_width(unsigned int code);

// A file in memory for ncurses to write to, or NULL.
FILE *facet_memory_file(void);

#endif

// The few calls of ncurses that the terminal room makes, without macros.
#define _GNU_SOURCE
#include "curses_room.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>

int facet_add_row(int row, const unsigned int *codes, int count) {
  cchar_t *cells = calloc((size_t)count + 1, sizeof *cells);
  if (cells == NULL) return ERR;
  for (int i = 0; i < count; i++) {
    wchar_t text[2] = {(wchar_t)codes[i], 0};
    setcchar(&cells[i], text, A_NORMAL, 0, NULL);
  }
  // At the end of the last row the cursor cannot go on; that is no failure.
  int status = mvwadd_wchnstr(stdscr, row, 0, cells, count);
  free(cells);
  return status;
}

void facet_redraw_all(void) {
  clearok(curscr, TRUE);
}

int facet_refresh(int row, int column) {
  wmove(stdscr, row, column);
  wnoutrefresh(stdscr);
  return doupdate();
}

void facet_screen_setup(void) {
  leaveok(stdscr, FALSE);
  scrollok(stdscr, FALSE);
  idlok(stdscr, TRUE);
}

const char *facet_capability_text(const char *name) {
  const char *text = tigetstr((char *)name);
  return text == (char *)-1 ? NULL : text;
}

int facet_capability_number(const char *name) {
  int number = tigetnum((char *)name);
  return number < 0 ? -1 : number;
}

int facet_capability_flag(const char *name) { return tigetflag((char *)name) > 0; }

FILE *facet_memory_file(void) {
  int fd = memfd_create("facet-screen", MFD_CLOEXEC);
  if (fd < 0) return NULL;
  FILE *file = fdopen(fd, "r+");
  if (file == NULL) close(fd);
  return file;
}

int facet_character_width(unsigned int code) { return wcwidth((wchar_t)code); }

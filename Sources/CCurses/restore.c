// Bringing the terminal back from anywhere, signal handlers included: only functions that POSIX calls async-signal-safe are used there.
#define _GNU_SOURCE
#include "curses_room.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef struct kept {
  int input, output;
  struct termios settings;
  size_t count;
  unsigned char bytes[];
} kept;

static _Atomic(kept *) current;

int facet_restore_prepare(
    int input, int output, const struct termios *settings, const unsigned char *bytes, size_t count) {
  kept *next = malloc(sizeof *next + count);
  if (next == NULL) return -1;
  next->input = input;
  next->output = output;
  next->settings = *settings;
  next->count = count;
  memcpy(next->bytes, bytes, count);
  // The old one is not freed: a signal handler may be reading it. It is small, and there are few.
  atomic_store(&current, next);
  return 0;
}

void facet_restore_forget(void) { atomic_store(&current, NULL); }

void facet_restore_now(void) {
  kept *last = atomic_exchange(&current, NULL);
  if (last == NULL) return;
  int error = errno;
  // In the background SIGTTOU would stop the process here instead of letting it die.
  sigset_t blocked, before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGTTOU);
  sigprocmask(SIG_BLOCK, &blocked, &before);
  size_t done = 0;
  int patience = 20;
  while (done < last->count) {
    ssize_t wrote = write(last->output, last->bytes + done, last->count - done);
    if (wrote > 0) {
      done += (size_t)wrote;
    } else if (wrote < 0 && errno == EINTR) {
      continue;
    } else if (wrote < 0 && errno == EAGAIN && patience-- > 0) {
      struct pollfd ready = {last->output, POLLOUT, 0};
      poll(&ready, 1, 50);
    } else {
      break;
    }
  }
  // What was typed or answered meanwhile must not reach the shell.
  tcflush(last->input, TCIFLUSH);
  tcsetattr(last->input, TCSANOW, &last->settings);
  sigprocmask(SIG_SETMASK, &before, NULL);
  errno = error;
}

// A thread that draws goes on while another one dies: what it writes must not come after the terminal was brought back.
static atomic_bool silent;
static atomic_int writers;
static _Thread_local int own_writers;

ssize_t facet_terminal_write(int output, const void *bytes, size_t count) {
  own_writers++;
  atomic_fetch_add(&writers, 1);
  // Nobody looks any more at what a dying program has to show.
  ssize_t wrote = atomic_load(&silent) ? (ssize_t)count : write(output, bytes, count);
  int error = errno;
  atomic_fetch_sub(&writers, 1);
  own_writers--;
  errno = error;
  return wrote;
}

static void restore_for_good(void) {
  int error = errno;
  atomic_store(&silent, true);
  // A tenth of a second for what is being written; longer only where the terminal takes nothing at all. This thread's own write, which the
  // signal may have interrupted, never ends.
  for (int i = 0; i < 100 && atomic_load(&writers) > own_writers; i++) {
    struct timespec millisecond = {0, 1000000};
    nanosleep(&millisecond, NULL);
  }
  errno = error;
  facet_restore_now();
}

enum { SIGNALS = 65 };
static struct sigaction before_us[SIGNALS];

static void die(int number) {
  restore_for_good();
  // Whoever was there before (a crash reporter, or the default action) has its turn once this handler returns.
  sigaction(number, &before_us[number], NULL);
  raise(number);
}

// `only_default`: leave a handler that somebody has set.
static void watch(int number, int only_default) {
  struct sigaction old;
  if (number >= SIGNALS || sigaction(number, NULL, &old) != 0) return;
  int is_default = (old.sa_flags & SA_SIGINFO) == 0 && old.sa_handler == SIG_DFL;
  if (only_default && !is_default) return;
  before_us[number] = old;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = die;
  action.sa_flags = SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

void facet_restore_on_death(void) {
  static atomic_flag done = ATOMIC_FLAG_INIT;
  if (atomic_flag_test_and_set(&done)) return;
  // A stack of its own, for the case that the other one has run over.
  static unsigned char stack[1 << 16];
  stack_t alternative = {.ss_sp = stack, .ss_size = sizeof stack};
  stack_t before;
  if (sigaltstack(NULL, &before) == 0 && (before.ss_flags & SS_DISABLE) != 0) sigaltstack(&alternative, NULL);
  // SIGQUIT asks for a core dump: crash reporters, Swift's own among them, take it as well.
  static const int crashes[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGXCPU, SIGQUIT};
  static const int wishes[] = {SIGTERM, SIGHUP, SIGINT};
  for (size_t i = 0; i < sizeof crashes / sizeof *crashes; i++) watch(crashes[i], 0);
  for (size_t i = 0; i < sizeof wishes / sizeof *wishes; i++) watch(wishes[i], 1);
  atexit(restore_for_good);
}

static atomic_bool continued;

static void note_continuing(int number) {
  (void)number;
  atomic_store(&continued, true);
}

void facet_stop_process(void) {
  struct sigaction stopping, continuing, action;
  memset(&action, 0, sizeof action);
  sigemptyset(&action.sa_mask);
  action.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &action, &stopping);
  action.sa_handler = note_continuing;
  action.sa_flags = SA_RESTART;
  sigaction(SIGCONT, &action, &continuing);
  sigset_t stop, before;
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);
  atomic_store(&continued, false);
  kill(0, SIGTSTP);
  // Another thread may be the one that takes the signal: this one must not go on before the process has stopped and was continued. Where nobody
  // could continue it (an orphaned process group), the system lets it not stop at all, so it does not wait for ever.
  for (int i = 0; i < 500 && !atomic_load(&continued); i++) {
    struct timespec millisecond = {0, 1000000};
    nanosleep(&millisecond, NULL);
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(SIGCONT, &continuing, NULL);
  sigaction(SIGTSTP, &stopping, NULL);
}

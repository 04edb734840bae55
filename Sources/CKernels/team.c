#include "team.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#if defined(__x86_64__)
#define RELAX() __builtin_ia32_pause()
#elif defined(__aarch64__)
#define RELAX() __asm__ volatile("yield")
#else
#define RELAX() ((void)0)
#endif

// How often a worker looks for the next loop before it sleeps: some tens of microseconds, longer than the steps between two
// matrices of a layer, much shorter than a person notices in a processor's load.
enum { SPINS = 4000 };

struct facet_team {
  size_t worker_count;
  pthread_t *workers;
  // High half: number of the loop; low half: the next index. A worker that comes late cannot take an index of a newer loop with the
  // older loop's body: its compare-and-swap names the loop it has read the body of.
  _Atomic uint64_t ticket;
  _Atomic uint32_t count;
  _Atomic(void (*)(void *, size_t)) body;
  _Atomic(void *) context;
  _Alignas(64) _Atomic uint32_t done;
  _Alignas(64) pthread_mutex_t lock;
  pthread_cond_t wake;
  _Atomic uint32_t sleepers;
  _Atomic bool is_ending;
};

static uint32_t take_part(facet_team *team, uint32_t loop) {
  uint32_t finished = 0;
  for (;;) {
    uint64_t ticket = atomic_load_explicit(&team->ticket, memory_order_acquire);
    uint32_t count = atomic_load_explicit(&team->count, memory_order_relaxed);
    void (*body)(void *, size_t) = atomic_load_explicit(&team->body, memory_order_relaxed);
    void *context = atomic_load_explicit(&team->context, memory_order_relaxed);
    uint32_t index = (uint32_t)ticket;
    if ((uint32_t)(ticket >> 32) != loop || index >= count) return finished;
    if (!atomic_compare_exchange_weak_explicit(&team->ticket, &ticket, ticket + 1, memory_order_acq_rel, memory_order_relaxed)) continue;
    body(context, index);
    finished++;
    atomic_fetch_add_explicit(&team->done, 1, memory_order_release);
  }
}

static void *work(void *argument) {
  facet_team *team = argument;
  uint32_t seen = 0;
  for (;;) {
    uint32_t loop = seen;
    for (int spin = 0; spin < SPINS; spin++) {
      loop = (uint32_t)(atomic_load_explicit(&team->ticket, memory_order_acquire) >> 32);
      if (loop != seen) break;
      RELAX();
    }
    if (loop == seen) {
      pthread_mutex_lock(&team->lock);
      atomic_fetch_add(&team->sleepers, 1);
      while ((loop = (uint32_t)(atomic_load(&team->ticket) >> 32)) == seen && !atomic_load(&team->is_ending))
        pthread_cond_wait(&team->wake, &team->lock);
      atomic_fetch_sub(&team->sleepers, 1);
      pthread_mutex_unlock(&team->lock);
    }
    if (atomic_load(&team->is_ending)) return NULL;
    seen = loop;
    take_part(team, loop);
  }
}

facet_team *facet_team_create(size_t threads) {
  facet_team *team = aligned_alloc(64, (sizeof *team + 63) / 64 * 64);
  if (!team) return NULL;
  *team = (facet_team){0};
  pthread_mutex_init(&team->lock, NULL);
  pthread_cond_init(&team->wake, NULL);
  team->workers = calloc(threads ? threads : 1, sizeof *team->workers);
  for (size_t i = 1; team->workers && i < threads; i++, team->worker_count++)
    if (pthread_create(&team->workers[i - 1], NULL, work, team)) break;
  if (!team->workers || (threads > 1 && team->worker_count != threads - 1)) {
    facet_team_destroy(team);
    return NULL;
  }
  return team;
}

void facet_team_destroy(facet_team *team) {
  if (!team) return;
  pthread_mutex_lock(&team->lock);
  atomic_store(&team->is_ending, true);
  atomic_fetch_add(&team->ticket, (uint64_t)1 << 32);
  pthread_cond_broadcast(&team->wake);
  pthread_mutex_unlock(&team->lock);
  for (size_t i = 0; i < team->worker_count; i++) pthread_join(team->workers[i], NULL);
  pthread_mutex_destroy(&team->lock);
  pthread_cond_destroy(&team->wake);
  free(team->workers);
  free(team);
}

void facet_team_run(facet_team *team, size_t count, void (*body)(void *, size_t), void *context) {
  if (count == 0) return;
  if (count == 1 || team->worker_count == 0) {
    for (size_t i = 0; i < count; i++) body(context, i);
    return;
  }
  // Close the old loop first, under a number of its own, with a ticket that hands out nothing: a late worker must not meet the new
  // count under the old number.
  uint32_t loop = (uint32_t)(atomic_load(&team->ticket) >> 32) + 1;
  atomic_store(&team->ticket, (uint64_t)loop << 32 | UINT32_MAX);
  atomic_store_explicit(&team->done, 0, memory_order_relaxed);
  atomic_store_explicit(&team->count, (uint32_t)count, memory_order_relaxed);
  atomic_store_explicit(&team->body, body, memory_order_relaxed);
  atomic_store_explicit(&team->context, context, memory_order_relaxed);
  loop++;
  atomic_store(&team->ticket, (uint64_t)loop << 32);
  if (atomic_load(&team->sleepers)) {
    pthread_mutex_lock(&team->lock);
    pthread_cond_broadcast(&team->wake);
    pthread_mutex_unlock(&team->lock);
  }
  take_part(team, loop);
  for (unsigned spins = 0; atomic_load_explicit(&team->done, memory_order_acquire) != (uint32_t)count; spins++) {
    if (spins < 20000) RELAX();
    else nanosleep(&(struct timespec){0, 20000}, NULL);  // a worker lost its processor: let it have ours
  }
}

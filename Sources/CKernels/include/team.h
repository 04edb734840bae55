// A team of threads for one loop at a time: workers spin a little between loops, then sleep.
#ifndef FACET_TEAM_H
#define FACET_TEAM_H

#include <stddef.h>

typedef struct facet_team facet_team;

// `threads` counts the caller; NULL when a thread cannot be started.
facet_team *facet_team_create(size_t threads);
void facet_team_destroy(facet_team *team);

// Calls body(context, index) for every index below `count` (at most 2³² − 1), handed out one by one to whoever is free, and returns
// when all calls have returned. Only one thread may call this at a time, and never from inside a body.
void facet_team_run(facet_team *team, size_t count, void (*body)(void *context, size_t index), void *context);

#endif

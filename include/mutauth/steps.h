/*
 * Who is told of the steps of a change that takes several, and whether it is a dry run.
 *
 * A step is one thing that a crash may come before or after: an LDAP operation, a file written, a
 * rename, a request to a KDC. Each change of several steps may be cut short anywhere and run again:
 * it then ends as if it had run once.
 */
#ifndef MUTAUTH_STEPS_H
#define MUTAUTH_STEPS_H

#include <mutauth/callback.h>
#include <mutauth/export.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** In a dry run: the step would be done now. Nothing is changed. */
#define MUTAUTH_STEP_PLANNED 1
/** The step is done next. */
#define MUTAUTH_STEP_BEGINS 2
/** The step is done. */
#define MUTAUTH_STEP_DONE 3
/** The step failed; what follows takes the earlier ones back. */
#define MUTAUTH_STEP_FAILED 4
/** No answer tells whether the step is done, or will be; nothing that it needs is taken back. */
#define MUTAUTH_STEP_UNKNOWN 5

/** Who is told of steps. Shareable: one object may serve many changes and threads. */
typedef struct mutauth_steps mutauth_steps;

/**
 * Is told of one step.
 *
 * Runs on the thread that makes the change. callback.h says what it may do; it must not touch what
 * is being changed.
 *
 * @param user    what mutauth_steps_new was given
 * @param moment  one of MUTAUTH_STEP_...
 * @param step    UTF-8, one line without its end, never a secret; lives during the call
 */
typedef void (*mutauth_step_tell)(void *user, int32_t moment, const char *step);

/**
 * Make one.
 *
 * @param dry_run  1 if the steps are only to be told and nothing is to be changed, else 0
 * @param tell     called at each moment of each step; NULL to be told nothing
 * @param user     handed to tell; in use until release runs
 * @param release  called with user once the steps object is freed and no change that was given it
 *                 runs, also if tell is NULL; NULL if nobody needs to know
 * @param out      the steps object, NULL on failure; free with mutauth_steps_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, or dry_run is neither 0 nor 1
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_steps_new(int32_t dry_run,
                                             mutauth_step_tell tell,
                                             void *user,
                                             mutauth_release release,
                                             mutauth_steps **out);

/**
 * Free it.
 *
 * @param steps  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_steps_free(mutauth_steps *steps);

MUTAUTH_END_C

#endif

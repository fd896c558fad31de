/* Where objects tell what they do. No log is process-wide: an object logs where it was told. */
#ifndef MUTAUTH_LOG_H
#define MUTAUTH_LOG_H

#include <mutauth/callback.h>
#include <mutauth/export.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** Something that weakens security was asked for, or a peer misbehaved. */
#define MUTAUTH_LOG_WARNING 1
/** Something that an administrator wants to find later: a context was made, a call was refused. */
#define MUTAUTH_LOG_NOTICE 2
/** Each step. */
#define MUTAUTH_LOG_DEBUG 3

/** A destination for log lines. Shareable: one object may serve many objects and threads. */
typedef struct mutauth_log mutauth_log;

/**
 * Receives one line.
 *
 * Runs on whichever thread does the logged work, several at once if several work. callback.h says
 * what it may do.
 *
 * @param user   what mutauth_log_new was given
 * @param level  one of MUTAUTH_LOG_...
 * @param area   the part of the library, such as "context"; lives during the call
 * @param text   UTF-8, one line without its end, never a secret; lives during the call
 */
typedef void (*mutauth_log_write)(void *user, int32_t level, const char *area, const char *text);

/**
 * Make a destination.
 *
 * @param write    called for each line of the given level and more important ones
 * @param user     handed to write; in use until release runs
 * @param release  called with user once the log and all objects that were given it are freed; NULL
 *                 if nobody needs to know
 * @param level    the least important level wanted, one of MUTAUTH_LOG_...
 * @param out      the log, NULL on failure; free with mutauth_log_free, also after handing it on
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  write or out is NULL, or the level is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_log_new(
    mutauth_log_write write, void *user, mutauth_release release, int32_t level, mutauth_log **out);

/**
 * Let go of the log; the objects that were given it keep it.
 *
 * @param log  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_log_free(mutauth_log *log);

MUTAUTH_END_C

#endif

/*
 * How long a call may wait, and how to end its wait from elsewhere.
 *
 * Every function that can wait takes a deadline. NULL stands for 30 seconds from the call, but for
 * mutauth_channel_receive: a proven peer's next message is waited for without end.
 */
#ifndef MUTAUTH_DEADLINE_H
#define MUTAUTH_DEADLINE_H

#include <mutauth/export.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A point in time that can also be brought forward. Shareable between threads and calls. */
typedef struct mutauth_deadline mutauth_deadline;

/**
 * A deadline that many milliseconds from now, by the monotonic clock.
 *
 * @param milliseconds  0 or more; INT64_MAX for no end but cancelling
 * @param out           the deadline, NULL on failure; free with mutauth_deadline_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, or milliseconds is negative
 * @return MUTAUTH_SYSTEM_ERROR      no file descriptor is free
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_deadline_in(int64_t milliseconds, mutauth_deadline **out);

/**
 * End every wait under this deadline, now and in future, with MUTAUTH_CANCELLED.
 *
 * May be called from any thread and from a signal handler. A forked child shares the deadline with
 * its parent: either ends the waits of both.
 *
 * @param deadline  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_deadline_cancel(const mutauth_deadline *deadline);

/**
 * Milliseconds left.
 *
 * @param deadline  may be NULL
 * @return 0 once passed or cancelled, and for NULL
 * @since 0.1
 */
MUTAUTH_API int64_t mutauth_deadline_left(const mutauth_deadline *deadline);

/**
 * Free the deadline. No call may be waiting under it.
 *
 * @param deadline  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_deadline_free(mutauth_deadline *deadline);

MUTAUTH_END_C

#endif

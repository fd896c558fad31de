/*
 * Getting tickets ahead without waiting for them, for programs that wait in one place: a file
 * descriptor to poll, and an outcome in the end.
 */
#ifndef MUTAUTH_FETCH_H
#define MUTAUTH_FETCH_H

#include <mutauth/credential.h>
#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A fetch that is under way or over. One thread at a time. */
typedef struct mutauth_fetch mutauth_fetch;

/**
 * Begin what mutauth_credential_fetch does, on a thread of the library's own, which takes no
 * signals. Meanwhile other threads that need a new ticket of this credential wait for it; with
 * tickets that are there already, negotiations go on.
 *
 * @param credential    an initiator's; it may be freed before the fetch is over
 * @param spn           the service to get a ticket to; copied. NULL for the ticket-granting ticket
 *                      alone
 * @param milliseconds  from now until the fetch gives up, at least 0
 * @param out           the fetch, NULL on failure; free with mutauth_fetch_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, or milliseconds is negative
 * @return MUTAUTH_WRONG_HANDLE      credential or spn is no live handle
 * @return MUTAUTH_SYSTEM_ERROR      no thread or no file descriptor could be had
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_fetch_start(mutauth_credential *credential,
                                               const mutauth_spn *spn,
                                               int64_t milliseconds,
                                               mutauth_fetch **out);

/**
 * What to wait on, by poll(2), epoll(7) or an event loop: readable once the fetch is over.
 *
 * @param fetch  the fetch
 * @return a file descriptor, which stays the fetch's; -1 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int mutauth_fetch_fd(const mutauth_fetch *fetch);

/**
 * How the fetch ended, if it has. Never waits; says the same each time once it is over.
 *
 * @param fetch  the fetch
 *
 * @return MUTAUTH_OK            the tickets are there: initiating touches no network
 * @return MUTAUTH_CONTINUE      it goes on; wait for the file descriptor
 * @return MUTAUTH_WRONG_HANDLE  fetch is no live handle
 * @return MUTAUTH_FORKED        the fetch was begun before fork()
 * @return MUTAUTH_...           every failure of mutauth_credential_fetch
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_fetch_outcome(const mutauth_fetch *fetch);

/**
 * Free the fetch; cancels it if it is still under way.
 *
 * @param fetch  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_fetch_free(mutauth_fetch *fetch);

MUTAUTH_END_C

#endif

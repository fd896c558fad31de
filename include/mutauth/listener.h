/* A TCP port on which a service waits for its clients. */
#ifndef MUTAUTH_LISTENER_H
#define MUTAUTH_LISTENER_H

#include <mutauth/deadline.h>
#include <mutauth/export.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A listening socket. Several threads may accept from one. */
typedef struct mutauth_listener mutauth_listener;

/**
 * Listen.
 *
 * @param address  UTF-8: "host:port" or "[v6]:port"; port 0 for a free one
 * @param out      the listener, NULL on failure; free with mutauth_listener_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  address or out is NULL, or the address cannot be parsed
 * @return MUTAUTH_HOST_UNKNOWN      the host's name cannot be resolved
 * @return MUTAUTH_ADDRESS_UNUSABLE  the address is taken, or not this machine's
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_listener_open(const char *address, mutauth_listener **out);

/**
 * Wait for the next connection. Nothing is proven yet: hand it to mutauth_channel_open.
 *
 * @param listener  the listener
 * @param deadline  NULL for 30 seconds
 * @param fd        the connected socket, -1 on failure; the caller's, who closes it unless
 *                  mutauth_channel_open takes it
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  fd is NULL
 * @return MUTAUTH_WRONG_HANDLE      listener is no live handle
 * @return MUTAUTH_DEADLINE_PASSED, MUTAUTH_CANCELLED
 * @return MUTAUTH_SYSTEM_ERROR      no file descriptor is free, for one
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_listener_accept(mutauth_listener *listener,
                                                   const mutauth_deadline *deadline,
                                                   int *fd);

/**
 * Where it listens.
 *
 * @param listener  the listener
 * @return "address:port" with the port that is in use, lives as long as the listener; NULL for a
 *         wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_listener_address(const mutauth_listener *listener);

/**
 * Stop listening. No thread may be in mutauth_listener_accept.
 *
 * @param listener  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_listener_free(mutauth_listener *listener);

MUTAUTH_END_C

#endif

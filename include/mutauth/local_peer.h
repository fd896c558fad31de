/*
 * Who is at the other end of a Unix socket, as the kernel says.
 *
 * The kernel notes a process's ids when it connects (or calls listen() or socketpair()), and no
 * process can claim others without the right to become them. What passes over such a socket never
 * leaves the machine, so its level is privacy, as Windows reports of its local calls.
 */
#ifndef MUTAUTH_LOCAL_PEER_H
#define MUTAUTH_LOCAL_PEER_H

#include <mutauth/export.h>
#include <mutauth/identity.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A process on this machine that is connected to a Unix socket. Shareable. */
typedef struct mutauth_local_peer mutauth_local_peer;

/**
 * The process that connected to a Unix socket, as it was when it connected.
 *
 * @param socket  a connected Unix socket; stays the caller's
 * @param out     the peer, NULL on failure; free with mutauth_local_peer_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_NO_LOCAL_PEER     this is no connected Unix socket, or it listens, or its peer
 * has no number in this user namespace
 * @return MUTAUTH_SYSTEM_ERROR      the kernel does not say
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_local_peer_of(int socket, mutauth_local_peer **out);

/**
 * The peer as a caller, for mutauth_requirements_check, mutauth_user_map_find and
 * mutauth_impersonate. Its client is "UID@WELLKNOWN:LOCAL", a realm that no KDC may have (RFC
 * 6111), its level MUTAUTH_LEVEL_PRIVACY, its mechanism MUTAUTH_MECHANISM_LOCAL; it never expires.
 *
 * @param peer  the peer
 * @return lives as long as the peer; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const mutauth_identity *mutauth_local_peer_identity(const mutauth_local_peer *peer);

/**
 * The peer's process. Its number may be another process's by now: it is for logs, not for
 * decisions.
 *
 * @param peer  the peer
 * @return the process's number, 0 if it is in another process namespace; -1 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_local_peer_process(const mutauth_local_peer *peer);

/**
 * Free a peer.
 *
 * @param peer  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_local_peer_free(mutauth_local_peer *peer);

MUTAUTH_END_C

#endif

/*
 * Acting as the caller: what a thread does until it reverts is done with the rights of the user of
 * this machine that the caller is, and the kernel itself refuses what that user may not do.
 *
 * Only the calling thread changes: its groups, effective and file-system ids become the user's, and
 * no effective or ambient capability stays. Real and saved ids stay the service's, so that the user
 * can neither signal nor trace the service. Threads and processes started inside act as the user
 * too.
 *
 * It is for what the service's own code opens, makes and connects, not for programs: a program that
 * is executed inside keeps the service's real ids, and shells (system(3), popen(3)) make those
 * effective again, so that they are the service. Use mutauth_spawn_as (spawn.h). What the kernel
 * judges by the real uid is judged for the service: access(2), kill(2), ptrace(2),
 * process_vm_readv(2), prlimit(2), ioprio_set(2), the uid that SCM_CREDENTIALS shows, limits and
 * quotas of a user, keyrings. docs/identity.md has the whole list, and why the real ids stay.
 *
 * A thread that cannot become itself again ends the process.
 */
#ifndef MUTAUTH_IMPERSONATION_H
#define MUTAUTH_IMPERSONATION_H

#include <mutauth/export.h>
#include <mutauth/identity.h>
#include <mutauth/status.h>
#include <mutauth/user_map.h>

MUTAUTH_BEGIN_C

/** Windows' number: the client has no name. */
#define MUTAUTH_IMPERSONATION_ANONYMOUS 1
/** The service may ask who the client is, not act as it. */
#define MUTAUTH_IMPERSONATION_IDENTIFY 2
/** The service may act as the client on its own machine. */
#define MUTAUTH_IMPERSONATION_IMPERSONATE 3
/** The client gave the service its tickets, to act as it elsewhere too. */
#define MUTAUTH_IMPERSONATION_DELEGATE 4

/**
 * One scope in which one thread acts as somebody. Scopes nest; the innermost is reverted first. To
 * be used by the thread that began it alone.
 */
typedef struct mutauth_impersonation mutauth_impersonation;

/**
 * What the caller lets the service do in its name.
 *
 * @param identity  the caller's
 * @return one of MUTAUTH_IMPERSONATION_...; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_impersonation_level(const mutauth_identity *identity);

/**
 * Make the calling thread act as the user that a caller is. If this fails the thread is as it was,
 * and whatever was to be done as the caller must not be done.
 *
 * @param identity  the caller's
 * @param map       says which user that is
 * @param out       the scope, NULL on failure; free with mutauth_impersonation_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_IMPERSONATION_NOT_GRANTED  the caller allows less than impersonate
 * @return as mutauth_user_map_find and mutauth_impersonate_user
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_impersonate(const mutauth_identity *identity,
                                               const mutauth_user_map *map,
                                               mutauth_impersonation **out);

/**
 * Make the calling thread act as a user. Needs CAP_SETUID and CAP_SETGID, permitted if not
 * effective, but for what is the same already.
 *
 * @param user  the user
 * @param out   the scope, NULL on failure; free with mutauth_impersonation_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE            user is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT        out is NULL
 * @return MUTAUTH_IMPERSONATION_NOT_GRANTED  the user was found for a caller that allows less
 * @return MUTAUTH_CAPABILITY_MISSING      the evidence names which
 * @return MUTAUTH_USER_OUTSIDE_NAMESPACE  an id is not mapped into this user namespace
 * @return MUTAUTH_ROOT_NOT_ALLOWED        its uid is 0 and nobody allowed that
 * @return MUTAUTH_WRONG_STATE             the thread is ending: its objects are being destroyed
 * @return MUTAUTH_SYSTEM_ERROR            the kernel refused for another reason, or the way back is
 * not certain
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_impersonate_user(const mutauth_local_user *user,
                                                    mutauth_impersonation **out);

/**
 * Give the thread back what it had when the scope began. The process ends if the kernel refuses.
 *
 * @param impersonation  the scope
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE                   impersonation is no live handle
 * @return MUTAUTH_WRONG_STATE                    it was reverted before
 * @return MUTAUTH_IMPERSONATION_ON_OTHER_THREAD  this is not the thread that began it
 * @return MUTAUTH_IMPERSONATION_NOT_INNERMOST    an inner scope is not reverted yet
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_impersonation_revert(mutauth_impersonation *impersonation);

/**
 * Revert, if that was not done, and free. Inside an inner scope this one ends together with it.
 * Freed by another thread, its own thread acts as the user until it next begins or reverts a scope,
 * or ends.
 *
 * @param impersonation  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_impersonation_free(mutauth_impersonation *impersonation);

/**
 * How many scopes the calling thread is in. A thread of a pool is in none between its tasks.
 *
 * @return the count, 0 if it acts as itself
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_impersonation_depth(void);

/**
 * Whom the calling thread acts as, to be carried with a task to another thread on purpose: there
 * mutauth_impersonate_user acts as the same user.
 *
 * @param out  the user, NULL on failure and if there is none; free with mutauth_local_user_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_END               the thread acts as itself
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_impersonation_capture(mutauth_local_user **out);

MUTAUTH_END_C

#endif

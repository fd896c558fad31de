/*
 * Programs started as a caller: for good, with nothing of the service's in them.
 *
 * A thread that acts as a user (impersonation.h) keeps the service's real ids, and a shell that it
 * starts is the service again. A program started here is the user and nothing else: real,
 * effective, saved and file-system ids, groups; no capability in any set, and no way to gain any
 * (PR_SET_NO_NEW_PRIVS, so that set-user-ID programs do not change it either). It gets the
 * descriptors and the environment that it is given and no others, default signals, umask 077, a
 * session without a terminal and, where the kernel has keyrings, a session keyring of its own. What
 * it shares with the service are limits, scheduling, namespaces, control groups, security labels
 * and seccomp filters. docs/identity.md says more.
 */
#ifndef MUTAUTH_SPAWN_H
#define MUTAUTH_SPAWN_H

#include <mutauth/deadline.h>
#include <mutauth/export.h>
#include <mutauth/identity.h>
#include <mutauth/status.h>
#include <mutauth/user_map.h>

MUTAUTH_BEGIN_C

/** What is to be started, and what it gets. One thread at a time while it is changed; shareable
 * after. May be started many times. */
typedef struct mutauth_program mutauth_program;

/** A program that was started. One thread at a time. */
typedef struct mutauth_process mutauth_process;

/**
 * A program without arguments, environment and descriptors, to run in the folder "/".
 *
 * Of the descriptors 0, 1 and 2 those that are not given are /dev/null.
 *
 * @param path  UTF-8: absolute, since no folder is searched. It is the program's own name (argv[0])
 * too
 * @param out   the program, NULL on failure; free with mutauth_program_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, or path is NULL or not absolute
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_program_new(const char *path, mutauth_program **out);

/**
 * Add an argument after those added before.
 *
 * @param program   the program
 * @param argument  may be empty
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      program is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  argument is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_program_add_argument(mutauth_program *program,
                                                        const char *argument);

/**
 * Add a variable to the program's environment, or give it another value.
 *
 * @param program  the program
 * @param name     the variable's name
 * @param value    may be empty
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      program is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  name is NULL or empty or has "=", or value is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_program_add_environment(mutauth_program *program,
                                                           const char *name,
                                                           const char *value);

/**
 * Give the program a descriptor of this process. It stays open here, and must be open when the
 * program is started; the kernel does not ask whether the user might have opened it.
 *
 * @param program  the program
 * @param ours     an open descriptor of this process
 * @param its      what number it has in the program, 0 to 1023
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      program is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  ours is negative, or its is out of range or was given before
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_program_add_descriptor(mutauth_program *program,
                                                          int32_t ours,
                                                          int32_t its);

/**
 * Set the program's working directory, which it enters as the user.
 *
 * @param program  the program
 * @param path     UTF-8: absolute
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      program is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  path is NULL or not absolute
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_program_set_directory(mutauth_program *program,
                                                         const char *path);

/**
 * Free a program. What was started goes on.
 *
 * @param program  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_program_free(mutauth_program *program);

/**
 * Start a program as the user that a caller is. Returns once the program was executed; nothing runs
 * as the user on failure. May be called on any thread, also inside an impersonation, as whom does
 * not matter.
 *
 * @param identity  the caller's
 * @param map       says which user that is
 * @param program   the program
 * @param deadline  for the start alone; NULL for 30 seconds
 * @param out       the process, NULL on failure; free with mutauth_process_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_IMPERSONATION_NOT_GRANTED  the caller allows less than impersonate
 * @return as mutauth_user_map_find and mutauth_spawn_as_user
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_spawn_as(const mutauth_identity *identity,
                                            const mutauth_user_map *map,
                                            const mutauth_program *program,
                                            const mutauth_deadline *deadline,
                                            mutauth_process **out);

/**
 * Start a program as a user: as mutauth_spawn_as. Needs CAP_SETUID and CAP_SETGID, permitted if not
 * effective, but for what is the same already.
 *
 * @param user      the user; as root, if that was allowed, the program has no capability either
 * @param program   the program
 * @param deadline  for the start alone; NULL for 30 seconds
 * @param out       the process, NULL on failure; free with mutauth_process_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE               user, program or deadline is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT           out is NULL
 * @return MUTAUTH_IMPERSONATION_NOT_GRANTED  the user came as a client that allows less
 * @return MUTAUTH_ROOT_NOT_ALLOWED           its uid is 0 and nobody allowed that
 * @return MUTAUTH_CAPABILITY_MISSING         the evidence names which
 * @return MUTAUTH_USER_OUTSIDE_NAMESPACE     an id is not mapped into this user namespace
 * @return MUTAUTH_DIRECTORY_NOT_ENTERED      the user may not enter the working directory
 * @return MUTAUTH_PROGRAM_NOT_EXECUTED       the user may not execute it, or it is no program
 * @return MUTAUTH_DEADLINE_PASSED, MUTAUTH_CANCELLED  it was not executed in time, and was ended
 * @return MUTAUTH_SYSTEM_ERROR               a descriptor is not open, no process can be made, or
 * the kernel refused for another reason
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_spawn_as_user(const mutauth_local_user *user,
                                                 const mutauth_program *program,
                                                 const mutauth_deadline *deadline,
                                                 mutauth_process **out);

/**
 * The process's number.
 *
 * @param process  the process
 * @return its pid, which may be another process's once it was waited for; -1 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_process_id(const mutauth_process *process);

/**
 * A descriptor that poll(2) finds readable once the process has ended (pidfd_open(2)).
 *
 * @param process  the process
 * @return the descriptor, to be neither read nor closed; -1 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_process_fd(const mutauth_process *process);

/**
 * Wait for the process's end. The answer is kept for later calls.
 *
 * @param process   the process
 * @param deadline  NULL for 30 seconds
 * @param code      its exit status, 0 to 255; -1 if a signal ended it, and on failure
 * @param signal    the signal's number, 0 if none ended it, and on failure
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE       process or deadline is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT   code or signal is NULL
 * @return MUTAUTH_DEADLINE_PASSED, MUTAUTH_CANCELLED  it runs on
 * @return MUTAUTH_EXIT_STATUS_TAKEN  it has ended, and something else has waited for it
 * @return MUTAUTH_SYSTEM_ERROR       the kernel refused
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_process_wait(mutauth_process *process,
                                                const mutauth_deadline *deadline,
                                                int32_t *code,
                                                int32_t *signal);

/**
 * Send the process a signal, and never another process.
 *
 * @param process  the process
 * @param signal   the signal's number; 0 for a look whether it may be sent
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      process is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  there is no such signal
 * @return MUTAUTH_WRONG_STATE       the process has ended
 * @return MUTAUTH_SYSTEM_ERROR      the kernel refused
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_process_signal(mutauth_process *process, int32_t signal);

/**
 * Let go of the process, which runs on; if it was not waited for and ends later, it stays a zombie
 * as long as this one lives.
 *
 * @param process  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_process_free(mutauth_process *process);

MUTAUTH_END_C

#endif

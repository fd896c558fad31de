/*
 * Why a call failed.
 *
 * Every fallible function returns a mutauth_status: 0 is success, above 0 an outcome that is no
 * failure (MUTAUTH_CONTINUE, MUTAUTH_END), below 0 a failure whose number names the reason. The
 * detail is kept as this thread's last error until the thread's next fallible call ends, so that
 * its texts may be arguments of that call; getters, free functions and what a callback calls leave
 * it alone. Errors never hold passwords, keys or tokens.
 *
 * Beyond what a function names itself:
 *
 * @return MUTAUTH_OUT_OF_MEMORY, MUTAUTH_INTERNAL  from any function that returns a status
 * @return MUTAUTH_TEXT_HAS_NUL  from bindings to languages whose texts may hold a NUL
 */
#ifndef MUTAUTH_ERROR_H
#define MUTAUTH_ERROR_H

#include <mutauth/export.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A failure in full. Immutable; one object may be read from many threads. */
typedef struct mutauth_error mutauth_error;

/** Whose numbers a native code belongs to. */
#define MUTAUTH_NATIVE_GSS_MAJOR 1
#define MUTAUTH_NATIVE_GSS_MINOR 2
#define MUTAUTH_NATIVE_KRB5 3
#define MUTAUTH_NATIVE_LDAP 4
#define MUTAUTH_NATIVE_RPC 5
#define MUTAUTH_NATIVE_WIN32 6
#define MUTAUTH_NATIVE_SYSTEM 7

/**
 * Make this thread's last error the caller's own.
 *
 * For callbacks, thread pools and languages whose tasks change threads: take the error where the
 * call failed, carry it away, free it later. The thread's last error is empty afterwards.
 *
 * @param out  the error, NULL if this thread's last call did not fail; free with mutauth_error_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_END               this thread has no error to take
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_OUT_OF_MEMORY     the error stays this thread's last
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_error_take(mutauth_error **out);

/**
 * The reason.
 *
 * @param error  an error that was taken, or NULL for this thread's last
 * @return the status that the failed call returned; MUTAUTH_OK if nothing failed
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_error_status(const mutauth_error *error);

/**
 * What happened, in one sentence of English for people who run the program.
 *
 * @param error  an error that was taken, or NULL for this thread's last
 * @return UTF-8, never NULL, "" if nothing failed; lives as long as the error, for NULL until this
 *         thread's next fallible call
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_error_message(const mutauth_error *error);

/**
 * What to do about it, in one line.
 *
 * @param error  an error that was taken, or NULL for this thread's last
 * @return UTF-8, never NULL, "" if there is nothing to advise; lives as the message does
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_error_remedy(const mutauth_error *error);

/**
 * How many native codes the error carries.
 *
 * @param error  an error that was taken, or NULL for this thread's last
 * @return the count, 0 if nothing failed
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_error_native_count(const mutauth_error *error);

/**
 * One native code: what GSS-API, libkrb5, LDAP or the system itself reported.
 *
 * @param error   an error that was taken, or NULL for this thread's last
 * @param index   from 0 to mutauth_error_native_count - 1
 * @param system  one of MUTAUTH_NATIVE_..., 0 if the index is out of range
 * @param code    the number in that system, 0 if the index is out of range
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  a pointer is NULL or the index is out of range; this thread's
 *                                   last error stays as it is
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_error_native_at(const mutauth_error *error,
                                                   size_t index,
                                                   int32_t *system,
                                                   int64_t *code);

/**
 * How many pieces of evidence the error carries.
 *
 * @param error  an error that was taken, or NULL for this thread's last
 * @return the count, 0 if nothing failed
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_error_evidence_count(const mutauth_error *error);

/**
 * One piece of evidence: a fact that bears on the failure, such as "spn", "keytab" or "kvno".
 *
 * @param error  an error that was taken, or NULL for this thread's last
 * @param index  from 0 to mutauth_error_evidence_count - 1
 * @param key    UTF-8, NULL if the index is out of range; lives as the message does
 * @param value  UTF-8, NULL if the index is out of range; lives as the message does
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  a pointer is NULL or the index is out of range; this thread's
 *                                   last error stays as it is
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_error_evidence_at(const mutauth_error *error,
                                                     size_t index,
                                                     const char **key,
                                                     const char **value);

/**
 * Free an error that was taken.
 *
 * @param error  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_error_free(mutauth_error *error);

/**
 * The symbol of a status, such as "MUTAUTH_SERVICE_UNKNOWN".
 *
 * @param status  any number
 * @return never NULL; "MUTAUTH_UNKNOWN" for a number that is no status of this version
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_status_symbol(mutauth_status status);

/**
 * What a status says by itself.
 *
 * @param status  any number
 * @return never NULL; "unknown status" for a number that is no status of this version
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_status_says(mutauth_status status);

/**
 * The first remedy of a status; an error's own (mutauth_error_remedy) knows the case and is better.
 *
 * @param status  any number
 * @return UTF-8, never NULL; "" if there is none, and for a number that is no status of this
 *         version
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_status_remedy(mutauth_status status);

/**
 * The kind of a failure, one of MUTAUTH_KIND_...: what callers may branch on, since reasons may be
 * added to a kind in any release.
 *
 * @param status  any number
 * @return the kind; MUTAUTH_KIND_OUTCOME for 0 and above
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_status_kind(mutauth_status status);

/**
 * What the statuses of a kind have in common.
 *
 * @param kind  what mutauth_status_kind gives
 * @return never NULL; "of no known kind" for a number that is no kind of this version
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_kind_says(int32_t kind);

MUTAUTH_END_C

#endif

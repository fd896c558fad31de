/*
 * The names under which the service that a client wants may be registered, best first, each with
 * the reason for it. DNS is never asked.
 */
#ifndef MUTAUTH_CANDIDATES_H
#define MUTAUTH_CANDIDATES_H

#include <mutauth/alias_map.h>
#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** An owned list of names. Immutable: one object may be read from many threads. */
typedef struct mutauth_candidates mutauth_candidates;

/** The name as it was given. */
#define MUTAUTH_CANDIDATE_AS_GIVEN 1
/** Without a dot at the end of the host. */
#define MUTAUTH_CANDIDATE_WITHOUT_DOT 2
/** With the host in lower case. */
#define MUTAUTH_CANDIDATE_LOWER_CASE 3
/** With the class as it is usually written, such as HTTP for http. */
#define MUTAUTH_CANDIDATE_CLASS_SPELLING 4
/** With the domain behind a short host. */
#define MUTAUTH_CANDIDATE_FULL_NAME 5
/** Without the port. */
#define MUTAUTH_CANDIDATE_WITHOUT_PORT 6
/** Under the class that stands for the wanted one. */
#define MUTAUTH_CANDIDATE_ALIAS 7
/** RestrictedKrbHost/host: proves the machine, not the service on it. */
#define MUTAUTH_CANDIDATE_RESTRICTED_HOST 8

/**
 * Make the list. Each of the direct names goes one step further than the one before it; then follow
 * their aliases, since a directory takes a registered name before an alias, and the machine's name.
 * A client that tries several trusts whichever answers: take the first that a directory holds, and
 * never try on for want of a ticket in a way that lets the network choose.
 *
 * @param wanted   the name that the client would compose
 * @param domain   UTF-8: the DNS domain that completes a short host, or NULL to leave it short
 * @param aliases  the directory's aliases, or NULL for none
 * @param out      the list, NULL on failure; free with mutauth_candidates_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      wanted, or aliases if it is not NULL, is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_INVALID_NAME      domain is empty, or holds what no host may hold
 * @return MUTAUTH_NAME_IS_ADDRESS   domain is an IP address
 * @return MUTAUTH_NAME_TOO_LONG     a name would be longer than MUTAUTH_SPN_MAX
 * @return MUTAUTH_NOT_UTF8          domain is not UTF-8
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_candidates_of(const mutauth_spn *wanted,
                                                 const char *domain,
                                                 const mutauth_alias_map *aliases,
                                                 mutauth_candidates **out);

/**
 * How many names there are.
 *
 * @param candidates  may be NULL
 * @return the count, at least 1; 0 for NULL
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_candidates_count(const mutauth_candidates *candidates);

/**
 * One name of the list.
 *
 * @param candidates  the list
 * @param index       from 0 to mutauth_candidates_count - 1
 * @return lives as long as the list; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const mutauth_spn *mutauth_candidates_name_at(const mutauth_candidates *candidates,
                                                          size_t index);

/**
 * Why the name is in the list.
 *
 * @param candidates  the list
 * @param index       from 0 to mutauth_candidates_count - 1
 * @return one of MUTAUTH_CANDIDATE_..., 0 if the index is out of range
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_candidates_reason_at(const mutauth_candidates *candidates,
                                                 size_t index);

/**
 * The same in words.
 *
 * @param candidates  the list
 * @param index       from 0 to mutauth_candidates_count - 1
 * @return English, lives as long as the library; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_candidates_words_at(const mutauth_candidates *candidates,
                                                    size_t index);

/**
 * Free the list and its names.
 *
 * @param candidates  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_candidates_free(mutauth_candidates *candidates);

MUTAUTH_END_C

#endif

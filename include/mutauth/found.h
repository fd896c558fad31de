/*
 * SPNs found in a directory, with the accounts that hold them.
 */
#ifndef MUTAUTH_FOUND_H
#define MUTAUTH_FOUND_H

#include <mutauth/deadline.h>
#include <mutauth/directory.h>
#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** Search below the session's base. */
#define MUTAUTH_RANGE_BASE 0
/**
 * Search all that must agree on who holds a name: every naming context of the server, or on Active
 * Directory the global catalog that mutauth_directory_open_catalog opened (without one, the
 * domain). A base that mutauth_directory_set_base was given bounds it all the same.
 */
#define MUTAUTH_RANGE_FOREST 1

/** Nobody holds the name. */
#define MUTAUTH_FOUND_BY_NOTHING 0
/** The name is registered as it is. */
#define MUTAUTH_FOUND_BY_EXACT 1
/** It is registered under the class that its class stands for: host/x for cifs/x. */
#define MUTAUTH_FOUND_BY_ALIAS 2
/** It names a domain controller by the GUID of its directory service. */
#define MUTAUTH_FOUND_BY_DSA_GUID 3

/** SPNs that were found, one at a time, in memory that does not grow. One thread at a time. */
typedef struct mutauth_found mutauth_found;

/**
 * Find SPNs by wildcards, as setspn -Q does.
 *
 * The directory is read page by page while the cursor steps. No other search by wildcards or for
 * duplicates may use the session before the end.
 *
 * @param directory  the session; must outlive the cursor
 * @param pattern    UTF-8: an SPN in which each asterisk stands for any text, also for none and
 *                   for slashes: "http/" and an asterisk is all of a class. Case makes no
 *                   difference, but in names that only a KDC knows
 * @param range      MUTAUTH_RANGE_BASE or MUTAUTH_RANGE_FOREST
 * @param deadline   for what has to be learned first; NULL for 30 seconds
 * @param out        a cursor before the first SPN, NULL on failure; free with mutauth_found_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT        pattern or out is NULL, or range is neither
 * @return MUTAUTH_WRONG_HANDLE            directory is no live handle
 * @return MUTAUTH_SPN_PATTERN_MALFORMED   it is empty, too long, or no SPN can match it
 * @return MUTAUTH_NOT_UTF8                the pattern is not UTF-8
 * @return MUTAUTH_DIRECTORY_BASE_UNKNOWN  set the base first
 * @return MUTAUTH_DIRECTORY_SILENT, MUTAUTH_DIRECTORY_LOST, MUTAUTH_DIRECTORY_DENIED,
 *         MUTAUTH_DIRECTORY_FAILED, MUTAUTH_CANCELLED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_find_spns(mutauth_directory *directory,
                                                       const char *pattern,
                                                       int32_t range,
                                                       const mutauth_deadline *deadline,
                                                       mutauth_found **out);

/**
 * Find the names on other accounts that a domain takes for other names of an SPN (sPNMappings):
 * host/x for cifs/x, and cifs/x, http/x and the like for host/x. A warning to whoever is about to
 * register the SPN. Nothing is found where a directory has no aliases.
 *
 * @param directory  the session; searched like MUTAUTH_RANGE_FOREST
 * @param spn        the name
 * @param dn         UTF-8: the account that it is or will be on, which does not count; NULL for
 *                   none
 * @param deadline   NULL for 30 seconds
 * @param out        a cursor before the first name, NULL on failure; free with mutauth_found_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      directory or spn is no live handle
 * @return MUTAUTH_DIRECTORY_BASE_UNKNOWN, MUTAUTH_DIRECTORY_SILENT, MUTAUTH_DIRECTORY_LOST,
 *         MUTAUTH_DIRECTORY_DENIED, MUTAUTH_DIRECTORY_FAILED, MUTAUTH_DIRECTORY_LIMITED,
 *         MUTAUTH_DIRECTORY_FLOODED, MUTAUTH_CANCELLED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_find_alias_conflicts(mutauth_directory *directory,
                                                                  const mutauth_spn *spn,
                                                                  const char *dn,
                                                                  const mutauth_deadline *deadline,
                                                                  mutauth_found **out);

/**
 * Check before a change that no other account holds an SPN, nor on Active Directory a name that is
 * taken for it. Another writer may come between: mutauth_account_add_spn sees to that.
 *
 * @param directory  the session; searched like MUTAUTH_RANGE_FOREST
 * @param spn        the name
 * @param dn         UTF-8: the account that may hold it; NULL for none
 * @param deadline   NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_SPN_TAKEN        another account holds it; the evidence names it
 * @return MUTAUTH_SPN_ALIAS_TAKEN  another account holds an alias of it; the evidence names both
 * @return MUTAUTH_...              every failure of mutauth_directory_find_alias_conflicts
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_check_unique(mutauth_directory *directory,
                                                          const mutauth_spn *spn,
                                                          const char *dn,
                                                          const mutauth_deadline *deadline);

/**
 * Look up the account behind an SPN as a domain controller does: as it is, then by its alias, then
 * by the GUID of a domain controller.
 *
 * @param directory  the session; must outlive the cursor
 * @param spn        the name
 * @param deadline   NULL for 30 seconds
 * @param by         one of MUTAUTH_FOUND_BY_...; NULL if it does not matter
 * @param out        a cursor before the first account, of which there should be one; NULL on
 *                   failure; free with mutauth_holders_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      directory or spn is no live handle
 * @return MUTAUTH_...               every failure of mutauth_directory_find_holders
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_look_up_spn(mutauth_directory *directory,
                                                         const mutauth_spn *spn,
                                                         const mutauth_deadline *deadline,
                                                         int32_t *by,
                                                         mutauth_holders **out);

/**
 * Step to the next SPN.
 *
 * @param found     the cursor
 * @param deadline  for reading the pages up to it; NULL for 30 seconds
 * @param spn       the SPN as it is registered, in UTF-8, bytes that are none written as \xNN; NULL
 *                  unless the status is MUTAUTH_OK; lives until the next step
 * @param dn        the DN of the account that holds it, in the same way
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_END                 there are no more
 * @return MUTAUTH_INVALID_ARGUMENT    spn or dn is NULL
 * @return MUTAUTH_WRONG_HANDLE        found is no live handle
 * @return MUTAUTH_DIRECTORY_LIMITED   the server stopped before the end: what was found is not all
 * @return MUTAUTH_DIRECTORY_FLOODED   the server's answer has no end
 * @return MUTAUTH_DIRECTORY_SILENT, MUTAUTH_DIRECTORY_LOST, MUTAUTH_DIRECTORY_DENIED,
 *         MUTAUTH_DIRECTORY_PROTOCOL, MUTAUTH_DIRECTORY_FAILED, MUTAUTH_CANCELLED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_found_next(mutauth_found *found,
                                              const mutauth_deadline *deadline,
                                              const char **spn,
                                              const char **dn);

/**
 * How far the search has come.
 *
 * @param found  the cursor
 * @return how many entries of the directory were looked at; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API uint64_t mutauth_found_entries(const mutauth_found *found);

/**
 * Free the cursor; before the end it stops the search.
 *
 * @param found  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_found_free(mutauth_found *found);

MUTAUTH_END_C

#endif

/*
 * SPNs that are on more than one account, so that nobody can prove them.
 */
#ifndef MUTAUTH_DUPLICATES_H
#define MUTAUTH_DUPLICATES_H

#include <mutauth/deadline.h>
#include <mutauth/directory.h>
#include <mutauth/export.h>
#include <mutauth/found.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** One name, but for case, is on several accounts. */
#define MUTAUTH_DUPLICATE_EXACT 1
/** A name and one that the domain takes for it (host/x and cifs/x) are on different accounts. */
#define MUTAUTH_DUPLICATE_ALIAS 2

/**
 * Duplicate SPNs, a group at a time. One thread at a time.
 *
 * A first pass over the directory keeps 8 bytes for each name (16 at most while it grows), and on
 * Active Directory 16 more for each that has an alias or is one; a second one compares the few that
 * may be duplicates. There are no false ones. No other search by wildcards or for duplicates may
 * use the session before the end.
 */
typedef struct mutauth_duplicates mutauth_duplicates;

/**
 * Begin to look for duplicates.
 *
 * @param directory  the session; must outlive the cursor
 * @param range      MUTAUTH_RANGE_BASE or MUTAUTH_RANGE_FOREST
 * @param deadline   for what has to be learned first; NULL for 30 seconds
 * @param out        a cursor before the first group, NULL on failure; free with
 *                   mutauth_duplicates_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT        out is NULL, or range is neither
 * @return MUTAUTH_WRONG_HANDLE            directory is no live handle
 * @return MUTAUTH_DIRECTORY_BASE_UNKNOWN  set the base first
 * @return MUTAUTH_DIRECTORY_SILENT, MUTAUTH_DIRECTORY_LOST, MUTAUTH_DIRECTORY_DENIED,
 *         MUTAUTH_DIRECTORY_FAILED, MUTAUTH_CANCELLED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_find_duplicates(mutauth_directory *directory,
                                                             int32_t range,
                                                             const mutauth_deadline *deadline,
                                                             mutauth_duplicates **out);

/**
 * Read one page more on the way to the next group: for those who show progress.
 * mutauth_duplicates_next alone does it all too.
 *
 * @param duplicates  the cursor
 * @param deadline    for this page; NULL for 30 seconds
 * @param entries     how many entries of the directory were read so far, in all passes; may be NULL
 *
 * @return MUTAUTH_CONTINUE  there is more to read
 * @return MUTAUTH_OK        mutauth_duplicates_next will not have to wait
 * @return MUTAUTH_WRONG_HANDLE  duplicates is no live handle
 * @return MUTAUTH_...           every failure of mutauth_found_next
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_duplicates_advance(mutauth_duplicates *duplicates,
                                                      const mutauth_deadline *deadline,
                                                      uint64_t *entries);

/**
 * Step to the next group.
 *
 * @param duplicates  the cursor
 * @param deadline    for all the pages up to it; NULL for 30 seconds
 * @param kind        MUTAUTH_DUPLICATE_EXACT or MUTAUTH_DUPLICATE_ALIAS, 0 unless the status is
 *                    MUTAUTH_OK
 * @param spn         the name, for aliases the one that they stand for, in UTF-8, bytes that are
 *                    none written as \xNN; NULL unless the status is MUTAUTH_OK; lives until the
 *                    next step
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_END               there are no more
 * @return MUTAUTH_INVALID_ARGUMENT  kind or spn is NULL
 * @return MUTAUTH_WRONG_HANDLE      duplicates is no live handle
 * @return MUTAUTH_...               every failure of mutauth_found_next
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_duplicates_next(mutauth_duplicates *duplicates,
                                                   const mutauth_deadline *deadline,
                                                   int32_t *kind,
                                                   const char **spn);

/**
 * How many names the group at hand has, one for each account and spelling.
 *
 * @param duplicates  the cursor
 * @return their number; 0 before the first group, after the last, and for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_duplicates_count(const mutauth_duplicates *duplicates);

/**
 * One of the names of the group at hand.
 *
 * @param duplicates  the cursor
 * @param index       from 0
 * @param spn         the SPN as the account has it; lives until the next step
 * @param dn          the account's DN, in the same way
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  there is no such name, or spn or dn is NULL
 * @return MUTAUTH_WRONG_HANDLE      duplicates is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_duplicates_at(const mutauth_duplicates *duplicates,
                                                 size_t index,
                                                 const char **spn,
                                                 const char **dn);

/**
 * Free the cursor; before the end it stops the search.
 *
 * @param duplicates  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_duplicates_free(mutauth_duplicates *duplicates);

MUTAUTH_END_C

#endif

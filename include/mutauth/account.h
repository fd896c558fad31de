/*
 * Accounts in a directory and the SPNs that are registered on them.
 *
 * A service can prove an SPN only if the KDC finds the SPN on the account whose key the service
 * holds, and on no other. Values are added and deleted one by one; the list is never replaced.
 */
#ifndef MUTAUTH_ACCOUNT_H
#define MUTAUTH_ACCOUNT_H

#include <mutauth/bytes.h>
#include <mutauth/deadline.h>
#include <mutauth/directory.h>
#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** An account found in a directory. One thread at a time. */
typedef struct mutauth_account mutauth_account;

/**
 * Find an account.
 *
 * @param directory  the session; must outlive the account
 * @param name       UTF-8: a DN, an account name ("websvc", "host1$"), DOMAIN\name, or a principal
 *                   ("websvc@EXAMPLE.TEST"); NULL for the account that the session is bound as
 * @param deadline   NULL for 30 seconds
 * @param out        the account, NULL on failure; free with mutauth_account_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   out is NULL, or name is empty
 * @return MUTAUTH_WRONG_HANDLE       directory is no live handle
 * @return MUTAUTH_ACCOUNT_NOT_FOUND  there is none, or the caller may not see it
 * @return MUTAUTH_ACCOUNT_AMBIGUOUS  there are several
 * @return MUTAUTH_DIRECTORY_BASE_UNKNOWN, MUTAUTH_DIRECTORY_SILENT, MUTAUTH_DIRECTORY_LOST,
 *         MUTAUTH_DIRECTORY_DENIED, MUTAUTH_DIRECTORY_FAILED, MUTAUTH_CANCELLED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_find(mutauth_directory *directory,
                                                const char *name,
                                                const mutauth_deadline *deadline,
                                                mutauth_account **out);

/**
 * The account's entry.
 *
 * @param account  the account
 * @return a DN in UTF-8, lives as long as the account; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_account_dn(const mutauth_account *account);

/**
 * The SPNs on the account, read now.
 *
 * @param account   the account
 * @param deadline  NULL for 30 seconds
 * @param out       the list, NULL on failure; free with mutauth_texts_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   out is NULL
 * @return MUTAUTH_WRONG_HANDLE       account is no live handle
 * @return MUTAUTH_ACCOUNT_NOT_FOUND  the account is gone
 * @return MUTAUTH_DIRECTORY_...      as for mutauth_account_find
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_spns(mutauth_account *account,
                                                const mutauth_deadline *deadline,
                                                mutauth_texts **out);

/**
 * Register an SPN on the account: from now on the KDC issues tickets for it that open with the
 * account's key. Succeeds also if the account holds it already.
 *
 * On an MIT KDC with the LDAP back end the SPN is written to servicePrincipalName and, in the same
 * change, to krbPrincipalName; on other directories to servicePrincipalName.
 *
 * @param account   the account
 * @param spn       the SPN
 * @param deadline  NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE          account or spn is no live handle
 * @return MUTAUTH_SPN_TAKEN             another account holds it, named in the evidence
 * @return MUTAUTH_SPN_NOT_WRITABLE      the directory's principals cannot hold its characters
 * @return MUTAUTH_DIRECTORY_DENIED      the caller may not write there
 * @return MUTAUTH_DIRECTORY_CONSTRAINT  the server refused the value, or the account has no own
 *                                       principal that a KDC could serve
 * @return MUTAUTH_ACCOUNT_NOT_FOUND     the account is gone
 * @return MUTAUTH_DIRECTORY_...         as for mutauth_account_find
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_add_spn(mutauth_account *account,
                                                   const mutauth_spn *spn,
                                                   const mutauth_deadline *deadline);

/**
 * Take an SPN off the account. Succeeds also if the account does not hold it.
 *
 * @param account   the account
 * @param spn       the SPN
 * @param deadline  NULL for 30 seconds
 *
 * @return the statuses of mutauth_account_add_spn, but for MUTAUTH_SPN_TAKEN
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_delete_spn(mutauth_account *account,
                                                      const mutauth_spn *spn,
                                                      const mutauth_deadline *deadline);

/**
 * Free the account object. The directory's entry stays.
 *
 * @param account  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_account_free(mutauth_account *account);

MUTAUTH_END_C

#endif

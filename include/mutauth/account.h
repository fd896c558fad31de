/*
 * Accounts in a directory and the SPNs that are registered on them.
 *
 * A service can prove an SPN only if the KDC finds the SPN on the account whose key the service
 * holds, and on no other. Values are added and deleted one by one, so that what another program
 * writes meanwhile is not lost. Each change of one account is one LDAP modify, all or nothing.
 *
 * Each change succeeds also if there is nothing to do. One that was cut short, by whatever, is
 * finished by running it again. One that fails takes back what it did; should that fail too, the
 * error's evidence has "not taken back". A name that it took off and another account has got since
 * is not put back.
 *
 * An answer that does not come says neither that a change was made nor that it was not. It is
 * looked for on a new connection, for up to 5 seconds and past the deadline.
 * MUTAUTH_CHANGE_UNSETTLED means that this did not settle it: then nothing has been taken back, and
 * running the same change again once the directory answers does what is left of it.
 *
 * No name gets a second holder by a change, as far as the server shows who holds it: every change
 * looks before and after it writes. Two servers that replicate each other show each other's changes
 * late, so two programs that register one name at the same time through two servers may both
 * succeed; mutauth_directory_find_duplicates tells of it afterwards. Let one server take all
 * changes of SPNs where that matters.
 *
 * The native codes of a failure begin with the Win32 number with which DsWriteAccountSpn fails for
 * that reason, if it has one: 1, 87, 8202 to 8205, 8212, 8239, 8333, 8344, 8373 or 8647.
 */
#ifndef MUTAUTH_ACCOUNT_H
#define MUTAUTH_ACCOUNT_H

#include <mutauth/bytes.h>
#include <mutauth/deadline.h>
#include <mutauth/directory.h>
#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>
#include <mutauth/steps.h>

MUTAUTH_BEGIN_C

/** Operations on a list of SPNs; the numbers are DsWriteAccountSpn's. */
#define MUTAUTH_SPN_ADD 0
#define MUTAUTH_SPN_REPLACE 1
#define MUTAUTH_SPN_DELETE 2

/** An account found in a directory. One thread at a time. */
typedef struct mutauth_account mutauth_account;

/**
 * Find an account.
 *
 * On Active Directory the domain in front of a backslash must be the server's own, by its short or
 * its DNS name; other directories keep no such name and take any.
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
 * @return MUTAUTH_ACCOUNT_NOT_FOUND  there is none, or the caller may not see it, or the domain is
 *                                    not the server's
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
 * change, to krbPrincipalName; on FreeIPA, which this was not run against, to krbPrincipalName; on
 * other directories to servicePrincipalName.
 *
 * @param account   the account
 * @param spn       the SPN
 * @param deadline  NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE          account or spn is no live handle
 * @return MUTAUTH_NAME_IS_ADDRESS       the host is an IP address, and
 *                                       mutauth_directory_allow_unusable_names was not called
 * @return MUTAUTH_NAME_UNUSABLE         the name will not work in another way, likewise
 * @return MUTAUTH_SPN_TAKEN             another account holds it, named in the evidence
 * @return MUTAUTH_SPN_ALIAS_TAKEN       another account holds a name that the directory takes for
 *                                       the same service of the same host
 * @return MUTAUTH_SPN_NOT_WRITABLE      the directory's principals cannot hold its characters, or
 * the SPN is of another realm than the account
 * @return MUTAUTH_SPN_MALFORMED         the directory does not take it for an SPN
 * @return MUTAUTH_SPN_NOT_OWN_NAME      the caller may register names of the account's host only
 * @return MUTAUTH_SPN_ATTRIBUTE_MISSING  the schema or the entry's classes have no such attribute
 * @return MUTAUTH_DIRECTORY_DENIED      the caller may not write there; the remedy says which right
 *                                       to ask for
 * @return MUTAUTH_DIRECTORY_CONSTRAINT  the server refused the value, or the account has no own
 *                                       principal that a KDC could serve
 * @return MUTAUTH_SPN_NOT_KEPT          the server reported success but does not show the SPN
 * @return MUTAUTH_CHANGE_UNSETTLED      the server's answer was lost, and could not be found out
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
 * Register SPNs, all of them or none: one LDAP modify, which is one step.
 *
 * @param account   the account
 * @param spns      the SPNs; none of them NULL
 * @param count     how many, 10000 at most; 0 changes nothing
 * @param steps     NULL to tell nobody
 * @param deadline  NULL for 30 seconds
 *
 * @return the statuses of mutauth_account_add_spn, and:
 * @return MUTAUTH_INVALID_ARGUMENT  spns is NULL and count is not 0
 * @return MUTAUTH_WRONG_HANDLE      an SPN, or steps, is no live handle
 * @return MUTAUTH_TOO_MANY_SPNS     there are more than 10000
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_add_spns(mutauth_account *account,
                                                    const mutauth_spn *const *spns,
                                                    size_t count,
                                                    const mutauth_steps *steps,
                                                    const mutauth_deadline *deadline);

/**
 * Take SPNs off the account: one LDAP modify, which is one step.
 *
 * @param account   the account
 * @param spns      the SPNs; none of them NULL
 * @param count     how many, 10000 at most; 0 changes nothing
 * @param steps     NULL to tell nobody
 * @param deadline  NULL for 30 seconds
 *
 * @return the statuses of mutauth_account_add_spns, but for MUTAUTH_SPN_TAKEN
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_delete_spns(mutauth_account *account,
                                                       const mutauth_spn *const *spns,
                                                       size_t count,
                                                       const mutauth_steps *steps,
                                                       const mutauth_deadline *deadline);

/**
 * Make these SPNs the account's only ones: one LDAP modify, which is one step, of just the values
 * that are missing or too many. It starts over if another program changed the list meanwhile.
 *
 * Where a KDC reads its principals from the entry, the account's own principal stays, with a
 * warning if it is an SPN.
 *
 * @param account   the account
 * @param spns      the SPNs; none of them NULL
 * @param count     how many, 10000 at most; 0 takes all off
 * @param steps     NULL to tell nobody
 * @param deadline  NULL for 30 seconds
 *
 * @return the statuses of mutauth_account_add_spns, and:
 * @return MUTAUTH_ACCOUNT_BUSY  other programs kept changing the list
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_replace_spns(mutauth_account *account,
                                                        const mutauth_spn *const *spns,
                                                        size_t count,
                                                        const mutauth_steps *steps,
                                                        const mutauth_deadline *deadline);

/**
 * Register a service class under both names of a host, CLASS/host.example.test and CLASS/HOST, in
 * one change: DsServerRegisterSpn.
 *
 * A directory that lets a computer write only names of its own may refuse the short one; then the
 * full one is registered alone, and a warning says so.
 *
 * @param account        the account
 * @param operation      one of MUTAUTH_SPN_...; MUTAUTH_SPN_REPLACE throws away every other SPN of
 *                       the account
 * @param service_class  UTF-8
 * @param host           UTF-8: the host's full name; NULL for this machine's
 * @param steps          NULL to tell nobody
 * @param deadline       NULL for 30 seconds
 *
 * @return the statuses of mutauth_account_add_spns, and:
 * @return MUTAUTH_INVALID_ARGUMENT  the operation is unknown, service_class is NULL
 * @return MUTAUTH_INVALID_NAME, MUTAUTH_NAME_TOO_LONG
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_register_host(mutauth_account *account,
                                                         int32_t operation,
                                                         const char *service_class,
                                                         const char *host,
                                                         const mutauth_steps *steps,
                                                         const mutauth_deadline *deadline);

/**
 * Move SPNs to another account, which may be of another session, in three steps: the new account
 * gets notes, SPNs with "mutauth-moving." in front of their class; the old one loses the SPNs; the
 * new one gets them and loses the notes.
 *
 * A move that was cut short leaves each name on one of the accounts, or noted. Run again, with the
 * same accounts and the same list or none, it finds by the notes what is left to do. The notes stay
 * as long as it is not certain where the names are.
 *
 * @param from      the account that holds them
 * @param to        the account that is to hold them
 * @param spns      the SPNs; NULL with count 0 for all, and all that are noted
 * @param count     how many, 10000 at most
 * @param steps     NULL to tell nobody
 * @param deadline  NULL for 30 seconds
 *
 * @return the statuses of mutauth_account_add_spns, and:
 * @return MUTAUTH_INVALID_ARGUMENT  the two accounts are the same
 * @return MUTAUTH_SPN_NOT_THERE     neither account holds one of them, and it is not noted
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_move_spns(mutauth_account *from,
                                                     mutauth_account *to,
                                                     const mutauth_spn *const *spns,
                                                     size_t count,
                                                     const mutauth_steps *steps,
                                                     const mutauth_deadline *deadline);

/**
 * Take all SPNs of a class, or all of them, off the account, as when a service is uninstalled: one
 * LDAP modify, which is one step. The account's own principal stays, with a warning.
 *
 * @param account        the account
 * @param service_class  UTF-8, in any case; NULL for all
 * @param steps          NULL to tell nobody
 * @param deadline       NULL for 30 seconds
 *
 * @return the statuses of mutauth_account_delete_spns, and:
 * @return MUTAUTH_INVALID_ARGUMENT  service_class is empty
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_remove_all(mutauth_account *account,
                                                      const char *service_class,
                                                      const mutauth_steps *steps,
                                                      const mutauth_deadline *deadline);

/**
 * What the last change of the account could not do though it succeeded, and names that work in some
 * places only (MUTAUTH_FINDING_LEVEL_WARNING).
 *
 * @param account  the account
 * @param out      lines for people, none if all was done; free with mutauth_texts_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      account is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_warnings(const mutauth_account *account,
                                                    mutauth_texts **out);

/**
 * DsWriteAccountSpn: its arguments, its order of checks and its outcomes. The Win32 number that it
 * would return is the first native code of a failure.
 *
 * On Active Directory the texts go to the server as they are, which judges them. Names that will
 * not work are refused before that, as by mutauth_account_add_spn; the number is 8373.
 *
 * @param directory  the session
 * @param operation  one of MUTAUTH_SPN_...; for any other the Win32 number is 1
 * @param account    UTF-8: the account's DN or one of its names; for NULL or "" the number is 87
 * @param texts      UTF-8; for one that is NULL or "" the number is 87
 * @param count      0 only with MUTAUTH_SPN_REPLACE, which then takes all off; 10000 at most
 * @param deadline   NULL for 30 seconds
 *
 * @return the statuses of mutauth_account_replace_spns, and:
 * @return MUTAUTH_INVALID_ARGUMENT   what has the numbers 1 and 87 above
 * @return MUTAUTH_TOO_MANY_SPNS      there are more than 10000; the number is 87
 * @return MUTAUTH_ACCOUNT_NOT_FOUND  there is no such account; the number is 8333
 * @return MUTAUTH_SPN_MALFORMED      a text is no SPN; the number is 8373
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_account_write_spns(mutauth_directory *directory,
                                                      int32_t operation,
                                                      const char *account,
                                                      const char *const *texts,
                                                      size_t count,
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

/*
 * A directory (LDAP) that has proved itself.
 *
 * The session is bound with our own negotiation (SASL GSSAPI, RFC 4752) and everything after the
 * bind is sealed. The name that a directory must prove is never taken from DNS or from the
 * directory: the caller gives the address to connect to and the SPN to prove. What a proven
 * directory says is still only a hint about whom to trust.
 */
#ifndef MUTAUTH_DIRECTORY_H
#define MUTAUTH_DIRECTORY_H

#include <mutauth/bytes.h>
#include <mutauth/credential.h>
#include <mutauth/deadline.h>
#include <mutauth/export.h>
#include <mutauth/policy.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A proven and sealed session with a directory server. One thread at a time. */
typedef struct mutauth_directory mutauth_directory;

/**
 * Connect, prove both sides, and seal.
 *
 * @param address     UTF-8: "host:port" or "host" (port 389), with or without "ldap://" before it
 * @param spn         the name that the server must prove, usually ldap/<host>
 * @param credential  the caller's; the session keeps it, to connect anew when the answer to a
 * change is lost
 * @param policy      for its log, which the session keeps; NULL for none. The session is always at
 *                    level privacy
 * @param deadline    NULL for 30 seconds
 * @param out         the session, NULL on failure; free with mutauth_directory_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT          address or out is NULL, or the address cannot be parsed
 * @return MUTAUTH_WRONG_HANDLE              spn or credential is no live handle
 * @return MUTAUTH_DIRECTORY_MODULE_MISSING  OpenLDAP's client library is not installed
 * @return MUTAUTH_DIRECTORY_UNREACHABLE     no connection
 * @return MUTAUTH_DIRECTORY_SILENT          no answer in time
 * @return MUTAUTH_DIRECTORY_LOST            the server closed the connection
 * @return MUTAUTH_DIRECTORY_PROTOCOL        the answer is not LDAP
 * @return MUTAUTH_DIRECTORY_UNSEALED        the server offers no encryption
 * @return MUTAUTH_DIRECTORY_BIND_REFUSED    the server refused the caller
 * @return MUTAUTH_CANCELLED                 the deadline was cancelled
 * @return MUTAUTH_...                       every failure of mutauth_credential_fetch and
 *                                           mutauth_negotiation_step
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_open(const char *address,
                                                  const mutauth_spn *spn,
                                                  mutauth_credential *credential,
                                                  const mutauth_policy *policy,
                                                  const mutauth_deadline *deadline,
                                                  mutauth_directory **out);

/**
 * Where a domain's directory servers are, by the SRV records of _ldap._tcp.<domain> in DNS (RFC
 * 2782, [MS-ADTS] 6.3.2.3).
 *
 * DNS is not proven: whoever answers may name any host. Hosts outside the domain are passed over,
 * and mutauth_directory_open makes the server prove the name that the caller gives. For Active
 * Directory that is best ldap/<host>/<domain>, which only domain controllers hold; ldap/<host> is
 * held by every host that the realm gave such a name.
 *
 * @param domain    ASCII: a DNS name, such as the credential's realm
 * @param deadline  NULL for 30 seconds
 * @param out       "host:port" each, in the order to try them, one at least; NULL on failure; free
 *                  with mutauth_texts_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   domain or out is NULL, or domain is no DNS name
 * @return MUTAUTH_WRONG_HANDLE       deadline is no live handle
 * @return MUTAUTH_DIRECTORY_UNKNOWN  there are no such records, or no name server answers
 * @return MUTAUTH_DEADLINE_PASSED    no answer in time
 * @return MUTAUTH_CANCELLED          the deadline was cancelled
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_locate(const char *domain,
                                                    const mutauth_deadline *deadline,
                                                    mutauth_texts **out);

/**
 * Where accounts are searched.
 *
 * @param directory  the session
 * @return a DN in UTF-8: what mutauth_directory_set_base was given, or else the server's
 *         defaultNamingContext or its only naming context; "" if the server names none or several
 *         and none was set; lives until it is set; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_directory_base(const mutauth_directory *directory);

/**
 * Search accounts below this entry instead. Where a name must be unique stays what it is.
 *
 * @param directory  the session
 * @param dn         UTF-8: an RFC 4514 DN
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  dn is NULL or no DN
 * @return MUTAUTH_WRONG_HANDLE      directory is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_set_base(mutauth_directory *directory, const char *dn);

/**
 * Where a name must be unique.
 *
 * @param directory  the session
 * @return the DN that mutauth_directory_set_unique_base was given, in UTF-8; "" for everywhere;
 * lives until it is set; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_directory_unique_base(const mutauth_directory *directory);

/**
 * Look for other holders of a name below this entry only. Another account elsewhere may then hold
 * the same name, and nobody can prove it.
 *
 * Without this a name must be unique everywhere, whatever mutauth_directory_set_base was given: in
 * all naming contexts, and on Active Directory in the forest. If that has more than one domain its
 * global catalog is asked, which is opened on the session's host (port 3268) unless
 * mutauth_directory_open_catalog has opened one.
 *
 * @param directory  the session
 * @param dn         UTF-8: an RFC 4514 DN; "" for everywhere
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  dn is NULL or no DN
 * @return MUTAUTH_WRONG_HANDLE      directory is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_set_unique_base(mutauth_directory *directory,
                                                             const char *dn);

/**
 * Let this session register names that are known not to work: an IP address as host (127.1 and
 * 2130706433 are addresses too), a dot at the end, _HOST, a label longer than DNS allows, and
 * whatever else mutauth_findings_of calls MUTAUTH_FINDING_LEVEL_BREAKS. Without this they are
 * refused; with it each of them is a warning (mutauth_account_warnings).
 *
 * @param directory  the session
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  directory is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_allow_unusable_names(mutauth_directory *directory);

/**
 * Open a session with a global catalog of Active Directory, for what concerns the whole forest. The
 * session keeps it and uses it on the same thread.
 *
 * @param directory   the session
 * @param address     UTF-8: as for mutauth_directory_open, but port 3268 if none or 389 is given;
 *                    NULL for the session's own host; then nothing is done, with success, on
 *                    a directory that has no catalogs because it is no Active Directory
 * @param spn         the name that the catalog must prove; NULL for the one that the session has
 *                    proved. If that has the domain in it (ldap/<host>/<domain>), so must this one
 * @param credential  the caller's
 * @param policy      for its log; NULL for none
 * @param deadline    NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  the address cannot be parsed, or the SPN has no domain in it
 * @return MUTAUTH_WRONG_HANDLE      directory, spn or credential is no live handle
 * @return MUTAUTH_CATALOG_UNFIT     the server is no global catalog, or of another forest
 * @return MUTAUTH_...               every failure of mutauth_directory_open
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_open_catalog(mutauth_directory *directory,
                                                          const char *address,
                                                          const mutauth_spn *spn,
                                                          mutauth_credential *credential,
                                                          const mutauth_policy *policy,
                                                          const mutauth_deadline *deadline);

/** The accounts that hold an SPN, one at a time. One thread at a time. */
typedef struct mutauth_holders mutauth_holders;

/**
 * Find the accounts that hold an SPN, wherever a name must be unique
 * (mutauth_directory_set_unique_base). More than one means that nobody can prove it.
 *
 * @param directory  the session; must outlive the cursor
 * @param spn        compared as the directory compares, ignoring case
 * @param deadline   NULL for 30 seconds
 * @param out        a cursor before the first account, NULL on failure; free with
 *                   mutauth_holders_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      directory or spn is no live handle
 * @return MUTAUTH_DIRECTORY_BASE_UNKNOWN  set the base first
 * @return MUTAUTH_DIRECTORY_LIMITED       the server stopped before the end
 * @return MUTAUTH_DIRECTORY_FLOODED       the server's answer has no end
 * @return MUTAUTH_DIRECTORY_SILENT, MUTAUTH_DIRECTORY_LOST, MUTAUTH_DIRECTORY_DENIED,
 *         MUTAUTH_DIRECTORY_FAILED, MUTAUTH_CANCELLED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_directory_find_holders(mutauth_directory *directory,
                                                          const mutauth_spn *spn,
                                                          const mutauth_deadline *deadline,
                                                          mutauth_holders **out);

/**
 * Step to the next account.
 *
 * @param holders  the cursor
 * @param dn       the account's DN in UTF-8, NULL unless the status is MUTAUTH_OK; lives until the
 *                 next step
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_END               there are no more
 * @return MUTAUTH_INVALID_ARGUMENT  dn is NULL
 * @return MUTAUTH_WRONG_HANDLE      holders is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_holders_next(mutauth_holders *holders, const char **dn);

/**
 * Free the cursor.
 *
 * @param holders  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_holders_free(mutauth_holders *holders);

/**
 * Unbind and free the session.
 *
 * @param directory  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_directory_free(mutauth_directory *directory);

MUTAUTH_END_C

#endif

/*
 * Credentials: what a program proves itself with.
 *
 * Each credential carries its own tickets (in memory) and keys; nothing is shared with the process
 * and no environment variable is read, but for what libkrb5 itself reads to find its configuration
 * (KRB5_CONFIG) and, by mutauth_credential_from_environment, because the caller asked for it.
 */
#ifndef MUTAUTH_CREDENTIAL_H
#define MUTAUTH_CREDENTIAL_H

#include <mutauth/deadline.h>
#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A principal's tickets or keys. Shareable: one object may serve many threads at once. */
typedef struct mutauth_credential mutauth_credential;

/**
 * The tickets of a credential cache, copied now.
 *
 * @param name  UTF-8: "FILE:/path", "DIR:...", "KEYRING:...", "KCM:...", or a bare path
 * @param out   the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   name or out is NULL, or name is empty
 * @return MUTAUTH_NO_CREDENTIAL      the cache does not exist or is empty
 * @return MUTAUTH_CCACHE_UNREADABLE  the cache is there but cannot be read
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_ccache(const char *name,
                                                          mutauth_credential **out);

/**
 * The tickets that kinit left for this user, found as libkrb5 finds them: KRB5CCNAME, then
 * krb5.conf's default_ccache_name, then the system's default.
 *
 * @param out  the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   out is NULL
 * @return MUTAUTH_NO_CREDENTIAL      the cache does not exist or is empty
 * @return MUTAUTH_CCACHE_UNREADABLE  the cache is there but cannot be read
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_environment(mutauth_credential **out);

/**
 * The keys of a keytab, read now. Serves an acceptor at once, and an initiator once it has fetched
 * its first ticket.
 *
 * @param file       UTF-8: a path, "FILE:/path", or another keytab name that libkrb5 knows
 * @param principal  UTF-8: the account whose keys these are, "name@REALM" or "name" in the default
 *                   realm. As an initiator, act as this account. As an acceptor, let this account's
 *                   keys stand for every SPN that the policy serves: say so only for SPNs that are
 *                   registered on this account. NULL: act as the first entry's principal; accept
 *                   only by keys that stand in the keytab under the served SPN's own name.
 * @param out        the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   file or out is NULL, or principal cannot be parsed
 * @return MUTAUTH_KEYTAB_UNREADABLE  the file is missing, cannot be read, or is no keytab
 * @return MUTAUTH_KEYTAB_LACKS_NAME  the keytab is empty, or has no key for the principal
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_keytab(const char *file,
                                                          const char *principal,
                                                          mutauth_credential **out);

/**
 * A principal and its password, for initiators. The password is copied into wiped memory.
 *
 * @param principal  UTF-8: "name@REALM", or "name" in the default realm
 * @param password   UTF-8
 * @param out        the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  a pointer is NULL, or principal cannot be parsed
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_password(const char *principal,
                                                            const char *password,
                                                            mutauth_credential **out);

/**
 * Get the ticket for a service now, so that a negotiation with it needs no network.
 *
 * Asks all of the realm's KDCs side by side. Does nothing when a fresh ticket is at hand.
 *
 * @param credential  an initiator's
 * @param spn         the service; NULL for the ticket-granting ticket alone
 * @param deadline    NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE        credential or spn is no live handle
 * @return MUTAUTH_SERVICE_UNKNOWN     the KDC knows no such service: the SPN is not registered
 * @return MUTAUTH_CLIENT_UNKNOWN      the KDC knows no such client
 * @return MUTAUTH_WRONG_PASSWORD      the KDC refused the password or key
 * @return MUTAUTH_CLIENT_LOCKED       the account is locked, disabled or expired
 * @return MUTAUTH_NO_CREDENTIAL       there is no ticket to start from
 * @return MUTAUTH_CREDENTIAL_EXPIRED  the ticket to start from has expired and is not renewable
 * @return MUTAUTH_REALM_UNKNOWN       no KDC is known for the realm
 * @return MUTAUTH_KDC_UNREACHABLE     no KDC takes a connection
 * @return MUTAUTH_KDC_SILENT          a KDC was reached but did not answer in time
 * @return MUTAUTH_KDC_PROTOCOL        a KDC's answer makes no sense
 * @return MUTAUTH_KDC_REFUSED         the KDC refused for another reason, given as evidence
 * @return MUTAUTH_CLOCK_SKEW          this machine's clock and the KDC's differ too much
 * @return MUTAUTH_ENCRYPTION_UNSUPPORTED  no encryption type in common
 * @return MUTAUTH_CANCELLED           the deadline was cancelled
 * @return MUTAUTH_DEADLINE_PASSED     another thread was still fetching with this credential
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_fetch(mutauth_credential *credential,
                                                    const mutauth_spn *spn,
                                                    const mutauth_deadline *deadline);

/**
 * Whose credential this is.
 *
 * @param credential  the credential
 * @return "name@REALM" in UTF-8, lives as long as the credential; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_credential_principal(const mutauth_credential *credential);

/**
 * When its ticket-granting ticket expires.
 *
 * @param credential  the credential
 * @return seconds since 1970 UTC; 0 if there is no such ticket (yet)
 * @since 0.1
 */
MUTAUTH_API int64_t mutauth_credential_expires(const mutauth_credential *credential);

/**
 * Let go of the credential; negotiations that were given it keep what they need.
 *
 * @param credential  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_credential_free(mutauth_credential *credential);

MUTAUTH_END_C

#endif

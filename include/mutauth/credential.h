/*
 * Credentials: what a program proves itself with.
 *
 * Each credential carries its own tickets (in memory) and keys; nothing is shared with the process
 * and no environment variable is read, but for what libkrb5 itself reads to find its configuration
 * (KRB5_CONFIG) and, by mutauth_credential_from_environment, because the caller asked for it.
 */
#ifndef MUTAUTH_CREDENTIAL_H
#define MUTAUTH_CREDENTIAL_H

#include <mutauth/callback.h>
#include <mutauth/deadline.h>
#include <mutauth/export.h>
#include <mutauth/log.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A principal's tickets or keys. Shareable: one object may serve many threads at once. */
typedef struct mutauth_credential mutauth_credential;

/**
 * The tickets of a credential cache, copied now. When the cache changes (kinit renewed it), what it
 * holds is copied again. If it has become another principal's, that is refused once the old tickets
 * end, unless mutauth_credential_follow_source.
 *
 * @param name  UTF-8: "FILE:/path", "DIR:...", "KEYRING:...", "KCM:...", or a bare path
 * @param out   the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   name or out is NULL, or name is empty
 * @return MUTAUTH_WRONG_STATE        a keyring is named, and this thread acts as a caller
 *                                    (mutauth_impersonate): it would be one of the service's
 * @return MUTAUTH_NO_CREDENTIAL      the cache does not exist or is empty
 * @return MUTAUTH_CCACHE_UNREADABLE  the cache is there but cannot be read
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_ccache(const char *name,
                                                          mutauth_credential **out);

/**
 * The environment's defaults, found as libkrb5 finds them. The tickets that kinit left for this
 * user: KRB5CCNAME, then krb5.conf's default_ccache_name, then the system's default. If there are
 * none, the client keytab: KRB5_CLIENT_KTNAME, then krb5.conf's default_client_keytab_name. If both
 * are there and the client keytab has a key of the tickets' principal, it gets new tickets when
 * those have ended, as with MIT's gss_acquire_cred, but into memory: the cache stays as it is.
 *
 * @param out  the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   out is NULL
 * @return MUTAUTH_WRONG_STATE        this thread acts as a caller (mutauth_impersonate), whose
 *                                    tickets these are not: mutauth_credential_for_impersonated
 * @return MUTAUTH_NO_CREDENTIAL      the cache does not exist or is empty
 * @return MUTAUTH_CCACHE_UNREADABLE  the cache is there but cannot be read
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_environment(mutauth_credential **out);

/**
 * The keys of the system's client keytab, for a program that runs as a service and calls others:
 * KRB5_CLIENT_KTNAME, then krb5.conf's default_client_keytab_name.
 *
 * @param principal  UTF-8: whose keys to use, "name@REALM" or "name"; NULL for the first entry's
 * @param out        the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return the statuses of mutauth_credential_from_keytab
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_client_keytab(const char *principal,
                                                                 mutauth_credential **out);

/**
 * The keys of a keytab, read now. When the file changes (a key was rotated), negotiations that
 * begin a second later use the new keys; a file that is gone, unreadable, empty or without the
 * principal's keys changes nothing, and shows in the policy's log. Serves an acceptor at once, and
 * an initiator once it has fetched its first ticket.
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
 * An enterprise name (RFC 6806 5), such as a user principal name, and its account's password, for
 * initiators. The KDC says which account that is: once a ticket was fetched, the principal is the
 * account's own name; if the name is another account's later, that is MUTAUTH_CREDENTIAL_CHANGED.
 * Active Directory knows UPNs so, whatever their suffix; MIT's KDC the names that its database has
 * as aliases.
 *
 * @param name      UTF-8: "carol@corp.example", in the default realm; "carol@corp.example@REALM" in
 *                  another, whose KDC knows the name
 * @param password  UTF-8
 * @param out       the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  a pointer is NULL, or name cannot be parsed
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_enterprise_password(const char *name,
                                                                       const char *password,
                                                                       mutauth_credential **out);

/**
 * The same by a key of a keytab, under whatever name it stands there: the newest keys are tried,
 * three at most, since an account may be locked by failures. For initiators.
 *
 * @param file  UTF-8: a path, "FILE:/path", or another keytab name that libkrb5 knows
 * @param name  UTF-8: as for mutauth_credential_from_enterprise_password
 * @param out   the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   a pointer is NULL, or name cannot be parsed
 * @return MUTAUTH_KEYTAB_UNREADABLE  the file is missing, cannot be read, or is no keytab
 * @return MUTAUTH_KEYTAB_LACKS_NAME  the keytab is empty
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_enterprise_keytab(const char *file,
                                                                     const char *name,
                                                                     mutauth_credential **out);

/**
 * Asks the program for a password.
 *
 * Runs on the thread that needs a ticket-granting ticket, be it one that fetches, that initiates,
 * or that renews in the background; never on two at once for one credential. callback.h says what
 * it may do; what needs the password that it is asked for (a fetch with the same credential of a
 * ticket that is not at hand) is MUTAUTH_WRONG_STATE there. An exception that it throws is a
 * password not given.
 *
 * @param user       what mutauth_credential_from_password_callback was given
 * @param principal  "name@REALM" in UTF-8; lives during the call
 * @param buffer     where the password goes, in UTF-8; wiped afterwards
 * @param capacity   of the buffer in bytes
 * @return the password's size in bytes; -1 for none
 */
typedef int32_t (*mutauth_password_ask)(void *user,
                                        const char *principal,
                                        char *buffer,
                                        size_t capacity);

/**
 * A principal whose password the program gives each time that one is needed, for initiators.
 *
 * @param principal  UTF-8: "name@REALM", or "name" in the default realm
 * @param ask        called for the password
 * @param user       handed to ask; in use until release runs
 * @param release    called with user once the credential and all that was given it are freed; NULL
 *                   if nobody needs to know
 * @param out        the credential, NULL on failure; free with mutauth_credential_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  principal, ask or out is NULL, or principal cannot be parsed
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_from_password_callback(const char *principal,
                                                                     mutauth_password_ask ask,
                                                                     void *user,
                                                                     mutauth_release release,
                                                                     mutauth_credential **out);

/**
 * Let a credential made from a credential cache become whoever the cache is of when it changes.
 * Without this its principal never changes.
 *
 * @param credential  the credential
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  credential is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_follow_source(mutauth_credential *credential);

/**
 * Make sure of a ticket-granting ticket that lives for a while, so that nothing has to wait for a
 * new one meanwhile. By key or password into new memory, never in place: negotiations go on. A
 * ticket of a credential cache is read again if the cache has changed.
 *
 * @param credential  an initiator's
 * @param seconds     how long it must live still, at least 0; a KDC that gives less gives less
 * @param deadline    NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE        credential or deadline is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT    seconds is negative or beyond 2147483647
 * @return MUTAUTH_CREDENTIAL_EXPIRED  the cache's ticket ends before that
 * @return MUTAUTH_CREDENTIAL_CHANGED  the cache has become another principal's
 * @return MUTAUTH_...                 every failure of mutauth_credential_fetch
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_ensure_fresh(mutauth_credential *credential,
                                                           int64_t seconds,
                                                           const mutauth_deadline *deadline);

/**
 * Do so again and again, on a thread of the library's that blocks all signals, until
 * mutauth_credential_stop_renewal or mutauth_credential_free, which end it and wait for its end; by
 * a callback that runs on that thread they only end it.
 * After a failure it tries again in 1 to 60 seconds.
 *
 * @param credential  an initiator's
 * @param seconds     how long before its end a ticket is renewed, at least 0
 * @param log         told of failures (warning) and renewals (debug); NULL for none
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      credential or log is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  seconds is negative or beyond 2147483647
 * @return MUTAUTH_WRONG_STATE       it is being renewed already
 * @return MUTAUTH_SYSTEM_ERROR      no thread can be started
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_renew_in_background(mutauth_credential *credential,
                                                                  int64_t seconds,
                                                                  const mutauth_log *log);

/**
 * End the background renewal, if there is one, and wait for its end. A callback that runs on the
 * renewal's own thread does not wait: the renewal ends when the callback has returned.
 *
 * @param credential  the credential
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  credential is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_stop_renewal(mutauth_credential *credential);

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
 * @return MUTAUTH_CREDENTIAL_CHANGED  so it has, and its cache has become another principal's
 * @return MUTAUTH_DELEGATION_REFUSED, MUTAUTH_TRANSITION_REFUSED  of a credential for a client:
 *                                     the KDC does not let its service act as the client
 * @return MUTAUTH_REALM_UNKNOWN       no KDC is known for the realm
 * @return MUTAUTH_KDC_UNREACHABLE     no KDC takes a connection
 * @return MUTAUTH_KDC_SILENT          a KDC was reached but did not answer in time
 * @return MUTAUTH_KDC_PROTOCOL        a KDC's answer makes no sense
 * @return MUTAUTH_KDC_REFUSED         the KDC refused for another reason, given as evidence
 * @return MUTAUTH_CLOCK_SKEW          this machine's clock and the KDC's differ too much
 * @return MUTAUTH_ENCRYPTION_UNSUPPORTED  no encryption type in common
 * @return MUTAUTH_CANCELLED           the deadline was cancelled
 * @return MUTAUTH_DEADLINE_PASSED     another thread was still fetching with this credential
 * @return MUTAUTH_WRONG_STATE         called by the callback that is asked for the password
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_fetch(mutauth_credential *credential,
                                                    const mutauth_spn *spn,
                                                    const mutauth_deadline *deadline);

/**
 * Whose credential this is.
 *
 * @param credential  the credential
 * @return "name@REALM" in UTF-8, lives as long as the credential; an enterprise name with its own
 * '@' quoted until the account's name is known; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_credential_principal(const mutauth_credential *credential);

/**
 * When its ticket-granting ticket expires, by this machine's clock even where that differs from the
 * KDC's (krb5.conf's kdc_timesync). Waits for nobody, not for another thread's exchange with a KDC
 * either.
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

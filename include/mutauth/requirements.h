/*
 * Whether a caller may call.
 *
 * A service checks its caller on every call, not once: level, mechanism, service and client are
 * compared with its requirements each time, which costs less than a microsecond and no I/O.
 */
#ifndef MUTAUTH_REQUIREMENTS_H
#define MUTAUTH_REQUIREMENTS_H

#include <mutauth/export.h>
#include <mutauth/identity.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/**
 * What a service demands of its callers. Everything that is not restricted is allowed, so an empty
 * one asks for level privacy alone. One thread at a time while it is changed; shareable after.
 */
typedef struct mutauth_requirements mutauth_requirements;

/**
 * Requirements that ask for level privacy and nothing else.
 *
 * @param out  the requirements, NULL on failure; free with mutauth_requirements_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_new(mutauth_requirements **out);

/**
 * The least level a call must have.
 *
 * @param requirements  the requirements
 * @param level         one of MUTAUTH_LEVEL_...
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  the level is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_set_level(mutauth_requirements *requirements,
                                                          int32_t level);

/**
 * Allow only this mechanism.
 *
 * @param requirements  the requirements
 * @param mechanism     one of MUTAUTH_MECHANISM_... but EITHER, by which no caller comes
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  the mechanism is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_set_mechanism(mutauth_requirements *requirements,
                                                              int32_t mechanism);

/**
 * Allow only keys of this name and of those added before. Every name that the keytab has the key
 * under which opened the caller's ticket (mutauth_identity_service_key_at) must be allowed: a
 * ticket for any of them opens with it, and what the ticket claims can be rewritten. A service that
 * shares its key with others gets a key of its own, allows all of them, or takes the claim for
 * enough (mutauth_requirements_accept_asked_service). The realm is compared only if one is given.
 *
 * @param requirements  the requirements
 * @param name          UTF-8: "class/host" or "name", with or without "@REALM"; "_HOST" as the host
 * stands for this machine's name, and asterisks behind the class for any text
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE           requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT       name is NULL or empty
 * @return MUTAUTH_SPN_PATTERN_MALFORMED  an asterisk stands in the class
 * @return MUTAUTH_INVALID_NAME, MUTAUTH_NAME_IS_ADDRESS, MUTAUTH_NAME_TOO_LONG,
 * MUTAUTH_SYSTEM_ERROR  this machine has no name that could stand for "_HOST"
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_add_service_key(mutauth_requirements *requirements,
                                                                const char *name);

/**
 * Take the claim for enough: a caller whose key has other names too is allowed if the service that
 * it asked for (mutauth_identity_asked_service) is among the allowed service keys. Whoever has a
 * ticket for any SPN of the key can claim so. The asked service is compared without regard to case
 * in ASCII, as a directory does.
 *
 * @param requirements  the requirements
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  requirements is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status
mutauth_requirements_accept_asked_service(mutauth_requirements *requirements);

/**
 * Allow only this client and those added before. If its ticket's PAC names an account, the name
 * must be that account's own (sAMAccountName), or its UPN after mutauth_requirements_allow_upn:
 * Active Directory's KDC lets the holder of "web$" come as "web", and whoever may write to an
 * account chooses its UPN.
 *
 * @param requirements  the requirements
 * @param principal     UTF-8: "name@REALM", compared byte by byte
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  principal is NULL or has no realm
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_add_client(mutauth_requirements *requirements,
                                                           const char *principal);

/**
 * Allow only clients of this realm and of those added before.
 *
 * @param requirements  the requirements
 * @param realm         UTF-8, compared byte by byte
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  realm is NULL or empty
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_add_realm(mutauth_requirements *requirements,
                                                          const char *realm);

/**
 * Allow only this account, or the members of this group, and those added before. What counts is
 * said at mutauth_identity_has_sid.
 *
 * @param requirements  the requirements
 * @param sid           "S-1-5-21-...", without leading zeros
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  sid is NULL or none
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_add_sid(mutauth_requirements *requirements,
                                                        const char *sid);

/**
 * Let the SIDs of a domain count in tickets of clients of that realm. Without it only those of the
 * account's own domain do, and only if the realm is the service's own. Whoever runs that realm's
 * KDC then decides who is in that domain's groups.
 *
 * @param requirements  the requirements
 * @param realm         UTF-8: of the clients, compared byte by byte
 * @param domain_sid    "S-1-5-21-...": a domain's SID, without an account's number
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  realm is NULL or empty, or domain_sid is NULL or none
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_trust_domain(mutauth_requirements *requirements,
                                                             const char *realm,
                                                             const char *domain_sid);

/**
 * Allow only clients that proved themselves to their KDC in this way, or in one added before
 * (RFC 8129).
 *
 * @param requirements  the requirements
 * @param indicator     UTF-8: "otp" or "pkinit" for example, compared byte by byte
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  indicator is NULL or empty
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_add_indicator(mutauth_requirements *requirements,
                                                              const char *indicator);

/**
 * Allow only clients that proved themselves to their KDC by password or key within so many seconds
 * before the call. Processes of this machine are allowed.
 *
 * @param requirements  the requirements
 * @param seconds       1 or more
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  seconds is not positive
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_set_max_age(mutauth_requirements *requirements,
                                                            int64_t seconds);

/**
 * Allow clients by their accounts' UPNs (userPrincipalName) too, not by their own names alone.
 *
 * @param requirements  the requirements
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  requirements is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_allow_upn(mutauth_requirements *requirements);

/**
 * Allow only processes of this machine (mutauth_local_peer).
 *
 * @param requirements  the requirements
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  requirements is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_set_local_only(mutauth_requirements *requirements);

/**
 * Check a caller, on every call. Asks no network and no file; the first check that needs the PAC
 * reads it. The first reason against the caller is given, in the order below.
 *
 * @param requirements  the requirements
 * @param identity      the caller's
 *
 * @return MUTAUTH_OK                        it may call
 * @return MUTAUTH_WRONG_HANDLE              requirements or identity is no live handle
 * @return MUTAUTH_CONTEXT_EXPIRED           its context's lifetime is over
 * @return MUTAUTH_CALLER_LEVEL_TOO_LOW      its context is less protected than required
 * @return MUTAUTH_CALLER_MECHANISM          its mechanism is not allowed
 * @return MUTAUTH_CALLER_NOT_LOCAL          it is no process of this machine
 * @return MUTAUTH_CALLER_WRONG_SERVICE      the key that opened its ticket has a name that is not
 * allowed here
 * @return MUTAUTH_CALLER_WRONG_REALM        its realm is not allowed
 * @return MUTAUTH_CALLER_NOT_ALLOWED        its principal is not allowed
 * @return MUTAUTH_ACCOUNT_MISMATCH          its principal is allowed, and not its account's
 * @return MUTAUTH_CALLER_NOT_MEMBER         none of the required SIDs is its, or counts here
 * @return MUTAUTH_PAC_MISSING, MUTAUTH_PAC_UNPROVEN, MUTAUTH_PAC_MALFORMED  SIDs are required (or
 * a principal's account is compared), and the ticket's PAC tells none
 * @return MUTAUTH_SYSTEM_ERROR              the PAC could not be checked for now, as
 * mutauth_identity_pac says
 * @return MUTAUTH_CALLER_INDICATOR_MISSING  it proved itself in none of the required ways
 * @return MUTAUTH_CALLER_TOO_OLD            it proved itself too long ago, or nobody knows when
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_check(const mutauth_requirements *requirements,
                                                      const mutauth_identity *identity);

/**
 * Free the requirements.
 *
 * @param requirements  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_requirements_free(mutauth_requirements *requirements);

MUTAUTH_END_C

#endif

/*
 * Who is at the other end of a proven context, and whether it may call.
 *
 * A service checks its caller on every call, not once: level, mechanism, service and client are
 * compared with its requirements each time, which costs less than a microsecond and no I/O.
 */
#ifndef MUTAUTH_IDENTITY_H
#define MUTAUTH_IDENTITY_H

#include <mutauth/bytes.h>
#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** What a context proved. Immutable: one object may be read from many threads. */
typedef struct mutauth_identity mutauth_identity;

/**
 * The client's principal, proven by its ticket.
 *
 * @param identity  the identity
 * @return "name@REALM" in UTF-8, lives as long as the identity; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_identity_client(const mutauth_identity *identity);

/**
 * The service's principal.
 *
 * On the client: the SPN that the service proved. On the service: what the client asked for. There
 * it is a claim: whoever holds a ticket for one SPN of an account can rewrite it to another SPN of
 * the same account. What is proven there is mutauth_identity_service_key.
 *
 * @param identity  the identity
 * @return "class/host@REALM" in UTF-8, lives as long as the identity; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_identity_service(const mutauth_identity *identity);

/**
 * On the service: the keytab entry whose key opened the client's ticket. On the client: the SPN
 * that the service proved.
 *
 * @param identity  the identity
 * @return "name@REALM" in UTF-8, lives as long as the identity; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_identity_service_key(const mutauth_identity *identity);

/**
 * The level that was negotiated.
 *
 * @param identity  the identity
 * @return one of MUTAUTH_LEVEL_...; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_identity_level(const mutauth_identity *identity);

/**
 * The mechanism that was used.
 *
 * @param identity  the identity
 * @return one of MUTAUTH_MECHANISM_...; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_identity_mechanism(const mutauth_identity *identity);

/**
 * When the context expires.
 *
 * @param identity  the identity
 * @return seconds since 1970 UTC; INT64_MAX if never; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int64_t mutauth_identity_expires(const mutauth_identity *identity);

/**
 * Whether the service proved itself too. Always, unless the policy waived it.
 *
 * @param identity  the identity
 * @return 1 or 0; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_identity_mutual(const mutauth_identity *identity);

/**
 * Whether both sides gave the same channel bindings.
 *
 * @param identity  the identity
 * @return 1 or 0; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_identity_channel_bound(const mutauth_identity *identity);

/**
 * The flags that were agreed, by GSS-API's numbers (RFC 2744 appendix A: 1 delegation, 2 mutual, 4
 * replay, 8 sequence, 16 confidentiality, 32 integrity; MIT's 4096 DCE style).
 *
 * @param identity  the identity
 * @return the flags; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API uint32_t mutauth_identity_flags(const mutauth_identity *identity);

/**
 * The encryption type of the key that protects messages.
 *
 * @param identity  the identity
 * @return 17 to 20 (RFC 3962, RFC 8009); 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_identity_enctype(const mutauth_identity *identity);

/**
 * The encryption type of the service's key that the ticket is sealed by.
 *
 * @param identity  the identity
 * @return a number of RFC 3961's registry; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_identity_ticket_enctype(const mutauth_identity *identity);

/**
 * When the client proved itself to its KDC, by password or key.
 *
 * @param identity  the identity
 * @return seconds since 1970 UTC; 0 if this side cannot tell (under SPNEGO), or for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int64_t mutauth_identity_authenticated(const mutauth_identity *identity);

/**
 * The PAC of the client's ticket, as Active Directory and others put it there: [MS-PAC] 2.3's
 * PACTYPE. Only a service sees one. Its signature is checked by the first call that asks.
 *
 * @param identity  the identity
 * @param verified  1 if its server signature is by the key that opened the ticket and it is the
 *                  client's, else 0: then what it says proves nothing
 * @param out       a copy, NULL if there is none or on failure; free with mutauth_bytes_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  verified or out is NULL
 * @return MUTAUTH_WRONG_HANDLE      identity is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_identity_pac(const mutauth_identity *identity,
                                                int32_t *verified,
                                                mutauth_bytes **out);

/**
 * How many authentication indicators (RFC 8129) the KDC put into the ticket and sealed for this
 * service: how the client proved itself there, "otp" or "pkinit" for example.
 *
 * @param identity  the identity
 * @return the count; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_identity_indicator_count(const mutauth_identity *identity);

/**
 * One authentication indicator.
 *
 * @param identity  the identity
 * @param index     from 0 to mutauth_identity_indicator_count - 1
 * @return UTF-8, lives as long as the identity; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_identity_indicator_at(const mutauth_identity *identity,
                                                      size_t index);

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
 * @param mechanism     one of MUTAUTH_MECHANISM_...
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  the mechanism is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_set_mechanism(mutauth_requirements *requirements,
                                                              int32_t mechanism);

/**
 * Allow only this service key and those added before: the name of the keytab entry whose key opened
 * the caller's ticket. The realm is compared only if one is given.
 *
 * @param requirements  the requirements
 * @param name          UTF-8: "class/host" or "name", with or without "@REALM"
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      requirements is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  name is NULL or empty
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_requirements_add_service_key(mutauth_requirements *requirements,
                                                                const char *name);

/**
 * Allow only this client and those added before.
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
 * Check a caller, on every call.
 *
 * @param requirements  the requirements
 * @param identity      the caller's
 *
 * @return MUTAUTH_OK                    it may call
 * @return MUTAUTH_CALLER_LEVEL_TOO_LOW  its context is less protected than required
 * @return MUTAUTH_CALLER_MECHANISM      its mechanism is not allowed
 * @return MUTAUTH_CALLER_WRONG_SERVICE  its ticket was opened by a key that is not allowed here
 * @return MUTAUTH_CALLER_NOT_ALLOWED    its principal is not allowed
 * @return MUTAUTH_CONTEXT_EXPIRED       its context's lifetime is over
 * @return MUTAUTH_WRONG_HANDLE          requirements or identity is no live handle
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

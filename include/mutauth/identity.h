/*
 * Who is at the other end of a proven context.
 *
 * Whether it may call is asked of requirements (mutauth/requirements.h), what its ticket's PAC says
 * of its account of mutauth/pac.h, and which user of this machine it is of mutauth/user_map.h.
 */
#ifndef MUTAUTH_IDENTITY_H
#define MUTAUTH_IDENTITY_H

#include <mutauth/bytes.h>
#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/**
 * What a context proved. Immutable: one object may be read from many threads.
 *
 * What a context, channel, engine or local peer gives is lent, and lives as long as that. It keeps
 * all that it tells, so mutauth_identity_copy makes it outlive them.
 */
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
 * The client's realm.
 *
 * @param identity  the identity
 * @return UTF-8, unquoted, lives as long as the identity; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_identity_realm(const mutauth_identity *identity);

/**
 * How many components the client's name has: one for "alice@REALM", two for "host/web@REALM".
 *
 * @param identity  the identity
 * @return the count; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_identity_component_count(const mutauth_identity *identity);

/**
 * One component of the client's name. Compare these where '/' and '@' in names matter: in the
 * principal they are quoted by a backslash.
 *
 * @param identity  the identity
 * @param index     from 0 to mutauth_identity_component_count - 1
 * @return UTF-8, unquoted but for a NUL in the name, which is written "\0"; lives as long as the
 * identity; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_identity_component_at(const mutauth_identity *identity,
                                                      size_t index);

/**
 * The type of the client's name (RFC 4120 6.2: 1 principal, 2 service instance, 10 enterprise).
 * It is a hint of the KDC's: never compare by it.
 *
 * @param identity  the identity
 * @return the type; 0 (unknown) if the KDC wrote that, or for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_identity_name_type(const mutauth_identity *identity);

/**
 * The SPN that the client asked for.
 *
 * On the service it is a claim: whoever holds a ticket for one SPN of an account can rewrite it to
 * another SPN of the same account. What is proven there is the key: mutauth_identity_service_key
 * and mutauth_identity_service_key_at. On the client it is what this program asked for.
 *
 * @param identity  the identity
 * @return "class/host@REALM" in UTF-8, lives as long as the identity; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_identity_asked_service(const mutauth_identity *identity);

/**
 * On the client: the SPN that the service proved. On the service: the name of the key that opened
 * the client's ticket.
 *
 * The key is proven. Where the keytab has it under several names, this is one of them, chosen by
 * nothing that the client says: the account's that the credential names, else the first one in the
 * keytab that the policy serves. Which of the names the ticket is for, nothing proves.
 *
 * @param identity  the identity
 * @return "name@REALM" in UTF-8, lives as long as the identity; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_identity_service_key(const mutauth_identity *identity);

/**
 * How many names the key that opened the client's ticket has in the keytab. One, if it is the only
 * SPN with that key, or if this is the client; only then is the service's name itself proven.
 *
 * @param identity  the identity
 * @return the count; 0 for a process of this machine, or for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_identity_service_key_count(const mutauth_identity *identity);

/**
 * One name of the key that opened the client's ticket: of every entry in the keytab with the same
 * bytes, served or not. The account may have SPNs that its keytab does not name.
 *
 * @param identity  the identity
 * @param index     from 0, which is mutauth_identity_service_key, to
 * mutauth_identity_service_key_count - 1
 * @return "name@REALM" in UTF-8, lives as long as the identity; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_identity_service_key_at(const mutauth_identity *identity,
                                                        size_t index);

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
 * On the service: whether the client proved that it gave the same channel bindings. Always 0 on the
 * client, to which nothing proves what the service gave, or that it looked: it knows only what it
 * gave itself (mutauth_identity_bindings_given).
 *
 * @param identity  the identity
 * @return 1 or 0; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_identity_channel_bound(const mutauth_identity *identity);

/**
 * Whether this side gave channel bindings to the negotiation. Of the other side it says nothing.
 *
 * @param identity  the identity
 * @return 1 or 0; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_identity_bindings_given(const mutauth_identity *identity);

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
 * @return seconds since 1970 UTC; 0 for a process of this machine or a wrong handle
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
 * @return MUTAUTH_SYSTEM_ERROR      libkrb5 could not check the PAC's signature for now (it may not
 * read krb5.conf as whom the thread acts): nothing is known of it, and nothing is kept
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_identity_pac_bytes(const mutauth_identity *identity,
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
 * Whether the client is an account or belongs to a group, as its ticket's PAC (mutauth_pac) says.
 *
 * SIDs of the account's own domain count if the client's realm is the one of the service's key:
 * then no other KDC has made the PAC. All others count only where requirements trust their domain
 * (mutauth_requirements_trust_domain). A group that is not enabled does not count.
 *
 * @param identity  the identity
 * @param sid       "S-1-5-21-...", without leading zeros
 * @param out       1 or 0; 0 on failure
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, or sid is NULL, or this is no SID
 * @return MUTAUTH_WRONG_HANDLE      identity is no live handle
 * @return MUTAUTH_PAC_MISSING       the ticket has no PAC, or one that names no account
 * @return MUTAUTH_PAC_UNPROVEN      the PAC does not prove itself
 * @return MUTAUTH_PAC_MALFORMED     the PAC is not what [MS-PAC] says
 * @return MUTAUTH_SYSTEM_ERROR      as mutauth_identity_pac
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_identity_has_sid(const mutauth_identity *identity,
                                                    const char *sid,
                                                    int32_t *out);

/**
 * All of the identity as one JSON object, for logs and other programs; docs/identity.md has its
 * members. A PAC that does not prove itself is not in there, but the reason ("pac_error").
 *
 * @param identity  the identity
 * @param out       UTF-8 on one line; free with mutauth_bytes_free; NULL on failure
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      identity is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_identity_json(const mutauth_identity *identity,
                                                 mutauth_bytes **out);

/**
 * All of the identity in lines for people.
 *
 * @param identity  the identity
 * @param out       UTF-8; free with mutauth_bytes_free; NULL on failure
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      identity is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_identity_text(const mutauth_identity *identity,
                                                 mutauth_bytes **out);

/** Windows' RPC_C_AUTHN_GSS_NEGOTIATE: the caller came by SPNEGO. */
#define MUTAUTH_AUTHENTICATION_NEGOTIATE 9
/** Windows' RPC_C_AUTHN_WINNT, which it reports of callers on the same machine. */
#define MUTAUTH_AUTHENTICATION_LOCAL 10
/** Windows' RPC_C_AUTHN_GSS_KERBEROS. */
#define MUTAUTH_AUTHENTICATION_KERBEROS 16

/** Windows' RPC_C_AUTHZ_NONE. */
#define MUTAUTH_AUTHORIZATION_NONE 0
/** Windows' RPC_C_AUTHZ_NAME: the service decides by the client's name. */
#define MUTAUTH_AUTHORIZATION_NAME 1

/**
 * Who is calling, as RpcBindingInqAuthClient answers on Windows.
 *
 * @param identity        of the call's context; NULL for a call whose client has proven nothing,
 * which mutauth_engine_identity gives before
 * @param client          the client's principal, as mutauth_identity_client; may be NULL
 * @param service         what the client asked for, as mutauth_identity_asked_service; may be NULL
 * @param level           one of MUTAUTH_LEVEL_...; may be NULL
 * @param authentication  one of MUTAUTH_AUTHENTICATION_...; may be NULL
 * @param authorization   one of MUTAUTH_AUTHORIZATION_...; may be NULL
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_CALLER_NOT_PROVEN  identity is NULL; no output is touched, and the error's native
 * code is RPC_S_BINDING_HAS_NO_AUTH (1746)
 * @return MUTAUTH_WRONG_HANDLE       identity is no live handle; no output is touched
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_identity_inquire(const mutauth_identity *identity,
                                                    const char **client,
                                                    const char **service,
                                                    int32_t *level,
                                                    int32_t *authentication,
                                                    int32_t *authorization);

/**
 * Keep an identity beyond what lent it: the same identity, with an owner more.
 *
 * No more memory is used, and what mutauth_identity_pac gave stays good as long as any owner.
 *
 * @param identity  lent, or a copy
 * @param out       the identity, NULL on failure; free with mutauth_identity_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      identity is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_identity_copy(const mutauth_identity *identity,
                                                 mutauth_identity **out);

/**
 * Free what mutauth_identity_copy gave; never what was lent. Any thread may do it.
 *
 * @param identity  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_identity_free(mutauth_identity *identity);

MUTAUTH_END_C

#endif

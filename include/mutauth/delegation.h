/*
 * Acting as a client towards other services: a service in the middle calls the next one in the name
 * of its caller, by tickets that the caller handed over (mutauth_policy_set_delegation), or where
 * the KDC lets it (constrained delegation, [MS-SFU]).
 *
 * What a service may do so is said on its account in the directory. Towards which others: on Active
 * Directory msDS-AllowedToDelegateTo, each SPN as it is asked for; on MIT's KDC with LDAP
 * krbAllowedToDelegateTo, "SPN@REALM". Or the other service's account says from whom it takes that:
 * Active Directory's msDS-AllowedToActOnBehalfOfOtherIdentity (resource-based delegation), which
 * needs no right of this service's, and is the KDC's to judge ([MS-SFU] 3.2.5.2.3). For users who
 * did not come: TRUSTED_TO_AUTH_FOR_DELEGATION in userAccountControl; kadmin's
 * +ok_to_auth_as_delegate. A client as whom nobody is to act has NOT_DELEGATED in
 * userAccountControl; kadmin's -allow_forwardable. An MIT KDC also refuses if the next service's
 * account requires preauthentication (docs/identity.md).
 *
 * The credential that is made here initiates as the client with every SPN that the KDC allows. Its
 * tickets are its own and are wiped when it is freed.
 */
#ifndef MUTAUTH_DELEGATION_H
#define MUTAUTH_DELEGATION_H

#include <mutauth/credential.h>
#include <mutauth/export.h>
#include <mutauth/identity.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/**
 * The caller's credential: by the ticket-granting ticket that it handed over, if it did and the
 * acceptor's policy kept that (mutauth_policy_keep_delegated); else by the ticket with which it
 * proved itself to this service (S4U2Proxy), if the policy keeps those (mutauth_policy_keep_ticket)
 * and the client's ticket is forwardable, which a client learns only from the KDC's refusal. Asks
 * no KDC yet.
 *
 * @param service   the service's own, with which it gets tickets: a keytab of its account, or its
 *                  tickets. Kept until the new one is freed
 * @param identity  the caller's
 * @param out       the credential, NULL on failure; free with mutauth_credential_free. Fetching
 *                  with it, and negotiations that it initiates, may fail with
 *                  MUTAUTH_DELEGATION_REFUSED and with what the service's own may fail with
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE            service or identity is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT        out is NULL
 * @return MUTAUTH_IMPERSONATION_NOT_GRANTED  the caller allows less than impersonate, or this side
 * is the client
 * @return MUTAUTH_CLIENT_TICKET_NOT_KEPT  the policy kept neither, or the context was imported
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_for_caller(const mutauth_credential *service,
                                                         const mutauth_identity *identity,
                                                         mutauth_credential **out);

/**
 * A user's credential by the service's word alone (S4U2Self, then S4U2Proxy): the user came by
 * other means than Kerberos, or does not know of it at all. Whoever holds the service's keys can
 * act so as every user, which is why directories ask for a right of its own. Asks no KDC yet.
 *
 * @param service  the service's own, with which it gets tickets. Kept until the new one is freed
 * @param client   UTF-8: "name@REALM", or "name" in krb5.conf's default realm
 * @param out      the credential, NULL on failure; free with mutauth_credential_free. Fetching with
 *                 it, and negotiations that it initiates, may fail with MUTAUTH_TRANSITION_REFUSED,
 *                 MUTAUTH_DELEGATION_REFUSED, MUTAUTH_CLIENT_UNKNOWN and with what the service's
 * own may fail with
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      service is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  client or out is NULL, or client is no principal
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_for_user(const mutauth_credential *service,
                                                       const char *client,
                                                       mutauth_credential **out);

/**
 * The same of a user by an enterprise name (RFC 6806 5), such as a user principal name. The KDC
 * says which account that is, and how it is named to others: MIT's and Samba's KDCs keep the name.
 *
 * @param service  the service's own, with which it gets tickets. Kept until the new one is freed
 * @param name     UTF-8: "carol@corp.example", in krb5.conf's default realm, or
 *                 "carol@corp.example@REALM"
 * @param out      the credential, NULL on failure; free with mutauth_credential_free. Fetching
 *                 fails as with mutauth_credential_for_user, and with MUTAUTH_CREDENTIAL_CHANGED if
 *                 the name has become another account's
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      service is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  name or out is NULL, or name cannot be parsed
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_for_enterprise_user(const mutauth_credential *service,
                                                                  const char *name,
                                                                  mutauth_credential **out);

/**
 * The credential of whomever the calling thread acts as: mutauth_impersonate, or
 * mutauth_impersonate_user with a user that mutauth_user_map_find or mutauth_impersonation_capture
 * gave, which take the caller along to other threads. Asked anew at each fetch and each negotiation
 * (dynamic identity tracking), as mutauth_credential_for_caller does, so that one object serves all
 * threads of a pool; to settle it once, and to keep the tickets for many calls, use that one
 * (static).
 *
 * It is never the service itself: on a thread that acts as nobody, and inside an inner scope as
 * somebody who is no client, what is begun with it fails.
 *
 * @param service  the service's own, as in mutauth_credential_for_caller. Kept until the new one is
 *                 freed
 * @param out      the credential, NULL on failure; free with mutauth_credential_free. Fetching with
 *                 it, and negotiations that it initiates, may fail with MUTAUTH_WRONG_STATE (the
 *                 thread acts as nobody), MUTAUTH_CLIENT_TICKET_NOT_KEPT, and as those of
 *                 mutauth_credential_for_caller
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      service is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_credential_for_impersonated(const mutauth_credential *service,
                                                               mutauth_credential **out);

MUTAUTH_END_C

#endif

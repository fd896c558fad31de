/*
 * What the KDC says of the caller's account: the privilege attribute certificate (PAC, [MS-PAC])
 * that Active Directory and others put into a service's tickets.
 *
 *     const mutauth_pac *pac;
 *     if (mutauth_identity_pac(identity, &pac) == MUTAUTH_OK) {
 *         puts(mutauth_pac_user_sid(pac));
 *     }
 *
 * Whether the caller belongs to a group is one call: mutauth_identity_has_sid. What is read here is
 * what the ticket's KDC says, also of domains that are not its own.
 */
#ifndef MUTAUTH_PAC_H
#define MUTAUTH_PAC_H

#include <mutauth/export.h>
#include <mutauth/identity.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A group of the account's own domain (GroupIds of [MS-PAC] 2.5). */
#define MUTAUTH_SID_GROUP 1
/** A SID of any domain: a universal group, one of the SID history, a well-known one (ExtraSids). */
#define MUTAUTH_SID_EXTRA 2
/** A domain-local group of the service's domain (ResourceGroupIds). */
#define MUTAUTH_SID_RESOURCE 3

/** A signature by the service's key over the PAC: [MS-PAC] 2.8.1. */
#define MUTAUTH_PAC_SIGNATURE_SERVER 1U
/** One by the KDC's key over the first: [MS-PAC] 2.8.2. */
#define MUTAUTH_PAC_SIGNATURE_KDC 2U
/** One by the KDC's key over the ticket: [MS-PAC] 2.8.3. */
#define MUTAUTH_PAC_SIGNATURE_TICKET 4U
/** One by the KDC's key over the whole PAC: [MS-PAC] 2.8.4. */
#define MUTAUTH_PAC_SIGNATURE_FULL 8U

/** A PAC that proved itself, read. Immutable: one object may be read from many threads. */
typedef struct mutauth_pac mutauth_pac;

/**
 * Read the PAC of the client's ticket, whose server signature must be by the key that opened the
 * ticket, for this client. It is read and checked once and kept; only a service has one.
 *
 * @param identity  the identity
 * @param out       the PAC, NULL on failure; lives as long as the identity, not to be freed
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      identity is no live handle
 * @return MUTAUTH_PAC_MISSING       the ticket has no PAC
 * @return MUTAUTH_PAC_UNPROVEN      its signature is missing or wrong
 * @return MUTAUTH_PAC_MALFORMED     it is signed, and is not what [MS-PAC] says
 * @return MUTAUTH_SYSTEM_ERROR      libkrb5 could not check the PAC's signature for now (it may not
 * read krb5.conf as whom the thread acts): nothing is known of it, and nothing is kept
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_identity_pac(const mutauth_identity *identity,
                                                const mutauth_pac **out);

/**
 * The account's name (sAMAccountName), "alice" or "web$".
 *
 * @param pac  the PAC
 * @return UTF-8, lives as long as the PAC; "" if it names no account (MIT's KDC makes such PACs);
 * NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_account_name(const mutauth_pac *pac);

/**
 * The account's full name, as people write it.
 *
 * @param pac  the PAC
 * @return UTF-8, lives as long as the PAC; "" if there is none; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_full_name(const mutauth_pac *pac);

/**
 * The account's user principal name, or what its domain makes of the account's name if it has none.
 *
 * @param pac  the PAC
 * @return UTF-8, "alice@example.com", lives as long as the PAC; "" if there is none; NULL for a
 * wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_upn(const mutauth_pac *pac);

/**
 * The account's domain, by its DNS name.
 *
 * @param pac  the PAC
 * @return UTF-8, lives as long as the PAC; "" if there is none; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_dns_domain(const mutauth_pac *pac);

/**
 * The account's domain, by its NetBIOS name.
 *
 * @param pac  the PAC
 * @return UTF-8, lives as long as the PAC; "" if there is none; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_domain(const mutauth_pac *pac);

/**
 * The account's SID ([MS-DTYP] 2.4.2.1).
 *
 * @param pac  the PAC
 * @return "S-1-5-21-...", lives as long as the PAC; "" if there is none; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_user_sid(const mutauth_pac *pac);

/**
 * The SID of the account's domain.
 *
 * @param pac  the PAC
 * @return "S-1-5-21-...", lives as long as the PAC; "" if there is none; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_domain_sid(const mutauth_pac *pac);

/**
 * The SID of the account's primary group.
 *
 * @param pac  the PAC
 * @return "S-1-5-21-...", lives as long as the PAC; "" if there is none; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_primary_group_sid(const mutauth_pac *pac);

/**
 * Whose ticket-granting ticket was used to ask for the ticket ([MS-PAC] 2.15).
 *
 * @param pac  the PAC
 * @return "S-1-5-21-...", lives as long as the PAC; "" if the KDC does not say so; NULL for a wrong
 * handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_requestor_sid(const mutauth_pac *pac);

/**
 * When the account logged on.
 *
 * @param pac  the PAC
 * @return seconds since 1970 UTC; INT64_MIN if it is not told, or for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int64_t mutauth_pac_logon_time(const mutauth_pac *pac);

/**
 * Whether a service said who the client is (S4U2Self, [MS-SFU]), and the client itself proved
 * nothing to the KDC.
 *
 * @param pac  the PAC
 * @return 1 or 0; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_pac_asserted_by_service(const mutauth_pac *pac);

/**
 * How many SIDs of groups there are, in the PAC's order. The primary group is not among them unless
 * the KDC put it there too.
 *
 * @param pac  the PAC
 * @return the count; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_pac_group_count(const mutauth_pac *pac);

/**
 * One group's SID. mutauth_identity_has_sid says whether it counts for this service.
 *
 * @param pac    the PAC
 * @param index  from 0 to mutauth_pac_group_count - 1
 * @return "S-1-...", lives as long as the PAC; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_group_at(const mutauth_pac *pac, size_t index);

/**
 * Where the KDC has that group from.
 *
 * @param pac    the PAC
 * @param index  from 0 to mutauth_pac_group_count - 1
 * @return one of MUTAUTH_SID_...; 0 if the index is out of range
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_pac_group_kind_at(const mutauth_pac *pac, size_t index);

/**
 * What holds of that group: [MS-PAC] 2.2.1 (1 mandatory, 2 enabled by default, 4 enabled, 8 owner,
 * 16 for denial only, 0x20000000 domain-local).
 *
 * @param pac    the PAC
 * @param index  from 0 to mutauth_pac_group_count - 1
 * @return the bits; 0 if the index is out of range
 * @since 0.1
 */
MUTAUTH_API uint32_t mutauth_pac_group_attributes_at(const mutauth_pac *pac, size_t index);

/**
 * The SPN that the last service asked the ticket for, as the client (S4U2Proxy, [MS-PAC] 2.9).
 *
 * @param pac  the PAC
 * @return UTF-8, lives as long as the PAC; "" if the client came itself; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_delegation_target(const mutauth_pac *pac);

/**
 * How many services acted as the client, one after the other, before it came here.
 *
 * @param pac  the PAC
 * @return the count; 0 if the client came itself, or for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_pac_delegation_count(const mutauth_pac *pac);

/**
 * One of those services, the client's own first.
 *
 * @param pac    the PAC
 * @param index  from 0 to mutauth_pac_delegation_count - 1
 * @return UTF-8, lives as long as the PAC; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_pac_delegation_at(const mutauth_pac *pac, size_t index);

/**
 * Which signatures the PAC has. The server's was verified, by the service's key; the others are by
 * the KDC's key, which a service does not have, so that nobody here can verify them.
 *
 * @param pac  the PAC
 * @return the bits of MUTAUTH_PAC_SIGNATURE_...; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API uint32_t mutauth_pac_signatures(const mutauth_pac *pac);

MUTAUTH_END_C

#endif

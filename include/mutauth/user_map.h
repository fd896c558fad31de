/*
 * Which user of this machine a proven caller is.
 *
 * A map that was given nothing maps nobody: a principal is a name that some realm's administrator
 * chose, and only this machine's administrator can say whom it stands for here. The exception is a
 * caller on a Unix socket (local_peer.h), who is already a user of this machine.
 */
#ifndef MUTAUTH_USER_MAP_H
#define MUTAUTH_USER_MAP_H

#include <mutauth/deadline.h>
#include <mutauth/directory.h>
#include <mutauth/export.h>
#include <mutauth/identity.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A user of this machine: a name and the numbers that the kernel compares. Shareable. */
typedef struct mutauth_local_user mutauth_local_user;

/**
 * A user by its numbers, without a look at the name service.
 *
 * @param name         UTF-8, for messages; "" if there is none
 * @param uid          the user's number; not 4294967295, which is nobody's
 * @param gid          its primary group; not 4294967295
 * @param groups       its supplementary groups; NULL if there are none
 * @param group_count  how many, 65536 at most
 * @param out          the user, NULL on failure; free with mutauth_local_user_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  name or out is NULL, groups is NULL and group_count is not 0,
 * or a number is nobody's
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_local_user_new(const char *name,
                                                  uint32_t uid,
                                                  uint32_t gid,
                                                  const uint32_t *groups,
                                                  size_t group_count,
                                                  mutauth_local_user **out);

/**
 * The user of that name, with its groups, as the name service (getpwnam, getgrouplist) has it. That
 * may ask servers and take as long as they do.
 *
 * @param name  UTF-8
 * @param out   the user, NULL on failure; free with mutauth_local_user_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  name or out is NULL, or name is empty
 * @return MUTAUTH_USER_UNKNOWN      the name service has no such user, or has it no longer
 * @return MUTAUTH_SYSTEM_ERROR      the name service failed; this says nothing of the user
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_local_user_find(const char *name, mutauth_local_user **out);

/**
 * The user that a caller's account is, by the numbers that Active Directory has for it: the account
 * is found by the SID in the ticket's PAC (objectSid), and its uidNumber and gidNumber (RFC 2307)
 * are the user's, the gidNumbers of its groups the user's groups. Only accounts of the domain of
 * the service's own realm are found. The name is the account's (sAMAccountName).
 *
 * For mutauth_impersonate give the user to a map, by mutauth_user_map_add_user. Whoever may write
 * uidNumber in that directory decides who is who here.
 *
 * @param directory  an open session with the domain; one thread at a time
 * @param identity   the caller's
 * @param deadline   NULL for 30 seconds
 * @param out        the user, NULL on failure; free with mutauth_local_user_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      directory, identity or deadline is no live handle
 * @return MUTAUTH_USER_NOT_MAPPED   the directory has no such account, or one without uidNumber and
 * gidNumber, or the account is of another domain
 * @return MUTAUTH_PAC_MISSING       the ticket has no PAC, or one that names no account
 * @return MUTAUTH_PAC_UNPROVEN, MUTAUTH_PAC_MALFORMED  what the PAC says is not to be believed
 * @return MUTAUTH_ACCOUNT_MISMATCH  the ticket's PAC is of an account with another name and UPN
 * @return MUTAUTH_CONTEXT_EXPIRED   the caller's context's lifetime is over
 * @return MUTAUTH_DIRECTORY_BASE_UNKNOWN, MUTAUTH_DIRECTORY_SILENT, MUTAUTH_DIRECTORY_LOST,
 *         MUTAUTH_DIRECTORY_DENIED, MUTAUTH_DIRECTORY_FAILED, MUTAUTH_DIRECTORY_FLOODED,
 *         MUTAUTH_DIRECTORY_LIMITED, MUTAUTH_CANCELLED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_local_user_from_directory(mutauth_directory *directory,
                                                             const mutauth_identity *identity,
                                                             const mutauth_deadline *deadline,
                                                             mutauth_local_user **out);

/**
 * The same user, whom a thread may act as although its uid is 0.
 *
 * @param user  the user
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  user is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_local_user_allow_root(mutauth_local_user *user);

/**
 * The user's name.
 *
 * @param user  the user
 * @return UTF-8, lives as long as the user, "" if only numbers are known; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_local_user_name(const mutauth_local_user *user);

/**
 * The user's number.
 *
 * @param user  the user
 * @return the uid; 4294967295 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API uint32_t mutauth_local_user_uid(const mutauth_local_user *user);

/**
 * The number of the user's primary group.
 *
 * @param user  the user
 * @return the gid; 4294967295 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API uint32_t mutauth_local_user_gid(const mutauth_local_user *user);

/**
 * How many supplementary groups the user has.
 *
 * @param user  the user
 * @return the count; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_local_user_group_count(const mutauth_local_user *user);

/**
 * One supplementary group.
 *
 * @param user   the user
 * @param index  from 0 to mutauth_local_user_group_count - 1
 * @return the gid; 4294967295 if the index is out of range
 * @since 0.1
 */
MUTAUTH_API uint32_t mutauth_local_user_group_at(const mutauth_local_user *user, size_t index);

/**
 * Free a user.
 *
 * @param user  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_local_user_free(mutauth_local_user *user);

/** From callers to users of this machine. One thread at a time while it is changed; shareable
 * after. */
typedef struct mutauth_user_map mutauth_user_map;

/**
 * A map that maps nobody.
 *
 * @param out  the map, NULL on failure; free with mutauth_user_map_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_new(mutauth_user_map **out);

/**
 * Map a principal to the user of a name. The name service is asked for the user at each look-up.
 * What names one principal goes before patterns; patterns go in the order in which they were added.
 *
 * @param map        the map
 * @param principal  UTF-8: "name@REALM" byte by byte, or with * for any text in the name. The realm
 *                   is compared as it is and holds no *
 * @param user       UTF-8: the user's name
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      map is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  principal or user is NULL or empty, or principal has no realm
 * or one with *
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_add_rule(mutauth_user_map *map,
                                                     const char *principal,
                                                     const char *user);

/**
 * Map a principal to a given user, so that no name service is asked: as mutauth_user_map_add_rule.
 *
 * @param map        the map
 * @param principal  UTF-8: "name@REALM" or with * for any text in the name
 * @param user       the user, who is copied
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      map or user is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  principal is NULL or empty, or has no realm or one with *
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_add_user(mutauth_user_map *map,
                                                     const char *principal,
                                                     const mutauth_local_user *user);

/**
 * Map the account of a SID, whatever its name, to the user of a name. Goes before all other rules.
 *
 * The SID is read from the ticket's PAC, and counts only in tickets of principals of that realm:
 * another realm's KDC may not speak of this realm's accounts. A ticket without a SID is mapped by
 * the other rules.
 *
 * @param map    the map
 * @param realm  UTF-8: the realm of the account's domain, compared byte by byte
 * @param sid    "S-1-5-21-..." of the account itself, without leading zeros; groups are not looked
 * at
 * @param user   UTF-8: the user's name
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      map is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  realm or user is NULL or empty, or sid is none
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_add_sid(mutauth_user_map *map,
                                                    const char *realm,
                                                    const char *sid,
                                                    const char *user);

/**
 * Map nobody whose ticket has no PAC that names an account: then each caller's account is known,
 * not its name alone. For services whose callers all come from Active Directory.
 *
 * @param map  the map
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  map is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_require_pac(mutauth_user_map *map);

/**
 * Map the principals of a realm whose names have one component to the users of the same names:
 * "alice@REALM" to "alice". Whoever makes principals in that realm decides who is who here. If the
 * ticket's PAC names the account, as Active Directory's do, its name is taken.
 *
 * @param map    the map
 * @param realm  UTF-8, compared byte by byte
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      map is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  realm is NULL or empty
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_add_realm(mutauth_user_map *map, const char *realm);

/**
 * Where no rule and no realm fits, map the principals of krb5.conf's default realm as that file
 * says (auth_to_local, auth_to_local_names). Its rules are not asked for other realms' principals.
 *
 * @param map  the map
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  map is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_use_auth_to_local(mutauth_user_map *map);

/**
 * Let rules for names (mutauth_user_map_add_rule, mutauth_user_map_add_user) be for UPNs as well.
 *
 * Without it a caller whose ticket's PAC names its account is mapped by such a rule only under the
 * account's own name (sAMAccountName). A userPrincipalName is chosen by whoever may write to the
 * account, so that "ghost@REALM" could be anybody's. Rules for SIDs take callers by either name,
 * and listed realms and auth_to_local map the account's own name, whatever the caller came by.
 *
 * @param map  the map
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  map is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_allow_upn(mutauth_user_map *map);

/**
 * Let callers be mapped to the user of uid 0, as whom nothing is refused.
 *
 * @param map  the map
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  map is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_allow_root(mutauth_user_map *map);

/**
 * The user that a caller is. May ask the name service and take as long as that does.
 *
 * If the ticket's PAC names its account, the client's name must be that, whatever the rules: Active
 * Directory's KDC gives tickets to "web" for the account "web$" as well. Its UPN will do where the
 * rule is not for a name, or mutauth_user_map_allow_upn was called.
 *
 * @param map       the map
 * @param identity  the caller's
 * @param out       the user, NULL on failure; free with mutauth_local_user_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      map or identity is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_USER_NOT_MAPPED   nothing in the map fits the caller
 * @return MUTAUTH_USER_UNKNOWN      the name service does not know the user, or does no longer
 * @return MUTAUTH_ROOT_NOT_ALLOWED  the user's uid is 0
 * @return MUTAUTH_ACCOUNT_MISMATCH  the ticket's PAC is of an account with another name, or its UPN
 * is the client's and a rule for names fits
 * @return MUTAUTH_PAC_UNPROVEN      the ticket has a PAC that does not prove itself
 * @return MUTAUTH_PAC_MALFORMED     the ticket has a PAC that is not what [MS-PAC] says
 * @return MUTAUTH_PAC_MISSING       a PAC is required, and the ticket has none that names an
 * account
 * @return MUTAUTH_CONTEXT_EXPIRED   the caller's context's lifetime is over
 * @return MUTAUTH_SYSTEM_ERROR      the name service or libkrb5 failed, also when the PAC was to be
 * verified; nothing of that is kept, so that another try may succeed
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_user_map_find(const mutauth_user_map *map,
                                                 const mutauth_identity *identity,
                                                 mutauth_local_user **out);

/**
 * Free a map.
 *
 * @param map  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_user_map_free(mutauth_user_map *map);

MUTAUTH_END_C

#endif

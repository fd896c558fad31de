/* The names that a domain controller has: [MS-DRSR] 2.2.2 to 2.2.4, and what Samba adds. */
#ifndef MUTAUTH_CONTROLLER_H
#define MUTAUTH_CONTROLLER_H

#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A domain controller. One thread at a time while it is changed; shareable after. */
typedef struct mutauth_controller mutauth_controller;

/** The controller holds a global catalog: GC/host/forest. */
#define MUTAUTH_CONTROLLER_GLOBAL_CATALOG 1
/** The controller replicates shared files: NtFrs-... and Dfsr-... */
#define MUTAUTH_CONTROLLER_FILE_REPLICATION 2

/**
 * A controller with no role but the domain's, whose domain is the root of its forest.
 *
 * @param dns_host        UTF-8: its full DNS name; the first label in capitals, cut to 15
 *                        characters, is its NetBIOS name
 * @param dns_domain      UTF-8: the DNS name of its domain
 * @param netbios_domain  UTF-8: the NetBIOS name of its domain
 * @param out             the controller, NULL on failure; free with mutauth_controller_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  an argument is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_controller_new(const char *dns_host,
                                                  const char *dns_domain,
                                                  const char *netbios_domain,
                                                  mutauth_controller **out);

/**
 * Give it roles.
 *
 * @param controller  the controller
 * @param roles       any of MUTAUTH_CONTROLLER_..., or'ed
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      controller is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  a role is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_controller_set_roles(mutauth_controller *controller,
                                                        int32_t roles);

/**
 * Name the root domain of the forest, where it is another than the controller's.
 *
 * @param controller  the controller
 * @param forest      UTF-8: the DNS name
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      controller is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  forest is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_controller_set_forest(mutauth_controller *controller,
                                                         const char *forest);

/**
 * Name the objectGUID of its NTDS settings object; without one the names that hold it are left out.
 *
 * @param controller  the controller
 * @param guid        8-4-4-4-12 digits, without braces
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      controller is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  guid is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_controller_set_guid(mutauth_controller *controller,
                                                       const char *guid);

/**
 * Add an application partition that it holds, such as DomainDnsZones.<domain>.
 *
 * @param controller  the controller
 * @param dns_name    UTF-8: the partition's DNS name
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      controller is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  dns_name is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_controller_add_partition(mutauth_controller *controller,
                                                            const char *dns_name);

/**
 * Compose its names, each one once.
 *
 * @param controller  the controller
 * @param out         the names, NULL on failure; free with mutauth_spns_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      controller is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_INVALID_NAME      as for mutauth_spn_compose; the GUID is none
 * @return MUTAUTH_NAME_IS_ADDRESS   the host is an IP address
 * @return MUTAUTH_NAME_UNUSABLE     as for mutauth_spn_compose
 * @return MUTAUTH_NAME_TOO_LONG     an SPN would be longer than MUTAUTH_SPN_MAX
 * @return MUTAUTH_NOT_UTF8          a part is not UTF-8
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_controller_compose(const mutauth_controller *controller,
                                                      mutauth_spns **out);

/**
 * Free the controller.
 *
 * @param controller  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_controller_free(mutauth_controller *controller);

MUTAUTH_END_C

#endif

/*
 * The names of a service that is about to be registered, one for each of its hosts.
 *
 * What DsGetSpn and DsServerRegisterSpn compose. Nothing here asks a network or a directory.
 */
#ifndef MUTAUTH_SERVICE_H
#define MUTAUTH_SERVICE_H

#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A service to be named. One thread at a time while it is changed; shareable after. */
typedef struct mutauth_service mutauth_service;

/** class/host[:port]; this machine under its DNS name. The numbers are DS_SPN_NAME_TYPE's. */
#define MUTAUTH_SERVICE_DNS_HOST 0
/** class/host[:port], where hosts are given as DNs; this machine under its DNS name. */
#define MUTAUTH_SERVICE_DN_HOST 1
/** class/host[:port]; this machine under its NetBIOS name. */
#define MUTAUTH_SERVICE_NETBIOS_HOST 2
/** class/host[:port]/domain; this machine under its DNS name. */
#define MUTAUTH_SERVICE_DOMAIN 3
/** class/host[:port]/domain; this machine under its NetBIOS name. */
#define MUTAUTH_SERVICE_NETBIOS_DOMAIN 4
/** class/host[:port]/service; this machine under its DNS name. */
#define MUTAUTH_SERVICE_REPLICATED 5

/** The most hosts that a service may have; Windows counts them in 16 bits. */
#define MUTAUTH_SERVICE_HOSTS_MAX 65535

/**
 * A service on this machine; on others instead, once mutauth_service_add_host named one.
 *
 * @param type           one of MUTAUTH_SERVICE_...
 * @param service_class  UTF-8: a protocol's name or a GUID
 * @param service        UTF-8: the DN, GUID or DNS name of the domain or replicated service; NULL
 *                       for the types DNS_HOST, DN_HOST and NETBIOS_HOST
 * @param port           of this machine; 0 leaves it out. Hosts that are added have their own
 * @param out            the service, NULL on failure; free with mutauth_service_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  service_class or out is NULL, or the type is unknown
 * @return MUTAUTH_NAME_TOO_LONG     a text is longer than MUTAUTH_SPN_MAX
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_service_new(int32_t type,
                                               const char *service_class,
                                               const char *service,
                                               uint16_t port,
                                               mutauth_service **out);

/**
 * Add a host that the service runs on. Several instances on one host are added each with its port.
 *
 * @param service  the service
 * @param host     UTF-8: the host's name, taken as it is
 * @param port     0 to leave it out
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      service is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  host is NULL, or there are MUTAUTH_SERVICE_HOSTS_MAX already
 * @return MUTAUTH_NAME_TOO_LONG     host is longer than MUTAUTH_SPN_MAX
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_service_add_host(mutauth_service *service,
                                                    const char *host,
                                                    uint16_t port);

/**
 * Say what this machine is called, instead of asking it. By itself it is called as gethostname(2)
 * says, in lower case, and if that is short with the domain that /etc/hosts gives it.
 *
 * @param service       the service
 * @param dns_name      UTF-8: the full DNS name
 * @param netbios_name  UTF-8, or NULL for the first label of dns_name in capitals, cut to 15
 *                      characters
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      service is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  dns_name is NULL
 * @return MUTAUTH_NAME_TOO_LONG     a name is longer than MUTAUTH_SPN_MAX
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_service_set_local_names(mutauth_service *service,
                                                           const char *dns_name,
                                                           const char *netbios_name);

/**
 * Compose the service's names, by the rules of DsGetSpn: one for each host in their order, or one
 * for this machine.
 *
 * @param service  the service
 * @param out      the names, NULL on failure; free with mutauth_spns_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      service is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, the type needs a service name and there is none,
 *                                   or takes none and there is one
 * @return MUTAUTH_INVALID_NAME      as for mutauth_spn_compose
 * @return MUTAUTH_NAME_IS_ADDRESS   a host is an IP address
 * @return MUTAUTH_NAME_UNUSABLE     as for mutauth_spn_compose
 * @return MUTAUTH_NAME_TOO_LONG     an SPN would be longer than MUTAUTH_SPN_MAX
 * @return MUTAUTH_NOT_UTF8          a part is not UTF-8
 * @return MUTAUTH_SYSTEM_ERROR      this machine does not say what it is called
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_service_compose(const mutauth_service *service,
                                                   mutauth_spns **out);

/**
 * Compose the two names that DsServerRegisterSpn registers for this machine: class/<DNS name> and
 * class/<NetBIOS name>, each with the service's port. One name if a directory takes them for one.
 * Hosts, type and service name play no part.
 *
 * @param service  the service
 * @param out      the names, NULL on failure; free with mutauth_spns_free
 *
 * @return the statuses of mutauth_service_compose
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_service_compose_host_pair(const mutauth_service *service,
                                                             mutauth_spns **out);

/**
 * Free the service.
 *
 * @param service  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_service_free(mutauth_service *service);

MUTAUTH_END_C

#endif

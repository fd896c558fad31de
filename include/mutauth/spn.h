/*
 * Service principal names: class/host[:port or :instance][/service][@REALM].
 *
 * The name under which a service proves itself. A client composes it from what it knows (which
 * kind of service, on which host) without knowing the account that the service runs as. Nothing
 * here asks a network or a directory. Grammar: [MS-ADTS] 2.2.21; see docs/spn.md for the sources.
 */
#ifndef MUTAUTH_SPN_H
#define MUTAUTH_SPN_H

#include <mutauth/export.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A service principal name. Immutable: one object may be read from many threads. */
typedef struct mutauth_spn mutauth_spn;

/** The longest SPN in bytes, without the ending NUL. */
#define MUTAUTH_SPN_MAX 1024

/**
 * Compose a service's own SPN from its parts.
 *
 * @param service_class  UTF-8: a protocol's name or a GUID, such as "ldap" or "HTTP"
 * @param host           UTF-8: the DNS or NetBIOS name of the host; NULL for this machine's own
 *                       name: as gethostname(2) gives it, in lower case, and if that is short
 *                       with the domain that /etc/hosts gives it; no network is asked
 * @param port           0 for the class's usual port, which is left out
 * @param service        UTF-8: the DN, GUID or DNS name of a replicated service; NULL for a
 *                       host-based service, which is left out
 * @param out            the new SPN, NULL on failure; free with mutauth_spn_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  service_class or out is NULL
 * @return MUTAUTH_INVALID_NAME      a part is empty, or holds '/', a control character, or (class
 *                                   and host) ':' or '@'
 * @return MUTAUTH_NAME_IS_ADDRESS   host is an IP address, or is read as one (127.1, 2130706433):
 * no account is registered for one
 * @return MUTAUTH_NAME_UNUSABLE     the name will not work, as mutauth_findings_of would say: the
 *                                   host ends in a dot, is _HOST or is longer than DNS allows.
 *                                   mutauth_spn_parse makes such a name all the same
 * @return MUTAUTH_NAME_TOO_LONG     the SPN would be longer than MUTAUTH_SPN_MAX
 * @return MUTAUTH_NOT_UTF8          a part is not UTF-8
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_spn_compose(const char *service_class,
                                               const char *host,
                                               uint16_t port,
                                               const char *service,
                                               mutauth_spn **out);

/**
 * Compose the SPN of a service that a client wants to call, by the rules of DsMakeSpn.
 *
 * The host part is instance_name, or service_name if that is NULL. With an instance name the
 * service name becomes the third part. With an IP address as the service name and no instance
 * name, the referrer (the host that named the address) is required and becomes the third part; in
 * every other case it is ignored.
 *
 * @param service_class  UTF-8: a protocol's name or a GUID
 * @param service_name   UTF-8: the host's name, or the DN or DNS name of a replicated service
 * @param instance_name  UTF-8: the host that runs this instance, or NULL
 * @param port           0 to leave it out
 * @param referrer       UTF-8: who gave the address, or NULL
 * @param out            the new SPN, NULL on failure; free with mutauth_spn_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  service_class, service_name or out is NULL
 * @return MUTAUTH_INVALID_NAME      as for mutauth_spn_compose
 * @return MUTAUTH_NAME_IS_ADDRESS   the service name is an IP address and there is no referrer
 * @return MUTAUTH_NAME_UNUSABLE     as for mutauth_spn_compose
 * @return MUTAUTH_NAME_TOO_LONG     the SPN would be longer than MUTAUTH_SPN_MAX
 * @return MUTAUTH_NOT_UTF8          a part is not UTF-8
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_spn_compose_for_target(const char *service_class,
                                                          const char *service_name,
                                                          const char *instance_name,
                                                          uint16_t port,
                                                          const char *referrer,
                                                          mutauth_spn **out);

/**
 * Compose class/host for a server known by its host name alone (DsClientMakeSpnForTargetServer).
 * Unlike on Windows the name is never looked up in DNS, which an attacker may answer for.
 *
 * @param service_class  UTF-8: a protocol's name or a GUID
 * @param host           UTF-8: the host's DNS or NetBIOS name
 * @param out            the new SPN, NULL on failure; free with mutauth_spn_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  service_class, host or out is NULL
 * @return MUTAUTH_INVALID_NAME      as for mutauth_spn_compose
 * @return MUTAUTH_NAME_IS_ADDRESS   host is an IP address
 * @return MUTAUTH_NAME_UNUSABLE     as for mutauth_spn_compose
 * @return MUTAUTH_NAME_TOO_LONG     the SPN would be longer than MUTAUTH_SPN_MAX
 * @return MUTAUTH_NOT_UTF8          a part is not UTF-8
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_spn_compose_for_host(const char *service_class,
                                                        const char *host,
                                                        mutauth_spn **out);

/**
 * Make the SPN that a pattern of a shared configuration file stands for: "_HOST" as the host is
 * replaced by the host's name in lower case. A name with another host is only read.
 *
 * @param pattern  UTF-8: class/_HOST, with port, service name and @REALM as for mutauth_spn_parse
 * @param host     UTF-8: the host's DNS name; NULL for this machine's, as for mutauth_spn_compose
 * @param out      the new SPN, NULL on failure; free with mutauth_spn_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  pattern or out is NULL
 * @return MUTAUTH_INVALID_NAME      as for mutauth_spn_parse; the host as for mutauth_spn_compose
 * @return MUTAUTH_NAME_IS_ADDRESS   host is an IP address
 * @return MUTAUTH_NAME_UNUSABLE     as for mutauth_spn_compose
 * @return MUTAUTH_NAME_TOO_LONG     the SPN would be longer than MUTAUTH_SPN_MAX
 * @return MUTAUTH_NOT_UTF8          a text is not UTF-8
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_spn_expand_host(const char *pattern,
                                                   const char *host,
                                                   mutauth_spn **out);

/**
 * Read an SPN as it stands in a configuration file or was typed.
 *
 * More is accepted than is composed: directories hold empty classes and hosts, blanks, and '@'. A
 * suffix "@REALM" is taken as the realm if nothing but letters, digits, '.', '-' and '_' follows.
 *
 * @param text  UTF-8: two or three parts between slashes
 * @param out   the new SPN, NULL on failure; free with mutauth_spn_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  text or out is NULL
 * @return MUTAUTH_INVALID_NAME      there is no slash or more than two, or all parts are empty
 * @return MUTAUTH_NAME_TOO_LONG     the text is longer than MUTAUTH_SPN_MAX
 * @return MUTAUTH_NOT_UTF8          the text is not UTF-8
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_spn_parse(const char *text, mutauth_spn **out);

/**
 * Read a value of servicePrincipalName. There '@' is an ordinary character, so no realm is taken
 * off it; otherwise as mutauth_spn_parse.
 *
 * @param value  UTF-8: two or three parts between slashes
 * @param out    the new SPN, NULL on failure; free with mutauth_spn_free
 *
 * @return the statuses of mutauth_spn_parse
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_spn_parse_value(const char *value, mutauth_spn **out);

/**
 * The SPN that a Kerberos principal stands for, quoted as krb5_parse_name(3) reads it.
 *
 * @param principal  UTF-8: class/host or class/host/service with libkrb5's quoting, and @REALM
 *                   unless the realm is to be left open
 * @param out        the new SPN, NULL on failure; free with mutauth_spn_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  principal or out is NULL
 * @return MUTAUTH_INVALID_NAME      libkrb5 would not read it, it has not two or three components,
 *                                   or one holds a quoted '/' or NUL, which no SPN can hold
 * @return MUTAUTH_NAME_TOO_LONG     the SPN would be longer than MUTAUTH_SPN_MAX
 * @return MUTAUTH_NOT_UTF8          the principal is not UTF-8
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_spn_from_principal(const char *principal, mutauth_spn **out);

/**
 * The SPN as a directory holds it, without the realm.
 *
 * @param spn  the SPN
 * @return UTF-8, lives as long as the SPN; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_spn_text(const mutauth_spn *spn);

/**
 * The SPN as a Kerberos principal, quoted as krb5_parse_name(3) reads it, ending in "@REALM", or in
 * a bare "@" if the SPN has no realm (then the client's realm and the KDC's referrals decide).
 *
 * @param spn  the SPN
 * @return UTF-8, lives as long as the SPN; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_spn_principal(const mutauth_spn *spn);

/**
 * The service class, the part before the first slash.
 *
 * @param spn  the SPN
 * @return UTF-8, lives as long as the SPN; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_spn_service_class(const mutauth_spn *spn);

/**
 * The host, without port or instance.
 *
 * @param spn  the SPN
 * @return UTF-8, lives as long as the SPN; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_spn_host(const mutauth_spn *spn);

/**
 * The port.
 *
 * @param spn  the SPN
 * @return 0 if it names none
 * @since 0.1
 */
MUTAUTH_API uint16_t mutauth_spn_port(const mutauth_spn *spn);

/**
 * The instance: what follows the host's ':' and is no port.
 *
 * @param spn  the SPN
 * @return UTF-8, "" if it names none, lives as long as the SPN; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_spn_instance(const mutauth_spn *spn);

/**
 * The service name, the third part.
 *
 * @param spn  the SPN
 * @return UTF-8, "" if there is none, lives as long as the SPN; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_spn_service(const mutauth_spn *spn);

/**
 * The realm that was written behind '@'.
 *
 * @param spn  the SPN
 * @return UTF-8, "" if none was, lives as long as the SPN; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_spn_realm(const mutauth_spn *spn);

/**
 * Whether a KDC takes two SPNs for one name: byte by byte, all parts; a realm that one of them
 * lacks is no difference.
 *
 * @param a  an SPN
 * @param b  an SPN
 * @return 1 if so, else 0, also for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_spn_equal_to_kdc(const mutauth_spn *a, const mutauth_spn *b);

/**
 * Whether Active Directory takes two SPNs for one name: case, accents, width and kana type make no
 * difference ([MS-ADTS] 6.5.1), blanks and look-alikes do. The realm is no part of the name there.
 * Folds by Unicode 14.0; docs/spn.md says what folds.
 *
 * @param a  an SPN
 * @param b  an SPN
 * @return 1 if so, else 0, also for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_spn_equal_to_directory(const mutauth_spn *a, const mutauth_spn *b);

/** Nothing that only a domain controller or a KDC has. */
#define MUTAUTH_CONTROLLER_NAME_NONE 0
/** krbtgt/REALM: the KDC's ticket-granting service. */
#define MUTAUTH_CONTROLLER_NAME_TICKET_GRANTING 1
/** kadmin/...: a KDC's administration. */
#define MUTAUTH_CONTROLLER_NAME_ADMINISTRATION 2
/** ldap, HOST, DNS or RestrictedKrbHost with a domain as third part. */
#define MUTAUTH_CONTROLLER_NAME_DOMAIN_CONTROLLER 3
/** GC/host/forest. */
#define MUTAUTH_CONTROLLER_NAME_GLOBAL_CATALOG 4
/** The directory's replication: its class, or GUID._msdcs.forest as host. */
#define MUTAUTH_CONTROLLER_NAME_REPLICATION 5
/** The replication of the controllers' shared files: NtFrs-..., Dfsr-... */
#define MUTAUTH_CONTROLLER_NAME_FILE_REPLICATION 6

/**
 * What a name is by its form: one that by convention only a domain controller or a KDC has.
 *
 * @param spn  the SPN
 * @return one of MUTAUTH_CONTROLLER_NAME_..., NONE also for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_spn_controller_name(const mutauth_spn *spn);

/**
 * Free the SPN.
 *
 * @param spn  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_spn_free(mutauth_spn *spn);

/**
 * An owned list of SPNs.
 *
 * Immutable: one object may be read from many threads.
 */
typedef struct mutauth_spns mutauth_spns;

/**
 * How many SPNs there are.
 *
 * @param spns  may be NULL
 * @return the count, 0 for NULL
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_spns_count(const mutauth_spns *spns);

/**
 * One SPN of the list.
 *
 * @param spns   the list
 * @param index  from 0 to mutauth_spns_count - 1
 * @return lives as long as the list; NULL if the index is out of range
 * @since 0.1
 */
MUTAUTH_API const mutauth_spn *mutauth_spns_at(const mutauth_spns *spns, size_t index);

/**
 * Free the list and its SPNs.
 *
 * @param spns  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_spns_free(mutauth_spns *spns);

MUTAUTH_END_C

#endif

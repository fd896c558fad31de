/* Service classes that a directory takes for other names of one: the values of sPNMappings. */
#ifndef MUTAUTH_ALIAS_MAP_H
#define MUTAUTH_ALIAS_MAP_H

#include <mutauth/export.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A map of classes. One thread at a time while it is changed; shareable after. */
typedef struct mutauth_alias_map mutauth_alias_map;

/**
 * A map that maps nothing, as of a KDC that knows no aliases.
 *
 * @param out  the map, NULL on failure; free with mutauth_alias_map_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_alias_map_new(mutauth_alias_map **out);

/**
 * Add a value of sPNMappings: "host=alerter,cifs,http" lets host stand for the others. Blanks
 * around a class do not count. Of several values that list a class the first holds.
 *
 * @param map    the map
 * @param value  UTF-8: mutauth_alias_map_active_directory, or what a directory holds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      map is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  value is NULL
 * @return MUTAUTH_INVALID_NAME      the value has no '=', or nothing on one side of it
 * @return MUTAUTH_NOT_UTF8          the value is not UTF-8
 * @return MUTAUTH_TEXT_TOO_LONG     the value has more than 65536 bytes
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_alias_map_add(mutauth_alias_map *map, const char *value);

/**
 * The one value of sPNMappings that each forest of Active Directory begins with: host stands for
 * cifs, http, rpc, dns and some fifty others, not for ldap, GC, https, TERMSRV or MSSQLSvc.
 *
 * @return ASCII, lives as long as the library
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_alias_map_active_directory(void);

/**
 * The same name under the class that stands for its class (MapSPN, [MS-DRSR] 4.1.4.2.19): one
 * step, the first match; port, instance, service name and realm stay.
 *
 * @param map  the map
 * @param spn  the name
 * @param out  the mapped name, NULL on failure and if there is none; free with mutauth_spn_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_END               no class stands for the name's class
 * @return MUTAUTH_WRONG_HANDLE      map or spn is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_NAME_TOO_LONG     the mapped name would be longer than MUTAUTH_SPN_MAX
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_alias_map_apply(const mutauth_alias_map *map,
                                                   const mutauth_spn *spn,
                                                   mutauth_spn **out);

/**
 * Free the map.
 *
 * @param map  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_alias_map_free(mutauth_alias_map *map);

MUTAUTH_END_C

#endif

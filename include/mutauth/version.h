/* Which mutauth this is, and what it can do. */
#ifndef MUTAUTH_VERSION_H
#define MUTAUTH_VERSION_H

#include <mutauth/export.h>

/** The version of these headers; mutauth_version() is the loaded library's. */
#define MUTAUTH_VERSION_MAJOR 0
#define MUTAUTH_VERSION_MINOR 1
#define MUTAUTH_VERSION_PATCH 0

MUTAUTH_BEGIN_C

/**
 * The version of the library that is loaded, which may be newer than the headers.
 *
 * @return "major.minor.patch", never NULL
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_version(void);

/**
 * Whether the loaded library can do a thing on this machine.
 *
 * Known features: "kerberos", "negotiate" (SPNEGO limited to Kerberos), "directory" (the LDAP
 * module loads, and with it OpenLDAP's client library), "one-pass" (messages of
 * aes128-cts-hmac-sha1-96 and aes256-cts-hmac-sha1-96 are encrypted and hashed at once by the
 * processor's AES and SHA instructions; without it, as where OpenSSL is bound to its FIPS module,
 * OpenSSL does the same octets one after the other).
 *
 * @param feature  a name from the list; NULL and unknown names are allowed
 * @return 1 if it can, 0 if not
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_has_feature(const char *feature);

MUTAUTH_END_C

#endif

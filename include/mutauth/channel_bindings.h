/*
 * What ties a negotiation to the TLS channel that carries it.
 *
 * Whoever sits between client and service ends two TLS connections, with two certificates and two
 * exported values. Both sides give what their own connection shows (mutauth_negotiation_bind), and
 * the service refuses a client that gave something else. Only the service compares, so only to it
 * anything is proven (mutauth_identity_channel_bound).
 */
#ifndef MUTAUTH_CHANNEL_BINDINGS_H
#define MUTAUTH_CHANNEL_BINDINGS_H

#include <mutauth/export.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** Channel bindings. Immutable: one object may be used by many threads. */
typedef struct mutauth_channel_bindings mutauth_channel_bindings;

/**
 * Of the server's certificate: "tls-server-end-point" of RFC 5929 4. Both sides give the same
 * certificate: the server its own, the client the one that the server showed. The hash is that of
 * the certificate's signature, SHA-256 in place of MD5 and SHA-1.
 *
 * @param certificate  X.509 in DER, all of it
 * @param size         in bytes
 * @param out          the bindings, NULL on failure; free with mutauth_channel_bindings_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT      out is NULL, or certificate is NULL with a size
 * @return MUTAUTH_CERTIFICATE_UNUSABLE  no certificate in DER, or one whose signature names no hash
 *                                       (Ed25519), for which RFC 5929 has no rule
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_bindings_from_certificate(
    const void *certificate, size_t size, mutauth_channel_bindings **out);

/**
 * Of the TLS connection itself: "tls-exporter" of RFC 9266, for TLS 1.3, and for TLS 1.2 with
 * extended master secrets.
 *
 * @param exported  what TLS exports under "EXPORTER-Channel-Binding" with an empty context
 *                  (SSL_export_keying_material)
 * @param size      in bytes: 32
 * @param out       the bindings, NULL on failure; free with mutauth_channel_bindings_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, exported is NULL, or the size is not 32
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_bindings_from_exporter(const void *exported,
                                                                  size_t size,
                                                                  mutauth_channel_bindings **out);

/**
 * Of anything: GSS-API's application data (RFC 2743 1.1.6), with its prefix if it has one.
 *
 * @param data  the same on both sides
 * @param size  in bytes, 1 to 65536
 * @param out   the bindings, NULL on failure; free with mutauth_channel_bindings_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, data is NULL, or the size is out of range
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_bindings_from_data(const void *data,
                                                              size_t size,
                                                              mutauth_channel_bindings **out);

/**
 * GSS-API's application data, for programs that negotiate by other means: the prefix and what
 * follows it.
 *
 * @param bindings  the bindings
 * @return lives as long as the bindings; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const void *mutauth_channel_bindings_data(const mutauth_channel_bindings *bindings);

/**
 * How long that is.
 *
 * @param bindings  the bindings
 * @return bytes; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_channel_bindings_size(const mutauth_channel_bindings *bindings);

/**
 * Free the bindings; a negotiation that was given them keeps what it needs.
 *
 * @param bindings  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_channel_bindings_free(mutauth_channel_bindings *bindings);

MUTAUTH_END_C

#endif

/*
 * A proven security context: both sides have proved who they are, and what passes between them can
 * be protected. Wire format: RFC 4121.
 */
#ifndef MUTAUTH_CONTEXT_H
#define MUTAUTH_CONTEXT_H

#include <mutauth/export.h>
#include <mutauth/identity.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/**
 * A proven context. One thread may seal or sign while another opens or verifies; everything else
 * one thread at a time.
 */
typedef struct mutauth_context mutauth_context;

/** The longest message that can be sealed or signed at once, in bytes. */
#define MUTAUTH_MESSAGE_MAX 16777216

/**
 * How large a message becomes when it is sealed.
 *
 * @param context       the context
 * @param message_size  in bytes
 * @return bytes; 0 for a wrong handle or a message beyond MUTAUTH_MESSAGE_MAX
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_context_sealed_size(const mutauth_context *context, size_t message_size);

/**
 * How large the signature of a message is.
 *
 * @param context  the context
 * @return bytes; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_context_signature_size(const mutauth_context *context);

/**
 * Who protects this context's messages, for its whole life.
 *
 * @param context  the context
 * @return one of MUTAUTH_PROTECTOR_...; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_context_protector(const mutauth_context *context);

/**
 * Encrypt and sign one message for the peer.
 *
 * @param context       at level privacy
 * @param message       may be NULL if the size is 0
 * @param message_size  in bytes, at most MUTAUTH_MESSAGE_MAX
 * @param buffer        where the sealed message goes; may be NULL if the capacity is 0
 * @param capacity      of the buffer in bytes
 * @param written       bytes written; with MUTAUTH_BUFFER_TOO_SMALL the capacity needed; else 0
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  written is NULL, or a pointer is NULL with a size, or the
 *                                   message is too long
 * @return MUTAUTH_WRONG_HANDLE      context is no live handle
 * @return MUTAUTH_BUFFER_TOO_SMALL  nothing was sealed
 * @return MUTAUTH_LEVEL_TOO_LOW     the context was negotiated for less than privacy
 * @return MUTAUTH_CONTEXT_EXPIRED   the context's lifetime is over
 * @return MUTAUTH_CONTEXT_BROKEN    an earlier message failed to open or verify
 * @return MUTAUTH_FORKED            the context was made before fork()
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_seal(mutauth_context *context,
                                                const void *message,
                                                size_t message_size,
                                                void *buffer,
                                                size_t capacity,
                                                size_t *written);

/**
 * Check and decrypt one message from the peer. Any failure but a too small buffer is final: the
 * context opens and verifies nothing after it.
 *
 * @param context      at level privacy
 * @param sealed       what the peer's seal made
 * @param sealed_size  in bytes
 * @param buffer       where the message goes; may be NULL if the capacity is 0
 * @param capacity     of the buffer in bytes: the sealed size is always enough
 * @param written      bytes written; with MUTAUTH_BUFFER_TOO_SMALL the capacity needed; else 0
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT      written is NULL, or a pointer is NULL with a size
 * @return MUTAUTH_WRONG_HANDLE          context is no live handle
 * @return MUTAUTH_BUFFER_TOO_SMALL      nothing was opened
 * @return MUTAUTH_MESSAGE_TAMPERED      changed on the way, or not sealed for this context
 * @return MUTAUTH_MESSAGE_REPLAYED      received before
 * @return MUTAUTH_MESSAGE_OUT_OF_ORDER  a message before it is missing
 * @return MUTAUTH_NOT_SEALED            signed, but not encrypted
 * @return MUTAUTH_LEVEL_TOO_LOW, MUTAUTH_CONTEXT_EXPIRED, MUTAUTH_CONTEXT_BROKEN, MUTAUTH_FORKED
 *         as for mutauth_context_seal
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_open(mutauth_context *context,
                                                const void *sealed,
                                                size_t sealed_size,
                                                void *buffer,
                                                size_t capacity,
                                                size_t *written);

/**
 * Sign one message that travels in the clear.
 *
 * @param context       at level integrity or privacy
 * @param message       may be NULL if the size is 0
 * @param message_size  in bytes, at most MUTAUTH_MESSAGE_MAX
 * @param buffer        where the signature goes; may be NULL if the capacity is 0
 * @param capacity      of the buffer in bytes
 * @param written       bytes written; with MUTAUTH_BUFFER_TOO_SMALL the capacity needed; else 0
 *
 * @return the statuses of mutauth_context_seal
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_sign(mutauth_context *context,
                                                const void *message,
                                                size_t message_size,
                                                void *buffer,
                                                size_t capacity,
                                                size_t *written);

/**
 * Check the peer's signature of a message. Any failure is final, as for mutauth_context_open.
 *
 * @param context         at level integrity or privacy
 * @param message         may be NULL if the size is 0
 * @param message_size    in bytes
 * @param signature       what the peer's sign made
 * @param signature_size  in bytes
 *
 * @return MUTAUTH_OK
 * @return the failures of mutauth_context_open, but for MUTAUTH_BUFFER_TOO_SMALL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_verify(mutauth_context *context,
                                                  const void *message,
                                                  size_t message_size,
                                                  const void *signature,
                                                  size_t signature_size);

/**
 * Who the two sides are and how well the context protects.
 *
 * @param context  the context
 * @return lives as long as the context; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const mutauth_identity *mutauth_context_identity(const mutauth_context *context);

/**
 * Free the context and wipe its keys.
 *
 * @param context  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_context_free(mutauth_context *context);

MUTAUTH_END_C

#endif

/*
 * A proven security context: both sides have proved who they are, and what passes between them can
 * be protected. Wire format: RFC 4121.
 */
#ifndef MUTAUTH_CONTEXT_H
#define MUTAUTH_CONTEXT_H

#include <mutauth/bytes.h>
#include <mutauth/export.h>
#include <mutauth/identity.h>
#include <mutauth/policy.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/**
 * A proven context. One thread may seal or sign while another opens or verifies; everything else
 * one thread at a time.
 */
typedef struct mutauth_context mutauth_context;

/** The longest message that can be sealed or signed at once, in bytes. */
#define MUTAUTH_MESSAGE_MAX 16777216

/** Of a segment: encrypted and signed, where it lies. */
#define MUTAUTH_SEGMENT_SEALED 1
/** Of a segment: only signed. It travels in the clear and is never written to. */
#define MUTAUTH_SEGMENT_SIGNED 2

/** A part of a message, where the caller keeps it. */
typedef struct mutauth_segment {
    /** May be NULL if the size is 0. */
    void *data;
    /** In bytes. */
    size_t size;
    /** One of MUTAUTH_SEGMENT_... */
    int32_t protection;
} mutauth_segment;

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
 * How large a message becomes when it is wrapped.
 *
 * @param context       the context
 * @param message_size  in bytes
 * @return bytes; 0 for a wrong handle or a message beyond MUTAUTH_MESSAGE_MAX
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_context_wrapped_size(const mutauth_context *context,
                                                size_t message_size);

/**
 * How large the token of a message is that is sealed in segments, whose own sizes do not change.
 *
 * @param context  the context
 * @return bytes; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_context_token_size(const mutauth_context *context);

/**
 * How large the signature of a message is.
 *
 * @param context  the context
 * @return bytes; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API size_t mutauth_context_signature_size(const mutauth_context *context);

/**
 * How long the context still protects messages: to the end of the ticket or of the policy's longest
 * life. Five minutes ahead the policy's log is told once.
 *
 * @param context  the context
 * @return seconds; 0 if it has expired or the handle is wrong
 * @since 0.1
 */
MUTAUTH_API int64_t mutauth_context_seconds_left(const mutauth_context *context);

/**
 * How many messages the context still protects, in the direction that is nearer to the policy's
 * limit (mutauth_policy_set_message_limit).
 *
 * @param context  the context
 * @return messages; 0 if none, or for a wrong handle
 * @since 0.1
 */
MUTAUTH_API uint64_t mutauth_context_messages_left(const mutauth_context *context);

/**
 * Who protects this context's messages, for its whole life.
 *
 * @param context  the context
 * @return one of MUTAUTH_PROTECTOR_...; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_context_protector(const mutauth_context *context);

/**
 * Encrypt and sign one message for the peer (RFC 4121 4.2.4, with confidentiality).
 *
 * Message and buffer may overlap. If the message stands 32 bytes behind the buffer's start, it is
 * encrypted where it is, and nothing is copied.
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
 * @return MUTAUTH_CONTEXT_EXPORTED  the context lives on in another process
 * @return MUTAUTH_MESSAGE_LIMIT     the context has protected as many messages as it may
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
 * Check and decrypt one message from the peer. Any failure but MUTAUTH_BUFFER_TOO_SMALL is final:
 * the context opens and verifies nothing after it. A context with a replay window
 * (mutauth_policy_set_replay_window) lives on.
 *
 * The sealed message and the buffer may overlap, or be the same. Whatever fails, the buffer holds
 * nothing of what the peer did not seal.
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
 * @return MUTAUTH_LEVEL_TOO_LOW, MUTAUTH_CONTEXT_EXPIRED, MUTAUTH_CONTEXT_BROKEN,
 *         MUTAUTH_CONTEXT_EXPORTED, MUTAUTH_MESSAGE_LIMIT, MUTAUTH_FORKED
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
 * Sign one message that travels in the clear, apart from its signature (RFC 4121 4.2.4, MIC).
 *
 * @param context       at any level but connect
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
 * @param context         at any level but connect
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
 * Sign one message that travels in the clear, with its signature around it (RFC 4121 4.2.4, without
 * confidentiality). Message and buffer may overlap.
 *
 * @param context       at any level but connect
 * @param message       may be NULL if the size is 0
 * @param message_size  in bytes, at most MUTAUTH_MESSAGE_MAX
 * @param buffer        where the wrapped message goes; may be NULL if the capacity is 0
 * @param capacity      of the buffer in bytes
 * @param written       bytes written; with MUTAUTH_BUFFER_TOO_SMALL the capacity needed; else 0
 *
 * @return the statuses of mutauth_context_seal
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_wrap(mutauth_context *context,
                                                const void *message,
                                                size_t message_size,
                                                void *buffer,
                                                size_t capacity,
                                                size_t *written);

/**
 * Check one message that the peer wrapped or sealed, and give it without its signature: who asks
 * for no encryption takes it all the same. Failures and buffers are as for mutauth_context_open.
 *
 * @param context       at any level but connect
 * @param wrapped       what the peer's wrap or seal made
 * @param wrapped_size  in bytes
 * @param buffer        where the message goes; may be NULL if the capacity is 0
 * @param capacity      of the buffer in bytes: the wrapped size is always enough
 * @param written       bytes written; with MUTAUTH_BUFFER_TOO_SMALL the capacity needed; else 0
 *
 * @return MUTAUTH_OK
 * @return the failures of mutauth_context_open, but for MUTAUTH_NOT_SEALED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_unwrap(mutauth_context *context,
                                                  const void *wrapped,
                                                  size_t wrapped_size,
                                                  void *buffer,
                                                  size_t capacity,
                                                  size_t *written);

/**
 * Encrypt and sign one message in segments, where they are. Their sizes do not change; what is
 * added goes into a token apart. The peer opens with the same segments in the same order.
 *
 * The token has the layout of gss_wrap_iov with one header and neither padding nor trailer, and on
 * a context in DCE style that of DCE/RPC ([MS-RPCE] 2.2.2.11, [MS-KILE] 3.4.5.4).
 *
 * @param context   at level privacy
 * @param segments  at most MUTAUTH_MESSAGE_MAX bytes in all; they must not overlap each other or
 *                  the token
 * @param count     of the segments; may be 0
 * @param token     where the token goes; may be NULL if the capacity is 0
 * @param capacity  of the token's buffer in bytes
 * @param written   bytes written; with MUTAUTH_BUFFER_TOO_SMALL the capacity needed; else 0
 *
 * @return the statuses of mutauth_context_seal; MUTAUTH_INVALID_ARGUMENT also for a segment that
 *         asks for no known protection. If any of them fails nothing is sealed
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_seal_segments(mutauth_context *context,
                                                         const mutauth_segment *segments,
                                                         size_t count,
                                                         void *token,
                                                         size_t capacity,
                                                         size_t *written);

/**
 * Check and decrypt one message in segments, where they are. Failures are as for
 * mutauth_context_open; the sealed segments are then wiped.
 *
 * @param context     at level privacy
 * @param segments    those of the peer, in its order
 * @param count       of the segments
 * @param token       what the peer's mutauth_context_seal_segments made
 * @param token_size  in bytes
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT      a pointer is NULL with a size, or a segment asks for no
 *                                       known protection: nothing was opened, and nothing wiped
 * @return the failures of mutauth_context_open, but for MUTAUTH_BUFFER_TOO_SMALL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_open_segments(mutauth_context *context,
                                                         const mutauth_segment *segments,
                                                         size_t count,
                                                         const void *token,
                                                         size_t token_size);

/**
 * Sign one message in segments: the signature is that of all their bytes in a row, whatever
 * protection each asks for. None is written to.
 *
 * @param context    at any level but connect
 * @param segments   at most MUTAUTH_MESSAGE_MAX bytes in all
 * @param count      of the segments; may be 0
 * @param signature  where the signature goes; may be NULL if the capacity is 0
 * @param capacity   of the signature's buffer in bytes
 * @param written    bytes written; with MUTAUTH_BUFFER_TOO_SMALL the capacity needed; else 0
 *
 * @return the statuses of mutauth_context_seal_segments
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_sign_segments(mutauth_context *context,
                                                         const mutauth_segment *segments,
                                                         size_t count,
                                                         void *signature,
                                                         size_t capacity,
                                                         size_t *written);

/**
 * Check the peer's signature of a message in segments. None is written to.
 *
 * @param context         at any level but connect
 * @param segments        those of the peer, in its order
 * @param count           of the segments
 * @param signature       what the peer's sign or sign_segments made
 * @param signature_size  in bytes
 *
 * @return the statuses of mutauth_context_verify
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_verify_segments(mutauth_context *context,
                                                           const mutauth_segment *segments,
                                                           size_t count,
                                                           const void *signature,
                                                           size_t signature_size);

/**
 * The key that both sides share and nobody else has: the acceptor's subkey, else the initiator's,
 * else the ticket's session key, as [MS-KILE] 3.1.1.2 and SSPI's SECPKG_ATTR_SESSION_KEY give it.
 * The context's own messages are protected by keys derived from it: derive others, and never use it
 * as it is.
 *
 * @param context   the context
 * @param buffer    where the key goes; may be NULL if the capacity is 0. The caller wipes it
 * @param capacity  of the buffer in bytes
 * @param written   bytes written; with MUTAUTH_BUFFER_TOO_SMALL the capacity needed; else 0
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  written is NULL, or buffer is NULL with a capacity
 * @return MUTAUTH_WRONG_HANDLE      context is no live handle
 * @return MUTAUTH_BUFFER_TOO_SMALL  nothing was written
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_session_key(const mutauth_context *context,
                                                       void *buffer,
                                                       size_t capacity,
                                                       size_t *written);

/**
 * Give the context away to another process, which imports it once and goes on where this one
 * stopped: with the same peer, identity, counts and level. This one protects nothing any more; it
 * still tells its identity, and is to be freed.
 *
 * What is exported holds the context's key in the clear: pass it by a socket or pipe that nobody
 * else reads, never by a file. Only the same version of the library imports it.
 *
 * @param context  no other thread may use it meanwhile
 * @param out      the exported context, NULL on failure; free with mutauth_bytes_free, which wipes
 *                 it
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      context is no live handle
 * @return MUTAUTH_CONTEXT_EXPIRED, MUTAUTH_CONTEXT_BROKEN, MUTAUTH_CONTEXT_EXPORTED,
 *         MUTAUTH_MESSAGE_LIMIT, MUTAUTH_FORKED
 * @return MUTAUTH_SYSTEM_ERROR      as mutauth_identity_pac, whose answer goes along
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_export(mutauth_context *context, mutauth_bytes **out);

/**
 * Take over a context that another process exported. Importing it twice would let a message pass
 * twice: it is for the programs to see that it is done once.
 *
 * Each setting of the policy must hold of the context as if it had been negotiated under it:
 *
 * - level, mutual proof, mechanism, DCE style and the keys' encryption types are checked; so are
 *   REQUIRE for channel bindings, identify only and delegation (an initiator's), and the served
 * SPNs against what the client asked for (an acceptor's, if the policy names any);
 * - a replay window wider than the policy's is refused, and so are an acceptor's to keep tickets,
 *   which stay with the process that negotiated;
 * - the longest life, from the end of the negotiation, and the message limit shorten the context;
 * - the log becomes the context's; the protector stays as it was negotiated.
 *
 * @param exported  what mutauth_context_export gave
 * @param size      in bytes
 * @param policy    NULL for the safe defaults with MUTAUTH_MECHANISM_EITHER
 * @param out       the context, NULL on failure; free with mutauth_context_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   out is NULL, or exported is NULL with a size
 * @return MUTAUTH_WRONG_HANDLE       policy is neither NULL nor a live handle
 * @return MUTAUTH_EXPORT_MALFORMED   it is no exported context of this version
 * @return MUTAUTH_PEER_NOT_PROVEN, MUTAUTH_LEVEL_NOT_REACHED, MUTAUTH_WEAK_KEY,
 *         MUTAUTH_WEAK_TICKET, MUTAUTH_CONTEXT_EXPIRED, MUTAUTH_MESSAGE_LIMIT
 *                                    the policy is not met
 * @return MUTAUTH_POLICY_NOT_MET     another of its settings is not; the error's evidence names it
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_context_import(const void *exported,
                                                  size_t size,
                                                  const mutauth_policy *policy,
                                                  mutauth_context **out);

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

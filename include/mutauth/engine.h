/*
 * A channel without a connection: for event loops, other transports, and threads of the caller's.
 *
 * An engine takes the peer's bytes and gives bytes for the peer; it never waits and does no I/O. It
 * speaks the same protocol as channel.h (docs/channel.md), so either may be the other's peer:
 *
 *     feed what came from the peer, send what mutauth_engine_to_send has, receive what is there
 *
 * No message is sent or delivered before both sides are proven. What waits inside is bounded in
 * both directions. A failure of the negotiation is told by the call that brought it about, a
 * failure of the stream by mutauth_engine_receive, behind the messages that came before; each is
 * final. What mutauth_engine_to_send has after a failure is still for the peer: it tells it why.
 */
#ifndef MUTAUTH_ENGINE_H
#define MUTAUTH_ENGINE_H

#include <mutauth/bytes.h>
#include <mutauth/channel.h>
#include <mutauth/context.h>
#include <mutauth/export.h>
#include <mutauth/negotiation.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** One side of a sealed stream, without the stream. One thread at a time. */
typedef struct mutauth_engine mutauth_engine;

/** Both sides are proven. */
#define MUTAUTH_ENGINE_PROVEN 1
/** mutauth_engine_feed takes bytes and needs more. Stop reading while it is not so. */
#define MUTAUTH_ENGINE_FEEDS 2
/** There are bytes to be sent. */
#define MUTAUTH_ENGINE_HAS_BYTES 4
/** mutauth_engine_receive has something: a message, the end, or why nothing follows. */
#define MUTAUTH_ENGINE_RECEIVES 8
/** mutauth_engine_send takes a message. */
#define MUTAUTH_ENGINE_SENDS 16

/** How many bytes may wait in either direction unless a bound is set. */
#define MUTAUTH_ENGINE_BOUND 1048576

/**
 * Begin with a negotiation, as whichever side it is. A client has bytes to be sent then.
 *
 * @param negotiation  not yet stepped; used up, also on failure, still to be freed, which may be
 *                     done at once
 * @param out          the engine, NULL on failure; free with mutauth_engine_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, or the negotiation's policy has a replay window:
 *                                   a channel keeps order
 * @return MUTAUTH_WRONG_HANDLE      negotiation is no live handle
 * @return MUTAUTH_LEVEL_TOO_LOW     the negotiation's policy asks for less than level privacy
 * @return MUTAUTH_...               every failure of mutauth_negotiation_step
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_begin(mutauth_negotiation *negotiation,
                                                mutauth_engine **out);

/**
 * Begin as mutauth_engine_begin does, and speak with the framing of Windows' SSPI samples.
 *
 * See mutauth_channel_connect_windows_sample for what it lacks. mutauth_engine_close gives no bytes
 * to be sent: shut the transport down for sending.
 *
 * @param negotiation  not yet stepped; used up, also on failure, still to be freed
 * @param out          the engine, NULL on failure; free with mutauth_engine_free
 *
 * @return the statuses of mutauth_engine_begin
 * @return MUTAUTH_FRAME_TOO_LARGE  our first token does not fit
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_begin_windows_sample(mutauth_negotiation *negotiation,
                                                               mutauth_engine **out);

/**
 * Take bytes that came from the peer: all of them or, with MUTAUTH_RECEIVE_QUEUE_FULL, none.
 * After the end that the peer sealed, more are taken and dropped.
 *
 * @param engine      the engine
 * @param bytes       may be NULL if the size is 0
 * @param bytes_size  in bytes, any number
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_RECEIVE_QUEUE_FULL  messages that came before must be received first
 * @return MUTAUTH_INVALID_ARGUMENT    bytes is NULL with a size
 * @return MUTAUTH_WRONG_HANDLE        engine is no live handle
 * @return MUTAUTH_WRONG_STATE         an earlier call failed for good, or the bytes had ended
 * @return MUTAUTH_FRAME_TOO_LARGE, MUTAUTH_FRAME_MALFORMED  the peer does not speak this protocol
 * @return MUTAUTH_...                 every failure of mutauth_negotiation_step
 * @return MUTAUTH_FORKED            the engine is another process's
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_feed(mutauth_engine *engine,
                                               const void *bytes,
                                               size_t bytes_size);

/**
 * Say that the peer's bytes have ended. Messages that came before can still be received.
 *
 * @param engine  the engine
 *
 * @return MUTAUTH_OK                whether the end was sealed is for mutauth_engine_receive to say
 * @return MUTAUTH_WRONG_HANDLE      engine is no live handle
 * @return MUTAUTH_STREAM_TRUNCATED  the peer was not proven yet
 * @return MUTAUTH_FORKED            the engine is another process's
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_ended(mutauth_engine *engine);

/**
 * The bytes that are to go to the peer next. Say with mutauth_engine_sent how many of them went.
 *
 * @param engine  the engine
 * @param data    they live until the next call with the engine that is no getter; NULL if there
 *                are none
 * @param size    in bytes
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  data or size is NULL
 * @return MUTAUTH_WRONG_HANDLE      engine is no live handle
 * @return MUTAUTH_FORKED            the engine is another process's
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_to_send(const mutauth_engine *engine,
                                                  const void **data,
                                                  size_t *size);

/**
 * Say that bytes have gone to the peer.
 *
 * @param engine  the engine
 * @param size    how many, from the beginning of what mutauth_engine_to_send has
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  there were not so many
 * @return MUTAUTH_WRONG_HANDLE      engine is no live handle
 * @return MUTAUTH_FORKED            the engine is another process's
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_sent(mutauth_engine *engine, size_t size);

/**
 * Seal one message. It is then among the bytes to be sent.
 *
 * @param engine        the engine
 * @param message       may be NULL if the size is 0
 * @param message_size  in bytes, at most MUTAUTH_CHANNEL_MESSAGE_MAX
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_SEND_QUEUE_FULL   more bytes than the bound wait; the message was not taken
 * @return MUTAUTH_INVALID_ARGUMENT  message is NULL with a size, or the message is too long
 * @return MUTAUTH_WRONG_HANDLE      engine is no live handle
 * @return MUTAUTH_WRONG_STATE       the peer is not proven, or the sending side was closed
 * @return MUTAUTH_CONTEXT_EXPIRED, MUTAUTH_CONTEXT_BROKEN, MUTAUTH_FORKED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_send(mutauth_engine *engine,
                                               const void *message,
                                               size_t message_size);

/**
 * Receive one message of those that came.
 *
 * @param engine  the engine
 * @param out     the message, NULL unless the status is MUTAUTH_OK; free with mutauth_bytes_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_END               the peer sealed its end: nothing follows, now or later
 * @return MUTAUTH_WOULD_BLOCK       more of the peer's bytes are needed; nothing is wrong
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      engine is no live handle
 * @return MUTAUTH_WRONG_STATE       an earlier call failed for good
 * @return MUTAUTH_STREAM_TRUNCATED  the bytes ended without the peer's sealed end
 * @return MUTAUTH_STREAM_END_UNPROVEN  they ended, and their framing has no sealed end
 * @return MUTAUTH_REFUSED_BY_PEER   the proven peer refused to go on; its reason is in the message
 * @return MUTAUTH_MESSAGE_TAMPERED, MUTAUTH_MESSAGE_REPLAYED, MUTAUTH_MESSAGE_OUT_OF_ORDER
 * @return MUTAUTH_FRAME_TOO_LARGE, MUTAUTH_FRAME_MALFORMED
 * @return MUTAUTH_CONTEXT_EXPIRED, MUTAUTH_CONTEXT_BROKEN, MUTAUTH_FORKED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_receive(mutauth_engine *engine, mutauth_bytes **out);

/**
 * Seal the end of what this side sends. The peer may still send. Never refused for the bound.
 *
 * @param engine  the engine
 *
 * @return the statuses of mutauth_engine_send but for MUTAUTH_SEND_QUEUE_FULL and
 *         MUTAUTH_INVALID_ARGUMENT; MUTAUTH_OK also if it was closed before
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_close(mutauth_engine *engine);

/**
 * Seal for the proven peer that its call is refused, and end the sending side. Never refused for
 * the bound.
 *
 * @param engine  the engine
 * @param reason  UTF-8, for the peer's eyes, at most 1024 bytes; what would help an attacker does
 *                not belong in it
 *
 * @return the statuses of mutauth_engine_send but for MUTAUTH_SEND_QUEUE_FULL
 * @return MUTAUTH_NOT_UTF8, MUTAUTH_TEXT_TOO_LONG
 * @return MUTAUTH_NOT_IN_FRAMING  Windows' framing has no refusal
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_refuse(mutauth_engine *engine, const char *reason);

/**
 * Set how many bytes may wait inside the engine: beyond it mutauth_engine_send, or
 * mutauth_engine_feed, refuses more. One message and what one call feeds may go beyond it once.
 *
 * @param engine   the engine
 * @param to_send  bytes that wait to be sent; 0 allows for one message at a time
 * @param fed      bytes of messages that wait to be received
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  engine is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_engine_set_bounds(mutauth_engine *engine,
                                                     size_t to_send,
                                                     size_t fed);

/**
 * What can be done with the engine now.
 *
 * @param engine  the engine
 * @return the sum of those MUTAUTH_ENGINE_... that hold; 0 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int32_t mutauth_engine_state(const mutauth_engine *engine);

/**
 * Who the two sides are.
 *
 * @param engine  the engine
 * @return lives as long as the engine; NULL until both sides are proven, and for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const mutauth_identity *mutauth_engine_identity(const mutauth_engine *engine);

/**
 * Free the engine. Messages that were not received and bytes that were not sent are lost.
 *
 * @param engine  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_engine_free(mutauth_engine *engine);

MUTAUTH_END_C

#endif

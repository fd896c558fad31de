/*
 * A framed, sealed stream between two programs that have proved themselves.
 *
 * The tokens and the messages travel in frames of one form, written down in docs/channel.md. No
 * message is sent or delivered before both sides are proven, and every message is sealed. An end of
 * the stream that the peer did not seal is truncation, a failure.
 *
 * A function that is given a socket owns it once it has returned MUTAUTH_OK. After any failure the
 * socket is still the caller's, open, to be closed by the caller.
 */
#ifndef MUTAUTH_CHANNEL_H
#define MUTAUTH_CHANNEL_H

#include <mutauth/bytes.h>
#include <mutauth/context.h>
#include <mutauth/deadline.h>
#include <mutauth/export.h>
#include <mutauth/negotiation.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A sealed stream. One thread may send while another receives; all else one thread at a time. */
typedef struct mutauth_channel mutauth_channel;

/** The longest message that a channel carries, in bytes. */
#define MUTAUTH_CHANNEL_MESSAGE_MAX 1048576

/**
 * Connect to a service by TCP and negotiate.
 *
 * The address is only where to connect to; the name that must be proven is the negotiation's SPN.
 *
 * @param address      UTF-8: "host:port" or "[v6]:port"
 * @param negotiation  a client's, not yet stepped; used up, also on failure, still to be freed
 * @param deadline     for all of it; NULL for 30 seconds
 * @param out          the channel, NULL on failure; free with mutauth_channel_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  address or out is NULL, or the address cannot be parsed
 * @return MUTAUTH_WRONG_HANDLE      negotiation is no live handle
 * @return MUTAUTH_HOST_UNKNOWN, MUTAUTH_HOST_UNREACHABLE
 * @return MUTAUTH_...               every failure of mutauth_channel_open
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_connect(const char *address,
                                                   mutauth_negotiation *negotiation,
                                                   const mutauth_deadline *deadline,
                                                   mutauth_channel **out);

/**
 * Negotiate on a connected stream socket. Either side.
 *
 * @param fd           a connected stream socket; the channel's on success, which makes it
 *                     non-blocking; on failure open and still the caller's
 * @param negotiation  not yet stepped; used up, also on failure, still to be freed
 * @param deadline     for all of it; NULL for 30 seconds
 * @param out          the channel, NULL on failure; free with mutauth_channel_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, fd is no socket, or the negotiation's policy has a
 *                                   replay window: a channel keeps order
 * @return MUTAUTH_WRONG_HANDLE      negotiation is no live handle
 * @return MUTAUTH_LEVEL_TOO_LOW     the negotiation's policy asks for less than level privacy; the
 *                                   peer was told nothing
 * @return MUTAUTH_FRAME_TOO_LARGE, MUTAUTH_FRAME_MALFORMED  the peer does not speak this protocol
 * @return MUTAUTH_STREAM_TRUNCATED  the peer closed the connection before it was proven
 * @return MUTAUTH_DEADLINE_PASSED, MUTAUTH_CANCELLED
 * @return MUTAUTH_...               every failure of mutauth_negotiation_step
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_open(int fd,
                                                mutauth_negotiation *negotiation,
                                                const mutauth_deadline *deadline,
                                                mutauth_channel **out);

/**
 * Connect as mutauth_channel_connect does, and speak with the framing of Windows' SSPI samples.
 *
 * That is 32 bits of length, the lowest octet first, and at most 12000 bytes; docs/channel.md. It
 * has no sealed end, so that the end of the stream is never MUTAUTH_END: what came may have been
 * cut off, and mutauth_channel_receive says MUTAUTH_STREAM_END_UNPROVEN. mutauth_channel_close only
 * shuts the socket down for sending, and mutauth_channel_refuse is MUTAUTH_NOT_IN_FRAMING.
 *
 * @param address      UTF-8: "host:port" or "[v6]:port"
 * @param negotiation  a client's, not yet stepped; used up, also on failure, still to be freed
 * @param deadline     for all of it; NULL for 30 seconds
 * @param out          the channel, NULL on failure; free with mutauth_channel_free
 *
 * @return the statuses of mutauth_channel_connect; MUTAUTH_FRAME_TOO_LARGE also for a token of our
 *         own that does not fit
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_connect_windows_sample(const char *address,
                                                                  mutauth_negotiation *negotiation,
                                                                  const mutauth_deadline *deadline,
                                                                  mutauth_channel **out);

/**
 * Negotiate as mutauth_channel_open does, and speak with the framing of Windows' SSPI samples; see
 * mutauth_channel_connect_windows_sample for what it lacks.
 *
 * @param fd           a connected stream socket; the channel's on success, which makes it
 *                     non-blocking; on failure open and still the caller's
 * @param negotiation  not yet stepped; used up, also on failure, still to be freed
 * @param deadline     for all of it; NULL for 30 seconds
 * @param out          the channel, NULL on failure; free with mutauth_channel_free
 *
 * @return the statuses of mutauth_channel_open
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_open_windows_sample(int fd,
                                                               mutauth_negotiation *negotiation,
                                                               const mutauth_deadline *deadline,
                                                               mutauth_channel **out);

/**
 * From now on let no call with the channel wait; deadlines do not count any more.
 *
 * A send takes its message once all before it have gone, and MUTAUTH_WOULD_BLOCK says that it did
 * not. What the socket did not take at once goes by mutauth_channel_flush or the next send; so does
 * the end that mutauth_channel_close sealed. A receive says MUTAUTH_WOULD_BLOCK where no message
 * has come as a whole. Nothing is lost by either.
 *
 * @param channel  the channel
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  channel is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_never_wait(mutauth_channel *channel);

/**
 * Send what a call that did not wait could not send. One thread at a time with the sending calls.
 *
 * @param channel  the channel
 *
 * @return MUTAUTH_OK                all has gone
 * @return MUTAUTH_WOULD_BLOCK       call again when the socket is writable
 * @return MUTAUTH_WRONG_HANDLE      channel is no live handle
 * @return MUTAUTH_STREAM_TRUNCATED  the peer closed the connection
 * @return MUTAUTH_FORKED            the channel is another process's
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_flush(mutauth_channel *channel);

/**
 * Send one message, sealed.
 *
 * A send that fails with MUTAUTH_DEADLINE_PASSED or MUTAUTH_CANCELLED may have sent a part, so the
 * channel sends nothing after it.
 *
 * @param channel       the channel
 * @param message       may be NULL if the size is 0
 * @param message_size  in bytes, at most MUTAUTH_CHANNEL_MESSAGE_MAX
 * @param deadline      NULL for 30 seconds
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  message is NULL with a size, or the message is too long
 * @return MUTAUTH_WRONG_HANDLE      channel is no live handle
 * @return MUTAUTH_WRONG_STATE       the channel was closed for sending, or an earlier send failed
 * @return MUTAUTH_STREAM_TRUNCATED  the peer closed the connection
 * @return MUTAUTH_WOULD_BLOCK       after mutauth_channel_never_wait: the message was not taken
 * @return MUTAUTH_CONTEXT_EXPIRED, MUTAUTH_CONTEXT_BROKEN, MUTAUTH_FORKED
 * @return MUTAUTH_DEADLINE_PASSED, MUTAUTH_CANCELLED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_send(mutauth_channel *channel,
                                                const void *message,
                                                size_t message_size,
                                                const mutauth_deadline *deadline);

/**
 * Receive one message.
 *
 * A proven peer may take its time: without a deadline this waits as long as the connection lasts.
 * After MUTAUTH_DEADLINE_PASSED or MUTAUTH_CANCELLED the same message can be waited for again.
 *
 * @param channel   the channel
 * @param deadline  NULL for none
 * @param out       the message, NULL unless the status is MUTAUTH_OK; free with mutauth_bytes_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_END               the peer sealed its end: nothing follows, now or later
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      channel is no live handle
 * @return MUTAUTH_WRONG_STATE       an earlier receive failed for good
 * @return MUTAUTH_STREAM_TRUNCATED  the stream ended without the peer's sealed end
 * @return MUTAUTH_STREAM_END_UNPROVEN  it ended, and its framing has no sealed end
 * @return MUTAUTH_WOULD_BLOCK       after mutauth_channel_never_wait: no message has come
 * @return MUTAUTH_REFUSED_BY_PEER   the proven peer refused to go on; its reason is in the message
 * @return MUTAUTH_MESSAGE_TAMPERED, MUTAUTH_MESSAGE_REPLAYED, MUTAUTH_MESSAGE_OUT_OF_ORDER
 * @return MUTAUTH_FRAME_TOO_LARGE, MUTAUTH_FRAME_MALFORMED
 * @return MUTAUTH_CONTEXT_EXPIRED, MUTAUTH_CONTEXT_BROKEN, MUTAUTH_FORKED
 * @return MUTAUTH_DEADLINE_PASSED, MUTAUTH_CANCELLED
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_receive(mutauth_channel *channel,
                                                   const mutauth_deadline *deadline,
                                                   mutauth_bytes **out);

/**
 * Seal the end of what this side sends. The peer may still send; receive until MUTAUTH_END.
 *
 * @param channel   the channel
 * @param deadline  NULL for 30 seconds
 *
 * @return the statuses of mutauth_channel_send; MUTAUTH_OK also if it was closed before
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_close(mutauth_channel *channel,
                                                 const mutauth_deadline *deadline);

/**
 * Tell the proven peer, sealed, that its call is refused, and end the sending side.
 *
 * @param channel   the channel
 * @param reason    UTF-8, for the peer's eyes, at most 1024 bytes; what would help an attacker does
 *                  not belong in it
 * @param deadline  NULL for 30 seconds
 *
 * @return the statuses of mutauth_channel_send
 * @return MUTAUTH_INVALID_ARGUMENT  reason is NULL
 * @return MUTAUTH_NOT_UTF8, MUTAUTH_TEXT_TOO_LONG
 * @return MUTAUTH_NOT_IN_FRAMING    Windows' framing has no refusal
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_channel_refuse(mutauth_channel *channel,
                                                  const char *reason,
                                                  const mutauth_deadline *deadline);

/**
 * Who the two sides are.
 *
 * @param channel  the channel
 * @return lives as long as the channel; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const mutauth_identity *mutauth_channel_identity(const mutauth_channel *channel);

/**
 * The socket, to wait on with poll(2). Readable means that a receive may find something.
 *
 * @param channel  the channel
 * @return the file descriptor, which stays the channel's; -1 for a wrong handle
 * @since 0.1
 */
MUTAUTH_API int mutauth_channel_fd(const mutauth_channel *channel);

/**
 * The address of the peer, as the socket told it when the channel was opened. For logs and limits:
 * who the peer is, says mutauth_channel_identity alone.
 *
 * @param channel  the channel
 * @return "address:port" or "[v6]:port", empty if the socket is no IP socket; lives as long as the
 *         channel; NULL for a wrong handle
 * @since 0.1
 */
MUTAUTH_API const char *mutauth_channel_peer_address(const mutauth_channel *channel);

/**
 * Close the socket and free the channel. Without mutauth_channel_close before, the peer sees
 * truncation.
 *
 * @param channel  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_channel_free(mutauth_channel *channel);

MUTAUTH_END_C

#endif

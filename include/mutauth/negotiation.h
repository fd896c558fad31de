/*
 * Two programs proving themselves to each other.
 *
 * A negotiation takes tokens and gives tokens; how they travel is the caller's business (or
 * channel.h's). Only a negotiation that succeeded yields a context, and only a context can protect
 * messages or name the peer: there is nothing to forget to check. It succeeds after the library
 * itself has checked that the exchange is complete, that the service proved its key, that the
 * protections asked for are there, that the mechanism is Kerberos with an AES session key and, on
 * the acceptor, that the key which opened the ticket belongs to a served SPN. Which of these hold
 * for a context that a policy made less of is told by its identity.
 */
#ifndef MUTAUTH_NEGOTIATION_H
#define MUTAUTH_NEGOTIATION_H

#include <mutauth/bytes.h>
#include <mutauth/channel_bindings.h>
#include <mutauth/context.h>
#include <mutauth/credential.h>
#include <mutauth/deadline.h>
#include <mutauth/export.h>
#include <mutauth/policy.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** One exchange of tokens. One thread at a time. */
typedef struct mutauth_negotiation mutauth_negotiation;

/**
 * Begin as the client. Gets the ticket for the service, which may wait for the KDC; the steps that
 * follow wait for nothing.
 *
 * @param credential  whose tickets to use
 * @param spn         the service that must prove itself
 * @param policy      NULL for the safe defaults
 * @param deadline    NULL for 30 seconds
 * @param out         the negotiation, NULL on failure; free with mutauth_negotiation_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL, or the policy's mechanism is EITHER
 * @return MUTAUTH_WRONG_HANDLE      credential or spn is no live handle
 * @return MUTAUTH_FORWARDING_REFUSED  the policy hands tickets to every service, and the client's
 *                                     may not be handed over
 * @return MUTAUTH_...               every failure of mutauth_credential_fetch
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_negotiation_initiate(mutauth_credential *credential,
                                                        const mutauth_spn *spn,
                                                        const mutauth_policy *policy,
                                                        const mutauth_deadline *deadline,
                                                        mutauth_negotiation **out);

/**
 * Begin as the service. Never touches the network. A service that begins one when it starts, and
 * frees it, learns there what every client would fail by. A keytab that lacks some of the served
 * SPNs is taken: SPNs of one account share its key.
 *
 * @param credential  the service's keys, made by mutauth_credential_from_keytab
 * @param policy      names the served SPNs, at least one
 * @param out         the negotiation, NULL on failure; free with mutauth_negotiation_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT   out is NULL, the policy serves no SPN, or there are no keys
 * @return MUTAUTH_WRONG_HANDLE       credential or policy is no live handle
 * @return MUTAUTH_KEYTAB_LACKS_NAME  the keytab has no key for any served SPN
 * @return MUTAUTH_REPLAY_CACHE_UNUSABLE  the file that remembers requests is not this user's, is no
 *                      file, or cannot be written (mutauth_policy_set_replay_cache)
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_negotiation_accept(mutauth_credential *credential,
                                                      const mutauth_policy *policy,
                                                      mutauth_negotiation **out);

/**
 * Tie the negotiation to the channel that carries it. Before the first step, at most once. An
 * initiator sends what it is given; an acceptor compares, as its policy says
 * (mutauth_policy_set_channel_bindings).
 *
 * @param negotiation  the negotiation
 * @param bindings     copied
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  negotiation or bindings is no live handle
 * @return MUTAUTH_WRONG_STATE   it has taken a step, or was bound before
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_negotiation_bind(mutauth_negotiation *negotiation,
                                                    const mutauth_channel_bindings *bindings);

/**
 * Take the peer's token and make the next one.
 *
 * The client starts without a token. A token that it makes must be sent to the peer, whatever the
 * status; after MUTAUTH_OK the negotiation is done on this side, once that token is sent. After a
 * failure only mutauth_negotiation_free works.
 *
 * @param negotiation  the negotiation
 * @param token        the peer's token; may be NULL if the size is 0
 * @param token_size   in bytes, at most 65536
 * @param out          the token to send, NULL if there is none, also set on failure when there is
 *                     an error token to send; free with mutauth_bytes_free
 *
 * @return MUTAUTH_OK                   done: mutauth_negotiation_finish gives the context
 * @return MUTAUTH_CONTINUE             send the token, step again with the peer's answer
 * @return MUTAUTH_INVALID_ARGUMENT     out is NULL, or token is NULL with a size
 * @return MUTAUTH_WRONG_HANDLE         negotiation is no live handle
 * @return MUTAUTH_WRONG_STATE          it was done, or had failed, or the policy requires channel
 *                                      bindings and none were given
 * @return MUTAUTH_FORKED               it was made before fork()
 * @return MUTAUTH_TOKEN_MALFORMED      the token is not one of the mechanism
 * @return MUTAUTH_TOKEN_REFLECTED      the token is one that this side made
 * @return MUTAUTH_TOKEN_REPLAYED       (acceptor) the token was used before
 * @return MUTAUTH_REPLAY_CACHE_UNUSABLE  (acceptor) the request cannot be remembered
 * @return MUTAUTH_PEER_NOT_PROVEN      (initiator) the service did not prove that it holds the key
 * @return MUTAUTH_PEER_REFUSED         (initiator) the peer sent an error; what it says is unproven
 * @return MUTAUTH_WRONG_SPN            (acceptor) the ticket is for a service that is not served
 * @return MUTAUTH_WRONG_KEY            (acceptor) no key opens the ticket
 * @return MUTAUTH_KEY_VERSION_MISSING  (acceptor) the ticket wants another version of the key
 * @return MUTAUTH_KEY_ENCTYPE_MISSING  (acceptor) the ticket wants another type of the key
 * @return MUTAUTH_CHANNEL_BINDINGS_MISSING   (acceptor) the client gave no channel bindings
 * @return MUTAUTH_CHANNEL_BINDINGS_MISMATCH  (acceptor) the client gave those of another channel
 * @return MUTAUTH_TICKET_EXPIRED, MUTAUTH_TICKET_NOT_YET_VALID, MUTAUTH_CLOCK_SKEW
 * @return MUTAUTH_MECHANISM_REFUSED    the peer offers no allowed mechanism
 * @return MUTAUTH_LEVEL_NOT_REACHED    fewer protections were agreed than the policy asks
 * @return MUTAUTH_WEAK_KEY             the session key is not AES, or not of an allowed type
 * @return MUTAUTH_WEAK_TICKET          the ticket is sealed by a type that is not allowed
 * @return MUTAUTH_NEGOTIATION_FAILED   the mechanism failed otherwise; see the native codes
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_negotiation_step(mutauth_negotiation *negotiation,
                                                    const void *token,
                                                    size_t token_size,
                                                    mutauth_bytes **out);

/**
 * Take the context out of a negotiation that is done. It can be taken once.
 *
 * @param negotiation  the negotiation; still to be freed
 * @param out          the context, NULL on failure; free with mutauth_context_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @return MUTAUTH_WRONG_HANDLE      negotiation is no live handle
 * @return MUTAUTH_WRONG_STATE       it is not done, has failed, or the context was taken
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_negotiation_finish(mutauth_negotiation *negotiation,
                                                      mutauth_context **out);

/**
 * Free the negotiation.
 *
 * @param negotiation  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_negotiation_free(mutauth_negotiation *negotiation);

MUTAUTH_END_C

#endif

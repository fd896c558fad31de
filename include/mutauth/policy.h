/*
 * What a program demands of a security context. What it asks for is verified by the library on the
 * finished negotiation; whatever settles for less is a call of its own, and shows in the log.
 */
#ifndef MUTAUTH_POLICY_H
#define MUTAUTH_POLICY_H

#include <mutauth/export.h>
#include <mutauth/log.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/**
 * Demands on a context. Made with the safe defaults: both sides prove themselves, privacy, Kerberos
 * alone, AES session keys, replay and sequence detection, no delegation. Copied where it is used,
 * so later changes touch only later uses. One thread at a time while it is changed; shareable
 * after.
 *
 * One policy may serve both roles. A setting that is documented for initiators only is not looked
 * at by an acceptor, and the other way round; all others are for both. mutauth_context_import
 * checks or refuses each of them.
 */
typedef struct mutauth_policy mutauth_policy;

/** Both sides prove themselves when the context is made; messages are not protected. */
#define MUTAUTH_LEVEL_CONNECT 2
/** As Windows has it between connect and packet: treated as packet. */
#define MUTAUTH_LEVEL_CALL 3
/** Also, each message can be signed, so that its origin and order are proven. */
#define MUTAUTH_LEVEL_PACKET 4
/** Also, each message is signed. */
#define MUTAUTH_LEVEL_INTEGRITY 5
/** Also, each message is encrypted. */
#define MUTAUTH_LEVEL_PRIVACY 6

/** Kerberos 5 tokens as of RFC 4121. */
#define MUTAUTH_MECHANISM_KRB5 1
/** SPNEGO (RFC 4178) around Kerberos 5; nothing else is ever negotiated. */
#define MUTAUTH_MECHANISM_NEGOTIATE 2
/**
 * Acceptors only: whichever of the two above the initiator's first token is in, with the same
 * checks. Web services need it, whose clients send either under "Negotiate". The identity's
 * mechanism is the one that was used.
 */
#define MUTAUTH_MECHANISM_EITHER 4
/** No tokens: the kernel says who is at the other end of a Unix socket. Never negotiated. */
#define MUTAUTH_MECHANISM_LOCAL 3

/**
 * Messages are protected by this library's own code, several times faster: on OpenSSL, or where
 * mutauth_has_feature() says "one-pass", encrypted and hashed at once by the processor's units.
 */
#define MUTAUTH_PROTECTOR_OWN 1
/** Messages are protected by MIT Kerberos's gss_wrap(3) and its like. */
#define MUTAUTH_PROTECTOR_GSS 2

/** An acceptor that was given channel bindings takes only initiators that gave the same. */
#define MUTAUTH_BINDINGS_WHEN_GIVEN 1
/** An acceptor does not look at the initiator's channel bindings. */
#define MUTAUTH_BINDINGS_IGNORE 2
/** An acceptor takes an initiator that knows of none, but none that gives others. */
#define MUTAUTH_BINDINGS_IF_PRESENT 3
/**
 * This side must be given channel bindings: a negotiation without any fails before its first step.
 * On an acceptor the initiator must have given the same; on an initiator it proves nothing of the
 * acceptor.
 */
#define MUTAUTH_BINDINGS_REQUIRE 4

/** The client's tickets stay with the client. */
#define MUTAUTH_DELEGATION_NEVER 1
/** They are handed to services that the KDC marks as trusted for it (ok-as-delegate). */
#define MUTAUTH_DELEGATION_IF_TRUSTED 2
/** They are handed to any service that proves itself. */
#define MUTAUTH_DELEGATION_ALWAYS 3

/**
 * A policy with the safe defaults.
 *
 * @param out  the policy, NULL on failure; free with mutauth_policy_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  out is NULL
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_new(mutauth_policy **out);

/**
 * Settle for less than privacy. Written to the log as a warning whenever a context is made so.
 *
 * @param policy  the policy
 * @param level   one of MUTAUTH_LEVEL_...; the numbers are Windows' RPC_C_AUTHN_LEVEL_...
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  the level is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_level(mutauth_policy *policy, int32_t level);

/**
 * Settle for the client's proof alone: on a client, the service need not prove itself; on an
 * acceptor, clients are taken that do not ask it to (gokrb5 is one). Whoever answers at the
 * service's address may then be anybody. Written to the log as a warning whenever a context is made
 * under such a policy.
 *
 * @param policy  the policy
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  policy is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_waive_mutual(mutauth_policy *policy);

/**
 * Negotiate in DCE style, as DCE/RPC does: the tokens are Kerberos' bare messages, there is a third
 * one (or, under SPNEGO, a fourth), and sealed messages have DCE's layout. Both sides must.
 *
 * @param policy  the policy
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  policy is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_dce_style(mutauth_policy *policy);

/**
 * Initiators only. Let the service ask who the client is, but not act as it: level
 * MUTAUTH_IMPERSONATION_IDENTIFY. The service keeps to this if it acts as its callers by
 * mutauth_impersonate, or is on Windows; it is a wish that no cryptography enforces.
 *
 * @param policy  the policy
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  policy is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_identify_only(mutauth_policy *policy);

/**
 * Choose what is asked of channel bindings, which are given by mutauth_negotiation_bind. Only an
 * acceptor can compare them: an initiator that was given some always sends them, and the acceptor's
 * answer proves neither that it had the same nor that it looked (RFC 4121 4.1.1.2). So all rules
 * are for acceptors; REQUIRE also makes an initiator's negotiation without any fail.
 *
 * @param policy  the policy
 * @param rule    one of MUTAUTH_BINDINGS_...; WHEN_GIVEN is the default
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  the rule is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_channel_bindings(mutauth_policy *policy,
                                                               int32_t rule);

/**
 * Initiators only. Choose whether the client hands its tickets to the service: a ticket-granting
 * ticket by which the service may act as the client wherever it likes, until it ends. Handing it
 * over asks the KDC for another ticket when the negotiation is made (under SPNEGO and where GSS-API
 * protects messages in the first step, which may then wait).
 *
 * Nothing is handed over if the client's ticket-granting ticket is not forwardable, because the
 * client did not ask for that (kinit without -f) or because its account says NOT_DELEGATED (Active
 * Directory) or -allow_forwardable (MIT): by ALWAYS the negotiation fails then with
 * MUTAUTH_FORWARDING_REFUSED, by IF_TRUSTED it goes on and the log tells of it.
 *
 * @param policy  the policy
 * @param rule    one of MUTAUTH_DELEGATION_...; NEVER is the default
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  the rule is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_delegation(mutauth_policy *policy, int32_t rule);

/**
 * Acceptors only. Keep each client's ticket as long as its context, so that the service may act as
 * the client towards others where the KDC lets it: mutauth_credential_for_caller. Takes a kilobyte
 * or two a context, more where tickets carry many groups.
 *
 * @param policy  the policy
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  policy is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_keep_ticket(mutauth_policy *policy);

/**
 * Acceptors only. Keep the ticket-granting ticket that a client hands over, as long as its context:
 * mutauth_credential_for_caller then acts as the client by it, wherever the client itself could.
 * Each client's has a cache of its own in memory, which is wiped when its last user is freed.
 * Without this it is never opened. Takes some kilobytes a context.
 *
 * @param policy  the policy
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  policy is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_keep_delegated(mutauth_policy *policy);

/**
 * Acceptors only. Remember the requests that were taken in another file than the usual one, so that
 * no token of a client is taken twice (RFC 4120 3.2.3). All acceptors that serve by one key need
 * one file between them: with two, each takes what the other has taken. The default is the file
 * that MIT's acceptors of this user have, /var/tmp/krb5_UID.rcache2, in MIT's format; it is made
 * when it is missing. Neither KRB5RCACHENAME, KRB5RCACHETYPE, KRB5RCACHEDIR and TMPDIR nor
 * krb5.conf's default_rcache_name change it. Takes mutauth_policy_waive_replay_cache back.
 *
 * @param policy  the policy
 * @param file    UTF-8: a path from the root; NULL for the usual one; copied
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  file does not begin with a slash
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_replay_cache(mutauth_policy *policy,
                                                           const char *file);

/**
 * Acceptors only. Remember no request. Whoever can record a client's token can then negotiate with
 * it again for some minutes, as that client; who does not know the session key can still do nothing
 * with the context, if what is done needs messages under it. Each negotiation shows in the log.
 *
 * @param policy  the policy
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  policy is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_waive_replay_cache(mutauth_policy *policy);

/**
 * Choose the encryption types that the key of the messages may have. The default is all of AES.
 *
 * @param policy    the policy
 * @param enctypes  numbers of RFC 3961's registry: 17, 18 (RFC 3962), 19, 20 (RFC 8009); copied
 * @param count     how many, at least 1
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  enctypes is NULL, count is 0, or a number is none of these four
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_session_enctypes(mutauth_policy *policy,
                                                               const int32_t *enctypes,
                                                               size_t count);

/**
 * Choose the encryption types that the service's ticket may be sealed by. The default is all of AES
 * and RC4 (23), which Active Directory takes for an account that says nothing of its encryption
 * types; a context made by such a ticket shows as a warning in the log.
 *
 * @param policy    the policy
 * @param enctypes  numbers of RFC 3961's registry: 17, 18, 19, 20, 23; copied
 * @param count     how many, at least 1
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  enctypes is NULL, count is 0, or a number is none of these five
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_ticket_enctypes(mutauth_policy *policy,
                                                              const int32_t *enctypes,
                                                              size_t count);

/**
 * Let contexts end earlier than the client's ticket. None lives longer than that, however large
 * the number is.
 *
 * @param policy   the policy
 * @param seconds  from the end of the negotiation, at least 1
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  seconds is less than 1
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_longest_life(mutauth_policy *policy, int64_t seconds);

/**
 * How many messages a context protects in each direction, after which it must be negotiated anew.
 * Not set: 2^40, which no ticket's life has room for.
 *
 * @param policy    the policy
 * @param messages  at least 1
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  messages is 0
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_message_limit(mutauth_policy *policy,
                                                            uint64_t messages);

/** The widest replay window, in messages. */
#define MUTAUTH_REPLAY_WINDOW_MAX 1024

/**
 * For transports that lose messages and change their order, such as datagrams. Not set: 0, each
 * message must be the next one, and what is not ends the context.
 *
 * With a window a message may be missing, or come late by less than so many messages, but none is
 * taken twice. A message that is refused is then not the end of the context, for anybody may throw
 * one in. The initiator no longer asks its peer for sequence checks.
 *
 * @param policy    the policy
 * @param messages  0 to MUTAUTH_REPLAY_WINDOW_MAX. Where GSS-API protects the messages its own
 *                  window, of 64, stands for any but 0
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  messages is above MUTAUTH_REPLAY_WINDOW_MAX
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_replay_window(mutauth_policy *policy,
                                                            uint32_t messages);

/**
 * Choose the mechanism. An acceptor takes only tokens of this one, or of two (EITHER).
 *
 * @param policy     the policy
 * @param mechanism  one of MUTAUTH_MECHANISM_... but LOCAL; an initiator whose policy says EITHER
 *                   is refused (MUTAUTH_INVALID_ARGUMENT) where its negotiation is made
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  the mechanism is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_mechanism(mutauth_policy *policy, int32_t mechanism);

/**
 * Choose who protects messages. The peer sees no difference: both make the tokens of RFC 4121. Own
 * is the default; it is for AES keys, and where it cannot be used GSS takes its place. Which one a
 * context uses is decided when it is made and told by mutauth_context_protector.
 *
 * @param policy     the policy
 * @param protector  one of MUTAUTH_PROTECTOR_...
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE      policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT  the protector is unknown
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_protector(mutauth_policy *policy, int32_t protector);

/**
 * Acceptors only. Name an SPN that is served. An acceptor needs at least one: there is no "any".
 *
 * @param policy  the policy
 * @param spn     copied
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  policy or spn is no live handle
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_add_served_spn(mutauth_policy *policy,
                                                         const mutauth_spn *spn);

/**
 * Acceptors only. Serve many SPNs at once: those that match a pattern and have a key of their own
 * in the keytab, or the key of the account that the credential names.
 *
 * @param policy   the policy
 * @param pattern  UTF-8: CLASS/HOST with * for any text behind the class, "HTTP/www.*" for example;
 *                 or with _HOST for this machine's own name in lower case, "host/_HOST"
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE           policy is no live handle
 * @return MUTAUTH_INVALID_ARGUMENT       pattern is NULL
 * @return MUTAUTH_NOT_UTF8               pattern is not UTF-8
 * @return MUTAUTH_SPN_PATTERN_MALFORMED  it is not of this form, or its class holds a *
 * @return MUTAUTH_INVALID_NAME, MUTAUTH_NAME_TOO_LONG, MUTAUTH_SYSTEM_ERROR
 *         this machine's name cannot be put in its place
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_add_served_pattern(mutauth_policy *policy,
                                                             const char *pattern);

/**
 * Where contexts made under this policy, and what is built on them, write their log.
 *
 * @param policy  the policy
 * @param log     kept as long as needed; NULL for none
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_WRONG_HANDLE  policy is no live handle, or log is neither NULL nor one
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_policy_set_log(mutauth_policy *policy, const mutauth_log *log);

/**
 * Free the policy.
 *
 * @param policy  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_policy_free(mutauth_policy *policy);

MUTAUTH_END_C

#endif

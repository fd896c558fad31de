/*
 * What a program demands of a security context. Both sides always prove themselves: there is no
 * setting for less.
 */
#ifndef MUTAUTH_POLICY_H
#define MUTAUTH_POLICY_H

#include <mutauth/export.h>
#include <mutauth/log.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/**
 * Demands on a context. Made with the safe defaults: privacy, Kerberos alone, AES session keys,
 * replay and sequence detection. Copied where it is used, so later changes touch only later uses.
 * One thread at a time while it is changed; shareable after.
 */
typedef struct mutauth_policy mutauth_policy;

/** Both sides prove themselves when the context is made; messages are not protected. */
#define MUTAUTH_LEVEL_CONNECT 2
/** Also, each message is signed. */
#define MUTAUTH_LEVEL_INTEGRITY 5
/** Also, each message is encrypted. */
#define MUTAUTH_LEVEL_PRIVACY 6

/** Kerberos 5 tokens as of RFC 4121. */
#define MUTAUTH_MECHANISM_KRB5 1
/** SPNEGO (RFC 4178) around Kerberos 5; nothing else is ever negotiated. */
#define MUTAUTH_MECHANISM_NEGOTIATE 2

/** Messages are protected by this library's own code on OpenSSL, several times faster. */
#define MUTAUTH_PROTECTOR_OWN 1
/** Messages are protected by MIT Kerberos's gss_wrap(3) and its like. */
#define MUTAUTH_PROTECTOR_GSS 2

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
 * Choose the mechanism. An acceptor takes only tokens of this one.
 *
 * @param policy     the policy
 * @param mechanism  one of MUTAUTH_MECHANISM_...
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
 * Name an SPN that an acceptor serves. An acceptor needs at least one: there is no "any".
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

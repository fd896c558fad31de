/*
 * mutauth: mutual authentication by Kerberos for programs on Linux and Unix.
 *
 * This header brings in all the others; each also stands alone.
 *
 *   - Functions return a mutauth_status: 0 done, above 0 an outcome, below 0 the reason of a
 *     failure; error.h has the detail.
 *   - What a function makes is its last parameter, is set before anything is checked, and belongs
 *     to the caller. A const pointer that is returned lives as long as the object it came from.
 *     Arguments are copied. Free functions accept NULL.
 *   - Text is UTF-8 and ends in a NUL. Times are seconds since 1970 UTC.
 *   - Values may be read from many threads; each type says what else is allowed.
 *   - Nothing here prints, changes signals, locale or directory, or holds process-wide state.
 *     Nothing aborts, but for a thread that cannot stop acting as a client (impersonation.h).
 */
#ifndef MUTAUTH_MUTAUTH_H
#define MUTAUTH_MUTAUTH_H

#include <mutauth/account.h>
#include <mutauth/alias_map.h>
#include <mutauth/bytes.h>
#include <mutauth/callback.h>
#include <mutauth/candidates.h>
#include <mutauth/channel.h>
#include <mutauth/channel_bindings.h>
#include <mutauth/context.h>
#include <mutauth/controller.h>
#include <mutauth/credential.h>
#include <mutauth/deadline.h>
#include <mutauth/delegation.h>
#include <mutauth/directory.h>
#include <mutauth/duplicates.h>
#include <mutauth/engine.h>
#include <mutauth/error.h>
#include <mutauth/explain.h>
#include <mutauth/export.h>
#include <mutauth/fetch.h>
#include <mutauth/findings.h>
#include <mutauth/found.h>
#include <mutauth/identity.h>
#include <mutauth/impersonation.h>
#include <mutauth/keytab.h>
#include <mutauth/listener.h>
#include <mutauth/local_peer.h>
#include <mutauth/log.h>
#include <mutauth/negotiation.h>
#include <mutauth/pac.h>
#include <mutauth/policy.h>
#include <mutauth/report.h>
#include <mutauth/requirements.h>
#include <mutauth/service.h>
#include <mutauth/spawn.h>
#include <mutauth/spn.h>
#include <mutauth/status.h>
#include <mutauth/steps.h>
#include <mutauth/user_map.h>
#include <mutauth/verification.h>
#include <mutauth/version.h>

#endif

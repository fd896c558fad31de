/*
 * mutauth for C++17 and later: classes over the C functions, in this header alone.
 *
 *     namespace auth = mutauth::v1;
 *
 *     auto credential = auth::Credential::from_environment();
 *     auto spn = auth::Spn::compose("echo", "host1.example.test");
 *     auto channel = auth::Channel::connect("192.0.2.7:7000",
 *                                           auth::Negotiation::initiate(credential, spn));
 *     channel.send("hello");
 *     std::optional<auth::Bytes> answer = channel.receive();
 *
 *   - Failures are thrown as auth::Error; outcomes that are no failure are values.
 *   - Objects own their C object and free it; all but Spn and Identity are move-only. One that was
 * moved from may only be assigned to or destroyed. Views that a getter returns live as long as the
 * object.
 *   - Nothing here is exported by the library, so nothing here is part of its ABI.
 */
#ifndef MUTAUTH_MUTAUTH_HPP
#define MUTAUTH_MUTAUTH_HPP

#include <mutauth/mutauth.h>
#include <mutauth/cpp/account.hpp>
#include <mutauth/cpp/alias_map.hpp>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/candidates.hpp>
#include <mutauth/cpp/channel.hpp>
#include <mutauth/cpp/channel_bindings.hpp>
#include <mutauth/cpp/context.hpp>
#include <mutauth/cpp/controller.hpp>
#include <mutauth/cpp/credential.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/directory.hpp>
#include <mutauth/cpp/duplicates.hpp>
#include <mutauth/cpp/engine.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/fetch.hpp>
#include <mutauth/cpp/findings.hpp>
#include <mutauth/cpp/found.hpp>
#include <mutauth/cpp/identity.hpp>
#include <mutauth/cpp/impersonation.hpp>
#include <mutauth/cpp/keytab.hpp>
#include <mutauth/cpp/listener.hpp>
#include <mutauth/cpp/local_peer.hpp>
#include <mutauth/cpp/log.hpp>
#include <mutauth/cpp/negotiation.hpp>
#include <mutauth/cpp/pac.hpp>
#include <mutauth/cpp/policy.hpp>
#include <mutauth/cpp/report.hpp>
#include <mutauth/cpp/requirements.hpp>
#include <mutauth/cpp/service.hpp>
#include <mutauth/cpp/socket.hpp>
#include <mutauth/cpp/spawn.hpp>
#include <mutauth/cpp/spn.hpp>
#include <mutauth/cpp/steps.hpp>
#include <mutauth/cpp/user_map.hpp>
#include <mutauth/cpp/verification.hpp>

#endif

#include "directory/open.h"

#include <fmt/format.h>

#include "context/negotiation.h"
#include "core/socket.h"
#include "core/text.h"
#include "directory/address.h"
#include "directory/ldap_module.h"
#include "directory/renewable_session.h"
#include "directory/sasl_bind.h"

namespace mutauth::directory {
namespace {

/// A directory is not just any host: callers tell its failures from the KDC's by the status.
Error as_directory_failure(Error error, const HostPort& target) {
    const Status status = error.status() == Status::host_unreachable ||
                                  error.status() == Status::host_unknown ||
                                  error.status() == Status::system_error
                              ? Status::directory_unreachable
                          : error.status() == Status::deadline_passed ? Status::directory_silent
                                                                      : error.status();
    return status == error.status()
               ? std::move(error)
               : std::move(error)
                     .while_doing("the directory at " + displayed(target.text()))
                     .as(status);
}

Result<FileDescriptor> connect(const HostPort& target, const Deadline& deadline) {
    auto socket = connect_tcp(target, deadline);
    if (!socket) {
        return as_directory_failure(std::move(socket).error(), target);
    }
    return socket;
}

Result<Entry> read_one(Session& session, const Search& search, const Deadline& deadline) {
    auto found = find_all(session, search, deadline);
    if (!found) {
        return std::move(found).error();
    }
    return found->empty() ? Entry() : std::move(found->front());
}

Result<Profile> read_profile(Session& session, const Deadline& deadline) {
    auto root =
        read_one(session, {"", Scope::base, "(objectClass=*)", root_attributes()}, deadline);
    if (!root) {
        return std::move(root).error();
    }
    Profile profile = profile_of(*root);
    if (profile.kind != Kind::plain || profile.subschema.empty()) {
        return profile;
    }
    // RFC 4512 4.4: the subschema entry answers to this filter only.
    auto schema = read_one(
        session, {profile.subschema, Scope::base, "(objectClass=subschema)", schema_attributes()},
        deadline);
    if (schema) {
        refine(profile, *schema);
    } else if (schema.error().status() != Status::directory_denied &&
               schema.error().status() != Status::directory_failed) {
        return std::move(schema).error();
    }
    return profile;
}

struct Bound {
    std::unique_ptr<Session> session;
    /// The address behind the name, so that opening it again finds the same server.
    HostPort server;
};

/// Proven and sealed; knows nothing of the server yet.
Result<Bound> bind(const OpenOptions& options, const HostPort& target, const Deadline& deadline) {
    auto module = ldap_module();
    if (!module) {
        return std::move(module).error();
    }
    auto socket = connect(target, deadline);
    if (!socket) {
        return std::move(socket).error();
    }
    context::Policy policy;
    policy.level = context::Level::privacy;
    policy.mechanism = context::Mechanism::krb5;
    policy.log = options.policy.log;
    auto negotiation = context::initiate(*options.credential, options.spn, policy, deadline);
    if (!negotiation) {
        return std::move(negotiation).error();
    }
    const auto sasl = gssapi_client(std::move(*negotiation));
    auto server = HostPort::parse(peer_address_of(socket->get()));
    auto session = (*module)->bind({std::move(*socket), target.text()}, *sasl, deadline);
    if (!session) {
        return std::move(session).error();
    }
    log_to(policy.log, LogLevel::notice, "directory",
           fmt::format("{} proved {} and is sealed", target.text(), options.spn.text()));
    return Bound{std::move(*session), server ? *server : target};
}

}  // namespace

Result<std::unique_ptr<Session>> open(const OpenOptions& options, const Deadline& deadline) {
    auto target = parse_address(options.address);
    if (!target) {
        return std::move(target).error();
    }
    auto bound = bind(options, *target, deadline);
    if (!bound) {
        return std::move(bound).error();
    }
    auto profile = read_profile(*bound->session, deadline);
    if (!profile) {
        return std::move(profile).error();
    }
    auto session = std::make_unique<RenewableSession>(
        std::move(bound->session),
        [options,
         server = bound->server](const Deadline& until) -> Result<std::unique_ptr<Session>> {
            auto again = bind(options, server, until);
            return again ? Result<std::unique_ptr<Session>>(std::move(again->session))
                         : std::move(again).error();
        },
        [options, host = target->host](std::uint16_t port, const Deadline& until) {
            OpenOptions there = options;
            there.address = HostPort{host, port}.text();
            return open(there, until);
        });
    session->learn(std::move(*profile), options.credential->principal());
    session->set_origin({target->host, options.spn});
    return std::unique_ptr<Session>(std::move(session));
}

bool available() {
    return static_cast<bool>(ldap_module());
}

}  // namespace mutauth::directory

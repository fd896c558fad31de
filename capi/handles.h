// What stands behind each opaque type of the C ABI.
#pragma once

#include <mutauth/mutauth.h>

#include <atomic>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "channel/channel.h"
#include "channel/engine.h"
#include "context/negotiation.h"
#include "context/policy.h"
#include "core/bytes.h"
#include "core/deadline.h"
#include "core/log.h"
#include "credential/credential.h"
#include "credential/pending_fetch.h"
#include "handle.h"
#include "identity/requirements.h"
#include "spn/alias_map.h"
#include "spn/candidates.h"
#include "spn/compose_for_service.h"
#include "spn/lint.h"
#include "spn/service_principal_name.h"

struct mutauth_error final : mutauth::capi::Handle<mutauth::Error, 0x31525245> {
    using Handle::Handle;
};

/// Ends in a NUL that its size does not count.
struct mutauth_bytes final : mutauth::capi::Handle<mutauth::Bytes, 0x31545942> {
    explicit mutauth_bytes(mutauth::Bytes bytes) : Handle(std::move(bytes)) { object.push_back(0); }
};

struct mutauth_texts final : mutauth::capi::Handle<std::vector<std::string>, 0x31545854> {
    using Handle::Handle;
};

struct mutauth_log final : mutauth::capi::Handle<mutauth::Log, 0x31474f4c> {
    using Handle::Handle;
};

struct DeadlineState {
    mutauth::Deadline deadline;
    std::shared_ptr<mutauth::Cancellation> cancellation;
};

struct mutauth_deadline final : mutauth::capi::Handle<DeadlineState, 0x314c4444> {
    using Handle::Handle;
};

struct mutauth_spn final : mutauth::capi::Handle<mutauth::spn::ServicePrincipalName, 0x314e5053> {
    using Handle::Handle;
};

/// A deque, since handles do not move.
struct mutauth_spns final : mutauth::capi::Handle<std::deque<mutauth_spn>, 0x534e5053> {
    explicit mutauth_spns(std::vector<mutauth::spn::ServicePrincipalName> names) {
        for (auto& name : names) {
            object.emplace_back(std::move(name));
        }
    }
};

struct ServiceState {
    mutauth::spn::ServiceType type = mutauth::spn::ServiceType::dns_host;
    std::string service_class;
    std::string service;
    std::uint16_t port = 0;
    std::vector<mutauth::spn::ServiceHost> hosts;
    std::optional<mutauth::spn::LocalNames> local;
};

struct mutauth_service final : mutauth::capi::Handle<ServiceState, 0x31435653> {
    using Handle::Handle;
};

struct ControllerState {
    std::string dns_host;
    std::string dns_domain;
    std::string netbios_domain;
    std::string forest;
    std::string guid;
    std::vector<std::string> partitions;
    std::int32_t roles = 0;
};

struct mutauth_controller final : mutauth::capi::Handle<ControllerState, 0x31434344> {
    using Handle::Handle;
};

struct mutauth_alias_map final : mutauth::capi::Handle<mutauth::spn::AliasMap, 0x50414d41> {
    using Handle::Handle;
};

struct CandidateState {
    CandidateState(mutauth::spn::ServicePrincipalName of, mutauth::spn::Reason why)
        : name(std::move(of)), reason(why) {}
    mutauth_spn name;
    mutauth::spn::Reason reason;
};

struct mutauth_candidates final : mutauth::capi::Handle<std::deque<CandidateState>, 0x444e4143> {
    explicit mutauth_candidates(std::vector<mutauth::spn::Candidate> found) {
        for (auto& one : found) {
            object.emplace_back(std::move(one.name), one.reason);
        }
    }
};

struct mutauth_findings final
    : mutauth::capi::Handle<std::vector<mutauth::spn::Finding>, 0x31444e46> {
    using Handle::Handle;
};

struct mutauth_credential final
    : mutauth::capi::Handle<std::shared_ptr<mutauth::credential::Credential>, 0x31445243> {
    using Handle::Handle;
    /// Whoever shares the credential does not renew it.
    ~mutauth_credential() {
        if (object != nullptr) {
            object->stop_renewal();
        }
    }
};

struct mutauth_fetch final
    : mutauth::capi::Handle<std::unique_ptr<mutauth::credential::PendingFetch>, 0x31484346> {
    using Handle::Handle;
};

struct mutauth_policy final : mutauth::capi::Handle<mutauth::context::Policy, 0x314c4f50> {
    using Handle::Handle;
};

struct mutauth_channel_bindings final
    : mutauth::capi::Handle<mutauth::context::ChannelBindings, 0x31424843> {
    using Handle::Handle;
};

/// An engine that uses it up shares it.
struct mutauth_negotiation final
    : mutauth::capi::Handle<std::shared_ptr<mutauth::context::Negotiation>, 0x3147454e> {
    using Handle::Handle;
};

/// A PAC and its SIDs as texts, which C programs are lent.
struct PacTexts {
    explicit PacTexts(const mutauth::identity::CallerPac& read);

    const mutauth::identity::CallerPac& pac;
    std::string user;
    std::string domain;
    std::string primary_group;
    std::string requestor;
    std::vector<std::string> groups;
};

struct mutauth_pac final : mutauth::capi::Handle<PacTexts, 0x31434150> {
    using Handle::Handle;
};

/// Of the proof of a context, channel, engine or local peer, which holds the first reference to it.
struct mutauth_identity final : mutauth::capi::Handle<mutauth::identity::Identity, 0x31444449> {
    using Handle::Handle;
    mutable std::atomic<std::size_t> references{1};
    /// Made when it is first asked for.
    mutable std::once_flag pac_made;
    mutable std::unique_ptr<const mutauth_pac> pac;
};

namespace mutauth::capi {

struct ReleaseIdentity {
    void operator()(const mutauth_identity* identity) const noexcept {
        mutauth_identity_free(const_cast<mutauth_identity*>(identity));
    }
};

/// One reference.
using HeldIdentity = std::unique_ptr<const mutauth_identity, ReleaseIdentity>;

inline HeldIdentity identity_of(const context::SecurityContext& context) {
    return HeldIdentity(new mutauth_identity(context.shared_proof()));
}

}  // namespace mutauth::capi

struct mutauth_context final
    : mutauth::capi::Handle<std::unique_ptr<mutauth::context::SecurityContext>, 0x31585443> {
    explicit mutauth_context(std::unique_ptr<mutauth::context::SecurityContext> context)
        : Handle(std::move(context)), identity(mutauth::capi::identity_of(*object)) {}
    mutauth::capi::HeldIdentity identity;
};

struct mutauth_requirements final
    : mutauth::capi::Handle<mutauth::identity::Requirements, 0x31514552> {
    using Handle::Handle;
};

struct mutauth_channel final
    : mutauth::capi::Handle<std::unique_ptr<mutauth::channel::Channel>, 0x314e4843> {
    explicit mutauth_channel(std::unique_ptr<mutauth::channel::Channel> channel)
        : Handle(std::move(channel)), identity(mutauth::capi::identity_of(object->context())) {}
    mutauth::capi::HeldIdentity identity;
};

struct mutauth_engine final
    : mutauth::capi::Handle<std::unique_ptr<mutauth::channel::Engine>, 0x31474e45> {
    explicit mutauth_engine(std::unique_ptr<mutauth::channel::Engine> engine)
        : Handle(std::move(engine)) {
        name_sides();
    }
    /// After each call that may have proven them.
    void name_sides() {
        if (!identity && object->context() != nullptr) {
            identity = mutauth::capi::identity_of(*object->context());
        }
    }
    mutauth::capi::HeldIdentity identity;
};

struct ListenerState {
    mutauth::FileDescriptor socket;
    std::string address;
};

struct mutauth_listener final : mutauth::capi::Handle<ListenerState, 0x3153494c> {
    using Handle::Handle;
};

namespace mutauth::capi {

/// NULL stands for the usual deadline; a wrong handle must be refused before.
inline Deadline deadline_of(const mutauth_deadline* deadline) {
    return deadline == nullptr ? Deadline::usual() : deadline->object.deadline;
}

inline bool good(const mutauth_deadline* deadline) {
    return deadline == nullptr || live(deadline);
}

/// A message for the caller, or MUTAUTH_END where there is none.
inline Outcome give_message(mutauth_bytes** out, Result<std::optional<Bytes>> message) {
    if (!message) {
        return std::move(message).error();
    }
    if (!*message) {
        return MUTAUTH_END;
    }
    *out = new mutauth_bytes(std::move(**message));
    return MUTAUTH_OK;
}

inline ByteView view_of(const void* data, std::size_t size) noexcept {
    return {static_cast<const std::uint8_t*>(data), size};
}

}  // namespace mutauth::capi

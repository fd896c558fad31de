#include "context/establish.h"

#include <fmt/format.h>

#include <cstring>
#include <utility>

#include "context/cfx_protection.h"
#include "context/cfx_token.h"
#include "context/gss_protection.h"
#include "context/lucid.h"

namespace mutauth::context {
namespace {

/// Fills in what the side did not know. Each name costs the mechanism several looks at its
/// configuration, so only those that are needed are asked for.
Result<void> inquire(Completed& completed) {
    const bool wants_source = completed.client.empty();
    const bool wants_target = completed.service_key.empty();
    if (!wants_source && !wants_target) {
        return {};
    }
    gss::Name source;
    gss::Name target;
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_inquire_context(
        &minor, completed.context.get(), wants_source ? source.out() : nullptr,
        wants_target ? target.out() : nullptr, nullptr, nullptr, nullptr, nullptr, nullptr);
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::negotiation_failed, "inquiring the context", major, minor);
    }
    for (auto [name, text] :
         {std::pair(&source, &completed.client), std::pair(&target, &completed.service_key)}) {
        if (name->get() != GSS_C_NO_NAME) {
            auto shown = gss::displayed_name(name->get());
            if (!shown) {
                return std::move(shown).error();
            }
            *text = std::move(*shown);
        }
    }
    return {};
}

/// The session key's enctype, which MIT reports as the last arc of the second buffer's OID.
std::int32_t session_enctype(const gss::Context& context) {
    OM_uint32 minor = 0;
    gss_buffer_set_t set = GSS_C_NO_BUFFER_SET;
    const OM_uint32 major = ::gss_inquire_sec_context_by_oid(
        &minor, context.get(), const_cast<gss_OID>(GSS_C_INQ_SSPI_SESSION_KEY), &set);
    if (major != GSS_S_COMPLETE) {
        return 0;
    }
    std::int32_t enctype = 0;
    if (set->count >= 2 && set->elements[1].length > 0) {
        const auto* oid = static_cast<const std::uint8_t*>(set->elements[1].value);
        const std::uint8_t last = oid[set->elements[1].length - 1];
        enctype = last < 0x80 ? last : 0;
    }
    for (std::size_t i = 0; i < set->count; ++i) {
        explicit_bzero(set->elements[i].value, set->elements[i].length);
    }
    ::gss_release_buffer_set(&minor, &set);
    return enctype;
}

Error lacking(const Completed& completed, OM_uint32 missing) {
    const bool unproven = (missing & GSS_C_MUTUAL_FLAG) != 0;
    if (unproven && completed.initiator) {
        return Error(Status::peer_not_proven, "the service did not prove itself");
    }
    return Error(Status::level_not_reached,
                 unproven ? "the client did not ask the service to prove itself"
                          : "the peer agreed to fewer protections than the policy asks")
        .with("missing flags", fmt::format("{:#x}", missing));
}

/// The lucid context counts what was sent up to now, but nothing of what was received: the peer's
/// signature of SPNEGO's list is its first message. What the mechanism takes for no signature and
/// passes over, such as a copy of the token, is not one of this context in this place either; what
/// is one it has checked.
void count_received(ByteView signature, cfx::Session& session) {
    const auto header = cfx::read_header(cfx::TokenKind::mic, signature);
    if (header && header->sequence == session.next_received) {
        ++session.next_received;
    }
}

/// Our own for the life of the context, or GSS-API's for the life of the context.
Result<std::unique_ptr<Protection>> protection_of(gss::Context context,
                                                  cfx::Session session,
                                                  const Policy& policy) {
    const bool own = policy.protector == Protector::own;
    log_to(policy.log, LogLevel::debug, "context",
           own ? "messages are protected by RFC 4121 on OpenSSL"
               : "messages are protected by GSS-API's own calls");
    if (!own) {
        return std::unique_ptr<Protection>(
            std::make_unique<GssProtection>(std::move(context), session.enctype.mac_size));
    }
    auto made = cfx::CfxProtection::make(std::move(session));
    if (!made) {
        return std::move(made).error();
    }
    return std::unique_ptr<Protection>(std::move(*made));
}

}  // namespace

OM_uint32 flags_for(Level level) noexcept {
    OM_uint32 flags = GSS_C_MUTUAL_FLAG;
    if (level >= Level::integrity) {
        flags |= GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG | GSS_C_INTEG_FLAG;
    }
    if (level >= Level::privacy) {
        flags |= GSS_C_CONF_FLAG;
    }
    return flags;
}

Result<std::unique_ptr<SecurityContext>> establish(Completed completed, const Policy& policy) {
    const OM_uint32 missing = flags_for(policy.level) & ~completed.flags;
    if (missing != 0) {
        return lacking(completed, missing);
    }
    auto agreed = agreed_in(completed.context);
    if (!agreed) {
        const std::int32_t enctype = session_enctype(completed.context);
        return Error(Status::weak_key, fmt::format("the session key's enctype is {}", enctype))
            .with("enctype", enctype);
    }
    count_received(completed.list_signature, agreed->session);
    if (auto known = inquire(completed); !known) {
        return std::move(known).error();
    }
    // RFC 8062: an anonymous client has proved nothing about itself.
    if ((completed.flags & GSS_C_ANON_FLAG) != 0 ||
        completed.client.starts_with("WELLKNOWN/ANONYMOUS@")) {
        return Error(Status::mechanism_refused, "the client has proved no name")
            .with("client", completed.client);
    }
    Proof proof;
    proof.initiator = completed.initiator;
    proof.level = policy.level;
    proof.mechanism = policy.mechanism;
    proof.client = std::move(completed.client);
    proof.service_key = std::move(completed.service_key);
    proof.service = completed.service.empty() ? proof.service_key : std::move(completed.service);
    proof.expires = agreed->expires;
    proof.enctype = agreed->session.enctype.number;
    log_to(policy.log, policy.level < Level::privacy ? LogLevel::warning : LogLevel::notice,
           "context",
           fmt::format("{} and {} have proved themselves to each other at level {}", proof.client,
                       proof.service_key, static_cast<int>(proof.level)));
    auto protection =
        protection_of(std::move(completed.context), std::move(agreed->session), policy);
    if (!protection) {
        return std::move(protection).error();
    }
    return std::make_unique<SecurityContext>(std::move(proof), policy.log, std::move(*protection));
}

}  // namespace mutauth::context

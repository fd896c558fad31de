#include "context/establish.h"

#include <fmt/format.h>

#include <cstring>
#include <ctime>
#include <limits>

#include "context/cfx_protection.h"
#include "context/gss_protection.h"
#include "context/lucid.h"

namespace mutauth::context {
namespace {

struct Inquiry {
    std::string client;
    std::string service;
    std::int64_t expires = 0;
    bool kerberos = false;
};

Result<Inquiry> inquire(const Completed& completed) {
    gss::Name source;
    gss::Name target;
    OM_uint32 minor = 0;
    OM_uint32 lifetime = 0;
    gss_OID mechanism = GSS_C_NO_OID;
    int open = 0;
    const OM_uint32 major =
        ::gss_inquire_context(&minor, completed.context.get(), source.out(), target.out(),
                              &lifetime, &mechanism, nullptr, nullptr, &open);
    if (major != GSS_S_COMPLETE || open == 0) {
        return gss::failure(Status::negotiation_failed, "inquiring the context", major, minor);
    }
    auto client = gss::displayed_name(source.get());
    auto service = gss::displayed_name(target.get());
    if (!client || !service) {
        return client ? std::move(service).error() : std::move(client).error();
    }
    const bool forever = lifetime == GSS_C_INDEFINITE;
    return Inquiry{std::move(*client), std::move(*service),
                   forever ? std::numeric_limits<std::int64_t>::max()
                           : static_cast<std::int64_t>(::time(nullptr)) + lifetime,
                   ::gss_oid_equal(mechanism, gss_mech_krb5) != 0};
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

/// Our own for the life of the context, or GSS-API's for the life of the context.
Result<std::unique_ptr<Protection>> protection_of(gss::Context context,
                                                  std::size_t mac_size,
                                                  const Policy& policy) {
    auto session = policy.protector == Protector::own ? session_of(context) : std::nullopt;
    log_to(policy.log, LogLevel::debug, "context",
           session ? "messages are protected by RFC 4121 on OpenSSL"
                   : "messages are protected by GSS-API's own calls");
    if (!session) {
        return std::unique_ptr<Protection>(
            std::make_unique<GssProtection>(std::move(context), mac_size));
    }
    auto made = cfx::CfxProtection::make(std::move(*session));
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

Result<std::unique_ptr<SecurityContext>> establish(Completed completed,
                                                   const Policy& policy,
                                                   const std::string& service) {
    const OM_uint32 missing = flags_for(policy.level) & ~completed.flags;
    if (missing != 0) {
        return lacking(completed, missing);
    }
    auto inquiry = inquire(completed);
    if (!inquiry) {
        return std::move(inquiry).error();
    }
    // RFC 8062: an anonymous client has proved nothing about itself.
    if (!inquiry->kerberos || (completed.flags & GSS_C_ANON_FLAG) != 0 ||
        inquiry->client.starts_with("WELLKNOWN/ANONYMOUS@")) {
        return Error(Status::mechanism_refused, "the context is not one of Kerberos with a name")
            .with("client", inquiry->client);
    }
    const std::int32_t enctype = session_enctype(completed.context);
    const std::size_t mac_size = mac_size_of(enctype);
    if (mac_size == 0) {
        return Error(Status::weak_key, fmt::format("the session key's enctype is {}", enctype))
            .with("enctype", enctype);
    }
    Proof proof;
    proof.initiator = completed.initiator;
    proof.level = policy.level;
    proof.mechanism = policy.mechanism;
    proof.client = std::move(inquiry->client);
    proof.service = service.empty() ? inquiry->service : service;
    proof.service_key = completed.initiator ? proof.service : std::move(inquiry->service);
    proof.expires = inquiry->expires;
    proof.enctype = enctype;
    log_to(policy.log, policy.level < Level::privacy ? LogLevel::warning : LogLevel::notice,
           "context",
           fmt::format("{} and {} have proved themselves to each other at level {}", proof.client,
                       proof.service_key, static_cast<int>(proof.level)));
    auto protection = protection_of(std::move(completed.context), mac_size, policy);
    if (!protection) {
        return std::move(protection).error();
    }
    return std::make_unique<SecurityContext>(std::move(proof), policy.log, std::move(*protection));
}

}  // namespace mutauth::context

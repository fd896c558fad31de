#include "context/gss_agreement.h"

#include <utility>

#include "context/cfx_token.h"
#include "context/gss_protection.h"
#include "context/lucid.h"
#include "context/policy_flags.h"

namespace mutauth::context {
namespace {

/// What libgssapi read of the client, on an acceptor. An initiator knows itself.
Result<void> inquire_client(const gss::Context& context, Agreement& out) {
    gss::Name source;
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_inquire_context(&minor, context.get(), source.out(), nullptr,
                                                  nullptr, nullptr, nullptr, nullptr, nullptr);
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::negotiation_failed, "inquiring the context", major, minor);
    }
    if (source.get() == GSS_C_NO_NAME) {
        return {};
    }
    auto shown = gss::displayed_name(source.get());
    if (!shown) {
        return std::move(shown).error();
    }
    out.client = std::move(*shown);
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

}  // namespace

Result<Agreement> gss_agreement(gss::Context& context,
                                const Policy& policy,
                                bool initiator,
                                ByteView list_signature,
                                Agreement known) {
    Agreement out = std::move(known);
    if (!initiator) {
        if (auto asked = inquire_client(context, out); !asked) {
            return std::move(asked).error();
        }
    }
    auto agreed = agreed_in(context);
    if (!agreed) {
        out.enctype = session_enctype(context);
        return out;
    }
    count_received(list_signature, agreed->session);
    out.enctype = agreed->session.enctype.number;
    out.expires = agreed->expires;
    out.initiator_key = std::move(agreed->initiator_key);
    if (policy.protector == Protector::gss) {
        describe(agreed->session, out.flags, policy);
        out.protection = std::make_unique<GssProtection>(std::move(context), agreed->session);
    }
    out.session = std::move(agreed->session);
    return out;
}

}  // namespace mutauth::context

#include "context/lucid.h"

#include <memory>

namespace mutauth::context {
namespace {

/// GSS_KRB5_EXPORT_LUCID_SEC_CONTEXT_X and, as the last arc, version 1 of the form. The official
/// export by that name (gss_krb5_export_lucid_sec_context) would use the context up.
gss_OID lucid_form() {
    static char octets[] = "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x05\x06\x01";
    static gss_OID_desc oid{sizeof octets - 1, octets};
    return &oid;
}

struct ReleaseSet {
    void operator()(gss_buffer_set_desc* set) const {
        OM_uint32 minor = 0;
        ::gss_release_buffer_set(&minor, &set);
    }
};

struct ReleaseLucid {
    void operator()(void* lucid) const {
        OM_uint32 minor = 0;
        ::gss_krb5_free_lucid_sec_context(&minor, lucid);
    }
};

/// RFC 4121's protocol; 0 is the older one of RFC 1964.
constexpr OM_uint32 kCfx = 1;

/// A peer's key of no length comes without a place.
ByteView bytes_in(const gss_krb5_lucid_key_t& key) {
    return {static_cast<const std::uint8_t*>(key.data), key.data == nullptr ? 0 : key.length};
}

/// The one buffer holds a pointer to the form.
void* pointer_in(const gss_buffer_set_desc& set) {
    void* out = nullptr;
    if (set.count == 1 && set.elements[0].length == sizeof out) {
        std::memcpy(&out, set.elements[0].value, sizeof out);
    }
    return out;
}

}  // namespace

std::optional<Agreed> agreed_in(const gss::Context& context) {
    OM_uint32 minor = 0;
    gss_buffer_set_t found = GSS_C_NO_BUFFER_SET;
    if (::gss_inquire_sec_context_by_oid(&minor, context.get(), lucid_form(), &found) !=
        GSS_S_COMPLETE) {
        return std::nullopt;
    }
    const std::unique_ptr<gss_buffer_set_desc, ReleaseSet> set(found);
    const std::unique_ptr<void, ReleaseLucid> owner(pointer_in(*set));
    const auto* lucid = static_cast<const gss_krb5_lucid_context_v1_t*>(owner.get());
    if (lucid == nullptr || lucid->version != 1 || lucid->protocol != kCfx) {
        return std::nullopt;
    }
    Agreed agreed;
    cfx::Session& out = agreed.session;
    out.acceptor_subkey = lucid->cfx_kd.have_acceptor_subkey != 0;
    const gss_krb5_lucid_key_t& key =
        out.acceptor_subkey ? lucid->cfx_kd.acceptor_subkey : lucid->cfx_kd.ctx_key;
    const auto enctype = cfx::enctype_of(static_cast<std::int32_t>(key.type));
    if (!enctype || bytes_in(key).size() != enctype->key_size) {
        return std::nullopt;
    }
    out.enctype = *enctype;
    out.key = copy_of(bytes_in(key));
    agreed.initiator_key = copy_of(bytes_in(lucid->cfx_kd.ctx_key));
    out.initiator = lucid->initiate != 0;
    out.next_sent = lucid->send_seq;
    out.next_received = lucid->recv_seq;
    // 32 bits that count until 2106, as libkrb5 takes them.
    agreed.expires = static_cast<std::uint32_t>(lucid->endtime);
    return agreed;
}

}  // namespace mutauth::context

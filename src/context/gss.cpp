#include "context/gss.h"

#include <fmt/format.h>
#include <krb5/krb5.h>

#include <array>

#include "core/text.h"

namespace mutauth::context::gss {
namespace {

// RFC 4178 3.1. gssapi.h's prototypes want it writable; nobody writes.
char spnego_bytes[] = "\x2b\x06\x01\x05\x05\x02";
gss_OID_desc spnego_oid{6, spnego_bytes};

gss_OID krb5_oid() noexcept {
    return const_cast<gss_OID>(gss_mech_krb5);
}

/// What GSS-API says of a code that it has no words for.
constexpr std::string_view kNoWords = "Unknown error";

std::string status_words(OM_uint32 code, int type) {
    OM_uint32 ignored = 0;
    OM_uint32 more = 0;
    std::string out;
    do {
        Buffer words;
        if (::gss_display_status(&ignored, code, type, krb5_oid(), &more, &words.value) !=
            GSS_S_COMPLETE) {
            break;
        }
        out += (out.empty() ? "" : "; ") + displayed(text_of(words.view()), 500);
    } while (more != 0);
    return out;
}

std::string library_words(OM_uint32 code) {
    const char* words = ::krb5_get_error_message(nullptr, static_cast<krb5_error_code>(code));
    std::string out = displayed(words, 500);
    ::krb5_free_error_message(nullptr, words);
    return out;
}

}  // namespace

gss_buffer_desc borrowed(ByteView bytes) noexcept {
    return {bytes.size(), const_cast<std::uint8_t*>(bytes.data())};
}

gss_buffer_desc borrowed(std::string_view text) noexcept {
    return {text.size(), const_cast<char*>(text.data())};
}

std::string words_for(OM_uint32 minor) {
    const std::string words = status_words(minor, GSS_C_MECH_CODE);
    // GSS-API has words only for what it gave out itself, not for the code of a KRB-ERROR.
    return words.empty() || words == kNoWords ? library_words(minor) : words;
}

std::string reason_words(OM_uint32 major, OM_uint32 minor) {
    const std::string words = minor != 0 ? words_for(minor) : std::string();
    // The mechanism gave no reason, and neither "Success" nor "Unknown code" is one.
    const bool none = words.empty() || words == library_words(0) || words.find("nknown code") < 2;
    return none ? status_words(major, GSS_C_GSS_CODE) : words;
}

Error failure(Status status, std::string_view what, OM_uint32 major, OM_uint32 minor) {
    return Error(status, fmt::format("{}: {}", what, reason_words(major, minor)))
        .with_native(NativeSystem::gss_major, major)
        .with_native(NativeSystem::gss_minor, minor);
}

Result<Name> import_principal(const std::string& principal) {
    Name name;
    OM_uint32 minor = 0;
    gss_buffer_desc text = borrowed(principal);
    const OM_uint32 major = ::gss_import_name(
        &minor, &text, const_cast<gss_OID>(GSS_KRB5_NT_PRINCIPAL_NAME), name.out());
    if (major != GSS_S_COMPLETE) {
        return failure(Status::invalid_name, "name " + displayed(principal), major, minor);
    }
    return name;
}

Result<std::string> displayed_name(gss_name_t name) {
    Buffer text;
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_display_name(&minor, name, &text.value, nullptr);
    if (major != GSS_S_COMPLETE) {
        return failure(Status::negotiation_failed, "reading a name", major, minor);
    }
    return std::string(text_of(text.view()));
}

gss_OID oid_of(Mechanism mechanism) noexcept {
    return mechanism == Mechanism::krb5 ? krb5_oid() : &spnego_oid;
}

namespace {

std::size_t place_of(Mechanism mechanism) {
    return mechanism == Mechanism::krb5 ? 0 : 1;
}

}  // namespace

Result<std::shared_ptr<Credential>> acquire_new(gss_cred_usage_t usage,
                                                Mechanism mechanism,
                                                const std::string& store_value,
                                                const std::string& replay_cache) {
    auto credential = std::make_shared<Credential>();
    std::array<gss_key_value_element_desc, 2> elements{
        {{usage == GSS_C_INITIATE ? "ccache" : "keytab", store_value.c_str()},
         {"rcache", replay_cache.c_str()}}};
    const gss_key_value_set_desc store{replay_cache.empty() ? 1U : 2U, elements.data()};
    gss_OID_set_desc mechanisms{1, oid_of(mechanism)};
    OM_uint32 minor = 0;
    OM_uint32 major = ::gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechanisms,
                                              usage, &store, credential->out(), nullptr, nullptr);
    if (major == GSS_S_COMPLETE && usage == GSS_C_INITIATE) {
        // Otherwise MIT asks for confidentiality and integrity whatever the level is, and the
        // acceptor cannot tell a client that will not seal.
        gss_buffer_desc none{};
        major = ::gss_set_cred_option(&minor, credential->out(),
                                      const_cast<gss_OID>(GSS_KRB5_CRED_NO_CI_FLAGS_X), &none);
    }
    if (major == GSS_S_COMPLETE && mechanism == Mechanism::negotiate) {
        gss_OID_set_desc kerberos{1, krb5_oid()};
        major = ::gss_set_neg_mechs(&minor, credential->get(), &kerberos);
    }
    if (major != GSS_S_COMPLETE) {
        return failure(usage == GSS_C_INITIATE ? Status::no_credential : Status::keytab_unreadable,
                       "acquiring the credential", major, minor);
    }
    return credential;
}

Result<std::shared_ptr<Credential>> acquire(credential::Shelf& shelf,
                                            gss_cred_usage_t usage,
                                            Mechanism mechanism,
                                            const std::string& store,
                                            const std::string& replay_cache) {
    if (auto kept = std::static_pointer_cast<Credential>(shelf.take(place_of(mechanism)))) {
        return kept;
    }
    return acquire_new(usage, mechanism, store, replay_cache);
}

void give_back(credential::Shelf& shelf,
               Mechanism mechanism,
               std::shared_ptr<Credential> credential) noexcept {
    shelf.put(place_of(mechanism), std::move(credential));
}

}  // namespace mutauth::context::gss

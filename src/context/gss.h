// GSS-API's objects with owners, and its status codes as Errors.
#pragma once

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "context/policy.h"
#include "core/bytes.h"
#include "core/result.h"
#include "credential/shelf.h"

namespace mutauth::context::gss {

template <typename T, auto Free>
class Owned {
  public:
    Owned() = default;
    Owned(Owned&& other) noexcept : value_(std::exchange(other.value_, T{})) {}
    Owned& operator=(Owned&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() {
        if (value_ != T{}) {
            OM_uint32 minor = 0;
            Free(&minor, &value_);
        }
    }
    T get() const noexcept { return value_; }
    T* out() noexcept { return &value_; }

  private:
    T value_{};
};

inline OM_uint32 delete_context(OM_uint32* minor, gss_ctx_id_t* context) {
    return ::gss_delete_sec_context(minor, context, GSS_C_NO_BUFFER);
}

using Name = Owned<gss_name_t, ::gss_release_name>;
using Credential = Owned<gss_cred_id_t, ::gss_release_cred>;
using Context = Owned<gss_ctx_id_t, delete_context>;

class Buffer {
  public:
    Buffer() = default;
    ~Buffer() {
        if (value.value != nullptr) {
            explicit_bzero(value.value, value.length);
        }
        OM_uint32 minor = 0;
        ::gss_release_buffer(&minor, &value);
        // An empty one that has memory all the same, as an empty message's is, stays as it is.
        std::free(value.value);
    }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ByteView view() const noexcept {
        return {static_cast<const std::uint8_t*>(value.value), value.length};
    }

    gss_buffer_desc value{};
};

gss_buffer_desc borrowed(ByteView bytes) noexcept;
gss_buffer_desc borrowed(std::string_view text) noexcept;

/// Both numbers and the mechanism's words for the minor one, taken before anything else is called.
Error failure(Status status, std::string_view what, OM_uint32 major, OM_uint32 minor);
/// In a Kerberos mechanism's own words; for people only.
std::string words_for(OM_uint32 minor);
/// The mechanism's reason if it gave one, else GSS-API's own.
std::string reason_words(OM_uint32 major, OM_uint32 minor);

Result<Name> import_principal(const std::string& principal);
Result<std::string> displayed_name(gss_name_t name);

/// The mechanism asked for, alone: SPNEGO is limited to Kerberos (gss_set_neg_mechs).
gss_OID oid_of(Mechanism mechanism) noexcept;
/// A credential that touches nothing but the named cache, or keytab and replay cache. Costs as much
/// as a step of a negotiation, so it is put on the shelf after use.
Result<std::shared_ptr<Credential>> acquire(credential::Shelf& shelf,
                                            gss_cred_usage_t usage,
                                            Mechanism mechanism,
                                            const std::string& store,
                                            const std::string& replay_cache = {});
/// The same without a shelf, for what nobody else may use.
Result<std::shared_ptr<Credential>> acquire_new(gss_cred_usage_t usage,
                                                Mechanism mechanism,
                                                const std::string& store,
                                                const std::string& replay_cache = {});
void give_back(credential::Shelf& shelf,
               Mechanism mechanism,
               std::shared_ptr<Credential> credential) noexcept;

}  // namespace mutauth::context::gss

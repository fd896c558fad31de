// libkrb5's objects with owners, and its error codes as Errors.
#pragma once

#include <krb5.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::credential {

/// How far a KDC's clock is ahead of this machine's, as libkrb5 learns it from an AS-REP and keeps
/// it in credential caches (krb5.conf's kdc_timesync, which is on by default).
struct ClockOffset {
    std::int32_t seconds = 0;
    std::int32_t microseconds = 0;

    bool operator==(const ClockOffset&) const = default;
};

/// How a principal's text is meant: as RFC 4120 6.2's NT-PRINCIPAL, or as RFC 6806 5's enterprise
/// name, such as a UPN, which the KDC replaces by the account's own.
enum class NameType { principal, enterprise };

/// A krb5_context and the rule that one thread at a time uses it.
class KerberosLibrary {
  public:
    static Result<KerberosLibrary> open();
    KerberosLibrary(KerberosLibrary&& other) noexcept
        : context_(std::exchange(other.context_, nullptr)),
          clock_skew_(other.clock_skew_),
          permitted_(std::move(other.permitted_)) {}
    KerberosLibrary& operator=(KerberosLibrary&& other) noexcept {
        std::swap(context_, other.context_);
        std::swap(clock_skew_, other.clock_skew_);
        permitted_.swap(other.permitted_);
        return *this;
    }
    KerberosLibrary(const KerberosLibrary&) = delete;
    KerberosLibrary& operator=(const KerberosLibrary&) = delete;
    ~KerberosLibrary();

    krb5_context get() const noexcept { return context_; }

    /// By how many seconds clocks may differ (krb5.conf's clockskew).
    std::int64_t clock_skew() const;
    /// The encryption types that krb5.conf permits (permitted_enctypes, allow_weak_crypto).
    const std::vector<std::int32_t>& permitted_enctypes() const;
    /// What libkrb5 adds to this machine's clock wherever it asks for the time in this context. It
    /// belongs to the tickets that are used, so it is set anew for each use of a context.
    ClockOffset clock() const noexcept;
    void set_clock(ClockOffset offset) const noexcept;

    /// libkrb5's own words for a code.
    std::string words_for(krb5_error_code code) const;
    Error error(Status status, std::string_view what, krb5_error_code code) const;

  private:
    explicit KerberosLibrary(krb5_context context) noexcept : context_(context) {}
    krb5_context context_ = nullptr;
    // Each read when it is first asked for.
    mutable std::int64_t clock_skew_ = 0;
    mutable std::vector<std::int32_t> permitted_;
};

/// Something that libkrb5 made in a context and that is freed in the same one.
template <typename T, auto Free>
class Owned {
  public:
    explicit Owned(krb5_context context) noexcept : context_(context) {}
    Owned(krb5_context context, T value) noexcept : context_(context), value_(value) {}
    Owned(Owned&& other) noexcept
        : context_(other.context_), value_(std::exchange(other.value_, T{})) {}
    Owned& operator=(Owned&& other) noexcept {
        std::swap(context_, other.context_);
        std::swap(value_, other.value_);
        return *this;
    }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() {
        if (value_ != T{}) {
            Free(context_, value_);
        }
    }

    T get() const noexcept { return value_; }
    T* out() noexcept { return &value_; }
    T release() noexcept { return std::exchange(value_, T{}); }

  private:
    krb5_context context_;
    T value_{};
};

using Principal = Owned<krb5_principal, krb5_free_principal>;
using Cache = Owned<krb5_ccache, krb5_cc_close>;
/// A memory cache that goes away with its owner.
using PrivateCache = Owned<krb5_ccache, krb5_cc_destroy>;
using Keytab = Owned<krb5_keytab, krb5_kt_close>;

std::string principal_text(krb5_context context, krb5_const_principal principal);
/// An enterprise name is written as it is ("carol@corp.example"), with "@REALM" behind it if the
/// default realm is not meant, or with its own '@' quoted as principal_text quotes it.
Result<Principal> parse_principal(const KerberosLibrary& library,
                                  std::string_view text,
                                  NameType type = NameType::principal);
/// "FILE:..." and the like; what GSS-API's credential store takes.
std::string full_name_of(krb5_context context, krb5_ccache cache);

/// For what libkrb5 only reads.
krb5_data borrowed(ByteView bytes) noexcept;

/// Tickets stay in this process: a cache of our own, under a name nobody else has.
Result<PrivateCache> make_private_cache(const KerberosLibrary& library);

}  // namespace mutauth::credential

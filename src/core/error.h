// Why something failed: one status, the case's own words, native codes, evidence and a remedy.
//
//     return Error(Status::keytab_lacks_name, "no key for http/www.example.test")
//         .with("keytab", path)
//         .with_native(NativeSystem::krb5, code);
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/status.h"

namespace mutauth {

enum class NativeSystem : std::int32_t {
    gss_major = 1,
    gss_minor = 2,
    krb5 = 3,
    ldap = 4,
    rpc = 5,
    win32 = 6,
    system = 7,
};

struct NativeCode {
    NativeSystem system;
    std::int64_t code;
};

struct Evidence {
    std::string key;
    std::string value;
};

class Error {
  public:
    struct Detail {
        std::string message;
        std::string remedy;
        std::vector<NativeCode> native_codes;
        std::vector<Evidence> evidence;
    };

    Error() noexcept = default;
    /// Keeps no detail and so never allocates; what it says is the status's own text.
    explicit Error(Status status) noexcept : status_(status) {}
    Error(Status status, std::string message);

    Error&& with(std::string_view key, std::string_view value) &&;
    Error&& with(std::string_view key, std::int64_t value) &&;
    Error&& with_native(NativeSystem system, std::int64_t code) &&;
    Error&& with_remedy(std::string remedy) &&;
    /// Says in front of the message what was being done.
    Error&& while_doing(std::string_view what) &&;
    /// The same failure under another status; the detail stays.
    Error&& as(Status status) &&;

    /// For what tells the same failure several times.
    Error copy() const;

    Status status() const noexcept { return status_; }
    /// NUL-ended, never null; lives as long as the error.
    const char* message() const noexcept;
    const char* remedy() const noexcept;
    const std::vector<NativeCode>& native_codes() const noexcept;
    const std::vector<Evidence>& evidence() const noexcept;

  private:
    Detail& detail();

    Status status_ = Status::ok;
    std::unique_ptr<Detail> detail_;
};

}  // namespace mutauth

// What a password server answers (RFC 3244 section 2), as far as it can be told without keys, and
// what its result codes mean. No I/O.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::credential {

/// A reply's parts. Without an AP-REP what follows is a KRB-ERROR, which nothing protects.
struct PasswordReply {
    ByteView ap_rep;
    ByteView rest;
};

/// Nothing if the lengths do not fit. The views point into the message.
std::optional<PasswordReply> split_password_reply(ByteView message);

/// Active Directory's binary policy in place of a text.
struct PasswordPolicy {
    std::uint32_t shortest = 0;
    std::uint32_t history = 0;
    /// Bit 0: complex passwords.
    std::uint32_t properties = 0;
    /// In units of 100 ns.
    std::uint64_t longest_age = 0;
    std::uint64_t shortest_age = 0;
};

/// The protected part of a reply, or a KRB-ERROR's e-data.
struct PasswordResult {
    std::uint16_t code = 0;
    std::string text;
    std::optional<PasswordPolicy> policy;
};

std::optional<PasswordResult> read_password_result(ByteView data);

/// Result codes of RFC 3244 section 2.
inline constexpr std::uint16_t kPasswordDone = 0;
inline constexpr std::uint16_t kPasswordHardError = 2;

/// Why the server did not do it; ok for code 0.
Result<void> password_outcome(const PasswordResult& result);

}  // namespace mutauth::credential

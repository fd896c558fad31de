#include "credential/password_answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace mutauth::credential {
namespace {

constexpr std::size_t kHead = 6;
/// Two zero octets, three numbers of 32 bits and two of 64.
constexpr std::size_t kPolicySize = 30;
constexpr std::uint64_t kTicksOfDay = 864000000000;

std::uint16_t read_u16(ByteView at) {
    return static_cast<std::uint16_t>(at[0] << 8 | at[1]);
}

std::uint64_t read_number(ByteView bytes) {
    std::uint64_t out = 0;
    for (const std::uint8_t octet : bytes) {
        out = out << 8 | octet;
    }
    return out;
}

std::optional<PasswordPolicy> read_policy(ByteView data) {
    if (data.size() != kPolicySize || data[0] != 0 || data[1] != 0) {
        return std::nullopt;
    }
    PasswordPolicy out;
    out.shortest = static_cast<std::uint32_t>(read_number(data.subspan(2, 4)));
    out.history = static_cast<std::uint32_t>(read_number(data.subspan(6, 4)));
    out.properties = static_cast<std::uint32_t>(read_number(data.subspan(10, 4)));
    out.longest_age = read_number(data.subspan(14, 8));
    out.shortest_age = read_number(data.subspan(22, 8));
    return out;
}

/// RFC 3244 section 2.
Status status_of(std::uint16_t code) {
    switch (code) {
        case 4:
            return Status::password_refused;
        case 3:
        case 5:
        case 7:
            return Status::password_change_denied;
        default:
            return Status::password_change_failed;
    }
}

const char* words_for(std::uint16_t code) {
    switch (code) {
        case 1:
            return "the request was malformed";
        case 2:
            return "the server failed";
        case 3:
            return "the server did not accept the caller's ticket";
        case 4:
            return "the password was refused";
        case 5:
            return "the caller may not change this password";
        case 6:
            return "the server does not know this version of the protocol";
        case 7:
            return "the server wants a ticket that was got with the password or key itself";
        default:
            return "a result code that RFC 3244 does not know";
    }
}

std::string policy_text(const PasswordPolicy& policy) {
    std::string out = fmt::format("at least {} characters", policy.shortest);
    if ((policy.properties & 1) != 0) {
        out += ", of several kinds";
    }
    if (policy.history != 0) {
        out += fmt::format(", none of the last {} passwords", policy.history);
    }
    if (policy.shortest_age != 0) {
        out += fmt::format(", not before {:.1f} days after the last change",
                           static_cast<double>(policy.shortest_age) / kTicksOfDay);
    }
    return out;
}

}  // namespace

std::optional<PasswordReply> split_password_reply(ByteView message) {
    constexpr std::uint8_t kKrbError = 0x7e;
    if (!message.empty() && message[0] == kKrbError) {
        // Some servers send it without the head.
        return PasswordReply{{}, message};
    }
    if (message.size() < kHead || read_u16(message) != message.size()) {
        return std::nullopt;
    }
    const std::size_t ap_rep = read_u16(message.subspan(4));
    const ByteView rest = message.subspan(kHead);
    if (ap_rep > rest.size()) {
        return std::nullopt;
    }
    return PasswordReply{rest.first(ap_rep), rest.subspan(ap_rep)};
}

std::optional<PasswordResult> read_password_result(ByteView data) {
    if (data.size() < 2) {
        return std::nullopt;
    }
    PasswordResult out;
    out.code = read_u16(data);
    const ByteView rest = data.subspan(2);
    out.policy = read_policy(rest);
    if (!out.policy) {
        const auto end = std::find(rest.begin(), rest.end(), 0);
        out.text = displayed({reinterpret_cast<const char*>(rest.data()),
                              static_cast<std::size_t>(end - rest.begin())},
                             1000);
    }
    return out;
}

Result<void> password_outcome(const PasswordResult& result) {
    if (result.code == kPasswordDone) {
        return {};
    }
    const Status status = status_of(result.code);
    std::string why = words_for(result.code);
    if (result.policy) {
        why += "; the policy asks for " + policy_text(*result.policy);
    } else if (!result.text.empty()) {
        why += ": " + result.text;
    }
    Error error = Error(status, std::move(why)).with("result code", result.code);
    if (result.policy) {
        return std::move(error).with("policy", policy_text(*result.policy));
    }
    return result.text.empty() ? std::move(error)
                               : std::move(error).with("server says", result.text);
}

}  // namespace mutauth::credential

#include "directory/ldap_failure.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/text.h"

namespace mutauth::directory {
namespace {

Status status_of(std::int32_t code) {
    switch (static_cast<LdapCode>(code)) {
        case LdapCode::strong_auth_required:
        case LdapCode::confidentiality_required:
        case LdapCode::inappropriate_authentication:
        case LdapCode::insufficient_access_rights:
            return Status::directory_denied;
        case LdapCode::constraint_violation:
        case LdapCode::invalid_attribute_syntax:
        case LdapCode::undefined_attribute:
        case LdapCode::object_class_violation:
            return Status::directory_constraint;
        default:
            return Status::directory_failed;
    }
}

/// RFC 4511 appendix A's names, for people.
std::string_view name_of(std::int32_t code) {
    switch (code) {
        case 1:
            return "operationsError";
        case 2:
            return "protocolError";
        case 3:
            return "timeLimitExceeded";
        case 4:
            return "sizeLimitExceeded";
        case 7:
            return "authMethodNotSupported";
        case 8:
            return "strongerAuthRequired";
        case 10:
            return "referral";
        case 11:
            return "adminLimitExceeded";
        case 12:
            return "unavailableCriticalExtension";
        case 13:
            return "confidentialityRequired";
        case 16:
            return "noSuchAttribute";
        case 17:
            return "undefinedAttributeType";
        case 18:
            return "inappropriateMatching";
        case 19:
            return "constraintViolation";
        case 20:
            return "attributeOrValueExists";
        case 21:
            return "invalidAttributeSyntax";
        case 32:
            return "noSuchObject";
        case 34:
            return "invalidDNSyntax";
        case 48:
            return "inappropriateAuthentication";
        case 49:
            return "invalidCredentials";
        case 50:
            return "insufficientAccessRights";
        case 51:
            return "busy";
        case 52:
            return "unavailable";
        case 53:
            return "unwillingToPerform";
        case 64:
            return "namingViolation";
        case 65:
            return "objectClassViolation";
        case 80:
            return "other";
        default:
            return "an unusual result";
    }
}

/// Active Directory begins its text with eight hexadecimal digits, a Win32 number, and a colon.
std::optional<std::int64_t> win32_code_in(std::string_view text) {
    std::int64_t code = 0;
    const char* end = text.data() + std::min<std::size_t>(text.size(), 8);
    const auto read = std::from_chars(text.data(), end, code, 16);
    const bool there =
        text.size() > 8 && text[8] == ':' && read.ec == std::errc() && read.ptr == end;
    return there ? std::optional(code) : std::nullopt;
}

Error with_evidence(Error error, const LdapResult& result) {
    error = std::move(error).with_native(NativeSystem::ldap, result.code);
    if (const auto win32 = win32_code_in(result.text)) {
        error = std::move(error).with_native(NativeSystem::win32, *win32);
    }
    const std::pair<std::string_view, const std::string&> parts[] = {
        {"text", result.text}, {"matched dn", result.matched_dn}, {"referral", result.referral}};
    for (const auto& [key, value] : parts) {
        if (!value.empty()) {
            error = std::move(error).with(key, displayed(value, 1000));
        }
    }
    return error;
}

std::string words_for(const LdapResult& result) {
    return fmt::format("{} ({}){}{}", name_of(result.code), result.code,
                       result.text.empty() ? "" : ": ", displayed(result.text));
}

}  // namespace

Error ldap_failure(std::string_view doing, const LdapResult& result) {
    Error error(status_of(result.code), fmt::format("{}: {}", doing, words_for(result)));
    if (static_cast<LdapCode>(result.code) == LdapCode::referral) {
        error = std::move(error).with_remedy(
            "referrals are not followed; open a session with the server that holds the entry");
    }
    return with_evidence(std::move(error), result);
}

bool leaves_open(std::int32_t code) {
    switch (code) {
        case 1:   // operationsError
        case 3:   // timeLimitExceeded
        case 51:  // busy
        case 52:  // unavailable
        case 80:  // other
        // slapo-chain(5): a server that hands the change on gives the referral back when it loses
        // the other one's answer.
        case static_cast<std::int32_t>(LdapCode::referral):
            return true;
        default:
            return false;
    }
}

Error bind_failure(const LdapResult& result) {
    const auto code = static_cast<LdapCode>(result.code);
    const bool overloaded = code == LdapCode::busy || code == LdapCode::unavailable;
    Error error(overloaded ? Status::directory_failed : Status::directory_bind_refused,
                fmt::format("the server refused the bind, not proven to be its words: {}",
                            words_for(result)));
    if (code == LdapCode::auth_method_not_supported) {
        error = std::move(error).with_remedy("enable the SASL mechanism GSSAPI on the server");
    }
    return with_evidence(std::move(error), result);
}

LdapCode ldap_code_of(const Error& error) {
    for (const auto& native : error.native_codes()) {
        if (native.system == NativeSystem::ldap) {
            return static_cast<LdapCode>(native.code);
        }
    }
    return LdapCode::none;
}

}  // namespace mutauth::directory

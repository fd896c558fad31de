// What an LDAP result says about why something failed (RFC 4511 4.1.9).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/error.h"

namespace mutauth::directory {

/// RFC 4511 appendix A: those that something here branches on.
enum class LdapCode : std::int32_t {
    none = -1,
    success = 0,
    size_limit_exceeded = 4,
    auth_method_not_supported = 7,
    strong_auth_required = 8,
    referral = 10,
    confidentiality_required = 13,
    sasl_bind_in_progress = 14,
    no_such_attribute = 16,
    undefined_attribute = 17,
    constraint_violation = 19,
    attribute_or_value_exists = 20,
    invalid_attribute_syntax = 21,
    no_such_object = 32,
    invalid_dn_syntax = 34,
    inappropriate_authentication = 48,
    invalid_credentials = 49,
    insufficient_access_rights = 50,
    busy = 51,
    unavailable = 52,
    naming_violation = 64,
    object_class_violation = 65,
};

/// An LDAPResult without its referrals' second thoughts.
struct LdapResult {
    std::int32_t code = 0;
    std::string matched_dn;
    std::string text;
    std::string referral;
};

Error ldap_failure(std::string_view doing, const LdapResult& result);
/// Whether a change that ends with this code may have been made all the same: the server ran into
/// something after it began, or handed the change to another server.
bool leaves_open(std::int32_t code);
/// Whatever a bind is refused with is not proven to be the server's word.
Error bind_failure(const LdapResult& result);

/// The LDAP code that an error carries, none if it carries none.
LdapCode ldap_code_of(const Error& error);

}  // namespace mutauth::directory

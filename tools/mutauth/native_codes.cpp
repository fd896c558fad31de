#include "native_codes.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <iterator>
#include <optional>

namespace mutauth::command {
namespace {

/// krb5_err.et: libkrb5's number of RFC 4120 7.5.9's code 0.
constexpr std::int64_t kKrb5 = -1765328384;
/// RFC 2744 3.9.1: where a routine error stands in a major status.
constexpr std::int64_t kRoutine = 1 << 16;

// RFC 4120 7.5.9 under libkrb5's names, and krb5_err.et's own codes from 128 on; RFC 2744 3.9.1;
// RFC 4511 appendix A; winerror.h.
constexpr std::array kMeanings{
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_NAME_EXP", kKrb5 + 1, MUTAUTH_CLIENT_LOCKED},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN", kKrb5 + 6, MUTAUTH_CLIENT_UNKNOWN},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN", kKrb5 + 7,
                  MUTAUTH_SERVICE_UNKNOWN},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_PRINCIPAL_NOT_UNIQUE", kKrb5 + 8, MUTAUTH_SPN_TAKEN},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_POLICY", kKrb5 + 12, MUTAUTH_KDC_REFUSED},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_BADOPTION", kKrb5 + 13, MUTAUTH_DELEGATION_REFUSED},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_ETYPE_NOSUPP", kKrb5 + 14,
                  MUTAUTH_ENCRYPTION_UNSUPPORTED},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_CLIENT_REVOKED", kKrb5 + 18, MUTAUTH_CLIENT_LOCKED},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_KEY_EXP", kKrb5 + 23, MUTAUTH_CLIENT_LOCKED},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_PREAUTH_FAILED", kKrb5 + 24, MUTAUTH_WRONG_PASSWORD},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_MUST_USE_USER2USER", kKrb5 + 27,
                  MUTAUTH_SERVICE_UNKNOWN},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_BAD_INTEGRITY", kKrb5 + 31, MUTAUTH_WRONG_KEY},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_TKT_EXPIRED", kKrb5 + 32, MUTAUTH_TICKET_EXPIRED},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_TKT_NYV", kKrb5 + 33, MUTAUTH_TICKET_NOT_YET_VALID},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_REPEAT", kKrb5 + 34, MUTAUTH_TOKEN_REPLAYED},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_NOT_US", kKrb5 + 35, MUTAUTH_WRONG_KEY},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_BADMATCH", kKrb5 + 36, MUTAUTH_TOKEN_MALFORMED},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_SKEW", kKrb5 + 37, MUTAUTH_CLOCK_SKEW},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_MSG_TYPE", kKrb5 + 40, MUTAUTH_TOKEN_MALFORMED},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_MODIFIED", kKrb5 + 41, MUTAUTH_WRONG_KEY},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_BADKEYVER", kKrb5 + 44, MUTAUTH_KEY_VERSION_MISSING},
    NativeMeaning{"Kerberos", "KRB5KRB_AP_ERR_NOKEY", kKrb5 + 45, MUTAUTH_KEY_ENCTYPE_MISSING},
    NativeMeaning{"Kerberos", "KRB5KDC_ERR_WRONG_REALM", kKrb5 + 68, MUTAUTH_KDC_REFUSED},
    NativeMeaning{"Kerberos", "KRB5_KDCREP_MODIFIED", kKrb5 + 147, MUTAUTH_KDC_PROTOCOL},
    NativeMeaning{"Kerberos", "KRB5_KDCREP_SKEW", kKrb5 + 148, MUTAUTH_CLOCK_SKEW},
    NativeMeaning{"Kerberos", "KRB5_CC_NOTFOUND", kKrb5 + 141, MUTAUTH_NO_CREDENTIAL},
    NativeMeaning{"Kerberos", "KRB5_REALM_UNKNOWN", kKrb5 + 154, MUTAUTH_REALM_UNKNOWN},
    NativeMeaning{"Kerberos", "KRB5_KDC_UNREACH", kKrb5 + 156, MUTAUTH_KDC_UNREACHABLE},
    NativeMeaning{"Kerberos", "KRB5_KT_NOTFOUND", kKrb5 + 181, MUTAUTH_KEYTAB_LACKS_NAME},
    NativeMeaning{"Kerberos", "KRB5_FCC_NOFILE", kKrb5 + 195, MUTAUTH_NO_CREDENTIAL},
    NativeMeaning{"Kerberos", "KRB5_PREAUTH_FAILED", kKrb5 + 210, MUTAUTH_WRONG_PASSWORD},
    NativeMeaning{"Kerberos", "KRB5_KT_KVNONOTFOUND", kKrb5 + 230, MUTAUTH_KEY_VERSION_MISSING},

    NativeMeaning{"GSS-API", "GSS_S_BAD_MECH", 1 * kRoutine, MUTAUTH_MECHANISM_REFUSED},
    NativeMeaning{"GSS-API", "GSS_S_BAD_NAME", 2 * kRoutine, MUTAUTH_INVALID_NAME},
    NativeMeaning{"GSS-API", "GSS_S_BAD_BINDINGS", 4 * kRoutine, MUTAUTH_CHANNEL_BINDINGS_MISMATCH},
    NativeMeaning{"GSS-API", "GSS_S_BAD_SIG", 6 * kRoutine, MUTAUTH_MESSAGE_TAMPERED},
    NativeMeaning{"GSS-API", "GSS_S_BAD_MIC", 6 * kRoutine, MUTAUTH_MESSAGE_TAMPERED},
    NativeMeaning{"GSS-API", "GSS_S_NO_CRED", 7 * kRoutine, MUTAUTH_NO_CREDENTIAL},
    NativeMeaning{"GSS-API", "GSS_S_DEFECTIVE_TOKEN", 9 * kRoutine, MUTAUTH_TOKEN_MALFORMED},
    NativeMeaning{"GSS-API", "GSS_S_CREDENTIALS_EXPIRED", 11 * kRoutine,
                  MUTAUTH_CREDENTIAL_EXPIRED},
    NativeMeaning{"GSS-API", "GSS_S_CONTEXT_EXPIRED", 12 * kRoutine, MUTAUTH_CONTEXT_EXPIRED},
    NativeMeaning{"GSS-API", "GSS_S_FAILURE", 13 * kRoutine, MUTAUTH_NEGOTIATION_FAILED},
    NativeMeaning{"GSS-API", "GSS_S_DUPLICATE_TOKEN", 2, MUTAUTH_MESSAGE_REPLAYED},
    NativeMeaning{"GSS-API", "GSS_S_UNSEQ_TOKEN", 8, MUTAUTH_MESSAGE_OUT_OF_ORDER},
    NativeMeaning{"GSS-API", "GSS_S_GAP_TOKEN", 16, MUTAUTH_MESSAGE_OUT_OF_ORDER},

    NativeMeaning{"LDAP", "sizeLimitExceeded", 4, MUTAUTH_DIRECTORY_LIMITED},
    NativeMeaning{"LDAP", "strongerAuthRequired", 8, MUTAUTH_DIRECTORY_DENIED},
    NativeMeaning{"LDAP", "adminLimitExceeded", 11, MUTAUTH_DIRECTORY_LIMITED},
    NativeMeaning{"LDAP", "confidentialityRequired", 13, MUTAUTH_DIRECTORY_DENIED},
    NativeMeaning{"LDAP", "noSuchAttribute", 16, MUTAUTH_SPN_NOT_THERE},
    NativeMeaning{"LDAP", "undefinedAttributeType", 17, MUTAUTH_SPN_ATTRIBUTE_MISSING},
    NativeMeaning{"LDAP", "constraintViolation", 19, MUTAUTH_DIRECTORY_CONSTRAINT},
    NativeMeaning{"LDAP", "invalidAttributeSyntax", 21, MUTAUTH_SPN_MALFORMED},
    NativeMeaning{"LDAP", "noSuchObject", 32, MUTAUTH_ACCOUNT_NOT_FOUND},
    NativeMeaning{"LDAP", "inappropriateAuthentication", 48, MUTAUTH_DIRECTORY_DENIED},
    NativeMeaning{"LDAP", "invalidCredentials", 49, MUTAUTH_DIRECTORY_BIND_REFUSED},
    NativeMeaning{"LDAP", "insufficientAccessRights", 50, MUTAUTH_DIRECTORY_DENIED},
    NativeMeaning{"LDAP", "busy", 51, MUTAUTH_DIRECTORY_FAILED},
    NativeMeaning{"LDAP", "unavailable", 52, MUTAUTH_DIRECTORY_FAILED},
    NativeMeaning{"LDAP", "unwillingToPerform", 53, MUTAUTH_DIRECTORY_FAILED},
    NativeMeaning{"LDAP", "objectClassViolation", 65, MUTAUTH_SPN_ATTRIBUTE_MISSING},

    NativeMeaning{"Win32", "ERROR_INVALID_PARAMETER", 87, MUTAUTH_INVALID_ARGUMENT},
    NativeMeaning{"Win32", "ERROR_DS_NO_ATTRIBUTE_OR_VALUE", 8202, MUTAUTH_SPN_NOT_THERE},
    NativeMeaning{"Win32", "ERROR_DS_INVALID_ATTRIBUTE_SYNTAX", 8203, MUTAUTH_SPN_NOT_OWN_NAME},
    NativeMeaning{"Win32", "ERROR_DS_ATTRIBUTE_TYPE_UNDEFINED", 8204,
                  MUTAUTH_SPN_ATTRIBUTE_MISSING},
    NativeMeaning{"Win32", "ERROR_DS_OBJ_CLASS_VIOLATION", 8212, MUTAUTH_SPN_ATTRIBUTE_MISSING},
    NativeMeaning{"Win32", "ERROR_DS_CONSTRAINT_VIOLATION", 8239, MUTAUTH_DIRECTORY_CONSTRAINT},
    NativeMeaning{"Win32", "ERROR_DS_OBJ_NOT_FOUND", 8333, MUTAUTH_ACCOUNT_NOT_FOUND},
    NativeMeaning{"Win32", "ERROR_DS_INSUFF_ACCESS_RIGHTS", 8344, MUTAUTH_DIRECTORY_DENIED},
    NativeMeaning{"Win32", "ERROR_DS_NAME_REFERENCE_INVALID", 8373, MUTAUTH_SPN_MALFORMED},
    NativeMeaning{"Win32", "ERROR_DS_SPN_VALUE_NOT_UNIQUE_IN_FOREST", 8647, MUTAUTH_SPN_TAKEN},

    NativeMeaning{"SSPI", "SEC_E_TARGET_UNKNOWN", 0x80090303, MUTAUTH_SERVICE_UNKNOWN},
    NativeMeaning{"SSPI", "SEC_E_INVALID_TOKEN", 0x80090308, MUTAUTH_TOKEN_MALFORMED},
    NativeMeaning{"SSPI", "SEC_E_LOGON_DENIED", 0x8009030c, MUTAUTH_WRONG_PASSWORD},
    NativeMeaning{"SSPI", "SEC_E_NO_CREDENTIALS", 0x8009030e, MUTAUTH_NO_CREDENTIAL},
    NativeMeaning{"SSPI", "SEC_E_MESSAGE_ALTERED", 0x8009030f, MUTAUTH_MESSAGE_TAMPERED},
    NativeMeaning{"SSPI", "SEC_E_OUT_OF_SEQUENCE", 0x80090310, MUTAUTH_MESSAGE_OUT_OF_ORDER},
    NativeMeaning{"SSPI", "SEC_E_CONTEXT_EXPIRED", 0x80090317, MUTAUTH_CONTEXT_EXPIRED},
    NativeMeaning{"SSPI", "SEC_E_WRONG_PRINCIPAL", 0x80090322, MUTAUTH_WRONG_KEY},
    NativeMeaning{"SSPI", "SEC_E_TIME_SKEW", 0x80090324, MUTAUTH_CLOCK_SKEW},
    NativeMeaning{"SSPI", "SEC_E_BAD_BINDINGS", 0x80090346, MUTAUTH_CHANNEL_BINDINGS_MISMATCH},
};

/// Numbers in hexadecimal may be written as signed ones of 32 bits, as HRESULTs often are.
std::optional<std::int64_t> number_in(std::string_view text) {
    const bool hexadecimal = text.substr(0, 2) == "0x" || text.substr(0, 2) == "0X";
    const std::string_view digits = hexadecimal ? text.substr(2) : text;
    std::int64_t value = 0;
    const char* end = digits.data() + digits.size();
    const auto [read_to, fault] = std::from_chars(digits.data(), end, value, hexadecimal ? 16 : 10);
    return fault == std::errc() && read_to == end ? std::optional(value) : std::nullopt;
}

bool same_letters(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](unsigned char x, unsigned char y) {
        return std::toupper(x) == std::toupper(y);
    });
}

/// RFC 4120's name for it: KRB_AP_ERR_SKEW for KRB5KRB_AP_ERR_SKEW, KDC_ERR_... for
/// KRB5KDC_ERR_...; OpenLDAP's, LDAP_INSUFFICIENT_ACCESS, and the like differ and are not known.
bool is_name(std::string_view given, std::string_view name) {
    constexpr std::string_view library = "KRB5";
    return same_letters(given, name) || (name.substr(0, library.size()) == library &&
                                         same_letters(given, name.substr(library.size())));
}

}  // namespace

std::vector<NativeMeaning> native_meanings(const std::string& text) {
    const auto number = number_in(text);
    std::vector<NativeMeaning> out;
    std::copy_if(
        kMeanings.begin(), kMeanings.end(), std::back_inserter(out), [&](const NativeMeaning& one) {
            const bool same_number =
                number &&
                (one.number == *number ||
                 (one.number > INT32_MAX && static_cast<std::int32_t>(one.number) == *number));
            return same_number || is_name(text, one.name);
        });
    return out;
}

}  // namespace mutauth::command

#include "credential/kdc_failure.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace mutauth::credential {
namespace {

using Meaning = std::pair<krb5_error_code, Status>;

constexpr std::array kMeanings{
    Meaning{KRB5KDC_ERR_C_PRINCIPAL_UNKNOWN, Status::client_unknown},
    Meaning{KRB5KDC_ERR_S_PRINCIPAL_UNKNOWN, Status::service_unknown},
    Meaning{KRB5KDC_ERR_MUST_USE_USER2USER, Status::service_unknown},
    Meaning{KRB5KDC_ERR_PREAUTH_FAILED, Status::wrong_password},
    Meaning{KRB5_PREAUTH_FAILED, Status::wrong_password},
    Meaning{KRB5KRB_AP_ERR_BAD_INTEGRITY, Status::wrong_password},
    Meaning{KRB5KDC_ERR_CLIENT_REVOKED, Status::client_locked},
    Meaning{KRB5KDC_ERR_NAME_EXP, Status::client_locked},
    Meaning{KRB5KDC_ERR_KEY_EXP, Status::client_locked},
    Meaning{KRB5KRB_AP_ERR_SKEW, Status::clock_skew},
    Meaning{KRB5_KDCREP_SKEW, Status::clock_skew},
    Meaning{KRB5KRB_AP_ERR_TKT_EXPIRED, Status::credential_expired},
    Meaning{KRB5KRB_AP_ERR_TKT_NYV, Status::clock_skew},
    Meaning{KRB5_CC_NOTFOUND, Status::no_credential},
    Meaning{KRB5_FCC_NOFILE, Status::no_credential},
    Meaning{KRB5_KT_NOTFOUND, Status::keytab_lacks_name},
    Meaning{KRB5KDC_ERR_ETYPE_NOSUPP, Status::encryption_unsupported},
    Meaning{KRB5_REALM_UNKNOWN, Status::realm_unknown},
    Meaning{KRB5_KDCREP_MODIFIED, Status::kdc_protocol},
    Meaning{KRB5_BADMSGTYPE, Status::kdc_protocol},
    Meaning{KRB5KRB_AP_ERR_MSG_TYPE, Status::kdc_protocol},
    Meaning{KRB5KRB_AP_ERR_BADVERSION, Status::kdc_protocol},
};

Status meaning_of(krb5_error_code code) {
    const auto* found = std::find_if(kMeanings.begin(), kMeanings.end(),
                                     [&](const Meaning& m) { return m.first == code; });
    if (found != kMeanings.end()) {
        return found->second;
    }
    // asn1_err.et numbers its codes from ASN1_BAD_TIMEFORMAT on.
    const bool asn1 = code >= ASN1_BAD_TIMEFORMAT && code < ASN1_BAD_TIMEFORMAT + 32;
    return asn1 ? Status::kdc_protocol : Status::kdc_refused;
}

/// Where one status has several causes.
const char* remedy_for(krb5_error_code code) {
    switch (code) {
        case KRB5KDC_ERR_KEY_EXP:
            return "change the password (kpasswd), then try again";
        case KRB5KDC_ERR_NAME_EXP:
            return "ask an administrator of the KDC to put off the account's end";
        case KRB5KRB_AP_ERR_TKT_NYV:
        case KRB5KRB_AP_ERR_SKEW:
        case KRB5_KDCREP_SKEW:
            return "compare this machine's clock with the KDC's, and set the one that is wrong";
        default:
            return nullptr;
    }
}

}  // namespace

Error kdc_failure(const KerberosLibrary& library,
                  std::string_view what,
                  krb5_error_code code,
                  const std::optional<KrbError>& reply) {
    const Status status = meaning_of(code);
    Error error = library.error(status, what, code);
    if (const char* remedy = remedy_for(code)) {
        error = std::move(error).with_remedy(remedy);
    }
    if (reply && !reply->text.empty()) {
        error = std::move(error).with("kdc says", reply->text);
    }
    if (status == Status::clock_skew && reply && reply->server_time != 0) {
        const std::int64_t ahead = ::time(nullptr) - reply->server_time;
        error = std::move(error).with("seconds this clock is ahead of the KDC's", ahead);
    }
    return error;
}

}  // namespace mutauth::credential

// Our own I/O under the exchanges for which libkrb5 has no form in steps.
#pragma once

#include <optional>
#include <string>

#include "core/deadline.h"
#include "credential/kerberos.h"
#include "credential/krb_error.h"

namespace mutauth::credential {

/// While one lives, what libkrb5 asks of KDCs in this context goes by our own I/O.
class KdcHook {
  public:
    KdcHook(const KerberosLibrary& library, const Deadline& deadline);
    KdcHook(const KdcHook&) = delete;
    KdcHook& operator=(const KdcHook&) = delete;
    ~KdcHook();

    /// Why the call that asked has failed.
    Error failure(std::string_view what, krb5_error_code code);

  private:
    static krb5_error_code ask(krb5_context context,
                               void* self,
                               const krb5_data* realm,
                               const krb5_data* message,
                               krb5_data** new_message,
                               krb5_data** reply);
    krb5_error_code answer(krb5_context context,
                           const krb5_data& realm,
                           const krb5_data& message,
                           krb5_data** reply) noexcept;

    const KerberosLibrary& library_;
    const Deadline& deadline_;
    std::string last_;
    std::optional<Error> failure_;
    std::optional<KrbError> refusal_;
};

/// The KDC's one answer to whatever it does not allow: KDC_ERR_BADOPTION (RFC 4120 7.5.9).
inline bool says_no(krb5_error_code code) noexcept {
    return code == KRB5KDC_ERR_BADOPTION || code == KRB5KDC_ERR_POLICY;
}

}  // namespace mutauth::credential

#include "context/kerberos/error_message.h"

#include "context/kerberos/side.h"
#include "context/mechanism_token.h"

namespace mutauth::context::kerberos {

Bytes error_token(const credential::KerberosLibrary& library,
                  const std::string& server,
                  std::int64_t code) {
    constexpr krb5_ui_4 kGeneric = 60;  // RFC 4120 7.5.9: KRB_ERR_GENERIC
    constexpr std::int64_t kCodes = 128;
    krb5_error error{};
    error.error = code > 0 && code < kCodes ? static_cast<krb5_ui_4>(code) : kGeneric;
    krb5_int32 microseconds = 0;
    credential::Principal name(library.get());
    Data made(library.get());
    if (::krb5_us_timeofday(library.get(), &error.stime, &microseconds) != 0 ||
        ::krb5_parse_name(library.get(), server.c_str(), name.out()) != 0) {
        return {};
    }
    error.susec = microseconds;
    error.server = name.get();
    return ::krb5_mk_error(library.get(), &error, &made.value) == 0
               ? framed(MessageId::error, made.view())
               : Bytes();
}

}  // namespace mutauth::context::kerberos

#include "context/evp.h"

#include <openssl/err.h>

#include <array>
#include <string>

namespace mutauth::context::evp {

Error failure(const char* what) {
    std::array<char, 256> words{};
    const unsigned long code = ::ERR_get_error();
    ::ERR_error_string_n(code, words.data(), words.size());
    ::ERR_clear_error();
    return Error(Status::internal, std::string("OpenSSL fails at ") + what +
                                       (code == 0 ? "" : std::string(": ") + words.data()));
}

}  // namespace mutauth::context::evp

#include "context/spnego_reject.h"

#include "core/der.h"
#include "core/der_writer.h"

namespace mutauth::context {

Bytes spnego_reject(ByteView token) {
    constexpr std::uint8_t kReject = 2;
    const std::uint8_t state[] = {kReject};
    Bytes fields = der::element(der::context(0), der::element(der::kEnumerated, state));
    if (!token.empty()) {
        append(fields, der::element(der::context(2), der::element(der::kOctetString, token)));
    }
    return der::element(der::context(1), der::element(der::kSequence, fields));
}

}  // namespace mutauth::context

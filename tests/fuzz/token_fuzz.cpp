// Tokens and KRB-ERRORs as a peer or an attacker may send them.
#include "context/token_reader.h"
#include "credential/krb_error.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const mutauth::ByteView bytes(data, size);
    const auto parts = mutauth::context::read_token(bytes);
    const auto error = mutauth::credential::read_krb_error(bytes);
    return parts.service.size() + parts.realm.size() > size || (error && error->text.size() > size)
           ? __builtin_trap(),
           0 : 0;
}

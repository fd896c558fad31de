// The reader of Kerberos and SPNEGO tokens, and the DER beneath it.
#include "context/token_reader.h"
#include "core/der.h"
#include "fuzz/require.h"

namespace {

void walk(mutauth::ByteView bytes, int depth) {
    mutauth::der::Reader reader(bytes);
    while (const auto element = reader.next()) {
        REQUIRE(element->content.size() <= bytes.size());
        REQUIRE(element->content.data() >= bytes.data());
        REQUIRE(element->content.data() + element->content.size() <= bytes.data() + bytes.size());
        mutauth::der::time(element->content);
        mutauth::der::integer(element->content);
        if (depth < 8) {
            walk(element->content, depth + 1);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using mutauth::context::TokenKind;
    const auto parts = mutauth::context::read_token({data, size});
    REQUIRE((parts.kind == TokenKind::krb_error) == parts.error.has_value());
    REQUIRE(parts.service.size() <= 2 * size);
    REQUIRE(parts.realm.size() <= size);
    walk({data, size}, 0);
    return 0;
}

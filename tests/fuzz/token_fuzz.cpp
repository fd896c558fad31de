// The reader of Kerberos and SPNEGO tokens, and the DER beneath it.
#include "context/token_reader.h"
#include "core/der.h"
#include "fuzz/require.h"

namespace {

void require_inside(mutauth::ByteView part, mutauth::ByteView whole) {
    REQUIRE(part.size() <= whole.size());
    if (!part.empty()) {
        REQUIRE(part.data() >= whole.data());
        REQUIRE(part.data() + part.size() <= whole.data() + whole.size());
    }
}

void walk(mutauth::ByteView bytes, int depth) {
    mutauth::der::Fault fault;
    mutauth::der::Reader reader(bytes, fault);
    while (!reader.at_end()) {
        const auto content = reader.take(reader.left()[0], "element");
        require_inside(content, bytes);
        mutauth::der::Fault of_value;
        mutauth::der::time(content, "time", of_value);
        of_value = {};
        mutauth::der::flags(content, "flags", of_value);
        of_value = {};
        mutauth::der::integer(content, "integer", INT64_MIN, INT64_MAX, of_value);
        if (depth < 8 && !fault) {
            walk(content, depth + 1);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using mutauth::context::TokenKind;
    const auto parts = mutauth::context::read_token({data, size});
    REQUIRE((parts.kind == TokenKind::krb_error) == parts.error.has_value());
    REQUIRE((parts.kind == TokenKind::ap_req) == parts.request.has_value());
    REQUIRE((parts.kind == TokenKind::ap_rep) == parts.answer.has_value());
    REQUIRE(!parts.fault || parts.kind == TokenKind::unknown);
    require_inside(parts.message, {data, size});
    require_inside(parts.list_signature, {data, size});
    if (parts.request) {
        require_inside(parts.request->ticket.der, {data, size});
        REQUIRE(parts.request->ticket.server.text().size() <= 2 * size);
    }
    walk({data, size}, 0);
    return 0;
}

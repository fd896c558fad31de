// The reader of what a PAC says of its account.
#include "identity/ticket_account.h"

#include "core/text.h"
#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = mutauth::identity::read_account({data, size});
    if (!read) {
        REQUIRE(read.error().status() == mutauth::Status::pac_unproven);
        return 0;
    }
    if (*read) {
        // UTF-16 units become three octets at most.
        REQUIRE(!(*read)->name.empty() && (*read)->name.size() <= 2 * size);
        REQUIRE(mutauth::is_utf8((*read)->name) && mutauth::is_utf8((*read)->upn));
        // A SID of more subauthorities than the specification allows is read, and matches no rule.
        REQUIRE((*read)->sid.empty() || (*read)->sid.starts_with("S-1-"));
    }
    return 0;
}

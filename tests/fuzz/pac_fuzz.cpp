// The reader of PACs, and what is made of them.
#include "core/text.h"
#include "fuzz/require.h"
#include "identity/description.h"
#include "identity/ticket_account.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mutauth;
    const auto pac = identity::read_pac({data, size});
    if (!pac) {
        REQUIRE(pac.error().status() == Status::pac_malformed);
        return 0;
    }
    REQUIRE(is_utf8(identity::json_of(*pac)));
    const auto account = identity::account_of(*pac);
    if (!account) {
        REQUIRE(account.error().status() == Status::pac_malformed);
        return 0;
    }
    if (*account) {
        // UTF-16 units become three octets at most, a group takes 8 octets at least.
        REQUIRE(!(*account)->name.empty() && (*account)->name.size() <= 2 * size);
        REQUIRE(is_utf8((*account)->name) && is_utf8((*account)->upn));
        REQUIRE((*account)->memberships.size() <= size / 8);
        for (const auto& one : (*account)->memberships) {
            REQUIRE(identity::Sid::from_text(one.sid.text()) == one.sid);
            REQUIRE(!one.enabled() || (*account)->has(one.sid));
        }
    }
    return 0;
}

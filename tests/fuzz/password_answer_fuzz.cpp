// The readers of a password server's answers, and of what a KDC tells of an account's keys.
#include "credential/key_hints.h"
#include "credential/password_answer.h"
#include "fuzz/require.h"

using namespace mutauth::credential;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (const auto reply = split_password_reply({data, size}); reply) {
        REQUIRE(reply->ap_rep.size() + reply->rest.size() <= size);
        REQUIRE(reply->rest.data() + reply->rest.size() == data + size);
    }
    if (const auto result = read_password_result({data, size}); result) {
        REQUIRE(!result->policy || result->text.empty());
        // A hostile octet is shown as \xNN.
        REQUIRE(result->text.size() <= 4 * size + 16);
        const auto outcome = password_outcome(*result);
        REQUIRE(static_cast<bool>(outcome) == (result->code == kPasswordDone));
    }
    KeyHints hints;
    read_key_hints({data, size}, hints);
    for (const auto& hint : hints.salts) {
        REQUIRE(hints.find(hint.enctype) != nullptr);
        REQUIRE(hint.salt.value_or("").size() + hint.parameters.size() <= size);
    }
    return 0;
}

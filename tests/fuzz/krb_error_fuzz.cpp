// The reader of KRB-ERROR.
#include "credential/krb_error.h"
#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (const auto error = mutauth::credential::read_krb_error({data, size}); error) {
        // RFC 4120 5.2.4: Int32.
        REQUIRE(error->code >= INT32_MIN && error->code <= INT32_MAX);
        REQUIRE(error->text.size() <= size);
        REQUIRE(error->server.size() <= 2 * size);
    }
    return 0;
}

// An exported context: whatever comes is refused or read, and what was read is written again alike.
#include "context/context_transfer.h"

#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mutauth::context;
    auto read = read_transfer({data, size});
    if (read) {
        const mutauth::Bytes again = write_transfer(*read);
        REQUIRE(again.size() == size && std::equal(again.begin(), again.end(), data));
    }
    return 0;
}

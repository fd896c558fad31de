// What the lenient reader takes keeps its text, and the strict composer's names are read back.
#include <cstdlib>

#include "core/bytes.h"
#include "spn/kerberos_principal.h"
#include "spn/service_principal_name.h"

namespace {

void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void check_read(std::string_view text) {
    const auto read = mutauth::spn::parse(text);
    if (!read) {
        return;
    }
    const auto& parts = read->parts();
    require(text.starts_with(read->text()));
    require(mutauth::spn::split_principal(read->principal()).name() == read->text());
    const auto composed =
        mutauth::spn::compose({parts.service_class, parts.host, parts.port, parts.service});
    if (composed && parts.instance.empty()) {
        const auto again = mutauth::spn::parse(composed->text());
        require(again && again->parts().host == parts.host);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    check_read(mutauth::text_of({data, size}));
    return 0;
}

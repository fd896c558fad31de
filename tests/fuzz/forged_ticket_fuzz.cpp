// What is sealed in a ticket (RFC 4120 5.3), of a KDC that lies or whoever else has the service's
// key: the session key, names, times, the way it took, and authorization data.
#include "fuzz/forged.h"

namespace {

/// The key that the ticket gives to both sides, if it can be used at all.
forge::Key key_in(const std::string& part, const forge::Key& otherwise) {
    const std::string type = forge::content_at(part, {0x63, 0x30, 0xa1, 0x30, 0xa0, 0x02});
    const std::string bytes = forge::content_at(part, {0x63, 0x30, 0xa1, 0x30, 0xa1, 0x04});
    const std::int64_t number = tree::number_of(tree::leaf(tree::kInteger, type));
    const bool usable = number >= 17 && number <= 20 &&
                        bytes.size() == forge::key_size(static_cast<krb5_enctype>(number));
    return usable ? forge::Key{static_cast<krb5_enctype>(number), bytes} : otherwise;
}

/// The client of the ticket, as it stands there.
std::string authenticator_for(const forge::Request& says, const std::string& part) {
    const forge::Forger forger(fuzz::World::get().library());
    tree::Element said = forge::authenticator(says, forger.checksum(says));
    const auto whole = tree::read(part);
    const auto* realm = whole ? tree::found(*whole, {0x63, 0x30, 0xa2}) : nullptr;
    const auto* name = whole ? tree::found(*whole, {0x63, 0x30, 0xa3}) : nullptr;
    auto& fields = said.children[0].children;
    if (realm != nullptr && name != nullptr) {
        fields[1].children = realm->children;
        fields[2].children = name->children;
    }
    return tree::written(said);
}

}  // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data,
                                          size_t size,
                                          size_t max_size,
                                          unsigned seed) {
    return fuzz::mutate(data, size, max_size, seed, 1);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const auto& world = fuzz::World::get();
    const forge::Forger forger(world.library());
    forge::Request says = fuzz::World::request();
    const std::string part = fuzz::with(std::string(text_of_input(data + 1, size - 1)), fuzz::kNow,
                                        tree::time_text(says.now));
    says.session_key = key_in(part, says.session_key);
    says.subkey.reset();
    const std::string ticket = world.library().sealed(says.service_key, forge::kTicketUsage, part);
    world.accept(fuzz::Choice(data[0]),
                 forger.request(says, ticket, authenticator_for(says, part)));
    return 0;
}

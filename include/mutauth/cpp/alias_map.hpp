/* Service classes that a directory takes for other names of one. */
#ifndef MUTAUTH_CPP_ALIAS_MAP_HPP
#define MUTAUTH_CPP_ALIAS_MAP_HPP

#include <mutauth/alias_map.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/spn.hpp>

#include <optional>
#include <vector>

namespace mutauth::v1 {

/// The values of sPNMappings. One thread at a time while it is changed; shareable after.
class AliasMap {
  public:
    AliasMap() : handle_(detail::make<Owned>(mutauth_alias_map_new)) {}

    /// What each forest of Active Directory begins with.
    static AliasMap active_directory() {
        AliasMap map;
        map.add(mutauth_alias_map_active_directory());
        return map;
    }

    /// A value such as "host=alerter,cifs,http".
    AliasMap& add(const Text& value) {
        detail::check(mutauth_alias_map_add(handle_.get(), value.c_str()));
        return *this;
    }

    /// The name under the class that stands for its class, if there is one.
    std::optional<Spn> apply(const Spn& spn) const {
        mutauth_spn* made = nullptr;
        if (detail::check(mutauth_alias_map_apply(handle_.get(), spn.get(), &made)) ==
            MUTAUTH_END) {
            return std::nullopt;
        }
        const detail::Keep owner(made, [](mutauth_spn* name) { mutauth_spn_free(name); });
        return Spn(made, owner);
    }

    const mutauth_alias_map* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_alias_map, mutauth_alias_map_free>;

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

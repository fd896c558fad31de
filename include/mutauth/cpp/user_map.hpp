/* Which user of this machine a caller is. */
#ifndef MUTAUTH_CPP_USER_MAP_HPP
#define MUTAUTH_CPP_USER_MAP_HPP

#include <mutauth/user_map.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/directory.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity.hpp>

#include <cstdint>
#include <string_view>
#include <vector>

namespace mutauth::v1 {

/// A user of this machine.
class LocalUser {
  public:
    explicit LocalUser(mutauth_local_user* owned) noexcept : handle_(owned) {}

    /// By numbers, without a look at the name service.
    LocalUser(const Text& name,
              std::uint32_t uid,
              std::uint32_t gid,
              const std::vector<std::uint32_t>& groups = {})
        : handle_(detail::make<Owned>([&](mutauth_local_user** out) {
              return mutauth_local_user_new(name.c_str(), uid, gid, groups.data(), groups.size(),
                                            out);
          })) {}

    /// As the name service has the user now.
    static LocalUser find(const Text& name) {
        return LocalUser(detail::make<Owned>(
            [&](mutauth_local_user** out) { return mutauth_local_user_find(name.c_str(), out); }));
    }

    /// As Active Directory has the caller's account: by its SID, with uidNumber and gidNumber.
    static LocalUser from_directory(const Directory& directory,
                                    const Identity& identity,
                                    Until until = {}) {
        return LocalUser(detail::make<Owned>([&](mutauth_local_user** out) {
            return mutauth_local_user_from_directory(directory.get(), identity.get(), until.get(),
                                                     out);
        }));
    }

    /// A thread may act as this user although its uid is 0.
    LocalUser& allow_root() {
        detail::check(mutauth_local_user_allow_root(handle_.get()));
        return *this;
    }

    std::string_view name() const noexcept {
        return detail::lent(mutauth_local_user_name(handle_.get()));
    }
    std::uint32_t uid() const noexcept { return mutauth_local_user_uid(handle_.get()); }
    std::uint32_t gid() const noexcept { return mutauth_local_user_gid(handle_.get()); }
    /// Supplementary ones.
    std::vector<std::uint32_t> groups() const {
        std::vector<std::uint32_t> out(mutauth_local_user_group_count(handle_.get()));
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = mutauth_local_user_group_at(handle_.get(), i);
        }
        return out;
    }

    const mutauth_local_user* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_local_user, mutauth_local_user_free>;
    explicit LocalUser(Owned made) noexcept : handle_(std::move(made)) {}
    Owned handle_;
};

/// From callers to users of this machine. What is not added maps nobody. Shareable once it is set
/// up.
class UserMap {
  public:
    UserMap() : handle_(detail::make<Owned>(mutauth_user_map_new)) {}

    /// "name@REALM", with * for any text in the name, to the name of a user.
    UserMap& add_rule(const Text& principal, const Text& user) {
        detail::check(mutauth_user_map_add_rule(handle_.get(), principal.c_str(), user.c_str()));
        return *this;
    }

    /// The same to a user that is not looked up.
    UserMap& add_user(const Text& principal, const LocalUser& user) {
        detail::check(mutauth_user_map_add_user(handle_.get(), principal.c_str(), user.get()));
        return *this;
    }

    /// The account of that SID in that realm, whatever its name.
    UserMap& add_sid(const Text& realm, const Text& sid, const Text& user) {
        detail::check(
            mutauth_user_map_add_sid(handle_.get(), realm.c_str(), sid.c_str(), user.c_str()));
        return *this;
    }

    /// "alice@REALM" of this realm is the user alice.
    UserMap& add_realm(const Text& realm) {
        detail::check(mutauth_user_map_add_realm(handle_.get(), realm.c_str()));
        return *this;
    }

    /// Then ask krb5.conf, for its default realm.
    UserMap& use_auth_to_local() {
        detail::check(mutauth_user_map_use_auth_to_local(handle_.get()));
        return *this;
    }

    /// Whoever comes without a PAC that names an account is nobody here.
    UserMap& require_pac() {
        detail::check(mutauth_user_map_require_pac(handle_.get()));
        return *this;
    }

    /// Rules for names are for callers who come by their UPN too.
    UserMap& allow_upn() {
        detail::check(mutauth_user_map_allow_upn(handle_.get()));
        return *this;
    }

    /// Callers may be the user of uid 0.
    UserMap& allow_root() {
        detail::check(mutauth_user_map_allow_root(handle_.get()));
        return *this;
    }

    /// Who the caller is here; the Error says why it is nobody.
    LocalUser find(const Identity& identity) const {
        mutauth_local_user* found = nullptr;
        detail::check(mutauth_user_map_find(handle_.get(), identity.get(), &found));
        return LocalUser(found);
    }

    const mutauth_user_map* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_user_map, mutauth_user_map_free>;
    Owned handle_;
};

}  // namespace mutauth::v1

#endif

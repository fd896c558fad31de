/* Acting as the caller, as long as an object lives. */
#ifndef MUTAUTH_CPP_IMPERSONATION_HPP
#define MUTAUTH_CPP_IMPERSONATION_HPP

#include <mutauth/impersonation.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/user_map.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace mutauth::v1 {

/// This thread acts as somebody as long as this lives:
///
///     const auth::Impersonation as_caller(channel.identity(), users);
///     int file = open(path, O_RDONLY);
///
/// It must end on the thread it began on, the innermost first, as objects of a block do.
class [[nodiscard]] Impersonation {
  public:
    /// As the user that the caller is; throws, and changes nothing, if it may not be.
    Impersonation(const Identity& identity, const UserMap& map)
        : handle_(detail::make<Owned>([&](mutauth_impersonation** out) {
              return mutauth_impersonate(identity.get(), map.get(), out);
          })) {}

    explicit Impersonation(const LocalUser& user)
        : handle_(detail::make<Owned>([&](mutauth_impersonation** out) {
              return mutauth_impersonate_user(user.get(), out);
          })) {}

    /// Before the end of the object, which does so by itself.
    void revert() { detail::check(mutauth_impersonation_revert(handle_.get())); }

    /// What the caller lets the service do, one of MUTAUTH_IMPERSONATION_...
    static std::int32_t level(const Identity& identity) noexcept {
        return mutauth_impersonation_level(identity.get());
    }

    /// How many scopes this thread is in.
    static std::size_t depth() noexcept { return mutauth_impersonation_depth(); }

    /// Whom this thread acts as, to be carried with a task to another thread; nothing if as itself.
    static std::optional<LocalUser> capture() {
        mutauth_local_user* user = nullptr;
        if (detail::check(mutauth_impersonation_capture(&user)) == MUTAUTH_END) {
            return std::nullopt;
        }
        return LocalUser(user);
    }

  private:
    using Owned = detail::Handle<mutauth_impersonation, mutauth_impersonation_free>;
    Owned handle_;
};

}  // namespace mutauth::v1

#endif

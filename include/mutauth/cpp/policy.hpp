/* What a program demands of a security context. */
#ifndef MUTAUTH_CPP_POLICY_HPP
#define MUTAUTH_CPP_POLICY_HPP

#include <mutauth/policy.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/log.hpp>
#include <mutauth/cpp/spn.hpp>

#include <cstdint>

namespace mutauth::v1 {

/// Demands on a context, made with the safe defaults. One thread at a time.
class Policy {
  public:
    Policy() : handle_(detail::make<Owned>(mutauth_policy_new)) {}

    /// One of MUTAUTH_LEVEL_...; less than privacy shows in the log.
    Policy& set_level(std::int32_t level) {
        detail::check(mutauth_policy_set_level(handle_.get(), level));
        return *this;
    }

    /// One of MUTAUTH_MECHANISM_...
    Policy& set_mechanism(std::int32_t mechanism) {
        detail::check(mutauth_policy_set_mechanism(handle_.get(), mechanism));
        return *this;
    }

    /// One of MUTAUTH_PROTECTOR_...: who protects messages.
    Policy& set_protector(std::int32_t protector) {
        detail::check(mutauth_policy_set_protector(handle_.get(), protector));
        return *this;
    }

    /// An SPN that an acceptor serves; it needs at least one.
    Policy& add_served_spn(const Spn& spn) {
        detail::check(mutauth_policy_add_served_spn(handle_.get(), spn.get()));
        return *this;
    }

    Policy& set_log(const Log& log) {
        detail::check(mutauth_policy_set_log(handle_.get(), log.get()));
        log_ = log.keep();
        return *this;
    }

    const mutauth_policy* get() const noexcept { return handle_.get(); }
    detail::Keep log() const noexcept { return log_; }

  private:
    using Owned = detail::Handle<mutauth_policy, mutauth_policy_free>;

    detail::Keep log_;
    Owned handle_;
};

}  // namespace mutauth::v1

#endif

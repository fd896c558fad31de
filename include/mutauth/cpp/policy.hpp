/* What a program demands of a security context. */
#ifndef MUTAUTH_CPP_POLICY_HPP
#define MUTAUTH_CPP_POLICY_HPP

#include <mutauth/policy.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/log.hpp>
#include <mutauth/cpp/spn.hpp>

#include <cstdint>
#include <vector>

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

    /// One of MUTAUTH_MECHANISM_...; EITHER is for acceptors.
    Policy& set_mechanism(std::int32_t mechanism) {
        detail::check(mutauth_policy_set_mechanism(handle_.get(), mechanism));
        return *this;
    }

    /// Settles for the client's proof alone; shows in the log.
    Policy& waive_mutual() {
        detail::check(mutauth_policy_waive_mutual(handle_.get()));
        return *this;
    }

    /// Bare tokens and a third leg, as DCE/RPC has them.
    Policy& set_dce_style() {
        detail::check(mutauth_policy_set_dce_style(handle_.get()));
        return *this;
    }

    /// Initiators: the service may ask who the client is, but not act as it.
    Policy& set_identify_only() {
        detail::check(mutauth_policy_set_identify_only(handle_.get()));
        return *this;
    }

    /// One of MUTAUTH_BINDINGS_...: what is asked of channel bindings.
    Policy& set_channel_bindings(std::int32_t rule) {
        detail::check(mutauth_policy_set_channel_bindings(handle_.get(), rule));
        return *this;
    }

    /// One of MUTAUTH_DELEGATION_...: whether a client hands its tickets over.
    Policy& set_delegation(std::int32_t rule) {
        detail::check(mutauth_policy_set_delegation(handle_.get(), rule));
        return *this;
    }

    /// As a service, keep each client's ticket: see Credential::for_caller.
    Policy& keep_ticket() {
        detail::check(mutauth_policy_keep_ticket(handle_.get()));
        return *this;
    }

    /// As a service, keep the tickets that a client hands over: see Credential::for_caller.
    Policy& keep_delegated() {
        detail::check(mutauth_policy_keep_delegated(handle_.get()));
        return *this;
    }

    /// As a service, remember requests in another file than the usual one.
    Policy& set_replay_cache(const Text& file) {
        detail::check(mutauth_policy_set_replay_cache(handle_.get(), file.c_str()));
        return *this;
    }

    /// As a service, remember none: a recorded token is then taken again.
    Policy& waive_replay_cache() {
        detail::check(mutauth_policy_waive_replay_cache(handle_.get()));
        return *this;
    }

    /// Which encryption types the key of the messages may have.
    Policy& set_session_enctypes(const std::vector<std::int32_t>& enctypes) {
        detail::check(
            mutauth_policy_set_session_enctypes(handle_.get(), enctypes.data(), enctypes.size()));
        return *this;
    }

    /// Which encryption types the ticket may be sealed by.
    Policy& set_ticket_enctypes(const std::vector<std::int32_t>& enctypes) {
        detail::check(
            mutauth_policy_set_ticket_enctypes(handle_.get(), enctypes.data(), enctypes.size()));
        return *this;
    }

    /// Contexts end so many seconds after their negotiation, if the ticket lives longer.
    Policy& set_longest_life(std::int64_t seconds) {
        detail::check(mutauth_policy_set_longest_life(handle_.get(), seconds));
        return *this;
    }

    /// Messages in each direction, after which a context must be negotiated anew.
    Policy& set_message_limit(std::uint64_t messages) {
        detail::check(mutauth_policy_set_message_limit(handle_.get(), messages));
        return *this;
    }

    /// For transports without order: how many messages back one may come late. What is refused is
    /// then not the context's end.
    Policy& set_replay_window(std::uint32_t messages) {
        detail::check(mutauth_policy_set_replay_window(handle_.get(), messages));
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

    /// SPNs by CLASS/HOST with * or _HOST in it.
    Policy& add_served_pattern(const Text& pattern) {
        detail::check(mutauth_policy_add_served_pattern(handle_.get(), pattern.c_str()));
        return *this;
    }

    Policy& set_log(const Log& log) {
        detail::check(mutauth_policy_set_log(handle_.get(), log.get()));
        return *this;
    }

    const mutauth_policy* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_policy, mutauth_policy_free>;

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

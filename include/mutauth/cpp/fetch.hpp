/* Tickets that are got ahead without waiting for them. */
#ifndef MUTAUTH_CPP_FETCH_HPP
#define MUTAUTH_CPP_FETCH_HPP

#include <mutauth/fetch.h>
#include <mutauth/cpp/credential.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/spn.hpp>

#include <chrono>

namespace mutauth::v1 {

/// A fetch that is under way or over; let go, it is cancelled.
class Fetch {
  public:
    /// A ticket to the service. The credential may go before the fetch is over.
    static Fetch start(const Credential& credential,
                       const Spn& spn,
                       std::chrono::milliseconds give_up_after = std::chrono::seconds(30)) {
        return Fetch(credential, spn.get(), give_up_after);
    }

    /// The ticket-granting ticket alone.
    static Fetch start(const Credential& credential,
                       std::chrono::milliseconds give_up_after = std::chrono::seconds(30)) {
        return Fetch(credential, nullptr, give_up_after);
    }

    /// To poll: readable once the fetch is over.
    int fd() const noexcept { return mutauth_fetch_fd(handle_.get()); }

    /// Whether it is over. Throws what the fetch failed by; never waits.
    bool done() const {
        return detail::check(mutauth_fetch_outcome(handle_.get())) != MUTAUTH_CONTINUE;
    }

  private:
    using Owned = detail::Handle<mutauth_fetch, mutauth_fetch_free>;
    Fetch(const Credential& credential, const mutauth_spn* spn, std::chrono::milliseconds span)
        : handle_(detail::make<Owned>([&](mutauth_fetch** out) {
              return mutauth_fetch_start(credential.get(), spn, span.count(), out);
          })) {}

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

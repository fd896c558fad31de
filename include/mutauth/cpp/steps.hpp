/* Who is told of the steps of a change, and whether it is a dry run. */
#ifndef MUTAUTH_CPP_STEPS_HPP
#define MUTAUTH_CPP_STEPS_HPP

#include <mutauth/steps.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace mutauth::v1 {

/// Must outlive the changes that are given it. Shareable.
class Steps {
  public:
    /// Gets the moment (MUTAUTH_STEP_...) and one line. Runs on the thread that makes the change.
    /// What it throws is dropped.
    using Tell = std::function<void(std::int32_t, std::string_view)>;

    /// Nobody is told of anything that is done.
    Steps() = default;

    explicit Steps(Tell tell, bool dry_run = false)
        : tell_(std::make_shared<const Tell>(std::move(tell))),
          handle_(detail::make<Owned>([&](mutauth_steps** out) {
              return mutauth_steps_new(dry_run ? 1 : 0, *tell_ ? pass_on : nullptr,
                                       const_cast<Tell*>(tell_.get()), out);
          })) {}

    const mutauth_steps* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_steps, mutauth_steps_free>;

    static void pass_on(void* user, std::int32_t moment, const char* step) {
        try {
            (*static_cast<const Tell*>(user))(moment, step);
        } catch (...) {
            // Who is told of a step cannot stop it.
        }
    }

    std::shared_ptr<const Tell> tell_;
    Owned handle_;
};

}  // namespace mutauth::v1

#endif

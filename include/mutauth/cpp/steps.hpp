/* Who is told of the steps of a change, and whether it is a dry run. */
#ifndef MUTAUTH_CPP_STEPS_HPP
#define MUTAUTH_CPP_STEPS_HPP

#include <mutauth/steps.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

namespace mutauth::v1 {

/// Shareable; the changes that are given it keep the function.
class Steps {
  public:
    /// Gets the moment (MUTAUTH_STEP_...) and one line. Runs on the thread that makes the change.
    /// What it throws is dropped.
    using Tell = std::function<void(std::int32_t, std::string_view)>;

    /// Nobody is told of anything that is done.
    Steps() = default;

    explicit Steps(Tell tell, bool dry_run = false)
        : handle_(detail::make_calling<Owned>(
              std::move(tell), [&](void* user, mutauth_release release, mutauth_steps** out) {
                  return mutauth_steps_new(dry_run ? 1 : 0, pass_on, user, release, out);
              })) {}

    const mutauth_steps* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_steps, mutauth_steps_free>;

    static void pass_on(void* user, std::int32_t moment, const char* step) {
        try {
            if (const auto& tell = *static_cast<const Tell*>(user)) {
                tell(moment, step);
            }
        } catch (...) {
            // Who is told of a step cannot stop it.
        }
    }

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

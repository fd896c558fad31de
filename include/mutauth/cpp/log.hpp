/* Where objects tell what they do. */
#ifndef MUTAUTH_CPP_LOG_HPP
#define MUTAUTH_CPP_LOG_HPP

#include <mutauth/log.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>

namespace mutauth::v1 {

/// A destination for log lines. Shareable; every object that was given it keeps the function, which
/// is let go with the last of them.
class Log {
  public:
    /// Gets level (MUTAUTH_LOG_...), area and text of one line. Runs on whichever thread does the
    /// logged work, several at once if several work. What it throws is dropped.
    using Write = std::function<void(std::int32_t, std::string_view, std::string_view)>;

    explicit Log(Write write, std::int32_t least_important = MUTAUTH_LOG_NOTICE)
        : handle_(detail::make_calling<Owned>(
              std::move(write), [&](void* user, mutauth_release release, mutauth_log** out) {
                  return mutauth_log_new(pass_on, user, release, least_important, out);
              })) {}

    const mutauth_log* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_log, mutauth_log_free>;

    static void pass_on(void* user, std::int32_t level, const char* area, const char* text) {
        try {
            (*static_cast<const Write*>(user))(level, area, text);
        } catch (...) {
            // A log that fails must not change what the logged work does.
        }
    }

    Owned handle_;
};

}  // namespace mutauth::v1

#endif

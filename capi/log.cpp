#include <mutauth/log.h>

#include <limits>

#include "callback.h"
#include "core/text.h"
#include "handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;

namespace {

class CallbackSink final : public mutauth::LogSink {
  public:
    CallbackSink(mutauth_log_write callback, void* user, int32_t level) noexcept
        : callback_(callback), user_(user), level_(level) {}

    void own(mutauth_release release) noexcept { user_.own(release); }

    void write(mutauth::LogLevel level, std::string_view area, std::string_view text) override {
        if (static_cast<int32_t>(level) > level_) {
            return;
        }
        call_back([&] {
            callback_(user_.get(), static_cast<int32_t>(level), std::string(area).c_str(),
                      mutauth::displayed(text, std::numeric_limits<size_t>::max()).c_str());
        });
    }

  private:
    mutauth_log_write callback_;
    CallbackUser user_;
    int32_t level_;
};

}  // namespace

mutauth_status mutauth_log_new(mutauth_log_write write,
                               void* user,
                               mutauth_release release,
                               int32_t level,
                               mutauth_log** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (write == nullptr || out == nullptr) {
            return missing("write or out");
        }
        if (level < MUTAUTH_LOG_WARNING || level > MUTAUTH_LOG_DEBUG) {
            return Error(Status::invalid_argument, "the log level is unknown");
        }
        auto sink = std::make_shared<CallbackSink>(write, user, level);
        *out = new mutauth_log(sink);
        sink->own(release);
        return done();
    });
}

void mutauth_log_free(mutauth_log* log) {
    release(log);
}

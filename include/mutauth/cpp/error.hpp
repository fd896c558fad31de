/* A failure as an exception. */
#ifndef MUTAUTH_CPP_ERROR_HPP
#define MUTAUTH_CPP_ERROR_HPP

#include <mutauth/bytes.h>
#include <mutauth/error.h>
#include <mutauth/explain.h>

#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// A number of the system below: `system` is one of MUTAUTH_NATIVE_...
struct Native {
    std::int32_t system;
    std::int64_t code;
};

/// A fact that bears on a failure. The texts live as long as a copy of the Error.
struct Evidence {
    std::string_view key;
    std::string_view value;
};

/// Why a call failed. Copies share the detail, and copying does not throw.
class Error : public std::exception {
  public:
    /// This thread's last failure, taken over from the library; `token` is the error token that
    /// still has to be sent to the peer.
    static Error take(mutauth_status status, std::string_view token = {}) {
        mutauth_error* taken = nullptr;
        // Failing that there is still the status, which says the reason.
        static_cast<void>(mutauth_error_take(&taken));
        std::shared_ptr<const mutauth_error> detail(taken, Free());
        auto text = token.empty() ? nullptr : std::make_shared<const std::string>(token);
        return Error(status, std::move(detail), nullptr, std::move(text));
    }

    /// A failure that did not come from the library.
    Error(mutauth_status status, std::string message)
        : Error(status, nullptr, std::make_shared<const std::string>(std::move(message)), nullptr) {
    }

    /// What happened, in one sentence.
    const char* what() const noexcept override {
        if (message_ != nullptr) {
            return message_->c_str();
        }
        return detail_ != nullptr ? mutauth_error_message(detail_.get())
                                  : mutauth_status_says(status_);
    }

    /// The reason, below 0.
    mutauth_status status() const noexcept { return status_; }

    /// The reason's name, such as "MUTAUTH_SERVICE_UNKNOWN".
    const char* symbol() const noexcept { return mutauth_status_symbol(status_); }

    /// One of MUTAUTH_KIND_...
    std::int32_t kind() const noexcept { return mutauth_status_kind(status_); }

    /// What to do about it, in one line; "" if there is nothing to advise.
    const char* remedy() const noexcept {
        return detail_ != nullptr ? mutauth_error_remedy(detail_.get()) : "";
    }

    std::vector<Evidence> evidence() const {
        std::vector<Evidence> facts(detail_ != nullptr ? mutauth_error_evidence_count(detail_.get())
                                                       : 0);
        for (std::size_t i = 0; i < facts.size(); ++i) {
            const char* key = nullptr;
            const char* value = nullptr;
            if (mutauth_error_evidence_at(detail_.get(), i, &key, &value) == MUTAUTH_OK) {
                facts[i] = {key, value};
            }
        }
        return facts;
    }

    std::vector<Native> native() const {
        std::vector<Native> codes(detail_ != nullptr ? mutauth_error_native_count(detail_.get())
                                                     : 0);
        for (std::size_t i = 0; i < codes.size(); ++i) {
            static_cast<void>(
                mutauth_error_native_at(detail_.get(), i, &codes[i].system, &codes[i].code));
        }
        return codes;
    }

    /// The error token to send to the peer, empty if there is none. Only a failed step makes one.
    std::string_view token() const noexcept {
        return token_ != nullptr ? std::string_view(*token_) : std::string_view();
    }

    /// Everything in lines for a person: what happened, the evidence, the codes, the remedy.
    std::string explanation() const {
        mutauth_bytes* made = nullptr;
        if (detail_ == nullptr || mutauth_explain_error(detail_.get(), &made) != MUTAUTH_OK) {
            return what();
        }
        const std::unique_ptr<mutauth_bytes, Free> text(made);
        return {static_cast<const char*>(mutauth_bytes_data(made)), mutauth_bytes_size(made)};
    }

  private:
    struct Free {
        void operator()(mutauth_error* error) const noexcept { mutauth_error_free(error); }
        void operator()(mutauth_bytes* bytes) const noexcept { mutauth_bytes_free(bytes); }
    };

    Error(mutauth_status status,
          std::shared_ptr<const mutauth_error> detail,
          std::shared_ptr<const std::string> message,
          std::shared_ptr<const std::string> token) noexcept
        : status_(status),
          detail_(std::move(detail)),
          message_(std::move(message)),
          token_(std::move(token)) {}

    mutauth_status status_;
    std::shared_ptr<const mutauth_error> detail_;
    std::shared_ptr<const std::string> message_;
    std::shared_ptr<const std::string> token_;
};

namespace detail {

/// Lets success and outcomes pass, throws a failure.
inline mutauth_status check(mutauth_status status) {
    if (status < 0) {
        throw Error::take(status);
    }
    return status;
}

/// What C is handed beside a callback: a function, let go by the library.
template <class Function>
void let_go(void* function) {
    delete static_cast<Function*>(function);
}

/// Calls `call(user, release, &made)` and owns what it made, which owns the function.
template <class Handle, class Function, class Call>
Handle make_calling(Function function, Call call) {
    auto kept = std::make_unique<Function>(std::move(function));
    typename Handle::pointer made = nullptr;
    check(call(static_cast<void*>(kept.get()), &let_go<Function>, &made));
    static_cast<void>(kept.release());
    return Handle(made);
}

/// Calls `call(&made)` and owns what it made.
template <class Handle, class Call>
Handle make(Call call) {
    typename Handle::pointer made = nullptr;
    check(call(&made));
    return Handle(made);
}

}  // namespace detail
/// Text that others chose, such as a directory's value, written so that a terminal or a log can
/// show it in one line: see mutauth_explain_text.
inline std::string shown(std::string_view text) {
    mutauth_bytes* made = nullptr;
    detail::check(mutauth_explain_text(text.data(), text.size(), &made));
    const std::unique_ptr<mutauth_bytes, void (*)(mutauth_bytes*)> owned(made, mutauth_bytes_free);
    return {static_cast<const char*>(mutauth_bytes_data(made)), mutauth_bytes_size(made)};
}

}  // namespace mutauth::v1

#endif

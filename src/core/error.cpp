#include "core/error.h"

#include <algorithm>
#include <limits>

#include "core/text.h"

namespace mutauth {
namespace {

/// Names and directory values stand in these texts, and people read them on terminals.
std::string shown(std::string text) {
    const bool plain =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    return plain ? std::move(text) : displayed(text, std::numeric_limits<std::size_t>::max());
}

}  // namespace

Error::Error(Status status, std::string message)
    : status_(status), detail_(std::make_unique<Detail>()) {
    detail_->message = shown(std::move(message));
}

Error Error::copy() const {
    Error out(status_);
    if (detail_) {
        out.detail_ = std::make_unique<Detail>(*detail_);
    }
    return out;
}

Error::Detail& Error::detail() {
    if (!detail_) {
        detail_ = std::make_unique<Detail>();
    }
    return *detail_;
}

Error&& Error::with(std::string_view key, std::string_view value) && {
    detail().evidence.push_back({std::string(key), std::string(value)});
    return std::move(*this);
}

Error&& Error::with(std::string_view key, std::int64_t value) && {
    return std::move(*this).with(key, std::to_string(value));
}

Error&& Error::with_native(NativeSystem system, std::int64_t code) && {
    detail().native_codes.push_back({system, code});
    return std::move(*this);
}

Error&& Error::with_remedy(std::string remedy) && {
    detail().remedy = shown(std::move(remedy));
    return std::move(*this);
}

Error&& Error::while_doing(std::string_view what) && {
    std::string said(message());
    detail().message = shown(std::string(what)) + ": " + said;
    return std::move(*this);
}

Error&& Error::as(Status status) && {
    std::string said(message());
    detail().message = std::move(said);
    status_ = status;
    return std::move(*this);
}

const char* Error::message() const noexcept {
    return detail_ && !detail_->message.empty() ? detail_->message.c_str() : status_says(status_);
}

const char* Error::remedy() const noexcept {
    return detail_ && !detail_->remedy.empty() ? detail_->remedy.c_str() : status_remedy(status_);
}

const std::vector<NativeCode>& Error::native_codes() const noexcept {
    static const std::vector<NativeCode> none;
    return detail_ ? detail_->native_codes : none;
}

const std::vector<Evidence>& Error::evidence() const noexcept {
    static const std::vector<Evidence> none;
    return detail_ ? detail_->evidence : none;
}

}  // namespace mutauth

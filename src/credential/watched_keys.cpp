#include "credential/watched_keys.h"

#include <fmt/format.h>

namespace mutauth::credential {

WatchedKeys::WatchedKeys(std::shared_ptr<const Keys> keys, std::string account, FileWatch file)
    : account_(std::move(account)), keys_(std::move(keys)), file_(std::move(file)) {}

Result<std::shared_ptr<const Keys>> WatchedKeys::read_again() const {
    auto fresh = Keys::read(keys_->source());
    if (!fresh) {
        return std::move(fresh).error();
    }
    if (!account_.empty()) {
        if (auto own = (*fresh)->only_for(spn::ServedNames(), account_); !own) {
            return std::move(own).error();
        }
    }
    return std::shared_ptr<const Keys>(std::move(*fresh));
}

std::optional<WatchedKeys::News> WatchedKeys::look() {
    if (!file_.changed()) {
        return std::nullopt;
    }
    auto fresh = read_again();
    if (!fresh) {
        return News{LogLevel::warning,
                    fmt::format("the changed keytab is not taken, the old keys stay: {}",
                                fresh.error().message())};
    }
    News news{LogLevel::notice, fmt::format("keytab {} has changed: {} keys are read",
                                            keys_->source(), (*fresh)->entries().size())};
    keys_ = std::move(*fresh);
    served_ = nullptr;
    served_keys_ = nullptr;
    return news;
}

std::shared_ptr<const Keys> WatchedKeys::all(const Log& log) {
    std::optional<News> news;
    std::shared_ptr<const Keys> out;
    {
        const std::lock_guard held(mutex_);
        news = look();
        out = keys_;
    }
    if (news) {
        log_to(log, news->level, "credential", news->text);
    }
    return out;
}

Result<std::shared_ptr<const Keys>> WatchedKeys::served_keys(
    const std::shared_ptr<const spn::ServedNames>& served) {
    // Names are never changed once they are shared, so the same object stands for the same names.
    if (served_keys_ == nullptr || served != served_) {
        auto found = keys_->only_for(*served, account_);
        if (!found) {
            return std::move(found).error();
        }
        served_keys_ = std::move(*found);
        served_ = served;
    }
    return served_keys_;
}

Result<std::shared_ptr<const Keys>> WatchedKeys::for_served(
    const std::shared_ptr<const spn::ServedNames>& served, const Log& log) {
    std::optional<News> news;
    auto out = [&] {
        const std::lock_guard held(mutex_);
        news = look();
        return served_keys(served);
    }();
    if (news) {
        log_to(log, news->level, "credential", news->text);
    }
    return out;
}

}  // namespace mutauth::credential

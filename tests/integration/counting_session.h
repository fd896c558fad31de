// Counts the LDAP operations that go through it to a real session.
#pragma once

#include <utility>

#include "directory/session.h"

namespace mutauth::testing {

class CountingSession final : public directory::Session {
  public:
    explicit CountingSession(std::unique_ptr<directory::Session> real) : real_(std::move(real)) {
        describe(real_->profile(), real_->principal());
        set_origin(real_->origin());
    }

    /// Since the last time it was asked.
    std::pair<int, int> searches_and_changes() {
        return {std::exchange(searches_, 0), std::exchange(changes_, 0)};
    }

    Result<void> search(const directory::Search& search,
                        const directory::Visitor& visit,
                        const Deadline& deadline) override {
        ++searches_;
        return real_->search(search, visit, deadline);
    }
    Result<std::string> search_page(const directory::Search& search,
                                    const std::string& cookie,
                                    const directory::Visitor& visit,
                                    const Deadline& deadline) override {
        ++searches_;
        return real_->search_page(search, cookie, visit, deadline);
    }
    Write modify(const std::string& dn,
                 const directory::Changes& changes,
                 const Deadline& deadline) override {
        ++changes_;
        return real_->modify(dn, changes, deadline);
    }
    Result<void> renew(const Deadline& deadline) override { return real_->renew(deadline); }
    Result<std::string> who_am_i(const Deadline& deadline) override {
        return real_->who_am_i(deadline);
    }

  private:
    std::unique_ptr<directory::Session> real_;
    int searches_ = 0;
    int changes_ = 0;
};

}  // namespace mutauth::testing

#include "directory/renewable_session.h"

namespace mutauth::directory {
namespace {

Error lost() {
    return Error(Status::directory_lost,
                 "an earlier failure ended the session, and it could not be opened again");
}

}  // namespace

void RenewableSession::learn(Profile profile, std::string principal) {
    real_->describe(profile, principal);
    describe(std::move(profile), std::move(principal));
}

Result<void> RenewableSession::search(const Search& search,
                                      const Visitor& visit,
                                      const Deadline& deadline) {
    return real_ ? real_->search(search, visit, deadline) : lost();
}

Result<std::string> RenewableSession::search_page(const Search& search,
                                                  const std::string& cookie,
                                                  const Visitor& visit,
                                                  const Deadline& deadline) {
    return real_ ? real_->search_page(search, cookie, visit, deadline) : lost();
}

Write RenewableSession::modify(const std::string& dn,
                               const Changes& changes,
                               const Deadline& deadline) {
    return real_ ? real_->modify(dn, changes, deadline) : Write::not_done(lost());
}

Result<std::string> RenewableSession::who_am_i(const Deadline& deadline) {
    return real_ ? real_->who_am_i(deadline) : lost();
}

Result<void> RenewableSession::renew(const Deadline& deadline) {
    // First the old one goes, so that the server has no reason to wait for us on it.
    real_.reset();
    auto fresh = open_(deadline);
    if (!fresh) {
        return std::move(fresh).error();
    }
    real_ = std::move(*fresh);
    real_->describe(profile(), principal());
    return {};
}

}  // namespace mutauth::directory

// A session that can be opened again on a new connection while others hold it.
#pragma once

#include "directory/session.h"

namespace mutauth::directory {

class RenewableSession final : public Session {
  public:
    using Opening = std::function<Result<std::unique_ptr<Session>>(const Deadline&)>;

    RenewableSession(std::unique_ptr<Session> real, Opening open)
        : real_(std::move(real)), open_(std::move(open)) {}

    /// As describe, for the session on the wire too.
    void learn(Profile profile, std::string principal);

    Result<void> search(const Search& search,
                        const Visitor& visit,
                        const Deadline& deadline) override;
    Result<std::string> search_page(const Search& search,
                                    const std::string& cookie,
                                    const Visitor& visit,
                                    const Deadline& deadline) override;
    Write modify(const std::string& dn, const Changes& changes, const Deadline& deadline) override;
    Result<std::string> who_am_i(const Deadline& deadline) override;
    Result<void> renew(const Deadline& deadline) override;

  private:
    /// None after a renewal that failed.
    std::unique_ptr<Session> real_;
    Opening open_;
};

}  // namespace mutauth::directory

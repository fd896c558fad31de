// A session that can be opened again on a new connection while others hold it.
#pragma once

#include "directory/session.h"

namespace mutauth::directory {

class RenewableSession final : public Session {
  public:
    /// Opens it anew.
    using Opening = std::function<Result<std::unique_ptr<Session>>(const Deadline&)>;
    /// Opens one at another port of its host.
    using Beside =
        std::function<Result<std::unique_ptr<Session>>(std::uint16_t port, const Deadline&)>;

    RenewableSession(std::unique_ptr<Session> real, Opening open, Beside beside)
        : real_(std::move(real)), open_(std::move(open)), beside_(std::move(beside)) {}

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
    Result<std::unique_ptr<Session>> beside(std::uint16_t port, const Deadline& deadline) override {
        return beside_(port, deadline);
    }

  private:
    /// None after a renewal that failed.
    std::unique_ptr<Session> real_;
    Opening open_;
    Beside beside_;
};

}  // namespace mutauth::directory

// A session by libldap on a wire of ours, asynchronous throughout: libldap itself never waits.
#pragma once

#include <string>

#include "directory/ldap_module.h"
#include "directory/module/handle.h"
#include "directory/session.h"

namespace mutauth::directory {

class LdapSession final : public Session {
  public:
    static Result<std::unique_ptr<Session>> bind(Connection connection,
                                                 SaslClient& sasl,
                                                 const Deadline& deadline);

    Result<void> search(const Search& search,
                        const Visitor& visit,
                        const Deadline& deadline) override;
    Result<std::string> search_page(const Search& search,
                                    const std::string& cookie,
                                    const Visitor& visit,
                                    const Deadline& deadline) override;
    Write modify(const std::string& dn, const Changes& changes, const Deadline& deadline) override;
    /// Not by itself: it knows no credential.
    Result<void> renew(const Deadline& deadline) override;
    Result<std::string> who_am_i(const Deadline& deadline) override;

  private:
    explicit LdapSession(Connection connection)
        : address_(std::move(connection.address)), wire_(std::move(connection.socket)) {}

    Result<void> prove(SaslClient& sasl, const Deadline& deadline);
    Result<void> seal(SaslClient& sasl);
    /// The server's next challenge, or nothing once it says that the bind succeeded.
    Result<std::optional<Bytes>> exchange(const char* mechanism,
                                          ByteView response,
                                          const Deadline& deadline);

    /// Sends the search; a page's control with the cookie of the page before, if there are pages.
    Result<int> ask(const Search& search, const std::string& cookie, bool paged);
    /// Visits the entries; the result's message, or nothing if the visitor has had enough.
    Result<Message> visit_all(int id, const Visitor& visit, const Deadline& deadline);

    /// One modify, with the deletion of a value in front that is not there.
    Write modify_with(const std::string& dn,
                      const Changes& changes,
                      const Change* in_front,
                      const Deadline& deadline);

    /// Every operation begins with it: the session is whole, and sending waits this long.
    Result<void> begin(const Deadline& deadline);
    /// What the operation's start said, with a broken wire told apart from a misuse.
    Result<void> sent(std::string_view doing, int code);
    /// The next message of an operation. Waits for the server; gives the operation up on failure.
    Result<Message> next(int id, const Deadline& deadline);
    Result<Answer> final_answer(int id, const Deadline& deadline);
    Error broken();
    Error given_up(int id, Error why);
    void abandon(int id);

    std::string address_;
    Wire wire_;
    /// After the wire, so that it goes first.
    Handle handle_;
    bool lost_ = false;
    ForkGuard fork_guard_;
};

}  // namespace mutauth::directory

// A client's request (AP-REQ) as this library's own reader has opened and judged it, before libkrb5
// or libgssapi sees it. What an acceptor decides by comes from here.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "context/asked_ticket.h"
#include "context/kerberos/request_check.h"
#include "credential/kerberos.h"
#include "credential/keys.h"

namespace mutauth::context::kerberos {

/// Never changed once made. The views are into its own bytes.
struct JudgedRequest {
    explicit JudgedRequest(AskedTicket what) : asked(std::move(what)) {}
    JudgedRequest(const JudgedRequest&) = delete;
    JudgedRequest& operator=(const JudgedRequest&) = delete;

    AskedTicket asked;
    /// Among the keys that were given.
    const credential::Key* key = nullptr;
    /// "name@REALM", as krb5_unparse_name writes it.
    std::string client;
    TicketPart ticket;
    AuthenticatorPart authenticator;
    TicketData ticket_data;
    AuthenticatorData authenticator_data;
    GssChecksum checksum;

    /// The key that the messages are protected by until the acceptor makes one (RFC 4121 2).
    const EncryptionKey& initiator_key() const noexcept {
        return authenticator.subkey ? *authenticator.subkey : ticket.key;
    }

    Bytes ticket_bytes;
    Bytes authenticator_bytes;
};

struct Judgement {
    /// Null if the verdict refuses.
    std::shared_ptr<const JudgedRequest> request;
    Verdict verdict;
    /// How far the client's clock is ahead, where the client proved what it says.
    std::optional<std::int64_t> seconds_ahead;
};

/// Only the given keys are tried: the account's and those of the name that the ticket claims first.
/// What a client hands over is read if it is kept, or if libgssapi will parse it in any case.
class RequestJudge {
  public:
    RequestJudge(const credential::Keys& keys,
                 const std::string& account,
                 const Policy& policy,
                 const credential::KerberosLibrary& library,
                 bool reads_delegated);

    /// Framed: in GSS-API's frame.
    Judgement judge(const ApRequest& request, bool framed) const;

  private:
    Verdict open(const ApRequest& request, JudgedRequest& out) const;
    Verdict open_ticket(const ApRequest& request, JudgedRequest& out) const;
    Verdict unopened(const AskedTicket& asked, bool tried) const;
    Verdict check_delegated(const JudgedRequest& request) const;

    const credential::Keys& keys_;
    const std::string& account_;
    RequestTerms terms_;
    bool reads_delegated_;
};

}  // namespace mutauth::context::kerberos

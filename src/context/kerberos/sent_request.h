// The initiator's own request, and its answer (AP-REP) as this library's own reader opens and
// judges it, before libkrb5 or libgssapi sees it.
#pragma once

#include <optional>

#include "context/asked_ticket.h"
#include "context/kerberos/request_check.h"
#include "credential/ticket_cache.h"

namespace mutauth::context::kerberos {

/// A key that outlives its message.
struct KeptKey {
    std::int32_t enctype = 0;
    Bytes value;

    EncryptionKey view() const noexcept { return {enctype, value}; }
};

/// What an answer has told.
struct ReadAnswer {
    /// RFC 4121 2: without one the initiator's own key goes on.
    std::optional<KeptKey> subkey;
    std::uint32_t sequence = 0;
};

class SentRequest {
  public:
    /// Nothing if the session key of the credentials did not make the request.
    static std::optional<SentRequest> read(const ApRequest& request, const krb5_creds& creds);

    const AskedTicket& asked() const noexcept { return asked_; }
    /// When the client proved itself to its KDC, in seconds since 1970 UTC.
    std::int64_t authenticated() const noexcept { return authenticated_; }
    std::int32_t client_type() const noexcept { return client_type_; }
    /// The key that the messages are protected by if the acceptor makes none.
    const KeptKey& initiator_key() const noexcept { return initiator_key_; }

    /// RFC 4120 3.2.5: the session key opens it, and it repeats the request's time. A subkey is of
    /// AES, and as long as its type says.
    Verdict check_answer(const EncryptedData& sealed, ReadAnswer& out) const;

  private:
    explicit SentRequest(AskedTicket asked) : asked_(std::move(asked)) {}

    AskedTicket asked_;
    KeptKey session_key_;
    KeptKey initiator_key_;
    std::int64_t authenticated_ = 0;
    std::int32_t client_type_ = 0;
    std::int64_t ctime_ = 0;
    std::int64_t cusec_ = 0;
};

/// What both sides' answers go through: opened by the session key, and of the right form.
std::optional<Bytes> open_answer(const EncryptedData& sealed,
                                 const EncryptionKey& session_key,
                                 AnswerPart& out,
                                 der::Fault& fault);

}  // namespace mutauth::context::kerberos

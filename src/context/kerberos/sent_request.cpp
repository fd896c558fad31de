#include "context/kerberos/sent_request.h"

#include "context/kerberos/sealed_part.h"

namespace mutauth::context::kerberos {
namespace {

KeptKey kept(const EncryptionKey& key) {
    return {key.enctype, copy_of(key.value)};
}

}  // namespace

std::optional<Bytes> open_answer(const EncryptedData& sealed,
                                 const EncryptionKey& session_key,
                                 AnswerPart& out,
                                 der::Fault& fault) {
    auto opened = open_sealed(sealed, session_key, Usage::ap_answer);
    if (opened) {
        out = read_answer_part(*opened, fault);
    }
    return opened;
}

std::optional<SentRequest> SentRequest::read(const ApRequest& request, const krb5_creds& creds) {
    SentRequest out{AskedTicket(request.ticket)};
    out.session_key_ =
        kept({creds.keyblock.enctype, ByteView(creds.keyblock.contents, creds.keyblock.length)});
    const auto opened =
        open_sealed(request.authenticator, out.session_key_.view(), Usage::authenticator);
    if (!opened) {
        return std::nullopt;
    }
    der::Fault fault;
    const AuthenticatorPart part = read_authenticator(*opened, fault);
    if (fault) {
        return std::nullopt;
    }
    out.initiator_key_ = part.subkey ? kept(*part.subkey) : out.session_key_;
    out.authenticated_ = static_cast<std::uint32_t>(creds.times.authtime);
    out.client_type_ = part.client.type;
    out.ctime_ = part.ctime;
    out.cusec_ = part.cusec;
    return out;
}

Verdict SentRequest::check_answer(const EncryptedData& sealed, ReadAnswer& out) const {
    der::Fault fault;
    AnswerPart part;
    const auto opened = open_answer(sealed, session_key_.view(), part, fault);
    if (!opened) {
        return {Status::peer_not_proven, ErrorCode::bad_integrity, {}, 0};
    }
    if (fault) {
        return Verdict::malformed(fault);
    }
    if (part.ctime != ctime_ || part.cusec != cusec_) {
        return {Status::peer_not_proven, ErrorCode::mutual_failed, {}, 0};
    }
    if (part.subkey) {
        if (const Verdict key = check_key(*part.subkey, "EncAPRepPart subkey"); key.refuses()) {
            return key;
        }
        out.subkey = kept(*part.subkey);
    }
    out.sequence = part.sequence;
    return {};
}

}  // namespace mutauth::context::kerberos

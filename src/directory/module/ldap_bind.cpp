// The bind: SASL's rounds until both sides are proven, then the sealed layer.
#include "core/text.h"
#include "directory/module/ldap_session.h"

namespace mutauth::directory {
namespace {

berval borrowed(ByteView bytes) {
    // RFC 4511 4.2: empty credentials differ from none, which a null pointer stands for.
    static char empty = 0;
    return {bytes.size(), bytes.empty()
                              ? &empty
                              : reinterpret_cast<char*>(const_cast<std::uint8_t*>(bytes.data()))};
}

Result<Bytes> challenge_in(LDAP* handle, LDAPMessage* message) {
    berval* raw = nullptr;
    if (::ldap_parse_sasl_bind_result(handle, message, &raw, 0) == LDAP_DECODING_ERROR) {
        return Error(Status::directory_protocol, "the server's answer to the bind cannot be read");
    }
    const Value value(raw);
    return value && value->bv_val != nullptr
               ? copy_of({reinterpret_cast<const std::uint8_t*>(value->bv_val), value->bv_len})
               : Bytes();
}

}  // namespace

Result<std::unique_ptr<Session>> LdapSession::bind(Connection connection,
                                                   SaslClient& sasl,
                                                   const Deadline& deadline) {
    std::unique_ptr<LdapSession> session(new LdapSession(std::move(connection)));
    auto handle = make_handle(session->wire_);
    if (!handle) {
        return std::move(handle).error();
    }
    session->handle_ = std::move(*handle);
    if (auto proven = session->prove(sasl, deadline); !proven) {
        return std::move(proven).error();
    }
    return std::unique_ptr<Session>(std::move(session));
}

Result<void> LdapSession::prove(SaslClient& sasl, const Deadline& deadline) {
    // RFC 4752 takes three rounds, one more if the context's last token is the server's.
    constexpr int kMostRounds = 8;
    Bytes challenge;
    for (int round = 0; round < kMostRounds; ++round) {
        auto response = sasl.respond(challenge);
        if (!response) {
            return std::move(response).error();
        }
        auto answer = exchange(sasl.mechanism(), *response, deadline);
        if (!answer) {
            return std::move(answer).error();
        }
        if (!*answer) {
            return seal(sasl);
        }
        challenge = std::move(**answer);
    }
    return Error(Status::directory_protocol, "the server's bind has no end");
}

Result<void> LdapSession::seal(SaslClient& sasl) {
    // The server's word alone is not enough: this fails unless it has proved itself.
    auto layer = sasl.finish();
    if (!layer) {
        return std::move(layer).error();
    }
    wire_.seal_with(std::move(*layer));
    return {};
}

Result<std::optional<Bytes>> LdapSession::exchange(const char* mechanism,
                                                   ByteView response,
                                                   const Deadline& deadline) {
    if (auto begun = begin(deadline); !begun) {
        return std::move(begun).error();
    }
    berval credentials = borrowed(response);
    int id = 0;
    if (auto asked = sent("binding", ::ldap_sasl_bind(handle_.get(), "", mechanism, &credentials,
                                                      nullptr, nullptr, &id));
        !asked) {
        return std::move(asked).error();
    }
    auto message = next(id, deadline);
    if (!message) {
        return std::move(message).error();
    }
    // First the result, then the challenge: libldap's second reader makes failures of results.
    auto answer = parse_answer(handle_.get(), message->get());
    if (!answer) {
        return std::move(answer).error();
    }
    if (answer->result.code == LDAP_SUCCESS) {
        return std::optional<Bytes>();
    }
    if (answer->result.code != LDAP_SASL_BIND_IN_PROGRESS) {
        return bind_failure(answer->result).with("address", displayed(address_));
    }
    auto challenge = challenge_in(handle_.get(), message->get());
    if (!challenge) {
        return std::move(challenge).error();
    }
    return std::optional<Bytes>(std::move(*challenge));
}

}  // namespace mutauth::directory

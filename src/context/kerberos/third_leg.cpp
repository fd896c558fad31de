#include "context/kerberos/third_leg.h"

#include "context/kerberos/sent_request.h"

namespace mutauth::context::kerberos {

Verdict check_third_leg(const TokenParts& token,
                        const JudgedRequest& request,
                        std::uint32_t own_sequence) {
    if (token.kind != TokenKind::ap_rep || token.framed) {
        return {Status::token_malformed, ErrorCode::message_type, token.fault, 0};
    }
    der::Fault fault;
    AnswerPart part;
    const auto opened = open_answer(*token.answer, request.ticket.key, part, fault);
    if (!opened) {
        return {Status::token_malformed, ErrorCode::bad_integrity, {}, 0};
    }
    if (fault) {
        return Verdict::malformed(fault);
    }
    if (part.subkey) {
        if (const Verdict key = check_key(*part.subkey, "EncAPRepPart subkey"); key.refuses()) {
            return key;
        }
    }
    return part.sequence == own_sequence
               ? Verdict()
               : Verdict{Status::token_malformed, ErrorCode::bad_order, {}, 0};
}

}  // namespace mutauth::context::kerberos

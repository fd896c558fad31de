// The library's own judgement of a forged message, through the C ABI alone.
#pragma once

#include "capi/forged/cases.h"
#include "capi/forged/verdict.h"
#include "capi/realm.h"

namespace forged {

inline realm::Policy policy_of(const Way& way, bool dce) {
    realm::Policy out = realm::serving(kService);
    mutauth_policy_set_mechanism(out.get(), way.mechanism);
    mutauth_policy_set_protector(out.get(), way.protector);
    // No message comes twice, and the machine's own file would only grow.
    mutauth_policy_waive_replay_cache(out.get());
    if (dce) {
        mutauth_policy_set_dce_style(out.get());
    }
    return out;
}

inline void describe(const realm::Context& context, Verdict& out) {
    const mutauth_identity* who = mutauth_context_identity(context.get());
    out.client = std::string(mutauth_identity_client(who));
    out.expires = mutauth_identity_expires(who);
    out.enctype = mutauth_identity_enctype(who);
    out.flags = mutauth_identity_flags(who);
    int32_t proven = 0;
    mutauth_bytes* pac = nullptr;
    if (mutauth_identity_pac_bytes(who, &proven, &pac) == MUTAUTH_OK && pac != nullptr) {
        out.pac = proven != 0 ? Pac::proven : Pac::unproven;
    }
    mutauth_bytes_free(pac);
    std::string indicators;
    for (size_t i = 0; i < mutauth_identity_indicator_count(who); ++i) {
        indicators += mutauth_identity_indicator_at(who, i);
        indicators += ";";
    }
    out.indicators = indicators;
    // Everything that is made of an identity, for its own sake.
    mutauth_bytes* shown = nullptr;
    mutauth_identity_json(who, &shown);
    mutauth_bytes_free(shown);
}

/// What the other side's first message is sealed with.
struct PeerKey {
    forge::Key key;
    bool by_acceptor;
    bool acceptors_subkey;
    std::uint64_t sequence;
};

inline bool opens(const realm::Context& context, const forge::Library& library, const PeerKey& by) {
    if (!forge::seals(by.key)) {
        return false;
    }
    const std::string message = "said under the keys of the exchange";
    const std::string sealed = forge::sealed_message(library, by.key, by.by_acceptor,
                                                     by.acceptors_subkey, by.sequence, message);
    const realm::Opened opened = realm::open(context, sealed);
    return opened.status == MUTAUTH_OK && opened.message == message;
}

inline std::optional<forge::Key> key_in(const std::string& part, std::uint8_t application) {
    const std::uint8_t field = application == 0x7b ? 0xa2 : 0xa6;
    const auto whole = tree::read(part);
    const auto* type =
        whole ? tree::found(*whole, {application, 0x30, field, 0x30, 0xa0, 0x02}) : nullptr;
    const auto* bytes =
        whole ? tree::found(*whole, {application, 0x30, field, 0x30, 0xa1, 0x04}) : nullptr;
    return type != nullptr && bytes != nullptr
               ? std::optional(
                     forge::Key{static_cast<krb5_enctype>(tree::number_of(*type)), bytes->content})
               : std::nullopt;
}

class OurAcceptor {
  public:
    OurAcceptor(const Way& way, const std::string& keytab)
        : way_(way),
          keys_(realm::from_keytab(keytab, nullptr)),
          plain_(policy_of(way, false)),
          keeping_(policy_of(way, false)),
          dce_(policy_of(way, true)) {
        mutauth_policy_waive_mutual(plain_.get());
        mutauth_policy_waive_mutual(keeping_.get());
        mutauth_policy_keep_delegated(keeping_.get());
    }

    /// mit is what krb5_rd_req made of the same AP-REQ.
    Verdict judge(const Case& it, const KrbVerdict& mit) const {
        Verdict out;
        const realm::Negotiation side = realm::accept(keys_, it.dce    ? dce_
                                                             : it.keep ? keeping_
                                                                       : plain_);
        realm::Step step = realm::step(side, it.token);
        const forge::Key session_key{mit.session_type, mit.session_key.text()};
        const std::string answer = step.status >= 0 ? opened(step.token, session_key) : "";
        if (step.status == MUTAUTH_CONTINUE && it.dce) {
            step = realm::step(side, third(answer, session_key));
        }
        mutauth_context* made = nullptr;
        out.code = step.status;
        if (step.status == MUTAUTH_OK) {
            out.code = mutauth_negotiation_finish(side.get(), &made);
        }
        const realm::Context context(made, mutauth_context_free);
        out.outcome = context ? Outcome::accepted : Outcome::refused;
        if (context) {
            describe(context, out);
            out.opens = opens(context, library_, peer_key(answer, session_key, mit));
        }
        return out;
    }

    /// How the third leg of DCE style is forged.
    std::int64_t third_number_error = 0;
    std::optional<forge::Key> third_subkey;

  private:
    std::string opened(const std::string& token, const forge::Key& session_key) const {
        const std::string cipher = forge::answer_in(forge::message_in(token));
        return cipher.empty() || session_key.bytes.empty()
                   ? ""
                   : library_.opened(session_key, forge::kAnswerUsage, cipher).value_or("");
    }

    /// [MS-KILE] 3.4.5.1: repeats times and number of the answer.
    std::string third(const std::string& answer, const forge::Key& session_key) const {
        const auto whole = tree::read(answer);
        const auto* time = whole ? tree::found(*whole, {0x7b, 0x30, 0xa0, 0x18}) : nullptr;
        const auto* micro = whole ? tree::found(*whole, {0x7b, 0x30, 0xa1, 0x02}) : nullptr;
        const auto* number = whole ? tree::found(*whole, {0x7b, 0x30, 0xa3, 0x02}) : nullptr;
        if (time == nullptr || micro == nullptr || number == nullptr ||
            !forge::seals(session_key)) {
            return "no answer to answer";
        }
        const Said says{tree::seconds_of(*time), tree::number_of(*micro), third_subkey,
                        tree::number_of(*number) + third_number_error};
        tree::Element part =
            forge::answer_part(says.time, says.microseconds, says.subkey, says.sequence);
        const std::string message =
            forge::Forger(library_).answer(session_key, tree::written(part));
        return way_.mechanism == MUTAUTH_MECHANISM_NEGOTIATE
                   ? tree::written(forge::continuation(tree::bare(message)))
                   : message;
    }

    static PeerKey peer_key(const std::string& answer,
                            const forge::Key& session_key,
                            const KrbVerdict& mit) {
        const auto acceptors = key_in(answer, 0x7b);
        const forge::Key initiators{mit.subkey_type, mit.subkey.text()};
        const forge::Key& own = initiators.bytes.empty() ? session_key : initiators;
        return {acceptors.value_or(own), false, acceptors.has_value(), mit.sequence};
    }

    Way way_;
    forge::Library library_;
    realm::Credential keys_;
    realm::Policy plain_;
    realm::Policy keeping_;
    realm::Policy dce_;
};

/// The authenticator in a request.
inline std::string said_in(const forge::Library& library,
                           const forge::Key& session_key,
                           const std::string& request) {
    return library
        .opened(session_key, forge::kAuthenticatorUsage,
                forge::authenticator_in(forge::message_in(request)))
        .value_or("");
}

/// To a request, or to the token that it is in.
inline AnswerCase answer_to(std::uint64_t number,
                            const Way& way,
                            const forge::Library& library,
                            const forge::Key& session_key,
                            const std::string& request) {
    const auto whole = tree::read(said_in(library, session_key, request));
    const auto* time = whole ? tree::found(*whole, {0x62, 0x30, 0xa5, 0x18}) : nullptr;
    const auto* micro = whole ? tree::found(*whole, {0x62, 0x30, 0xa4, 0x02}) : nullptr;
    if (time == nullptr || micro == nullptr) {
        ADD_FAILURE() << "an honest request is not understood";
        return {};
    }
    return answer_case(library, number, way, session_key, tree::seconds_of(*time),
                       tree::number_of(*micro));
}

class OurInitiator {
  public:
    OurInitiator(const Way& way, const std::string& ccache)
        : way_(way), plain_(policy_of(way, false)), dce_(policy_of(way, true)) {
        mutauth_credential* made = nullptr;
        EXPECT_EQ(mutauth_credential_from_ccache(("FILE:" + ccache).c_str(), &made), MUTAUTH_OK)
            << realm::why();
        tickets_.reset(made);
    }

    Verdict judge(std::uint64_t number,
                  const forge::Key& session_key,
                  const KrbVerdict& mit) const {
        Verdict out;
        const bool dce = is_dce(number, way_);
        const realm::Negotiation side =
            realm::initiate(tickets_, std::string(kService) + "@" + kRealm, dce ? dce_ : plain_);
        const realm::Step first = realm::step(side, "");
        const std::string said = said_in(library_, session_key, first.token);
        const AnswerCase answer = answer_to(number, way_, library_, session_key, first.token);
        const realm::Step second = realm::step(side, answer.token);
        mutauth_context* made = nullptr;
        out.code = second.status;
        if (second.status == MUTAUTH_OK) {
            out.code = mutauth_negotiation_finish(side.get(), &made);
        }
        const realm::Context context(made, mutauth_context_free);
        out.outcome = context ? Outcome::accepted : Outcome::refused;
        if (context) {
            describe(context, out);
            const forge::Key acceptors{mit.subkey_type, mit.subkey.text()};
            const bool has = !acceptors.bytes.empty();
            out.opens = opens(context, library_,
                              {has ? acceptors : key_in(said, 0x62).value_or(session_key), true,
                               has, mit.sequence});
        }
        return out;
    }

  private:
    Way way_;
    forge::Library library_;
    realm::Credential tickets_{nullptr, mutauth_credential_free};
    realm::Policy plain_;
    realm::Policy dce_;
};

}  // namespace forged

// Forged messages by number: the same number gives the same message, but for the times and what
// encryption draws.
#pragma once

#include <mutauth/policy.h>

#include <array>

#include "support/forge_oddities.h"
#include "support/forge_wraps.h"

namespace forged {

inline constexpr const char* kService = "host/host1.example.test";
inline constexpr const char* kRealm = "EXAMPLE.TEST";
inline constexpr std::array<krb5_enctype, 5> kServiceTypes{18, 17, 19, 20, 23};

/// Which of ours reads it.
struct Way {
    const char* name;
    std::int32_t mechanism;
    std::int32_t protector;
};

inline forge::Key key_of(krb5_enctype enctype, tree::Dice& dice) {
    return {enctype, dice.bytes(forge::key_size(enctype))};
}

inline std::vector<forge::Key> service_keys() {
    tree::Dice dice(1);
    std::vector<forge::Key> out;
    for (const krb5_enctype enctype : kServiceTypes) {
        out.push_back(key_of(enctype, dice));
    }
    return out;
}

struct Case {
    std::string token;
    /// The AP-REQ in it.
    std::string message;
    forge::Key session_key;
    std::optional<forge::Key> subkey;
    bool dce = false;
    bool keep = false;
    bool delegated = false;
    /// Nothing was changed: everybody must take it.
    bool honest = false;
    std::string how;
};

/// Bends one layer, some times.
class Bender {
  public:
    Bender(tree::Dice& dice, std::string& how) : dice_(dice), how_(how) {}

    void aim(forge::Layer layer) {
        layer_ = layer;
        times_ = 1 + dice_.below(2);
    }

    void operator()(forge::Layer layer, tree::Element& root) const {
        static constexpr const char* kNames[] = {"token",      "message",  "authenticator",
                                                 "checksum",   "KRB-CRED", "EncKrbCredPart",
                                                 "ticket part"};
        for (unsigned i = 0; layer == layer_ && i < times_; ++i) {
            how_ += std::string("; ") + kNames[static_cast<int>(layer)] + ": " +
                    tree::bend(root, dice_);
        }
    }

  private:
    tree::Dice& dice_;
    std::string& how_;
    forge::Layer layer_ = forge::Layer::none;
    unsigned times_ = 0;
};

inline std::string wrapped(
    const forge::Forger& forger, bool request, bool spnego, bool dce, const std::string& message) {
    using forge::Layer;
    tree::Element inner =
        dce ? tree::bare(message)
            : forge::framed(request ? forge::kRequestId : forge::kAnswerId, message);
    if (!spnego) {
        return dce ? message : forger.touched(Layer::token, inner);
    }
    tree::Element outer =
        request ? forge::offer(std::move(inner)) : forge::agreement(std::move(inner));
    return forger.touched(Layer::token, outer);
}

/// What an honest client says, of many kinds.
inline forge::Request honest_request(tree::Dice& dice, std::int64_t now, Case& out) {
    forge::Request says;
    says.now = now;
    says.service_key = service_keys()[dice.one_in(3) ? dice.below(kServiceTypes.size()) : 0];
    says.session_key =
        key_of(dice.one_in(3) ? static_cast<krb5_enctype>(17 + dice.below(4)) : 18, dice);
    if (!dice.one_in(4)) {
        says.subkey = key_of(says.session_key.enctype, dice);
    }
    says.sequence = dice.below(0x40000000);
    says.microseconds = dice.below(1000000);
    out.dce = dice.one_in(6);
    out.keep = !out.dce && dice.one_in(4);
    says.flags = out.dce ? forge::kUsualFlags | forge::kDceStyle
                         : forge::kUsualFlags & ~(dice.one_in(3) ? forge::kMutual : 0U);
    if (dice.one_in(3)) {
        // RFC 4537 3.
        says.authenticator_data.push_back(forge::if_relevant({forge::authorization(
            forge::kEtypeNegotiation,
            tree::octets_of(tree::sequence({tree::integer(18), tree::integer(17),
                                            tree::integer(says.session_key.enctype)})))}));
    }
    if (dice.one_in(4)) {
        says.authenticator_data.push_back(forge::if_relevant(
            {forge::authorization(forge::kApOptions, std::string("\0\x40\0\0", 4))}));
    }
    if (out.keep && dice.one_in(2)) {
        says.delegation.emplace();
    }
    return says;
}

inline Case request_case(const forge::Library& library,
                         std::uint64_t number,
                         const Way& way,
                         std::int64_t now) {
    using forge::Layer;
    tree::Dice dice(number);
    Case out;
    forge::Request says = honest_request(dice, now, out);
    Bender bender(dice, out.how);
    const unsigned plan = dice.below(10);
    out.honest = plan == 0;
    if (plan >= 1 && plan <= 4) {
        for (unsigned i = 1 + dice.below(2); i > 0; --i) {
            out.how += std::string("; ") + dice.one_of(forge::kOddities)(library, says, dice);
        }
    }
    if (plan >= 4) {
        static constexpr Layer kLayers[] = {
            Layer::token,         Layer::message,     Layer::authenticator, Layer::authenticator,
            Layer::authenticator, Layer::checksum,    Layer::cred,          Layer::cred_part,
            Layer::ticket_part,   Layer::ticket_part, Layer::ticket_part};
        const Layer layer = dice.one_of(kLayers);
        bender.aim(layer);
        if (layer == Layer::cred || layer == Layer::cred_part) {
            says.delegation.emplace();
        }
    }
    const forge::Forger forger(library,
                               [&](Layer layer, tree::Element& root) { bender(layer, root); });
    out.message = forger.request(says);
    out.token =
        wrapped(forger, true, way.mechanism == MUTAUTH_MECHANISM_NEGOTIATE, out.dce, out.message);
    out.delegated = says.delegation.has_value() || (says.flags & forge::kDelegates) != 0;
    out.session_key = says.session_key;
    out.subkey = says.subkey;
    return out;
}

/// How a service answers, by the number of the case.
struct AnswerCase {
    std::string token;
    std::string message;
    bool honest = false;
    bool dce = false;
    std::string how;
};

/// Under SPNEGO it takes a leg more than there is here.
inline bool is_dce(std::uint64_t number, const Way& way) {
    return number % 6 == 5 && way.mechanism == MUTAUTH_MECHANISM_KRB5;
}
inline krb5_enctype answer_type(std::uint64_t number) {
    return number % 3 == 0 ? static_cast<krb5_enctype>(17 + number / 3 % 4) : 18;
}

/// What EncAPRepPart says, before it is written.
struct Said {
    std::int64_t time;
    std::int64_t microseconds;
    std::optional<forge::Key> subkey;
    std::optional<std::int64_t> sequence;
};

inline const char* make_odd(Said& says, const forge::Key& session_key, tree::Dice& dice) {
    static constexpr std::size_t kSizes[] = {0, 1, 15, 16, 17, 24, 31, 32, 33, 64};
    static constexpr krb5_enctype kTypes[] = {17, 18, 19, 20, 23, 3, 16, 0, 99};
    static constexpr std::int64_t kNumbers[] = {-1,         0,          0x7fffffff,
                                                0x80000000, 0xffffffff, 0x100000000};
    switch (dice.below(6)) {
        case 0:
            says.subkey = forge::Key{session_key.enctype, dice.bytes(dice.one_of(kSizes))};
            return "; a subkey of another size";
        case 1:
            says.subkey = key_of(dice.one_of(kTypes), dice);
            return "; a subkey of another type";
        case 2:
            says.subkey.reset();
            return "; no subkey";
        case 3:
            says.sequence = dice.one_of(kNumbers);
            return "; another sequence number";
        case 4:
            says.sequence.reset();
            return "; no sequence number";
        default:
            (dice.one_in(2) ? says.time : says.microseconds) += dice.one_in(2) ? 1 : -1;
            return "; another time";
    }
}

/// The answer to an authenticator of a time and of microseconds.
inline AnswerCase answer_case(const forge::Library& library,
                              std::uint64_t number,
                              const Way& way,
                              const forge::Key& session_key,
                              std::int64_t time,
                              std::int64_t microseconds) {
    using forge::Layer;
    tree::Dice dice(number);
    AnswerCase out;
    out.dce = is_dce(number, way);
    Said says{time, microseconds, std::nullopt, dice.below(0x40000000)};
    if (!dice.one_in(4)) {
        says.subkey = key_of(
            dice.one_in(3) ? static_cast<krb5_enctype>(17 + dice.below(4)) : session_key.enctype,
            dice);
    }
    const unsigned plan = dice.below(8);
    out.honest = plan == 0;
    if (plan >= 1 && plan <= 3) {
        out.how = make_odd(says, session_key, dice);
    }
    Bender bender(dice, out.how);
    if (plan >= 3) {
        static constexpr Layer kLayers[] = {Layer::token, Layer::message, Layer::authenticator,
                                            Layer::authenticator};
        bender.aim(dice.one_of(kLayers));
    }
    const forge::Forger forger(library,
                               [&](Layer layer, tree::Element& root) { bender(layer, root); });
    tree::Element part =
        forge::answer_part(says.time, says.microseconds, says.subkey, says.sequence);
    out.message = forger.answer(session_key, forger.touched(Layer::authenticator, part));
    out.token =
        wrapped(forger, false, way.mechanism == MUTAUTH_MECHANISM_NEGOTIATE, out.dce, out.message);
    return out;
}

}  // namespace forged

#include "context/context_transfer.h"

#include <algorithm>
#include <concepts>
#include <optional>

#include "context/received_order.h"
#include "core/text.h"

namespace mutauth::context {
namespace {

/// The last one is the form's version: another is not read.
constexpr std::array<std::uint8_t, 8> kMagic{'m', 'u', 't', 'a', 'u', 't', 'h', 3};
constexpr std::size_t kMostIndicators = 1024;
constexpr std::size_t kMostNames = std::size_t{1} << 20;

class Writer {
  public:
    void add(std::unsigned_integral auto number) {
        for (std::size_t i = sizeof number; i-- > 0;) {
            out_.push_back(static_cast<std::uint8_t>(number >> 8 * i));
        }
    }
    void add(bool yes) { add(static_cast<std::uint8_t>(yes ? 1 : 0)); }
    void add(std::int32_t number) { add(static_cast<std::uint32_t>(number)); }
    void add(std::int64_t number) { add(static_cast<std::uint64_t>(number)); }
    void add(ByteView octets) {
        add(static_cast<std::uint32_t>(octets.size()));
        append(out_, octets);
    }
    void add(const std::string& text) { add(bytes_of(text)); }
    Bytes take() { return std::move(out_); }

  private:
    Bytes out_{kMagic.begin(), kMagic.end()};
};

/// What does not fit reads as nothing, and good() tells it once all is read.
class Reader {
  public:
    explicit Reader(ByteView octets) : left_(octets) {
        good_ = octets.size() >= kMagic.size() &&
                std::equal(kMagic.begin(), kMagic.end(), octets.begin());
        if (good_) {
            left_ = left_.subspan(kMagic.size());
        }
    }

    void read(std::unsigned_integral auto& number) {
        number = 0;
        for (const std::uint8_t octet : next(sizeof number)) {
            number = static_cast<std::remove_reference_t<decltype(number)>>(number << 8 | octet);
        }
    }
    void read(bool& yes) {
        std::uint8_t number = 0;
        read(number);
        require(number <= 1);
        yes = number == 1;
    }
    void read(std::int32_t& number) {
        std::uint32_t bits = 0;
        read(bits);
        number = static_cast<std::int32_t>(bits);
    }
    void read(std::int64_t& number) {
        std::uint64_t bits = 0;
        read(bits);
        number = static_cast<std::int64_t>(bits);
    }
    void read(Bytes& octets) {
        std::uint32_t size = 0;
        read(size);
        octets = copy_of(next(size));
    }
    void read(std::string& text) {
        std::uint32_t size = 0;
        read(size);
        text = text_of(next(size));
        require(is_utf8(text) && text.find('\0') == std::string::npos);
    }
    void require(bool holds) { good_ = good_ && holds; }
    bool good() const noexcept { return good_; }
    bool at_end() const noexcept { return left_.empty(); }

  private:
    ByteView next(std::size_t size) {
        require(size <= left_.size());
        if (!good_) {
            return {};
        }
        const ByteView out = left_.first(size);
        left_ = left_.subspan(size);
        return out;
    }

    ByteView left_;
    bool good_ = false;
};

/// The fields that only need to be there, in their order, for both directions.
template <typename Way, typename ProofType>
void pass_plain(Way way, ProofType& proof) {
    way(proof.initiator);
    way(proof.mutual);
    way(proof.client);
    way(proof.client_type);
    way(proof.asked_service);
    way(proof.service_key);
    way(proof.established);
    way(proof.expires);
    way(proof.authenticated);
    way(proof.ticket_enctype);
    way(proof.flags);
    way(proof.channel_bound);
    way(proof.bindings_given);
}

template <typename Way, typename SessionType>
void pass_plain_session(Way way, SessionType& session) {
    way(session.key);
    way(session.initiator);
    way(session.acceptor_subkey);
    way(session.dce_style);
    way(session.next_sent);
    way(session.next_received);
    way(session.window);
}

void write_texts(Writer& to, const std::vector<std::string>& texts) {
    to.add(static_cast<std::uint32_t>(texts.size()));
    for (const std::string& one : texts) {
        to.add(one);
    }
}

void read_texts(Reader& from, std::vector<std::string>& texts, std::size_t most) {
    std::uint32_t count = 0;
    from.read(count);
    from.require(count <= most);
    for (std::uint32_t i = 0; i < count && from.good(); ++i) {
        from.read(texts.emplace_back());
    }
}

void write_authorization(Writer& to, const Authorization& from) {
    to.add(from.pac != nullptr);
    if (from.pac) {
        to.add(from.pac->bytes());
        // The service's key, by which it is checked, stays here.
        const auto verified = from.pac->verified();
        to.add(verified && *verified);
    }
    write_texts(to, from.indicators);
}

void read_authorization(Reader& from, Authorization& to) {
    bool has_pac = false;
    from.read(has_pac);
    if (has_pac) {
        Bytes octets;
        bool verified = false;
        from.read(octets);
        from.read(verified);
        to.pac = std::make_shared<Pac>(std::move(octets),
                                       [verified](ByteView /*pac*/) { return verified; });
    }
    read_texts(from, to.indicators, kMostIndicators);
}

template <typename Choice>
void read_choice(Reader& from, Choice& choice, std::initializer_list<Choice> all) {
    std::int32_t number = 0;
    from.read(number);
    choice = static_cast<Choice>(number);
    from.require(std::find(all.begin(), all.end(), choice) != all.end());
}

void read_session(Reader& from, cfx::Session& session, std::int32_t& enctype_number) {
    from.read(enctype_number);
    const auto enctype = cfx::enctype_of(enctype_number);
    from.require(enctype.has_value());
    if (enctype) {
        session.enctype = *enctype;
    }
    pass_plain_session([&](auto& field) { from.read(field); }, session);
    from.require(session.key.size() == session.enctype.key_size &&
                 session.window <= ReceivedOrder::kWidest);
}

}  // namespace

Bytes write_transfer(const Transfer& transfer) {
    Writer to;
    const auto add = [&](const auto& field) {
        to.add(field);
    };
    to.add(static_cast<std::int32_t>(transfer.protector));
    to.add(static_cast<std::int32_t>(transfer.proof.level));
    to.add(static_cast<std::int32_t>(transfer.proof.mechanism));
    pass_plain(add, transfer.proof);
    write_texts(to, transfer.proof.service_keys);
    write_authorization(to, transfer.proof.authorization);
    to.add(transfer.terms.message_limit);
    to.add(transfer.terms.replay_window);
    to.add(transfer.made);
    to.add(transfer.taken);
    to.add(transfer.protection.session.enctype.number);
    pass_plain_session(add, transfer.protection.session);
    to.add(ByteView(transfer.protection.token));
    return to.take();
}

Result<Transfer> read_transfer(ByteView octets) {
    Transfer out;
    Reader from(octets);
    const auto read = [&](auto& field) {
        from.read(field);
    };
    read_choice(from, out.protector, {Protector::own, Protector::gss});
    read_choice(from, out.proof.level,
                {Level::connect, Level::call, Level::packet, Level::integrity, Level::privacy});
    read_choice(from, out.proof.mechanism, {Mechanism::krb5, Mechanism::negotiate});
    pass_plain(read, out.proof);
    read_texts(from, out.proof.service_keys, kMostNames);
    from.require(!out.proof.service_keys.empty() &&
                 out.proof.service_keys.front() == out.proof.service_key);
    read_authorization(from, out.proof.authorization);
    read(out.terms.message_limit);
    read(out.terms.replay_window);
    read(out.made);
    read(out.taken);
    read_session(from, out.protection.session, out.proof.enctype);
    read(out.protection.token);
    from.require(out.terms.replay_window == out.protection.session.window &&
                 out.proof.initiator == out.protection.session.initiator &&
                 out.protection.token.empty() == (out.protector == Protector::own));
    if (!from.good() || !from.at_end()) {
        return Error(Status::export_malformed);
    }
    return out;
}

}  // namespace mutauth::context

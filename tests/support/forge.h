// The messages of one who has the keys: a client with a ticket, a service, or a KDC that lies. Each
// is a tree (support/der_tree.h) that can be bent below the encryption before it is sealed.
#pragma once

#include <functional>
#include <vector>

#include "support/der_bend.h"
#include "support/forge_keys.h"

namespace forge {

using tree::Element;
using tree::field;

/// RFC 4120 7.5.1 and RFC 7751 3.
inline constexpr krb5_keyusage kTicketUsage = 2;
inline constexpr krb5_keyusage kAuthenticatorUsage = 11;
inline constexpr krb5_keyusage kAnswerUsage = 12;
inline constexpr krb5_keyusage kCredUsage = 14;
inline constexpr krb5_keyusage kPacUsage = 17;
inline constexpr krb5_keyusage kCammacUsage = 64;

/// RFC 4120 7.5.4 and [MS-KILE] 2.2.
inline constexpr int kIfRelevant = 1;
inline constexpr int kCammac = 96;
inline constexpr int kIndicators = 97;
inline constexpr int kPac = 128;
inline constexpr int kEtypeNegotiation = 129;
inline constexpr int kTokenRestrictions = 141;
inline constexpr int kApOptions = 143;

/// RFC 2743's and [MS-KILE]'s flags, as RFC 4121 4.1.1.1 has them.
inline constexpr std::uint32_t kDelegates = 0x1;
inline constexpr std::uint32_t kMutual = 0x2;
inline constexpr std::uint32_t kUsualFlags = 0x3e;
inline constexpr std::uint32_t kDceStyle = 0x1000;

/// What can be bent: one layer of the message, each inside the one before.
enum class Layer { token, message, authenticator, checksum, cred, cred_part, ticket_part, none };

/// Called with each layer's tree before it is written.
using Touch = std::function<void(Layer, Element&)>;

inline Element name(int type, const std::vector<std::string>& components) {
    std::vector<Element> list;
    list.reserve(components.size());
    for (const std::string& one : components) {
        list.push_back(tree::general(one));
    }
    return tree::sequence({field(0, tree::integer(type)), field(1, tree::sequence(list))});
}

inline Element key_element(const Key& key) {
    return tree::sequence(
        {field(0, tree::integer(key.enctype)), field(1, tree::octets(key.bytes))});
}

inline Element sealed_element(krb5_enctype enctype,
                              std::optional<std::int64_t> kvno,
                              const std::string& cipher) {
    std::vector<Element> parts{field(0, tree::integer(enctype))};
    if (kvno) {
        parts.push_back(field(1, tree::integer(*kvno)));
    }
    parts.push_back(field(2, tree::octets(cipher)));
    return tree::sequence(std::move(parts));
}

/// RFC 4120 5.2.6.
inline Element authorization(int type, Element octets) {
    return tree::sequence({field(0, tree::integer(type)), field(1, std::move(octets))});
}
inline Element authorization(int type, std::string bytes) {
    return authorization(type, tree::octets(std::move(bytes)));
}
inline Element if_relevant(std::vector<Element> inside) {
    return authorization(kIfRelevant, tree::octets_of(tree::sequence(std::move(inside))));
}

/// What is handed over (RFC 4120 5.8).
struct Delegation {
    unsigned tickets = 1;
    unsigned infos = 1;
    std::vector<std::string> client{"alice"};
    /// By the subkey, by the session key, or not at all (etype 0).
    enum class By { subkey, session_key, nothing } by = By::session_key;
    std::uint16_t option = 1;
    int size_error = 0;
};

/// All that a request says. The defaults are what an honest client and its KDC would write.
struct Request {
    std::int64_t now = 0;
    Key service_key;
    Key session_key;
    std::string realm = "EXAMPLE.TEST";
    std::vector<std::string> service{"host", "host1.example.test"};
    std::optional<std::int64_t> kvno = 1;
    std::uint32_t options = 0x20000000;

    // The ticket.
    std::vector<std::string> client{"alice"};
    std::string client_realm = "EXAMPLE.TEST";
    std::uint32_t ticket_flags = 0x40e00000;
    std::int64_t authenticated = -60;
    std::optional<std::int64_t> starts = -60;
    std::int64_t ends = 3600;
    std::optional<std::int64_t> renewable;
    int transited_type = 1;
    std::string transited;
    /// The session key as the ticket has it, if it is another.
    std::optional<Key> told_key;
    std::vector<Element> ticket_data;

    // The authenticator.
    std::optional<std::vector<std::string>> told_client;
    std::optional<std::string> told_realm;
    std::int64_t ahead = 0;
    std::int64_t microseconds = 0;
    std::optional<Key> subkey;
    std::optional<std::int64_t> sequence = 1000;
    int checksum_type = 0x8003;
    std::uint32_t flags = kUsualFlags;
    std::optional<Delegation> delegation;
    std::string after_checksum;
    bool has_checksum = true;
    std::vector<Element> authenticator_data;
};

inline std::string little_endian(std::uint64_t number, unsigned bytes) {
    std::string out;
    for (unsigned i = 0; i < bytes; ++i) {
        out += static_cast<char>(number >> (8 * i) & 0xff);
    }
    return out;
}

/// RFC 4120 5.3.
inline Element ticket_part(const Request& says) {
    std::vector<Element> parts{
        field(0, tree::flags(says.ticket_flags)),
        field(1, key_element(says.told_key.value_or(says.session_key))),
        field(2, tree::general(says.client_realm)),
        field(3, name(1, says.client)),
        field(4, tree::sequence({field(0, tree::integer(says.transited_type)),
                                 field(1, tree::octets(says.transited))})),
        field(5, tree::time(says.now + says.authenticated)),
    };
    if (says.starts) {
        parts.push_back(field(6, tree::time(says.now + *says.starts)));
    }
    parts.push_back(field(7, tree::time(says.now + says.ends)));
    if (says.renewable) {
        parts.push_back(field(8, tree::time(says.now + *says.renewable)));
    }
    if (!says.ticket_data.empty()) {
        parts.push_back(field(10, tree::sequence(says.ticket_data)));
    }
    return tree::node(tree::application(3), {tree::sequence(std::move(parts))});
}

inline Element ticket_of(const std::string& realm,
                         const std::vector<std::string>& service,
                         Element sealed) {
    return tree::node(tree::application(1),
                      {tree::sequence({field(0, tree::integer(5)), field(1, tree::general(realm)),
                                       field(2, name(2, service)), field(3, std::move(sealed))})});
}

/// RFC 4120 5.5.1.
inline Element authenticator(const Request& says, const std::string& checksum) {
    std::vector<Element> parts{
        field(0, tree::integer(5)),
        field(1, tree::general(says.told_realm.value_or(says.client_realm))),
        field(2, name(1, says.told_client.value_or(says.client))),
    };
    if (says.has_checksum) {
        parts.push_back(field(3, tree::sequence({field(0, tree::integer(says.checksum_type)),
                                                 field(1, tree::octets(checksum))})));
    }
    parts.push_back(field(4, tree::integer(says.microseconds)));
    parts.push_back(field(5, tree::time(says.now + says.ahead)));
    if (says.subkey) {
        parts.push_back(field(6, key_element(*says.subkey)));
    }
    if (says.sequence) {
        parts.push_back(field(7, tree::integer(*says.sequence)));
    }
    if (!says.authenticator_data.empty()) {
        parts.push_back(field(8, tree::sequence(says.authenticator_data)));
    }
    return tree::node(tree::application(2), {tree::sequence(std::move(parts))});
}

/// RFC 4120 5.8.1's EncKrbCredPart, with what a client is asked to write (3.6.1).
inline Element cred_part(const Request& says, const Delegation& over, const Key& key) {
    std::vector<Element> infos;
    for (unsigned i = 0; i < over.infos; ++i) {
        infos.push_back(tree::sequence(
            {field(0, key_element(key)), field(1, tree::general(says.client_realm)),
             field(2, name(1, over.client)), field(3, tree::flags(0x60800000)),
             field(4, tree::time(says.now - 60)), field(5, tree::time(says.now - 60)),
             field(6, tree::time(says.now + 3600)), field(8, tree::general(says.client_realm)),
             field(9, name(2, {"krbtgt", says.client_realm}))}));
    }
    return tree::node(
        tree::application(29),
        {tree::sequence({field(0, tree::sequence(std::move(infos))), field(2, tree::time(says.now)),
                         field(3, tree::integer(says.microseconds))})});
}

inline Element cred(const Request& says, const Delegation& over, Element sealed) {
    std::vector<Element> tickets;
    for (unsigned i = 0; i < over.tickets; ++i) {
        tickets.push_back(ticket_of(says.client_realm, {"krbtgt", says.client_realm},
                                    sealed_element(18, 1, std::string(100, '\x5a'))));
    }
    return tree::node(tree::application(22),
                      {tree::sequence({field(0, tree::integer(5)), field(1, tree::integer(22)),
                                       field(2, tree::sequence(std::move(tickets))),
                                       field(3, std::move(sealed))})});
}

class Forger {
  public:
    explicit Forger(const Library& library, Touch touch = {})
        : library_(library), touch_(std::move(touch)) {}

    /// RFC 4120 5.5.1, bare.
    std::string request(const Request& says) const {
        Element part = ticket_part(says);
        const std::string ticket =
            library_.sealed(says.service_key, kTicketUsage, touched(Layer::ticket_part, part));
        Element said = authenticator(says, checksum(says));
        return request(says, ticket, touched(Layer::authenticator, said));
    }

    /// Of a ticket's cipher and an authenticator's plaintext as they are.
    std::string request(const Request& says,
                        const std::string& ticket,
                        const std::string& said) const {
        const std::string sealed = library_.sealed(says.session_key, kAuthenticatorUsage, said);
        Element message = tree::node(
            tree::application(14),
            {tree::sequence(
                {field(0, tree::integer(5)), field(1, tree::integer(14)),
                 field(2, tree::flags(says.options)),
                 field(3, ticket_of(says.realm, says.service,
                                    sealed_element(says.service_key.enctype, says.kvno, ticket))),
                 field(4, sealed_element(says.session_key.enctype, std::nullopt, sealed))})});
        return touched(Layer::message, message);
    }

    /// RFC 4121 4.1.1.
    std::string checksum(const Request& says) const {
        std::string out = little_endian(16, 4) + std::string(16, '\0') +
                          little_endian(says.flags | (says.delegation ? kDelegates : 0), 4);
        if (says.delegation) {
            const std::string handed = cred_message(says, *says.delegation);
            out += little_endian(says.delegation->option, 2) +
                   little_endian(handed.size() + static_cast<std::size_t>(static_cast<std::int64_t>(
                                                     says.delegation->size_error)),
                                 2) +
                   handed;
        }
        Element bytes = tree::bare(out + says.after_checksum);
        return touched(Layer::checksum, bytes);
    }

    /// RFC 4120 5.8.1.
    std::string cred_message(const Request& says, const Delegation& over) const {
        Element part = cred_part(says, over, {18, std::string(32, '\x21')});
        return cred_message(says, over, touched(Layer::cred_part, part));
    }
    std::string cred_message(const Request& says,
                             const Delegation& over,
                             const std::string& part) const {
        const bool by_subkey =
            over.by == Delegation::By::subkey && says.subkey && seals(*says.subkey);
        const Key& key = by_subkey ? *says.subkey : says.session_key;
        Element sealed =
            over.by == Delegation::By::nothing
                ? sealed_element(0, std::nullopt, part)
                : sealed_element(key.enctype, std::nullopt, library_.sealed(key, kCredUsage, part));
        Element message = cred(says, over, std::move(sealed));
        return touched(Layer::cred, message);
    }

    /// RFC 4120 5.5.2's EncAPRepPart, sealed and bare.
    std::string answer(const Key& session_key, const std::string& part) const {
        Element message = tree::node(
            tree::application(15),
            {tree::sequence(
                {field(0, tree::integer(5)), field(1, tree::integer(15)),
                 field(2, sealed_element(session_key.enctype, std::nullopt,
                                         library_.sealed(session_key, kAnswerUsage, part)))})});
        return touched(Layer::message, message);
    }

    std::string touched(Layer layer, Element& element) const {
        if (touch_) {
            touch_(layer, element);
        }
        return tree::written(element);
    }

  private:
    const Library& library_;
    Touch touch_;
};

/// RFC 4120 5.5.2.
inline Element answer_part(std::int64_t time,
                           std::int64_t microseconds,
                           const std::optional<Key>& subkey,
                           std::optional<std::int64_t> sequence) {
    std::vector<Element> parts{field(0, tree::time(time)), field(1, tree::integer(microseconds))};
    if (subkey) {
        parts.push_back(field(2, key_element(*subkey)));
    }
    if (sequence) {
        parts.push_back(field(3, tree::integer(*sequence)));
    }
    return tree::node(tree::application(27), {tree::sequence(std::move(parts))});
}

/// RFC 4121 4.2.4: a sealed message of one who has the key.
inline std::string sealed_message(const Library& library,
                                  const Key& key,
                                  bool by_acceptor,
                                  bool acceptors_subkey,
                                  std::uint64_t sequence,
                                  const std::string& message) {
    std::string header("\x05\x04\x02\xff\0\0\0\0", 8);
    header[2] = static_cast<char>(0x02 | (by_acceptor ? 0x01 : 0) | (acceptors_subkey ? 0x04 : 0));
    for (int shift = 56; shift >= 0; shift -= 8) {
        header += static_cast<char>(sequence >> shift & 0xff);
    }
    // RFC 4121 2: of the acceptor's or of the initiator's sealing.
    const krb5_keyusage usage = by_acceptor ? 22 : 24;
    return header + library.sealed(key, usage, message + header);
}

}  // namespace forge

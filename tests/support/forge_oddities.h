// What an authentic but malicious client, service or KDC could say: one by one, where bending the
// DER at random places would seldom come to it.
#pragma once

#include "support/forge.h"

namespace forge {

/// [MS-PAC] 2.3: buffers with their types.
struct PacBuffer {
    std::uint32_t type;
    std::string bytes;
};

struct PacFrame {
    std::uint32_t version = 0;
    std::int64_t count_error = 0;
    std::int64_t offset_error = 0;
    std::int64_t size_error = 0;
    bool overlapping = false;
};

inline std::string pac(const std::vector<PacBuffer>& buffers, const PacFrame& frame = {}) {
    const auto off = [](std::size_t number, std::int64_t error) {
        return static_cast<std::uint64_t>(static_cast<std::int64_t>(number) + error);
    };
    std::string head =
        little_endian(off(buffers.size(), frame.count_error), 4) + little_endian(frame.version, 4);
    const std::size_t begin = 8 + 16 * buffers.size();
    std::string body;
    for (const PacBuffer& one : buffers) {
        const std::size_t at = begin + (frame.overlapping ? 0 : body.size());
        head += little_endian(one.type, 4) +
                little_endian(off(one.bytes.size(), frame.size_error), 4) +
                little_endian(off(at, frame.offset_error), 8);
        body += one.bytes;
        body.resize((body.size() + 7) / 8 * 8, '\0');
    }
    return head + body;
}

/// Signed as a KDC does it ([MS-PAC] 2.8), by the service's key.
inline std::string signed_pac(const Library& library, const Request& says) {
    constexpr std::uint32_t kLogonInfo = 1;
    krb5_pac made = nullptr;
    must(::krb5_pac_init(library.get(), &made), "krb5_pac_init");
    const std::string body(40, '\x11');
    const krb5_data in = borrowed(body);
    must(::krb5_pac_add_buffer(library.get(), made, kLogonInfo, &in), "krb5_pac_add_buffer");
    krb5_principal client = nullptr;
    must(::krb5_build_principal(
             library.get(), &client, static_cast<unsigned>(says.client_realm.size()),
             says.client_realm.c_str(), says.client.front().c_str(), static_cast<char*>(nullptr)),
         "krb5_build_principal");
    const krb5_keyblock key = says.service_key.block();
    krb5_data out{};
    must(::krb5_pac_sign(library.get(), made,
                         static_cast<krb5_timestamp>(says.now + says.authenticated), client, &key,
                         &key, &out),
         "krb5_pac_sign");
    std::string bytes(out.data, out.length);
    ::krb5_free_data_contents(library.get(), &out);
    ::krb5_free_principal(library.get(), client);
    ::krb5_pac_free(library.get(), made);
    return bytes;
}

/// RFC 7751 3 around RFC 8129 2's indicators, with the service's verifier by a type of checksum.
inline Element cammac_content(const Library& library,
                              const Key& by,
                              krb5_cksumtype type,
                              int told_type,
                              const std::string& indicator) {
    const Element elements = tree::sequence({authorization(
        kIndicators, tree::octets_of(tree::sequence({tree::leaf(tree::kUtf8String, indicator)})))});
    const std::string mac = library.checksum(by, kCammacUsage, type, tree::written(elements));
    const Element verifier = tree::sequence(
        {field(1, tree::integer(1)), field(2, tree::integer(by.enctype)),
         field(3,
               tree::sequence({field(0, tree::integer(told_type)), field(1, tree::octets(mac))}))});
    return tree::sequence({field(0, elements), field(2, verifier)});
}

inline Element cammac(const Library& library,
                      const Key& by,
                      krb5_cksumtype type,
                      int told_type,
                      const std::string& indicator) {
    return if_relevant({authorization(
        kCammac, tree::octets_of(cammac_content(library, by, type, told_type, indicator)))});
}

/// RFC 3962 7, RFC 8009 6 and RFC 4757 4: the checksum of each enctype.
inline krb5_cksumtype checksum_of(krb5_enctype enctype) {
    return enctype == 23 ? -138 : enctype < 19 ? enctype - 2 : enctype;
}
/// RFC 3961 8: some without a key.
inline constexpr krb5_cksumtype kUnkeyed[] = {2, 7, 9, 14};

using Oddity = const char* (*)(const Library&, Request&, tree::Dice&);

inline const Oddity kOddities[] = {
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr std::size_t kSizes[] = {0, 1, 8, 15, 16, 17, 24, 31, 32, 33, 64, 200};
        says.subkey = Key{says.session_key.enctype, dice.bytes(dice.one_of(kSizes))};
        return "a subkey of another size";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr krb5_enctype kTypes[] = {17, 18, 19, 20, 23, 3, 16, 0, 1, 99, -1};
        const krb5_enctype type = dice.one_of(kTypes);
        says.subkey = Key{type, dice.bytes(key_size(type))};
        return "a subkey of another type";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr std::size_t kSizes[] = {0, 1, 16, 17, 31, 33};
        says.told_key = Key{says.session_key.enctype, dice.bytes(dice.one_of(kSizes))};
        return "a session key of another size";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr krb5_enctype kTypes[] = {17, 19, 20, 23, 3, 0, 99};
        says.told_key = says.session_key;
        says.told_key->enctype = dice.one_of(kTypes);
        return "a session key of another type than is used";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        says.after_checksum = dice.bytes(1 + dice.below(40));
        return "bytes after the checksum";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        // RFC 4121 4.1.1: after the flags extensions, of a type, a length and data.
        says.after_checksum = std::string("\0\0\0\x07\0\0\0\x04", 8) + dice.bytes(4);
        return "an extension after the checksum";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr int kTypes[] = {0x8003, 0x8004, 1, 7, 15, 16, 0, -138};
        says.checksum_type = dice.one_of(kTypes);
        says.has_checksum = !dice.one_in(4);
        return "a checksum of another type, or none";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        says.flags = dice.one_in(2) ? dice.below(0x4000) : says.flags ^ 1U << dice.below(32);
        return "other flags";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr std::size_t kSizes[] = {0, 1, 3, 4, 5, 8};
        for (unsigned i = 1 + dice.below(2); i > 0; --i) {
            says.authenticator_data.push_back(
                if_relevant({authorization(kApOptions, dice.bytes(dice.one_of(kSizes)))}));
        }
        return "AP-OPTIONS once or twice, of any size";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        auto& data = dice.one_in(2) ? says.ticket_data : says.authenticator_data;
        static constexpr int kTypes[] = {2, 5, 7, 8, 9, 64, 65, 512, 513, -17, 0, 1 << 30};
        data.push_back(authorization(dice.one_of(kTypes), dice.bytes(dice.below(20))));
        return "authorization data of another type, which is critical";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        Element deep = authorization(kTokenRestrictions, dice.bytes(8));
        for (unsigned i = 2 + dice.below(30); i > 0; --i) {
            deep = if_relevant({deep});
        }
        (dice.one_in(2) ? says.ticket_data : says.authenticator_data).push_back(deep);
        return "authorization data deep inside";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr std::int64_t kSeconds[] = {-200, -700, -1000, 200, 700, 1000};
        says.ahead = dice.one_of(kSeconds);
        return "another clock";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr std::int64_t kNumbers[] = {-1, 0, 999999, 1000000, 0x7fffffff, 0xffffffff};
        says.microseconds = dice.one_of(kNumbers);
        return "other microseconds";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr std::int64_t kNumbers[] = {
            -1, 0, 1, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000, -0x80000000LL};
        says.sequence = dice.one_of(kNumbers);
        if (dice.one_in(4)) {
            says.sequence.reset();
        }
        return "another sequence number, or none";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr std::int64_t kSeconds[] = {-100000, -700, -200,   0,
                                                    200,     700,  100000, 2600000000};
        says.starts = dice.one_of(kSeconds);
        says.ends = dice.one_of(kSeconds);
        if (dice.one_in(2)) {
            says.starts.reset();
            says.authenticated = dice.one_of(kSeconds);
        }
        return "other times of the ticket";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        says.ticket_flags ^= 1U << dice.below(32);
        return "a flag of the ticket";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        says.options ^= 1U << dice.below(32);
        return "an option of the request";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr const char* kTexts[] = {"OTHER.TEST",   "A.TEST,B.TEST", ",",
                                                 "EXAMPLE.TEST", "/COM,\\",       "EDU,MIT."};
        says.transited = dice.one_of(kTexts);
        says.transited_type = static_cast<int>(dice.below(3));
        if (dice.one_in(2)) {
            says.client_realm = "OTHER.TEST";
        }
        return "realms on the way";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr const char* kNames[] = {"alice",  "bob",     "",          "alice/admin",
                                                 "al@ice", "al\\ice", "WELLKNOWN", "alice "};
        says.client.clear();
        for (unsigned i = dice.below(4); i > 0; --i) {
            says.client.emplace_back(dice.one_of(kNames));
        }
        if (dice.one_in(3)) {
            says.client.assign(17, "x");
        }
        return "another client's name";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        switch (dice.below(4)) {
            case 0:
                says.told_client = {"bob"};
                break;
            case 1:
                says.told_client = {"alice", ""};
                break;
            case 2:
                says.told_realm = "OTHER.TEST";
                break;
            default:
                says.told_client.emplace();
        }
        return "a client that is not the ticket's";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr std::int64_t kNumbers[] = {
            -1, 0, 2, 257, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000001};
        says.kvno = dice.one_of(kNumbers);
        if (dice.one_in(4)) {
            says.kvno.reset();
        }
        return "another version of the key, or none";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        if (dice.one_in(2)) {
            says.service = {"host", "host2.example.test"};
        } else if (dice.one_in(2)) {
            says.service.clear();
        } else {
            says.realm = "";
        }
        return "another service's name";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        Delegation over;
        over.tickets = dice.below(4);
        over.infos = dice.below(4);
        over.by = static_cast<Delegation::By>(dice.below(3));
        says.delegation = over;
        return "tickets handed over, as many as there are infos or not";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        Delegation over;
        over.size_error = static_cast<int>(dice.below(9)) - 4;
        over.option = static_cast<std::uint16_t>(dice.below(3));
        says.delegation = over;
        return "tickets handed over with a wrong size";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        Delegation over;
        over.client = dice.one_in(2) ? std::vector<std::string>{"bob"} : std::vector<std::string>();
        says.delegation = over;
        return "another's tickets handed over";
    },
    [](const Library& library, Request& says, tree::Dice& dice) {
        if (says.client.empty()) {
            return "no name for a PAC";
        }
        std::string bytes = signed_pac(library, says);
        if (dice.one_in(2)) {
            bytes[dice.below(static_cast<unsigned>(bytes.size()))] ^=
                static_cast<char>(1 << dice.below(8));
        }
        says.ticket_data.push_back(if_relevant({authorization(kPac, bytes)}));
        if (dice.one_in(4)) {
            says.ticket_data.push_back(
                if_relevant({authorization(kPac, signed_pac(library, says))}));
        }
        return "a PAC, whole or with a bit changed, once or twice";
    },
    [](const Library& library, Request& says, tree::Dice& /*dice*/) {
        if (says.client.empty()) {
            return "no name for a PAC";
        }
        says.authenticator_data.push_back(
            if_relevant({authorization(kPac, signed_pac(library, says))}));
        return "a PAC in the authenticator";
    },
    [](const Library& /*library*/, Request& says, tree::Dice& dice) {
        static constexpr std::int64_t kErrors[] = {
            -100, -8, -1, 0, 1, 4, 8, 1000, 0x10000000, 0xfffffff0, INT64_MAX / 2};
        PacFrame frame;
        frame.version = dice.below(2);
        frame.count_error = dice.one_in(2) ? dice.one_of(kErrors) : 0;
        frame.offset_error = dice.one_in(2) ? dice.one_of(kErrors) : 0;
        frame.size_error = dice.one_in(2) ? dice.one_of(kErrors) : 0;
        frame.overlapping = dice.one_in(3);
        std::vector<PacBuffer> buffers;
        for (unsigned i = dice.below(6); i > 0; --i) {
            buffers.push_back({dice.below(20), dice.bytes(dice.below(40))});
        }
        says.ticket_data.push_back(if_relevant({authorization(kPac, pac(buffers, frame))}));
        return "a frame of a PAC";
    },
    [](const Library& library, Request& says, tree::Dice& /*dice*/) {
        says.ticket_data.push_back(cammac(library, says.service_key, 0, 0, "unnamed"));
        return "indicators of the KDC, with checksum type 0";
    },
    [](const Library& library, Request& says, tree::Dice& dice) {
        const krb5_cksumtype type = dice.one_of(kUnkeyed);
        says.ticket_data.push_back(
            cammac(library, says.service_key, type, static_cast<int>(type), "forged"));
        return "indicators with a checksum without a key";
    },
    [](const Library& library, Request& says, tree::Dice& dice) {
        const Key& by = dice.one_in(3) ? says.session_key : says.service_key;
        says.ticket_data.push_back(
            cammac(library, by, 0, static_cast<int>(checksum_of(by.enctype)), "otp"));
        return "indicators by the service's key or by the session's";
    },
    [](const Library& library, Request& says, tree::Dice& /*dice*/) {
        says.authenticator_data.push_back(
            cammac(library, says.session_key, 0,
                   static_cast<int>(checksum_of(says.session_key.enctype)), "otp"));
        return "indicators in the authenticator";
    },
};

}  // namespace forge

// Kerberos' messages in what carries them: GSS-API's framing (RFC 4121 4.1) and SPNEGO (RFC 4178).
#pragma once

#include <algorithm>

#include "support/forge.h"

namespace forge {

inline const std::string kKerberosOid("\x2a\x86\x48\x86\xf7\x12\x01\x02\x02", 9);
inline const std::string kSpnegoOid("\x2b\x06\x01\x05\x05\x02", 6);
inline const std::string kRequestId("\x01\x00", 2);
inline const std::string kAnswerId("\x02\x00", 2);

inline Element framed(const std::string& id, const std::string& message) {
    return tree::node(tree::application(0),
                      {tree::leaf(tree::kOid, kKerberosOid), tree::bare(id + message)});
}

/// RFC 4178 4.2.1.
inline Element offer(Element token) {
    return tree::node(
        tree::application(0),
        {tree::leaf(tree::kOid, kSpnegoOid),
         field(0, tree::sequence({field(0, tree::sequence({tree::leaf(tree::kOid, kKerberosOid)})),
                                  field(2, tree::octets_of(std::move(token)))}))});
}

/// RFC 4178 4.2.2, accept-completed.
inline Element agreement(Element token) {
    return field(1, tree::sequence({field(0, tree::leaf(tree::kEnumerated, std::string(1, '\0'))),
                                    field(1, tree::leaf(tree::kOid, kKerberosOid)),
                                    field(2, tree::octets_of(std::move(token)))}));
}

/// RFC 4178 4.2.2, without a state.
inline Element continuation(Element token) {
    return field(1, tree::sequence({field(2, tree::octets_of(std::move(token)))}));
}

/// What an element of a message holds, by a path of tags.
inline std::string content_at(const std::string& message, const std::vector<std::uint8_t>& path) {
    const auto whole = tree::read(message);
    const tree::Element* found = whole ? tree::found(*whole, path) : nullptr;
    return found != nullptr ? found->content : "";
}

/// The Kerberos message in a well-formed token, whatever carries it.
inline std::string message_in(std::string token) {
    for (const auto& path : {std::vector<std::uint8_t>{0x60, 0xa0, 0x30, 0xa2, 0x04},
                             std::vector<std::uint8_t>{0xa1, 0x30, 0xa2, 0x04}}) {
        if (const std::string inside = content_at(token, path); !inside.empty()) {
            token = inside;
        }
    }
    const std::size_t at = token.find(kKerberosOid);
    return at != std::string::npos && at < 8 ? token.substr(at + kKerberosOid.size() + 2) : token;
}

/// The cipher of an AP-REQ's authenticator and of an AP-REP (RFC 4120 5.5.1 and 5.5.2).
inline std::string authenticator_in(const std::string& message) {
    return content_at(message, {0x6e, 0x30, 0xa4, 0x30, 0xa2, 0x04});
}
inline std::string answer_in(const std::string& message) {
    return content_at(message, {0x6f, 0x30, 0xa2, 0x30, 0xa2, 0x04});
}

}  // namespace forge

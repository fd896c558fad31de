#include "context/kerberos/forwarded.h"

#include <algorithm>

#include "context/kerberos/sealed_part.h"

namespace mutauth::context::kerberos {
namespace {

/// RFC 4120 3.6.2: encrypted in the sub-session key or the session key; clear under enctype 0, as
/// old MIT sends it inside an authenticator.
std::optional<Bytes> open(const EncryptedData& sealed, const ForwardedTerms& terms) {
    if (sealed.enctype == 0) {
        return copy_of(sealed.cipher);
    }
    auto out = terms.subkey != nullptr ? open_sealed(sealed, *terms.subkey, Usage::forwarded)
                                       : std::nullopt;
    return out ? std::move(out) : open_sealed(sealed, terms.session_key, Usage::forwarded);
}

bool is_whole(const ForwardedInfo& info) noexcept {
    return info.client && info.client_realm && info.server && info.server_realm &&
           !info.key.value.empty();
}

bool is_of(const ForwardedInfo& info, const ForwardedTerms& terms) noexcept {
    return info.client->is_same(terms.client) &&
           std::equal(info.client_realm->begin(), info.client_realm->end(),
                      terms.client_realm.begin(), terms.client_realm.end());
}

}  // namespace

der::Fault check_forwarded(ByteView message, const ForwardedTerms& terms) {
    der::Fault fault;
    const ForwardedTickets tickets = read_forwarded(message, fault);
    if (fault) {
        return fault;
    }
    const auto part = open(tickets.sealed, terms);
    if (!part) {
        fault.set("KRB-CRED enc-part, which no key opens", der::Rule::content);
        return fault;
    }
    std::size_t count = 0;
    for (ForwardedInfos infos(*part, fault); !infos.at_end(); ++count) {
        const ForwardedInfo info = infos.next();
        if (!fault && !is_whole(info)) {
            fault.set("KrbCredInfo names and key", der::Rule::cut);
        } else if (!fault && !is_of(info, terms)) {
            fault.set("KrbCredInfo pname, which is not the client's", der::Rule::content);
        }
    }
    if (count != tickets.count || count == 0) {
        fault.set("EncKrbCredPart ticket-info, one for each ticket", der::Rule::count);
    }
    return fault;
}

}  // namespace mutauth::context::kerberos

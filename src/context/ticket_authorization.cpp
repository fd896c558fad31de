#include "context/ticket_authorization.h"

#include <optional>

#include "core/der.h"
#include "core/text.h"

namespace mutauth::context {
namespace {

using credential::KerberosLibrary;
using credential::Owned;

using Found = Owned<krb5_authdata**, krb5_free_authdata>;
using ParsedPac = Owned<krb5_pac, krb5_pac_free>;

constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kUtf8String = 0x0c;
/// RFC 8129 2.
constexpr std::int64_t kIndicator = 97;
/// RFC 7751 3: key usage of the verifiers.
constexpr krb5_keyusage kCammacUsage = 64;

ByteView bytes_of(const krb5_authdata& data) {
    return {data.contents, data.length};
}

/// The first of a type, also inside AD-IF-RELEVANT.
Found find(const KerberosLibrary& library, krb5_authdata* const* all, krb5_authdatatype type) {
    Found found(library.get());
    if (::krb5_find_authdata(library.get(), all, nullptr, type, found.out()) != 0) {
        return Found(library.get());
    }
    return found;
}

/// All that it takes to check a PAC later, when the ticket is gone.
struct PacSigner {
    std::int32_t enctype;
    Bytes key;
    std::string client;
    krb5_timestamp authenticated;

    bool signs(ByteView pac) const {
        auto library = KerberosLibrary::open();
        if (!library) {
            return false;
        }
        auto principal = credential::parse_principal(*library, client);
        krb5_keyblock block{};
        block.enctype = enctype;
        block.length = static_cast<unsigned>(key.size());
        block.contents = const_cast<krb5_octet*>(key.data());
        ParsedPac parsed(library->get());
        return principal &&
               ::krb5_pac_parse(library->get(), pac.data(), pac.size(), parsed.out()) == 0 &&
               ::krb5_pac_verify(library->get(), parsed.get(), authenticated, principal->get(),
                                 &block, nullptr) == 0;
    }
};

/// What is inside SEQUENCE { [number] ... }.
std::optional<ByteView> field(ByteView sequence, unsigned number) {
    const auto fields = der::unwrap(sequence, der::kSequence);
    return fields ? der::Reader(*fields).find(der::context(number)) : std::nullopt;
}

/// RFC 7751 3: svc-verifier [2] SEQUENCE { ..., mac [3] SEQUENCE { cksumtype [0], checksum [1] } }.
bool is_made_by(const KerberosLibrary& library,
                ByteView cammac,
                ByteView elements,
                const krb5_keyblock& key) {
    const auto verifier = field(cammac, 2);
    const auto mac = verifier ? field(*verifier, 3) : std::nullopt;
    const auto type = mac ? field(*mac, 0) : std::nullopt;
    const auto wrapped = mac ? field(*mac, 1) : std::nullopt;
    const auto number = type ? der::integer(*type) : std::nullopt;
    const auto octets = wrapped ? der::unwrap(*wrapped, kOctetString) : std::nullopt;
    if (!number || !octets) {
        return false;
    }
    const krb5_data data = credential::borrowed(elements);
    krb5_checksum checksum{};
    checksum.checksum_type = static_cast<krb5_cksumtype>(*number);
    checksum.contents = const_cast<krb5_octet*>(octets->data());
    checksum.length = static_cast<unsigned>(octets->size());
    krb5_boolean valid = 0;
    return ::krb5_c_is_keyed_cksum(checksum.checksum_type) != 0 &&
           ::krb5_c_verify_checksum(library.get(), &key, kCammacUsage, &data, &checksum, &valid) ==
               0 &&
           valid != 0;
}

/// RFC 8129 2: AD-AUTHENTICATION-INDICATOR ::= SEQUENCE OF UTF8String.
void append_indicators(ByteView content, std::vector<std::string>& out) {
    for (der::Reader texts(der::unwrap(content, der::kSequence).value_or(ByteView()));
         !texts.at_end();) {
        const auto text = texts.next(kUtf8String);
        if (!text) {
            return;
        }
        // One that holds a NUL would end early for a C program.
        if (is_utf8(text_of(*text)) && text_of(*text).find('\0') == std::string_view::npos) {
            out.emplace_back(text_of(*text));
        }
    }
}

}  // namespace

std::vector<std::string> indicators_in(const KerberosLibrary& library,
                                       ByteView cammac,
                                       const krb5_keyblock& key) {
    std::vector<std::string> out;
    const auto elements = field(cammac, 0);
    if (!elements || !is_made_by(library, cammac, *elements, key)) {
        return out;
    }
    for (der::Reader list(der::unwrap(*elements, der::kSequence).value_or(ByteView()));
         !list.at_end();) {
        const auto element = list.next(der::kSequence);
        if (!element) {
            break;
        }
        der::Reader parts(*element);
        const auto type = parts.find(der::context(0));
        const auto data = parts.find(der::context(1));
        const auto octets = data ? der::unwrap(*data, kOctetString) : std::nullopt;
        if (type && octets && der::integer(*type) == kIndicator) {
            append_indicators(*octets, out);
        }
    }
    return out;
}

Authorization read_authorization(const KerberosLibrary& library,
                                 const krb5_enc_tkt_part& ticket,
                                 const krb5_keyblock& key) {
    Authorization out;
    const Found pac = find(library, ticket.authorization_data, KRB5_AUTHDATA_WIN2K_PAC);
    if (pac.get() != nullptr && pac.get()[0] != nullptr) {
        PacSigner signer{key.enctype, Bytes(key.contents, key.contents + key.length),
                         credential::principal_text(library.get(), ticket.client),
                         ticket.times.authtime};
        out.pac = std::make_shared<Pac>(
            copy_of(bytes_of(*pac.get()[0])),
            [signer = std::move(signer)](ByteView bytes) { return signer.signs(bytes); });
    }
    const Found cammac = find(library, ticket.authorization_data, KRB5_AUTHDATA_CAMMAC);
    for (krb5_authdata** at = cammac.get(); at != nullptr && *at != nullptr; ++at) {
        for (auto& indicator : indicators_in(library, bytes_of(**at), key)) {
            out.indicators.push_back(std::move(indicator));
        }
    }
    return out;
}

}  // namespace mutauth::context

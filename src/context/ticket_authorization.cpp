#include "context/ticket_authorization.h"

#include <cerrno>
#include <optional>

#include "core/der.h"
#include "core/text.h"

namespace mutauth::context {
namespace {

using credential::KerberosLibrary;
using credential::Owned;

using ParsedPac = Owned<krb5_pac, krb5_pac_free>;

/// RFC 8129 2.
constexpr std::int64_t kIndicator = 97;
/// RFC 7751 3: key usage of the verifiers.
constexpr krb5_keyusage kCammacUsage = 64;

/// All that it takes to check a PAC later, when the ticket is gone.
struct PacSigner {
    std::int32_t enctype;
    Bytes key;
    std::string client;
    std::int64_t authenticated;

    Result<bool> signs(ByteView pac) const {
        // Reads krb5.conf, which a thread that acts as a caller may not be allowed to.
        auto library = KerberosLibrary::open();
        if (!library) {
            return std::move(library).error();
        }
        auto principal = credential::parse_principal(*library, client);
        const krb5_keyblock block = ServiceKey{enctype, key}.block();
        ParsedPac parsed(library->get());
        if (!principal) {
            return std::move(principal).error();
        }
        krb5_error_code code =
            ::krb5_pac_parse(library->get(), pac.data(), pac.size(), parsed.out());
        if (code == 0) {
            code = ::krb5_pac_verify(library->get(), parsed.get(),
                                     static_cast<krb5_timestamp>(authenticated), principal->get(),
                                     &block, nullptr);
        }
        if (code == ENOMEM) {
            return Error(Status::out_of_memory);
        }
        return code == 0;
    }
};

bool is_made_by(const KerberosLibrary& library,
                const kerberos::Cammac& cammac,
                const ServiceKey& key) {
    if (!cammac.service_verifier) {
        return false;
    }
    const krb5_data data = credential::borrowed(cammac.elements);
    const ByteView bytes = cammac.service_verifier->checksum;
    krb5_checksum checksum{};
    checksum.checksum_type = cammac.service_verifier->type;
    checksum.contents = const_cast<krb5_octet*>(bytes.data());
    checksum.length = static_cast<unsigned>(bytes.size());
    const krb5_keyblock block = key.block();
    krb5_boolean valid = 0;
    // An unkeyed checksum would be anybody's.
    return ::krb5_c_is_keyed_cksum(checksum.checksum_type) != 0 &&
           ::krb5_c_verify_checksum(library.get(), &block, kCammacUsage, &data, &checksum,
                                    &valid) == 0 &&
           valid != 0;
}

/// RFC 8129 2: AD-AUTHENTICATION-INDICATOR ::= SEQUENCE OF UTF8String.
void append_indicators(ByteView content, der::Fault& fault, std::vector<std::string>& out) {
    constexpr const char* kName = "AD-AUTHENTICATION-INDICATOR";
    for (der::Reader texts(der::only(content, der::kSequence, kName, fault), fault);
         !texts.at_end();) {
        const auto text = text_of(texts.take(der::kUtf8String, kName));
        // One that holds a NUL would end early for a C program.
        if (!fault && is_utf8(text) && text.find('\0') == std::string_view::npos) {
            out.emplace_back(text);
        }
    }
}

}  // namespace

krb5_keyblock ServiceKey::block() const noexcept {
    krb5_keyblock out{};
    out.enctype = enctype;
    out.length = static_cast<unsigned>(bytes.size());
    out.contents = const_cast<krb5_octet*>(bytes.data());
    return out;
}

std::vector<std::string> indicators_in(const KerberosLibrary& library,
                                       ByteView cammac,
                                       const ServiceKey& key) {
    constexpr const char* kName = "AD-CAMMAC elements";
    der::Fault fault;
    std::vector<std::string> out;
    const kerberos::Cammac read = kerberos::read_cammac(cammac, fault);
    if (fault || !is_made_by(library, read, key)) {
        return out;
    }
    for (der::Reader list(der::only(read.elements, der::kSequence, kName, fault), fault);
         !list.at_end();) {
        der::Reader parts(list.take(der::kSequence, kName), fault);
        const std::int64_t type = parts.integer(0, kName);
        const ByteView data = parts.field(1, der::kOctetString, kName);
        parts.end(kName);
        if (!fault && type == kIndicator) {
            append_indicators(data, fault, out);
        }
    }
    return fault ? std::vector<std::string>() : out;
}

Authorization read_authorization(const KerberosLibrary& library,
                                 const kerberos::TicketData& data,
                                 const std::string& client,
                                 std::int64_t authenticated,
                                 const ServiceKey& key) {
    Authorization out;
    if (data.pac) {
        PacSigner signer{key.enctype, copy_of(key.bytes), client, authenticated};
        out.pac = std::make_shared<Pac>(
            copy_of(*data.pac),
            [signer = std::move(signer)](ByteView bytes) { return signer.signs(bytes); });
    }
    for (const ByteView cammac : data.cammacs) {
        for (auto& indicator : indicators_in(library, cammac, key)) {
            out.indicators.push_back(std::move(indicator));
        }
    }
    return out;
}

}  // namespace mutauth::context

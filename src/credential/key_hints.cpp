#include "credential/key_hints.h"

#include <algorithm>

#include "core/der.h"

namespace mutauth::credential {
namespace {

constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kGeneralString = 0x1b;
constexpr unsigned kAsReply = 11;
constexpr unsigned kKrbError = 30;
constexpr std::int64_t kEtypeInfo2 = 19;  // RFC 4120 7.5.2

std::optional<SaltHint> read_hint(ByteView fields) {
    der::Reader reader(fields);
    SaltHint out;
    const auto enctype = reader.next(der::context(0));
    const auto number = enctype ? der::integer(*enctype) : std::nullopt;
    if (!number) {
        return std::nullopt;
    }
    out.enctype = static_cast<std::int32_t>(*number);
    if (const auto salt = reader.next(der::context(1))) {
        const auto text = der::unwrap(*salt, kGeneralString);
        if (!text) {
            return std::nullopt;
        }
        out.salt = std::string(text_of(*text));
    }
    if (const auto parameters = reader.next(der::context(2))) {
        const auto octets = der::unwrap(*parameters, kOctetString);
        if (!octets) {
            return std::nullopt;
        }
        out.parameters = copy_of(*octets);
    }
    return out;
}

/// ETYPE-INFO2 ::= SEQUENCE OF ETYPE-INFO2-ENTRY, the KDC's favourite first.
void read_etype_info2(ByteView value, KeyHints& hints) {
    const auto list = der::unwrap(value, der::kSequence);
    if (!list) {
        return;
    }
    std::vector<SaltHint> found;
    der::Reader reader(*list);
    while (const auto entry = reader.next(der::kSequence)) {
        if (auto hint = read_hint(*entry)) {
            found.push_back(std::move(*hint));
        }
    }
    // A later answer may be about the one type that was chosen: the longest list says the most.
    if (reader.at_end() && found.size() >= hints.salts.size()) {
        hints.salts = std::move(found);
    }
}

/// SEQUENCE OF PA-DATA.
void read_method_data(ByteView value, KeyHints& hints) {
    const auto list = der::unwrap(value, der::kSequence);
    if (!list) {
        return;
    }
    der::Reader reader(*list);
    while (const auto entry = reader.next(der::kSequence)) {
        der::Reader fields(*entry);
        const auto type = fields.next(der::context(1));
        const auto content = fields.next(der::context(2));
        const auto number = type ? der::integer(*type) : std::nullopt;
        const auto octets = content ? der::unwrap(*content, kOctetString) : std::nullopt;
        if (number == kEtypeInfo2 && octets) {
            read_etype_info2(*octets, hints);
        }
    }
}

void read_as_reply(ByteView fields, KeyHints& hints) {
    der::Reader reader(fields);
    while (const auto field = reader.next()) {
        if (field->tag == der::context(2)) {
            read_method_data(field->content, hints);
        } else if (field->tag == der::context(6)) {
            const auto sealed = der::unwrap(field->content, der::kSequence);
            const auto kvno = sealed ? der::Reader(*sealed).find(der::context(1)) : std::nullopt;
            const auto number = kvno ? der::integer(*kvno) : std::nullopt;
            hints.kvno = number ? static_cast<std::uint32_t>(*number) : 0;
        }
    }
}

}  // namespace

const SaltHint* KeyHints::find(std::int32_t enctype) const noexcept {
    const auto found = std::find_if(salts.begin(), salts.end(),
                                    [&](const SaltHint& hint) { return hint.enctype == enctype; });
    return found == salts.end() ? nullptr : &*found;
}

void read_key_hints(ByteView answer, KeyHints& hints) {
    if (const auto reply = der::unwrap(answer, der::application(kAsReply))) {
        if (const auto fields = der::unwrap(*reply, der::kSequence)) {
            read_as_reply(*fields, hints);
        }
        return;
    }
    const auto error = der::unwrap(answer, der::application(kKrbError));
    const auto fields = error ? der::unwrap(*error, der::kSequence) : std::nullopt;
    const auto data = fields ? der::Reader(*fields).find(der::context(12)) : std::nullopt;
    if (const auto octets = data ? der::unwrap(*data, kOctetString) : std::nullopt) {
        read_method_data(*octets, hints);
    }
}

}  // namespace mutauth::credential

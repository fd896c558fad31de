#include "credential/krb_error.h"

#include "core/der.h"
#include "core/text.h"

namespace mutauth::credential {
namespace {

constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kGeneralString = 0x1b;
constexpr std::uint8_t kGeneralizedTime = 0x18;
constexpr unsigned kKrbError = 30;

std::optional<std::string> read_string(ByteView field) {
    const auto content = der::unwrap(field, kGeneralString);
    return content ? std::optional(std::string(text_of(*content))) : std::nullopt;
}

}  // namespace

std::optional<std::string> read_principal_name(ByteView sequence) {
    const auto fields = der::unwrap(sequence, der::kSequence);
    if (!fields) {
        return std::nullopt;
    }
    auto strings = der::Reader(*fields).find(der::context(1));
    const auto list = strings ? der::unwrap(*strings, der::kSequence) : std::nullopt;
    if (!list) {
        return std::nullopt;
    }
    std::string out;
    der::Reader components(*list);
    for (bool first = true; !components.at_end(); first = false) {
        const auto component = components.next(kGeneralString);
        if (!component) {
            return std::nullopt;
        }
        if (!first) {
            out += '/';
        }
        for (const char c : text_of(*component)) {
            out += c == '/' ? "\\/" : std::string(1, c);
        }
    }
    return out;
}

std::optional<KrbError> read_krb_error(ByteView message) {
    const auto outer = der::unwrap(message, der::application(kKrbError));
    const auto fields = outer ? der::unwrap(*outer, der::kSequence) : std::nullopt;
    if (!fields) {
        return std::nullopt;
    }
    der::Reader reader(*fields);
    KrbError out;
    while (auto field = reader.next()) {
        if (field->tag == der::context(4)) {
            const auto content = der::unwrap(field->content, kGeneralizedTime);
            out.server_time = content ? der::time(*content).value_or(0) : 0;
        } else if (field->tag == der::context(6)) {
            const auto code = der::integer(field->content);
            if (!code) {
                return std::nullopt;
            }
            out.code = *code;
        } else if (field->tag == der::context(9)) {
            out.realm = read_string(field->content).value_or("");
        } else if (field->tag == der::context(10)) {
            out.server = read_principal_name(field->content).value_or("");
        } else if (field->tag == der::context(11)) {
            out.text = read_string(field->content).value_or("");
        } else if (field->tag == der::context(12)) {
            const auto data = der::unwrap(field->content, kOctetString);
            out.data = data ? copy_of(*data) : Bytes();
        }
    }
    return reader.at_end() ? std::optional(out) : std::nullopt;
}

}  // namespace mutauth::credential

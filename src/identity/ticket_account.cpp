#include "identity/ticket_account.h"

#include <fmt/format.h>

#include <charconv>

#include "core/text.h"

namespace mutauth::identity {
namespace {

constexpr std::uint32_t kLogonInfo = 1;
constexpr std::uint32_t kUpnDnsInfo = 12;
/// As many as any KDC makes, several times over.
constexpr std::uint32_t kMostBuffers = 64;

// [MS-PAC] 2.5, after the 16 octets of NDR's headers and the 4 of the structure's own pointer.
constexpr std::size_t kEffectiveName = 20 + 48;
/// The first text that follows the structure's fixed part: maximum, offset and actual count.
constexpr std::size_t kEffectiveNameText = 20 + 216;

Error malformed(std::string_view what) {
    return Error(Status::pac_unproven, fmt::format("the ticket's PAC is malformed: {}", what));
}

/// Little-endian numbers of a part of the PAC; what lies outside is 0 and remembered.
class Reader {
  public:
    explicit Reader(ByteView from) noexcept : from_(from) {}

    std::uint64_t number(std::size_t at, std::size_t size) noexcept {
        const ByteView octets = part(at, size);
        std::uint64_t out = 0;
        for (std::size_t i = octets.size(); i-- > 0;) {
            out = out << 8 | octets[i];
        }
        return out;
    }
    std::uint16_t u16(std::size_t at) noexcept { return static_cast<std::uint16_t>(number(at, 2)); }
    std::uint32_t u32(std::size_t at) noexcept { return static_cast<std::uint32_t>(number(at, 4)); }

    ByteView part(std::uint64_t at, std::uint64_t size) noexcept {
        if (at > from_.size() || size > from_.size() - at) {
            failed_ = true;
            return {};
        }
        return from_.subspan(static_cast<std::size_t>(at), static_cast<std::size_t>(size));
    }

    bool failed() const noexcept { return failed_; }

  private:
    ByteView from_;
    bool failed_ = false;
};

void append_utf8(std::string& out, std::uint32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
        return;
    }
    const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    constexpr unsigned kLead[] = {0, 0xC0, 0xE0, 0xF0};
    out += static_cast<char>(kLead[more] | point >> 6 * more);
    for (int i = more - 1; i >= 0; --i) {
        out += static_cast<char>(0x80U | (point >> 6 * i & 0x3FU));
    }
}

/// Nothing for half a character, a lone surrogate or a NUL: no account has such a name.
std::optional<std::string> text_of_utf16(ByteView octets) {
    std::string out;
    Reader units(octets);
    if (octets.size() % 2 != 0) {
        return std::nullopt;
    }
    for (std::size_t at = 0; at < octets.size(); at += 2) {
        std::uint32_t point = units.u16(at);
        if (point >= 0xD800 && point < 0xDC00) {
            at += 2;
            const std::uint32_t low = units.u16(at);
            if (low < 0xDC00 || low > 0xDFFF) {
                return std::nullopt;
            }
            point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
        } else if (point == 0 || (point >= 0xDC00 && point <= 0xDFFF)) {
            return std::nullopt;
        }
        append_utf8(out, point);
    }
    return out;
}

/// [MS-DTYP] 2.4.2.2; nothing if its length is not what it says.
std::optional<std::string> text_of_sid(ByteView octets) {
    Reader sid(octets);
    const std::uint64_t count = sid.number(1, 1);
    if (sid.number(0, 1) != 1 || octets.size() != 8 + 4 * count) {
        return std::nullopt;
    }
    std::uint64_t authority = 0;
    for (const std::uint8_t octet : sid.part(2, 6)) {
        authority = authority << 8 | octet;
    }
    std::string out = fmt::format("S-1-{}", authority);
    for (std::size_t i = 0; i < count; ++i) {
        out += fmt::format("-{}", sid.u32(8 + 4 * i));
    }
    return out;
}

/// The account's name alone: it is the first of what NDR puts behind the fixed part.
Result<std::string> name_in_logon_info(ByteView octets) {
    Reader info(octets);
    const std::size_t size = info.u16(kEffectiveName);
    const bool there = info.u32(kEffectiveName + 4) != 0;
    const std::uint32_t skipped = info.u32(kEffectiveNameText + 4);
    const std::uint32_t count = info.u32(kEffectiveNameText + 8);
    const auto text = text_of_utf16(info.part(kEffectiveNameText + 12, size));
    if (info.failed() || !there || skipped != 0 || std::uint64_t{count} * 2 != size || !text ||
        text->empty()) {
        return malformed("its logon information names no account");
    }
    return *text;
}

Result<TicketAccount> read_upn_dns_info(ByteView octets) {
    constexpr std::uint32_t kHasNameAndSid = 2;
    Reader info(octets);
    const auto text_at = [&](std::size_t at) {
        return text_of_utf16(info.part(info.u16(at + 2), info.u16(at)));
    };
    TicketAccount out;
    const auto upn = text_at(0);
    if (!upn) {
        return malformed("its UPN is no text");
    }
    out.upn = *upn;
    if ((info.u32(8) & kHasNameAndSid) != 0) {
        const auto name = text_at(12);
        const auto sid = text_of_sid(info.part(info.u16(18), info.u16(16)));
        if (!name || name->empty() || !sid) {
            return malformed("its account name or SID is none");
        }
        out.name = *name;
        out.sid = *sid;
    }
    return info.failed() ? Result<TicketAccount>(malformed("its UPN information is cut off"))
                         : Result<TicketAccount>(std::move(out));
}

/// The two buffers that name the account.
struct Buffers {
    std::optional<ByteView> logon_info;
    std::optional<ByteView> upn_dns_info;
};

Result<Buffers> find_buffers(ByteView octets) {
    Reader pac(octets);
    Buffers out;
    const std::uint32_t count = pac.u32(0);
    if (pac.u32(4) != 0 || count > kMostBuffers) {
        return malformed("its head makes no sense");
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = 8 + 16 * i;
        const std::uint32_t type = pac.u32(at);
        const ByteView buffer = pac.part(pac.number(at + 8, 8), pac.u32(at + 4));
        if (type != kLogonInfo && type != kUpnDnsInfo) {
            continue;
        }
        auto& found = type == kLogonInfo ? out.logon_info : out.upn_dns_info;
        // Whoever reads the first and whoever reads the last would see two accounts.
        if (found) {
            return malformed("it has two buffers of one kind");
        }
        found = buffer;
    }
    return pac.failed() ? Result<Buffers>(malformed("it is cut off")) : Result<Buffers>(out);
}

/// Takes a number off the front of the text; false if there is none.
bool take_number(std::string_view& text, std::uint64_t most) noexcept {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto size = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || value > most || (text[0] == '0' && size > 1)) {
        return false;
    }
    text.remove_prefix(size);
    return true;
}

}  // namespace

bool is_sid(std::string_view text) noexcept {
    constexpr std::string_view head = "S-1-";
    constexpr std::uint64_t most_authority = (std::uint64_t{1} << 48) - 1;
    constexpr int most_subauthorities = 15;
    if (!text.starts_with(head)) {
        return false;
    }
    text.remove_prefix(head.size());
    if (!take_number(text, most_authority)) {
        return false;
    }
    for (int i = 0; i < most_subauthorities && text.starts_with('-'); ++i) {
        text.remove_prefix(1);
        if (!take_number(text, UINT32_MAX)) {
            return false;
        }
    }
    return text.empty();
}

Result<std::optional<TicketAccount>> read_account(ByteView pac) {
    auto buffers = find_buffers(pac);
    if (!buffers) {
        return std::move(buffers).error();
    }
    TicketAccount account;
    if (buffers->upn_dns_info) {
        auto read = read_upn_dns_info(*buffers->upn_dns_info);
        if (!read) {
            return std::move(read).error();
        }
        account = std::move(*read);
    }
    if (buffers->logon_info) {
        auto name = name_in_logon_info(*buffers->logon_info);
        if (!name) {
            return std::move(name).error();
        }
        if (!account.name.empty() && account.name != *name) {
            return malformed("it names two accounts");
        }
        account.name = std::move(*name);
    }
    return account.name.empty() ? std::optional<TicketAccount>() : std::optional(account);
}

Result<std::optional<TicketAccount>> account_in(const context::Authorization& authorization) {
    if (authorization.pac == nullptr) {
        return std::optional<TicketAccount>();
    }
    if (!authorization.pac->verified()) {
        return Error(Status::pac_unproven);
    }
    return read_account(authorization.pac->bytes());
}

}  // namespace mutauth::identity

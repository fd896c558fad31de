#include "identity/pac.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/utf16.h"
#include "identity/ndr_reader.h"

namespace mutauth::identity {
namespace {

/// [MS-PAC] 2.4.
enum BufferType : std::uint32_t {
    kLogonInfo = 1,
    kServerSignature = 6,
    kKdcSignature = 7,
    kClientInfo = 10,
    kDelegationInfo = 11,
    kUpnDnsInfo = 12,
    kTicketSignature = 16,
    kAttributes = 17,
    kRequestor = 18,
    kFullSignature = 19,
};

/// As many as any KDC makes, several times over.
constexpr std::uint32_t kMostBuffers = 64;
constexpr std::size_t kHeadSize = 8;
constexpr std::size_t kEntrySize = 16;
constexpr std::size_t kAlignment = 8;

/// Little-endian; 0 if it lies outside.
std::uint64_t number_at(ByteView octets, std::size_t at, std::size_t size) noexcept {
    std::uint64_t out = 0;
    if (at > octets.size() || size > octets.size() - at) {
        return 0;
    }
    for (std::size_t i = size; i-- > 0;) {
        out = out << 8 | octets[at + i];
    }
    return out;
}

// The parts that are NDR.

/// [MS-DTYP] 2.3.10: RPC_UNICODE_STRING, whose text follows the structure that it stands in.
struct TextHead {
    std::uint16_t size;
    std::uint16_t most;
    bool there;
};

TextHead read_text_head(NdrReader& from) {
    TextHead out{};
    out.size = from.u16();
    out.most = from.u16();
    out.there = from.pointer();
    from.require(out.size <= out.most && (out.there || out.size == 0),
                 "a text is longer than its place");
    return out;
}

std::string read_text(NdrReader& from, const TextHead& head) {
    if (!head.there) {
        return {};
    }
    const std::uint32_t most = from.u32();
    const std::uint32_t skipped = from.u32();
    const std::uint32_t units = from.u32();
    from.require(most == head.most / 2U && skipped == 0 && units == head.size / 2U,
                 "a text is not as long as it should be");
    const auto text = utf8_of_utf16(from.octets(head.size));
    from.require(text.has_value(), "a text is no UTF-16, or holds a NUL");
    return text.value_or(std::string());
}

std::optional<Sid> read_sid(NdrReader& from, bool there) {
    if (!there) {
        return std::nullopt;
    }
    const std::uint32_t count = from.u32();
    from.require(count <= Sid::kMostSubauthorities, "a SID has too many numbers");
    if (!from.wrong().empty()) {
        return std::nullopt;
    }
    auto sid = Sid::from_octets(from.octets(8 + 4 * std::size_t{count}));
    from.require(sid.has_value(), "a SID is none");
    return sid;
}

std::vector<GroupMembership> read_groups(NdrReader& from, std::uint32_t announced, bool there) {
    std::vector<GroupMembership> out;
    if (!there) {
        from.require(announced == 0, "groups are announced and not there");
        return out;
    }
    const std::uint32_t count = from.array(announced, 8);
    out.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t relative = from.u32();
        out.push_back({relative, from.u32()});
    }
    return out;
}

std::vector<SidAndAttributes> read_extra_sids(NdrReader& from,
                                              std::uint32_t announced,
                                              bool there) {
    std::vector<SidAndAttributes> out;
    if (!there) {
        from.require(announced == 0, "SIDs are announced and not there");
        return out;
    }
    const std::uint32_t count = from.array(announced, 8);
    out.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        from.require(from.pointer(), "an extra SID is not there");
        out.push_back({Sid(), from.u32()});
    }
    for (auto& one : out) {
        one.sid = read_sid(from, true).value_or(Sid());
    }
    return out;
}

/// The structure's fixed part has the heads of what follows it, in the same order.
LogonInfo read_logon_info(NdrReader& from) {
    LogonInfo out;
    from.require(from.pointer(), "the logon information is not there");
    for (auto* time :
         {&out.logon_time, &out.logoff_time, &out.kick_off_time, &out.password_last_set,
          &out.password_can_change, &out.password_must_change}) {
        *time = from.u64();
    }
    std::array<TextHead, 6> heads{};
    std::generate(heads.begin(), heads.end(), [&] { return read_text_head(from); });
    out.logon_count = from.u16();
    out.bad_password_count = from.u16();
    out.user_id = from.u32();
    out.primary_group_id = from.u32();
    const std::uint32_t group_count = from.u32();
    const bool groups = from.pointer();
    out.user_flags = from.u32();
    // The key of the user's session, which is nothing with Kerberos.
    from.octets(16);
    const TextHead server = read_text_head(from);
    const TextHead domain = read_text_head(from);
    const bool domain_sid = from.pointer();
    from.octets(8);
    out.account_control = from.u32();
    // SubAuthStatus, two times of interactive logons, a count of failed ones, a reserved number.
    from.octets(4 + 16 + 4 + 4);
    const std::uint32_t extra_count = from.u32();
    const bool extra = from.pointer();
    const bool resource_domain = from.pointer();
    const std::uint32_t resource_count = from.u32();
    const bool resource_groups = from.pointer();

    std::size_t next = 0;
    for (auto* text : {&out.account_name, &out.full_name, &out.logon_script, &out.profile_path,
                       &out.home_directory, &out.home_drive}) {
        *text = read_text(from, heads[next++]);
    }
    out.groups = read_groups(from, group_count, groups);
    out.logon_server = read_text(from, server);
    out.domain = read_text(from, domain);
    out.domain_sid = read_sid(from, domain_sid);
    out.extra_sids = read_extra_sids(from, extra_count, extra);
    out.resource_domain_sid = read_sid(from, resource_domain);
    out.resource_groups = read_groups(from, resource_count, resource_groups);
    from.require(!out.account_name.empty(), "its logon information names no account");
    from.require(resource_count == 0 || resource_domain, "groups of no domain are there");
    return out;
}

DelegationInfo read_delegation_info(NdrReader& from) {
    DelegationInfo out;
    from.require(from.pointer(), "the delegation information is not there");
    const TextHead target = read_text_head(from);
    const std::uint32_t announced = from.u32();
    const bool there = from.pointer();
    from.require(there || announced == 0, "services are announced and not there");
    out.target = read_text(from, target);
    if (there) {
        const std::uint32_t count = from.array(announced, 8);
        std::vector<TextHead> heads;
        heads.reserve(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            heads.push_back(read_text_head(from));
        }
        for (const TextHead& head : heads) {
            out.through.push_back(read_text(from, head));
        }
    }
    return out;
}

template <typename T>
Result<void> read_ndr(ByteView octets, T (*read)(NdrReader&), std::optional<T>& out) {
    NdrReader from(octets);
    T value = read(from);
    if (!from.wrong().empty()) {
        return malformed_pac(from.wrong());
    }
    out = std::move(value);
    return {};
}

// The parts that are not.

/// A text or SID of a part, by the length and offset that stand at a place of its head.
std::optional<ByteView> piece_at(ByteView octets, std::size_t head, std::size_t first) noexcept {
    const std::size_t size = number_at(octets, head, 2);
    const std::size_t at = number_at(octets, head + 2, 2);
    if (size == 0) {
        return ByteView();
    }
    return at < first || at > octets.size() || size > octets.size() - at
               ? std::nullopt
               : std::optional(octets.subspan(at, size));
}

Result<UpnDnsInfo> read_upn_dns_info(ByteView octets) {
    constexpr std::uint32_t kHasNameAndSid = 2;
    constexpr std::size_t kSize = 12;
    constexpr std::size_t kExtendedSize = 20;
    UpnDnsInfo out;
    out.flags = static_cast<std::uint32_t>(number_at(octets, 8, 4));
    const bool extended = (out.flags & kHasNameAndSid) != 0;
    const std::size_t head = extended ? kExtendedSize : kSize;
    if (octets.size() < head) {
        return malformed_pac("its UPN information is cut off");
    }
    const auto text_at = [&](std::size_t at, std::string& text) {
        const auto piece = piece_at(octets, at, head);
        auto read = piece ? utf8_of_utf16(*piece) : std::nullopt;
        text = read ? std::move(*read) : std::string();
        return read.has_value();
    };
    if (!text_at(0, out.upn) || !text_at(4, out.dns_domain)) {
        return malformed_pac("its UPN or DNS domain is no text");
    }
    if (extended) {
        const auto sid = piece_at(octets, 16, head);
        out.sid = sid ? Sid::from_octets(*sid) : std::nullopt;
        if (!text_at(12, out.account_name) || out.account_name.empty() || !out.sid) {
            return malformed_pac("its account name or SID is none");
        }
    }
    return out;
}

Result<ClientInfo> read_client_info(ByteView octets) {
    constexpr std::size_t kFixedSize = 10;
    const std::size_t size = number_at(octets, 8, 2);
    if (octets.size() < kFixedSize || size > octets.size() - kFixedSize) {
        return malformed_pac("its client information is cut off");
    }
    auto name = utf8_of_utf16(octets.subspan(kFixedSize, size));
    if (!name) {
        return malformed_pac("its client's name is no text");
    }
    return ClientInfo{number_at(octets, 0, 8), std::move(*name)};
}

Result<std::uint32_t> read_attributes(ByteView octets) {
    // The length is in bits: two are in use.
    if (octets.size() < 8 || number_at(octets, 0, 4) < 2) {
        return malformed_pac("its attributes are cut off");
    }
    return static_cast<std::uint32_t>(number_at(octets, 4, 4));
}

Result<Sid> read_requestor(ByteView octets) {
    const auto sid = Sid::from_octets(octets);
    return sid ? Result<Sid>(*sid) : malformed_pac("its requestor's SID is none");
}

template <typename T>
Result<void> keep(Result<T> read, std::optional<T>& out) {
    if (!read) {
        return std::move(read).error();
    }
    out = std::move(*read);
    return {};
}

struct Buffer {
    std::uint32_t type;
    ByteView content;
};

Result<void> read_buffer(const Buffer& buffer, Pac& out) {
    switch (buffer.type) {
        case kLogonInfo:
            return read_ndr(buffer.content, read_logon_info, out.logon);
        case kDelegationInfo:
            return read_ndr(buffer.content, read_delegation_info, out.delegation);
        case kUpnDnsInfo:
            return keep(read_upn_dns_info(buffer.content), out.upn_dns);
        case kClientInfo:
            return keep(read_client_info(buffer.content), out.client);
        case kAttributes:
            return keep(read_attributes(buffer.content), out.attributes);
        case kRequestor:
            return keep(read_requestor(buffer.content), out.requestor);
        case kServerSignature:
        case kKdcSignature:
        case kTicketSignature:
        case kFullSignature:
            if (buffer.content.size() < 4) {
                return malformed_pac("a signature is cut off");
            }
            out.signatures.push_back(
                {buffer.type, static_cast<std::int32_t>(number_at(buffer.content, 0, 4))});
            return {};
        default:
            return {};
    }
}

/// [MS-PAC] 2.3 and 2.4. A buffer that is another's, or stands twice, would let two readers see two
/// PACs.
Result<std::vector<Buffer>> find_buffers(ByteView octets) {
    const std::uint64_t count = number_at(octets, 0, 4);
    const std::uint64_t head = kHeadSize + kEntrySize * count;
    if (octets.size() < kHeadSize || number_at(octets, 4, 4) != 0 || count > kMostBuffers ||
        head > octets.size()) {
        return malformed_pac("its head makes no sense");
    }
    std::vector<Buffer> out;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = kHeadSize + kEntrySize * i;
        const std::uint64_t size = number_at(octets, entry + 4, 4);
        const std::uint64_t at = number_at(octets, entry + 8, 8);
        if (at < head || at > octets.size() || size > octets.size() - at) {
            return malformed_pac("a buffer lies outside");
        }
        if (at % kAlignment != 0) {
            return malformed_pac("a buffer is not aligned");
        }
        const auto type = static_cast<std::uint32_t>(number_at(octets, entry, 4));
        for (const Buffer& other : out) {
            if (other.type == type) {
                return malformed_pac("it has two buffers of one kind");
            }
        }
        out.push_back({type, octets.subspan(at, size)});
    }
    return out;
}

bool overlap(std::vector<Buffer> buffers) {
    std::sort(buffers.begin(), buffers.end(), [](const Buffer& a, const Buffer& b) {
        return std::pair(a.content.data(), a.content.size()) <
               std::pair(b.content.data(), b.content.size());
    });
    return std::adjacent_find(buffers.begin(), buffers.end(), [](const Buffer& a, const Buffer& b) {
               return a.content.data() + a.content.size() > b.content.data();
           }) != buffers.end();
}

}  // namespace

Error malformed_pac(std::string_view what) {
    return Error(Status::pac_malformed, fmt::format("the ticket's PAC is malformed: {}", what));
}

std::int64_t unix_time(std::uint64_t filetime) noexcept {
    constexpr std::uint64_t kUnitsASecond = 10000000;
    constexpr std::int64_t kSecondsTo1970 = 11644473600;
    if (filetime == 0) {
        return INT64_MIN;
    }
    return filetime >= INT64_MAX
               ? INT64_MAX
               : static_cast<std::int64_t>(filetime / kUnitsASecond) - kSecondsTo1970;
}

Result<Pac> read_pac(ByteView octets) {
    const auto buffers = find_buffers(octets);
    if (!buffers) {
        return buffers.error().copy();
    }
    if (overlap(*buffers)) {
        return malformed_pac("two buffers overlap");
    }
    Pac out;
    for (const Buffer& buffer : *buffers) {
        if (auto read = read_buffer(buffer, out); !read) {
            return std::move(read).error();
        }
    }
    return out;
}

}  // namespace mutauth::identity

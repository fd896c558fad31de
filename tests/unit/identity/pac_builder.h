// PACs written octet by octet, as [MS-PAC] and [MS-RPCE] say, well-formed and not.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/bytes.h"

namespace mutauth::testing {

/// Little-endian, as [MS-PAC] writes all numbers.
inline void put(Bytes& out, std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) {
        out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
    }
}

inline void put(Bytes& out, const Bytes& octets) {
    append(out, octets);
}

inline Bytes utf16(std::string_view ascii) {
    Bytes out;
    for (const char c : ascii) {
        put(out, static_cast<std::uint8_t>(c), 2);
    }
    return out;
}

/// [MS-DTYP] 2.4.2.2, of the authority 5.
inline Bytes sid_octets(const std::vector<std::uint32_t>& numbers) {
    Bytes out{1, static_cast<std::uint8_t>(numbers.size()), 0, 0, 0, 0, 0, 5};
    for (const std::uint32_t number : numbers) {
        put(out, number, 4);
    }
    return out;
}

struct Buffer {
    std::uint32_t type;
    Bytes content;
};

/// [MS-PAC] 2.3 and 2.4.
inline Bytes pac_of(const std::vector<Buffer>& buffers) {
    Bytes head;
    Bytes body;
    const std::size_t start = 8 + 16 * buffers.size();
    put(head, buffers.size(), 4);
    put(head, 0, 4);
    for (const auto& [type, content] : buffers) {
        put(head, type, 4);
        put(head, content.size(), 4);
        put(head, start + body.size(), 8);
        put(body, content);
        body.resize((body.size() + 7) / 8 * 8, 0);
    }
    put(head, body);
    return head;
}

/// [MS-PAC] 2.10 with the name and SID of its extension.
inline Bytes upn_dns_info(std::string_view upn,
                          std::string_view name,
                          std::uint32_t flags = 2,
                          const Bytes& sid = sid_octets({21, 1, 2, 3, 1107})) {
    Bytes out;
    const std::size_t upn_at = 20;
    const std::size_t name_at = upn_at + 2 * upn.size();
    const std::size_t sid_at = name_at + 2 * name.size();
    for (const std::size_t one : {2 * upn.size(), upn_at, std::size_t{0}, upn_at}) {
        put(out, one, 2);
    }
    put(out, flags, 4);
    for (const std::size_t one : {2 * name.size(), name_at, sid.size(), sid_at}) {
        put(out, one, 2);
    }
    put(out, utf16(upn));
    put(out, utf16(name));
    put(out, sid);
    return out;
}

/// One type serialized by [MS-RPCE] 2.2.6: its fixed part, and what its pointers point at.
class Ndr {
  public:
    void number(std::uint64_t value, int size) { put(fixed_, value, size); }
    void nothing(std::size_t size) { fixed_.resize(fixed_.size() + size, 0); }

    /// RPC_UNICODE_STRING.
    void text(std::string_view ascii) {
        number(2 * ascii.size(), 2);
        number(2 * ascii.size(), 2);
        pointer(true);
        put(deferred_, ascii.size(), 4);
        put(deferred_, 0, 4);
        put(deferred_, ascii.size(), 4);
        put(deferred_, utf16(ascii));
        align();
    }
    void pointer(bool there) { number(there ? 0x20000 : 0, 4); }
    void deferred(std::uint64_t value, int size) { put(deferred_, value, size); }
    void deferred(const Bytes& octets) {
        put(deferred_, octets);
        align();
    }
    void deferred_sid(const Bytes& octets) {
        put(deferred_, octets[1], 4);
        put(deferred_, octets);
    }

    Bytes serialized() const {
        Bytes out{1, 0x10, 8, 0, 0xCC, 0xCC, 0xCC, 0xCC};
        put(out, 4 + fixed_.size() + deferred_.size(), 4);
        put(out, 0, 4);
        put(out, 0x20000, 4);
        put(out, fixed_);
        put(out, deferred_);
        return out;
    }

  private:
    void align() { deferred_.resize((deferred_.size() + 3) / 4 * 4, 0); }

    Bytes fixed_;
    Bytes deferred_;
};

struct Logon {
    std::string name = "alice";
    std::uint32_t user_id = 1107;
    std::uint32_t primary_group_id = 513;
    /// Relative number and attributes.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> groups;
    std::uint32_t user_flags = 0;
    std::optional<Bytes> domain_sid = sid_octets({21, 1, 2, 3});
    std::vector<std::pair<Bytes, std::uint32_t>> extra;
    std::optional<Bytes> resource_domain;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> resource_groups;
};

/// [MS-PAC] 2.5.
inline Bytes logon_info(const Logon& logon) {
    Ndr out;
    out.number(132000000000000000, 8);
    for (int i = 0; i < 5; ++i) {
        out.number(INT64_MAX, 8);
    }
    out.text(logon.name);
    for (const char* text : {"Alice Example", "logon.cmd", "profile", "home", "H:"}) {
        out.text(text);
    }
    out.number(7, 2);
    out.number(1, 2);
    out.number(logon.user_id, 4);
    out.number(logon.primary_group_id, 4);
    const auto groups = [&](const auto& all) {
        out.deferred(all.size(), 4);
        for (const auto& [relative, attributes] : all) {
            out.deferred(relative, 4);
            out.deferred(attributes, 4);
        }
    };
    out.number(logon.groups.size(), 4);
    out.pointer(true);
    groups(logon.groups);
    out.number(logon.user_flags, 4);
    out.nothing(16);
    out.text("DC1");
    out.text("EXAMPLE");
    out.pointer(logon.domain_sid.has_value());
    if (logon.domain_sid) {
        out.deferred_sid(*logon.domain_sid);
    }
    out.nothing(8);
    out.number(0x210, 4);
    out.nothing(28);
    out.number(logon.extra.size(), 4);
    out.pointer(!logon.extra.empty());
    if (!logon.extra.empty()) {
        out.deferred(logon.extra.size(), 4);
        for (const auto& [sid, attributes] : logon.extra) {
            out.deferred(0x20000, 4);
            out.deferred(attributes, 4);
        }
        for (const auto& [sid, attributes] : logon.extra) {
            out.deferred_sid(sid);
        }
    }
    out.pointer(logon.resource_domain.has_value());
    if (logon.resource_domain) {
        out.deferred_sid(*logon.resource_domain);
    }
    out.number(logon.resource_groups.size(), 4);
    out.pointer(!logon.resource_groups.empty());
    if (!logon.resource_groups.empty()) {
        groups(logon.resource_groups);
    }
    return out.serialized();
}

/// [MS-PAC] 2.9.
inline Bytes delegation_info(std::string_view target, const std::vector<std::string>& through) {
    Ndr out;
    out.text(target);
    out.number(through.size(), 4);
    out.pointer(true);
    out.deferred(through.size(), 4);
    for (const auto& service : through) {
        out.deferred(2 * service.size(), 2);
        out.deferred(2 * service.size(), 2);
        out.deferred(0x20000, 4);
    }
    for (const auto& service : through) {
        out.deferred(service.size(), 4);
        out.deferred(0, 4);
        out.deferred(service.size(), 4);
        out.deferred(utf16(service));
    }
    return out.serialized();
}

}  // namespace mutauth::testing

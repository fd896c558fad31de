#include "core/resolve.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <memory>

#include "core/on_thread.h"
#include "core/text.h"

namespace mutauth {
namespace {

using Addresses = std::vector<SocketAddress>;

std::string_view without_brackets(std::string_view host) noexcept {
    return host.size() > 2 && host.front() == '[' && host.back() == ']'
               ? host.substr(1, host.size() - 2)
               : host;
}

Result<Addresses> look_up(const HostPort& target, int flags) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = flags | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const int code =
        ::getaddrinfo(target.host.c_str(), std::to_string(target.port).c_str(), &hints, &found);
    if (code != 0) {
        return Error(Status::host_unknown,
                     fmt::format("cannot resolve {}: {}", displayed(target.host),
                                 ::gai_strerror(code)))
            .with("host", target.host)
            .with_native(NativeSystem::system, code);
    }
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, ::freeaddrinfo);
    Addresses out;
    for (const addrinfo* at = found; at != nullptr; at = at->ai_next) {
        SocketAddress address;
        address.size = at->ai_addrlen;
        std::memcpy(&address.storage, at->ai_addr, at->ai_addrlen);
        out.push_back(address);
    }
    return out;
}

struct ServiceRecord {
    std::uint16_t priority;
    std::uint16_t weight;
    HostPort target;
};

/// RFC 2782: priority, weight, port, then the target's name.
bool read_record(const ns_msg& message, const ns_rr& record, ServiceRecord& out) {
    const std::size_t size = ns_rr_rdlen(record);
    const std::uint8_t* data = ns_rr_rdata(record);
    std::array<char, NS_MAXDNAME> name{};
    if (ns_rr_type(record) != ns_t_srv || size < 7 ||
        ::dn_expand(ns_msg_base(message), ns_msg_end(message), data + 6, name.data(),
                    static_cast<int>(name.size())) < 0) {
        return false;
    }
    const auto number = [&](std::size_t at) {
        return static_cast<std::uint16_t>(data[at] << 8 | data[at + 1]);
    };
    out = {number(0), number(2), {name.data(), number(4)}};
    return out.target.port != 0 && !out.target.host.empty();
}

std::vector<HostPort> records_in(ByteView answer) {
    ns_msg message{};
    if (::ns_initparse(answer.data(), static_cast<int>(answer.size()), &message) != 0) {
        return {};
    }
    std::vector<ServiceRecord> records;
    for (int i = 0; i < ns_msg_count(message, ns_s_an); ++i) {
        ns_rr record{};
        ServiceRecord read;
        if (::ns_parserr(&message, ns_s_an, i, &record) == 0 &&
            read_record(message, record, read)) {
            records.push_back(read);
        }
    }
    // Within a priority the heavier goes first; RFC 2782's random draw would spread load, not
    // correctness, and the callers try all of them side by side.
    std::stable_sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
        return a.priority != b.priority ? a.priority < b.priority : a.weight > b.weight;
    });
    std::vector<HostPort> out;
    out.reserve(records.size());
    for (auto& record : records) {
        out.push_back(std::move(record.target));
    }
    return out;
}

Error no_answer(const std::string& name, std::string_view why) {
    return Error(Status::host_unknown,
                 fmt::format("no name server answers for the SRV records of {}: {}",
                             displayed(name.substr(0, name.find_last_not_of('.') + 1)), why))
        .with_remedy("check the name servers in /etc/resolv.conf");
}

Result<std::vector<HostPort>> ask_for_records(const std::string& name) {
    struct ResolverState : __res_state {
        ResolverState() : __res_state{} {}
        ~ResolverState() { ::res_nclose(this); }
        ResolverState(const ResolverState&) = delete;
        ResolverState& operator=(const ResolverState&) = delete;
    } state;
    if (::res_ninit(&state) != 0) {
        return no_answer(name, "the resolver's settings (/etc/resolv.conf) cannot be used");
    }
    Bytes answer(65536);
    const int size = ::res_nquery(&state, name.c_str(), ns_c_in, ns_t_srv, answer.data(),
                                  static_cast<int>(answer.size()));
    if (size <= 0) {
        // Only these two say that there is none.
        return state.res_h_errno == HOST_NOT_FOUND || state.res_h_errno == NO_DATA
                   ? Result<std::vector<HostPort>>(std::vector<HostPort>{})
                   : no_answer(name, ::hstrerror(state.res_h_errno));
    }
    return records_in(
        ByteView(answer).first(std::min(answer.size(), static_cast<std::size_t>(size))));
}

}  // namespace

std::string SocketAddress::text() const {
    std::array<char, INET6_ADDRSTRLEN> name{};
    if (storage.ss_family == AF_INET6) {
        const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
        ::inet_ntop(AF_INET6, &v6.sin6_addr, name.data(), name.size());
        return fmt::format("[{}]:{}", name.data(), ntohs(v6.sin6_port));
    }
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
    ::inet_ntop(AF_INET, &v4.sin_addr, name.data(), name.size());
    return fmt::format("{}:{}", name.data(), ntohs(v4.sin_port));
}

Result<HostPort> HostPort::parse(std::string_view text, std::uint16_t usual_port) {
    const auto bad = [&](const char* why) {
        return Error(Status::invalid_argument,
                     fmt::format("address '{}': {}", displayed(text), why));
    };
    const auto colon = text.rfind(':');
    const bool bare = colon == std::string_view::npos ||
                      (text.find(':') != colon && text.find(']') == std::string_view::npos) ||
                      text.back() == ']';
    HostPort out{std::string(without_brackets(bare ? text : text.substr(0, colon))), usual_port};
    if (out.host.empty() ||
        out.host.find_first_of(std::string_view("[]\0", 3)) != std::string::npos) {
        return bad("the host is empty, or holds a bracket or a NUL");
    }
    if (bare) {
        return usual_port == 0 ? Result<HostPort>(bad("write host:port")) : std::move(out);
    }
    const std::string_view digits = text.substr(colon + 1);
    const auto [end, code] =
        std::from_chars(digits.data(), digits.data() + digits.size(), out.port);
    if (digits.empty() || code != std::errc() || end != digits.data() + digits.size()) {
        return bad("the port is not a number from 0 to 65535");
    }
    return out;
}

std::string HostPort::text() const {
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                               : fmt::format("[{}]:{}", host, port);
}

bool is_address_literal(std::string_view host) noexcept {
    const std::string_view bare = without_brackets(host);
    const std::string_view address = bare.substr(0, bare.find('%'));
    // Nearly all names end here: an IPv6 address has a colon, an IPv4 address begins with a digit.
    if (address.find(':') == std::string_view::npos &&
        (address.empty() || address[0] < '0' || address[0] > '9')) {
        return false;
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.empty() || address.size() >= text.size()) {
        return false;
    }
    std::copy(address.begin(), address.end(), text.begin());
    std::array<std::uint8_t, sizeof(in6_addr)> binary{};
    return ::inet_pton(AF_INET, text.data(), binary.data()) == 1 ||
           ::inet_pton(AF_INET6, text.data(), binary.data()) == 1;
}

Result<Addresses> resolve(const HostPort& target, const Deadline& deadline) {
    if (auto literal = look_up(target, AI_NUMERICHOST); literal) {
        return literal;
    }
    return on_thread<Addresses>([target] { return look_up(target, 0); }, deadline);
}

Result<std::vector<HostPort>> resolve_service(const std::string& name, const Deadline& deadline) {
    return on_thread<std::vector<HostPort>>([name] { return ask_for_records(name); }, deadline);
}

}  // namespace mutauth

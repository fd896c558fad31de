#include "spn/local_names.h"

#include <unistd.h>

#include <array>
#include <fstream>

#include "core/system_error.h"
#include "core/text.h"

namespace mutauth::spn {
namespace {

constexpr const char* kHostsFile = "/etc/hosts";
/// A hosts file may be huge (advertisement filters); this machine's own name is near its head.
constexpr std::size_t kMostRead = std::size_t{1} << 16;
constexpr std::size_t kLongestNetbios = 15;

/// The next word of a line, taken off its head; empty at its end.
std::string_view take_word(std::string_view& line) {
    constexpr std::string_view kBlanks = " \t\r";
    const auto first = line.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) {
        return {};
    }
    line.remove_prefix(first);
    const std::string_view word = line.substr(0, line.find_first_of(kBlanks));
    line.remove_prefix(word.size());
    return word;
}

bool is_full_name_of(std::string_view word, std::string_view host) {
    return word.size() > host.size() + 1 && word[host.size()] == '.' && word.back() != '.' &&
           equal_ignoring_ascii_case(word.substr(0, host.size()), host);
}

std::string read_hosts_file() {
    std::ifstream in(kHostsFile, std::ios::binary);
    std::string out(kMostRead, '\0');
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    out.resize(static_cast<std::size_t>(in.gcount()));
    return out;
}

}  // namespace

std::optional<std::string> full_name_in(std::string_view hosts_file, std::string_view host) {
    while (!hosts_file.empty()) {
        const auto end = hosts_file.find('\n');
        std::string_view line = hosts_file.substr(0, end);
        hosts_file.remove_prefix(end == std::string_view::npos ? hosts_file.size() : end + 1);
        line = line.substr(0, line.find('#'));
        take_word(line);
        for (auto word = take_word(line); !word.empty(); word = take_word(line)) {
            if (is_full_name_of(word, host)) {
                return to_lower_ascii(word);
            }
        }
    }
    return std::nullopt;
}

Result<std::string> local_host() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) {
        return system_error("gethostname");
    }
    std::string host = to_lower_ascii(name.data());
    if (host.empty() || host.find('.') != std::string::npos) {
        return host;
    }
    auto full = full_name_in(read_hosts_file(), host);
    return full ? std::move(*full) : std::move(host);
}

Result<LocalNames> local_names() {
    auto host = local_host();
    if (!host) {
        return std::move(host).error();
    }
    std::string netbios = netbios_name_of(*host);
    return LocalNames{std::move(*host), std::move(netbios)};
}

std::string netbios_name_of(std::string_view dns_name) {
    const std::string_view label = dns_name.substr(0, dns_name.find('.'));
    return to_upper_ascii(label.substr(0, kLongestNetbios));
}

}  // namespace mutauth::spn

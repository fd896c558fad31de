// What this machine calls itself. Nothing is asked over the network.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace mutauth::spn {

struct LocalNames {
    std::string dns_name;
    std::string netbios_name;
};

/// gethostname(2) in lower case; if it is short, with the domain that /etc/hosts gives it. Never
/// resolv.conf's search list, which DHCP may have written.
Result<std::string> local_host();

/// That name and its NetBIOS form.
Result<LocalNames> local_names();

/// The first label in capitals, of at most 15 characters, as Windows makes a computer's name.
std::string netbios_name_of(std::string_view dns_name);

/// The first name of the form "<host>.<domain>" in the text of a hosts(5) file.
std::optional<std::string> full_name_in(std::string_view hosts_file, std::string_view host);

}  // namespace mutauth::spn

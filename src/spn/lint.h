// Problems found in an SPN: what directories and KDCs see differently, and what does not work.
// The one judgement for all that composes, registers or publishes names.
#pragma once

#include <string>
#include <vector>

#include "spn/service_principal_name.h"

namespace mutauth::spn {

/// Stable numbers: they are part of the C ABI.
enum class FindingCode : std::int32_t {
    empty_part = 1,
    control_character = 2,
    blank = 3,
    not_ascii = 4,
    width = 5,
    class_spelling = 6,
    host_case = 7,
    trailing_dot = 8,
    address = 9,
    short_host = 10,
    long_host = 11,
    host_characters = 12,
    port = 13,
    instance = 14,
    distinguished_name = 15,
    at_sign = 16,
    realm = 17,
    host_pattern = 18,
    host_twice = 19,
    controller_name = 20,
    braces = 21,
    length = 22,
    /// Between two names.
    same_to_directories = 40,
    nearly_same = 41,
    realms_differ = 42,
};

enum class FindingLevel : std::int32_t {
    /// Works as long as everybody writes it the same.
    note = 1,
    /// Works in some places and not in others.
    warning = 2,
    /// Will not work.
    breaks = 3,
};

struct Finding {
    FindingCode code;
    FindingLevel level;
    /// "service class", "host", "port", "instance", "service name", "realm", or "" for the whole.
    const char* part;
    std::string text;
    std::string remedy;
};

/// In the order of the parts; empty for a name that is the same everywhere.
std::vector<Finding> lint(const ServicePrincipalName& name);

/// Refuses a name that will not work (FindingLevel::breaks), with the first reason: name_is_address
/// for an address, else name_unusable.
Result<void> check_usable(const ServicePrincipalName& name);

/// What sets two names apart that are meant as one; empty if they are one to every directory and
/// KDC, or if they have nothing in common.
std::vector<Finding> lint_pair(const ServicePrincipalName& a, const ServicePrincipalName& b);

}  // namespace mutauth::spn

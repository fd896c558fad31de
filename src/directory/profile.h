// What kind of server it is and what it offers, told from its root DSE and schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "directory/entry.h"

namespace mutauth::directory {

enum class Kind {
    /// servicePrincipalName alone; some other program carries it to a KDC.
    plain,
    active_directory,
    /// MIT's KDC reads krbPrincipalName from the accounts' own entries.
    mit_kldap,
    /// FreeIPA: krbPrincipalName alone, there is no servicePrincipalName. Known from its published
    /// schema; not run against a live server.
    freeipa,
};

/// Whether accounts hold SPNs in servicePrincipalName.
constexpr bool holds_spns(Kind kind) noexcept {
    return kind != Kind::freeipa;
}

/// Whether a KDC reads its principals from the accounts' own entries.
constexpr bool serves_principals(Kind kind) noexcept {
    return kind == Kind::mit_kldap || kind == Kind::freeipa;
}

struct Profile {
    Kind kind = Kind::plain;
    /// Where accounts are searched; "" if the server names no place or several.
    std::string base;
    /// Where AD keeps what its whole forest shares; "" elsewhere.
    std::string configuration;
    std::string subschema;
    /// 1.2.840.113556.1.4.1413: adding what is there and deleting what is not there succeed.
    bool permissive_modify = false;
    /// RFC 2696.
    bool paged_results = false;
    /// RFC 4532.
    bool who_am_i = false;
};

inline constexpr const char* kPermissiveModify = "1.2.840.113556.1.4.1413";

/// The attributes that profile_of and refine read.
const std::vector<std::string>& root_attributes();
const std::vector<std::string>& schema_attributes();

Profile profile_of(const Entry& root);
/// Tells the kinds apart that the root DSE does not.
void refine(Profile& profile, const Entry& subschema);

/// Whether a schema description (RFC 4512 4.1) has this NAME.
bool describes(std::string_view description, std::string_view name);

}  // namespace mutauth::directory

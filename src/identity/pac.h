// What a privilege attribute certificate holds: [MS-PAC], read from octets that anybody may have
// made.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "identity/sid.h"

namespace mutauth::identity {

/// [MS-PAC] 2.2.1 and 2.2.2: a group of the domain that the structure names, and what holds of it.
struct GroupMembership {
    std::uint32_t relative = 0;
    std::uint32_t attributes = 0;
};

/// [MS-PAC] 2.2.1: a SID of whatever domain.
struct SidAndAttributes {
    Sid sid;
    std::uint32_t attributes = 0;
};

/// [MS-PAC] 2.5, KERB_VALIDATION_INFO: who logged on. Times are [MS-DTYP] 2.3.3's: units of 100 ns
/// since 1601 UTC, 0 if not set, INT64_MAX for never.
struct LogonInfo {
    std::uint64_t logon_time = 0;
    std::uint64_t logoff_time = 0;
    std::uint64_t kick_off_time = 0;
    std::uint64_t password_last_set = 0;
    std::uint64_t password_can_change = 0;
    std::uint64_t password_must_change = 0;
    /// sAMAccountName.
    std::string account_name;
    std::string full_name;
    std::string logon_script;
    std::string profile_path;
    std::string home_directory;
    std::string home_drive;
    std::uint16_t logon_count = 0;
    std::uint16_t bad_password_count = 0;
    std::uint32_t user_id = 0;
    std::uint32_t primary_group_id = 0;
    std::vector<GroupMembership> groups;
    std::uint32_t user_flags = 0;
    std::string logon_server;
    /// Its NetBIOS name.
    std::string domain;
    std::optional<Sid> domain_sid;
    std::uint32_t account_control = 0;
    std::vector<SidAndAttributes> extra_sids;
    std::optional<Sid> resource_domain_sid;
    std::vector<GroupMembership> resource_groups;
};

/// [MS-PAC] 2.10, UPN_DNS_INFO.
struct UpnDnsInfo {
    std::string upn;
    std::string dns_domain;
    std::uint32_t flags = 0;
    /// Both or neither, from the extension.
    std::string account_name;
    std::optional<Sid> sid;
};

/// [MS-PAC] 2.7, PAC_CLIENT_INFO.
struct ClientInfo {
    /// When the client proved itself to the KDC.
    std::uint64_t authenticated = 0;
    std::string name;
};

/// [MS-PAC] 2.9, S4U_DELEGATION_INFO.
struct DelegationInfo {
    std::string target;
    /// The services that acted as the client, the first one first.
    std::vector<std::string> through;
};

/// [MS-PAC] 2.8, PAC_SIGNATURE_DATA, by its type in 2.4.
struct PacSignature {
    std::uint32_t buffer_type = 0;
    std::int32_t checksum_type = 0;
};

/// Each part only if the PAC has it.
struct Pac {
    std::optional<LogonInfo> logon;
    std::optional<UpnDnsInfo> upn_dns;
    std::optional<ClientInfo> client;
    std::optional<DelegationInfo> delegation;
    /// [MS-PAC] 2.14: how the PAC came to be asked for.
    std::optional<std::uint32_t> attributes;
    /// [MS-PAC] 2.15: whose TGT it was.
    std::optional<Sid> requestor;
    std::vector<PacSignature> signatures;
};

/// Seconds since 1970 UTC; INT64_MAX for never, INT64_MIN for a time that is not set.
std::int64_t unix_time(std::uint64_t filetime) noexcept;

/// pac_malformed, and in what way.
Error malformed_pac(std::string_view what);

/// pac_malformed says what is wrong; nothing of a malformed one is given. Time and memory are in
/// proportion to the octets.
Result<Pac> read_pac(ByteView octets);

}  // namespace mutauth::identity

// Every status, as the core names it.
// Made by bindings/generate.py from capi/status.def; do not edit.
#pragma once

#include <cstdint>

namespace mutauth {

enum class Status : std::int32_t {
    ok = 0,
    continue_ = 1,
    end = 2,
    invalid_argument = -101,
    wrong_handle = -102,
    wrong_state = -103,
    buffer_too_small = -104,
    not_utf8 = -105,
    text_has_nul = -106,
    text_too_long = -107,
    forked = -108,
    invalid_name = -201,
    name_is_address = -202,
    name_too_long = -203,
    directory_unreachable = -301,
    directory_silent = -302,
    directory_module_missing = -303,
    directory_unsealed = -304,
    directory_bind_refused = -305,
    directory_denied = -306,
    directory_constraint = -307,
    directory_protocol = -308,
    directory_failed = -309,
    directory_lost = -310,
    directory_base_unknown = -311,
    account_not_found = -320,
    account_ambiguous = -321,
    spn_taken = -322,
    spn_not_writable = -323,
    spn_malformed = -324,
    spn_not_own_name = -325,
    spn_attribute_missing = -326,
    spn_alias_taken = -327,
    spn_not_kept = -328,
    account_busy = -329,
    spn_not_there = -330,
    too_many_spns = -331,
    no_credential = -401,
    ccache_unreadable = -402,
    keytab_unreadable = -403,
    keytab_lacks_name = -404,
    wrong_password = -405,
    client_unknown = -406,
    service_unknown = -407,
    realm_unknown = -408,
    kdc_unreachable = -409,
    kdc_silent = -410,
    credential_expired = -411,
    clock_skew = -412,
    kdc_refused = -413,
    kdc_protocol = -414,
    encryption_unsupported = -415,
    client_locked = -416,
    keytab_not_writable = -417,
    keytab_busy = -418,
    key_not_proven = -419,
    key_kept_elsewhere = -420,
    rotation_unfinished = -421,
    password_refused = -422,
    password_change_denied = -423,
    password_change_failed = -424,
    password_server_unknown = -425,
    password_server_unreachable = -426,
    token_malformed = -501,
    peer_not_proven = -502,
    wrong_spn = -503,
    wrong_key = -504,
    key_version_missing = -505,
    token_replayed = -506,
    ticket_expired = -507,
    ticket_not_yet_valid = -508,
    peer_refused = -509,
    mechanism_refused = -510,
    level_not_reached = -511,
    weak_key = -512,
    negotiation_failed = -513,
    token_reflected = -514,
    message_tampered = -601,
    message_replayed = -602,
    message_out_of_order = -603,
    context_expired = -604,
    context_broken = -605,
    not_sealed = -606,
    level_too_low = -607,
    frame_too_large = -610,
    frame_malformed = -611,
    stream_truncated = -612,
    refused_by_peer = -613,
    caller_level_too_low = -801,
    caller_mechanism = -802,
    caller_wrong_service = -803,
    caller_not_allowed = -804,
    out_of_memory = -901,
    internal = -902,
    deadline_passed = -903,
    cancelled = -904,
    host_unreachable = -905,
    host_unknown = -906,
    address_unusable = -907,
    system_error = -908,
};

/// Such as "MUTAUTH_SERVICE_UNKNOWN"; "MUTAUTH_UNKNOWN" for a number that is no status.
const char* status_symbol(std::int32_t number) noexcept;
/// What it says by itself; "unknown status" for a number that is no status.
const char* status_says(Status status) noexcept;
/// The first remedy; "" if there is none.
const char* status_remedy(Status status) noexcept;
/// The block of a failure, 300 for -305; 0 for success and outcomes.
std::int32_t status_kind(Status status) noexcept;
/// What the statuses of a block have in common; "of no known kind" for another number.
const char* kind_says(std::int32_t kind) noexcept;
bool status_known(std::int32_t number) noexcept;

}  // namespace mutauth

#include "exit_code.h"

#include <mutauth/error.h>

namespace mutauth::command {
namespace {

ExitCode of_directory(mutauth_status status) noexcept {
    switch (status) {
        case MUTAUTH_DIRECTORY_UNREACHABLE:
        case MUTAUTH_DIRECTORY_SILENT:
        case MUTAUTH_DIRECTORY_PROTOCOL:
        case MUTAUTH_DIRECTORY_LOST:
        case MUTAUTH_DIRECTORY_FLOODED:
            return ExitCode::out_of_reach;
        case MUTAUTH_DIRECTORY_DENIED:
        case MUTAUTH_SPN_NOT_OWN_NAME:
            return ExitCode::no_access;
        case MUTAUTH_DIRECTORY_BIND_REFUSED:
        case MUTAUTH_DIRECTORY_UNSEALED:
            return ExitCode::not_proven;
        case MUTAUTH_DIRECTORY_BASE_UNKNOWN:
        case MUTAUTH_SPN_PATTERN_MALFORMED:
        case MUTAUTH_SPN_MALFORMED:
        case MUTAUTH_TOO_MANY_SPNS:
            return ExitCode::usage;
        case MUTAUTH_DIRECTORY_MODULE_MISSING:
        case MUTAUTH_DIRECTORY_FAILED:
        case MUTAUTH_DIRECTORY_LIMITED:
        case MUTAUTH_CATALOG_UNFIT:
            return ExitCode::other;
        default:
            return ExitCode::not_done;
    }
}

ExitCode of_credential(mutauth_status status) noexcept {
    switch (status) {
        case MUTAUTH_REALM_UNKNOWN:
        case MUTAUTH_KDC_UNREACHABLE:
        case MUTAUTH_KDC_SILENT:
        case MUTAUTH_KDC_PROTOCOL:
        case MUTAUTH_PASSWORD_SERVER_UNKNOWN:
        case MUTAUTH_PASSWORD_SERVER_UNREACHABLE:
            return ExitCode::out_of_reach;
        case MUTAUTH_KEYTAB_BUSY:
        case MUTAUTH_KEY_KEPT_ELSEWHERE:
        case MUTAUTH_ROTATION_UNFINISHED:
        case MUTAUTH_PASSWORD_REFUSED:
            return ExitCode::not_done;
        case MUTAUTH_KEYTAB_NOT_WRITABLE:
        case MUTAUTH_PASSWORD_CHANGE_DENIED:
            return ExitCode::no_access;
        case MUTAUTH_PASSWORD_CHANGE_FAILED:
            return ExitCode::other;
        default:
            return ExitCode::not_proven;
    }
}

ExitCode of_system(mutauth_status status) noexcept {
    switch (status) {
        case MUTAUTH_DEADLINE_PASSED:
        case MUTAUTH_HOST_UNREACHABLE:
        case MUTAUTH_HOST_UNKNOWN:
            return ExitCode::out_of_reach;
        default:
            return ExitCode::other;
    }
}

/// Not the user's mistakes but the command's own.
bool is_a_bug(mutauth_status status) noexcept {
    return status == MUTAUTH_WRONG_HANDLE || status == MUTAUTH_WRONG_STATE ||
           status == MUTAUTH_BUFFER_TOO_SMALL || status == MUTAUTH_FORKED;
}

}  // namespace

ExitCode exit_code_of(mutauth_status status) noexcept {
    switch (mutauth_status_kind(status)) {
        case MUTAUTH_KIND_OUTCOME:
            return ExitCode::done;
        case MUTAUTH_KIND_USAGE:
            return is_a_bug(status) ? ExitCode::other : ExitCode::usage;
        case MUTAUTH_KIND_NAME:
            return ExitCode::usage;
        case MUTAUTH_KIND_DIRECTORY:
            return of_directory(status);
        case MUTAUTH_KIND_CREDENTIAL:
            return of_credential(status);
        case MUTAUTH_KIND_NEGOTIATION:
            return ExitCode::not_proven;
        case MUTAUTH_KIND_PROTECTION:
            return status == MUTAUTH_REFUSED_BY_PEER ? ExitCode::not_done : ExitCode::not_proven;
        case MUTAUTH_KIND_IDENTITY:
            return ExitCode::no_access;
        case MUTAUTH_KIND_SYSTEM:
            return of_system(status);
        default:
            return ExitCode::other;
    }
}

}  // namespace mutauth::command

// Why a directory refused a change of SPNs, and what to do about it: read from its result codes and
// from the texts of the servers that say it in words only.
#pragma once

#include "directory/session.h"

namespace mutauth::registration {

/// [MS-ERREF] 2.2: the numbers with which Windows' functions for SPNs fail.
namespace win32 {
inline constexpr std::int64_t kInvalidFunction = 1;
inline constexpr std::int64_t kInvalidParameter = 87;
inline constexpr std::int64_t kNoAttributeOrValue = 8202;
inline constexpr std::int64_t kInvalidAttributeSyntax = 8203;
inline constexpr std::int64_t kAttributeTypeUndefined = 8204;
inline constexpr std::int64_t kAttributeOrValueExists = 8205;
inline constexpr std::int64_t kObjectClassViolation = 8212;
inline constexpr std::int64_t kConstraintViolation = 8239;
inline constexpr std::int64_t kObjectNotFound = 8333;
inline constexpr std::int64_t kInsufficientRights = 8344;
inline constexpr std::int64_t kNameReferenceInvalid = 8373;
inline constexpr std::int64_t kSpnNotUnique = 8647;
}  // namespace win32

/// The refusal of a modify under the status that names its reason, with a remedy. May read the
/// account's classes; if that fails the remedy only says less. Of changes that add nothing no name
/// is ever taken.
Error explained_refusal(directory::Session& session,
                        const std::string& dn,
                        const directory::Changes& changes,
                        Error refusal);

/// Puts the number with which DsWriteAccountSpn would have failed in front of the native codes. A
/// failure that it has no number for stays as it is.
Error with_win32(Error error);

/// What the server itself says, "" if it says nothing.
std::string server_text(const Error& error);

}  // namespace mutauth::registration

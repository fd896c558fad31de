// DsWriteAccountSpn: its order of checks and its outcomes.
#pragma once

#include "registration/edit.h"

namespace mutauth::registration {

/// [MS-DRSR] 4.1.28.1: DS_SPN_OPERATION.
enum class Operation : std::int32_t {
    add = 0,
    replace = 1,
    remove = 2,
};

/// Each failure has the Win32 number of [MS-DRSR] 4.1.28.3 as its first native code. On AD the
/// server judges what is an SPN; elsewhere our reader does.
Result<void> write_spns(directory::Session& session,
                        std::int32_t operation,
                        std::string_view account,
                        const std::vector<std::string_view>& texts,
                        const Deadline& deadline);

}  // namespace mutauth::registration

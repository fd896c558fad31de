// A change of a keytab file told as steps: written beside, then put in place.
#pragma once

#include <functional>

#include "credential/keytab_file.h"
#include "registration/steps.h"

namespace mutauth::registration {

/// Changes entries in memory.
using EntriesChange = std::function<Result<void>(credential::KeytabEntries&)>;

/// Whether anything was to be changed; without that nothing is written. A keytab that is not there
/// is empty, and made. In a dry run the file is only read.
Result<bool> change_keytab(const std::string& path,
                           const EntriesChange& change,
                           const Steps& steps,
                           const Deadline& deadline);

}  // namespace mutauth::registration

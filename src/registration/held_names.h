// The names on an entry as a search finds them, each once, fit to be compared with others'.
#pragma once

#include <string>
#include <vector>

#include "directory/entry.h"
#include "registration/account_names.h"

namespace mutauth::registration {

struct HeldName {
    /// As it is written; the realm is no part of it.
    std::string text;
    /// The KDC's realm for it, "" where the directory knows of none.
    std::string realm;
    /// It is a Kerberos principal without an SPN of the same name.
    bool only_principal = false;

    /// Equal for names that cannot be told apart.
    std::string key() const;
};

/// What a search must ask for.
const std::vector<std::string>& name_attributes();
/// Which entries can have a name at all.
std::string any_name_filter(directory::Kind kind);

/// Reads the rest of a list that the server sent a part of.
Result<std::vector<HeldName>> held_names(directory::Session& session,
                                         const directory::Entry& entry,
                                         const Deadline& deadline);

/// Text that may be shown and handed on as UTF-8: what is none has its bytes written as \xNN.
std::string as_text(const std::string& value);

}  // namespace mutauth::registration

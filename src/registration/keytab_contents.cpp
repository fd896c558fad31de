#include "registration/keytab_contents.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/regular_file.h"
#include "core/text.h"
#include "credential/kerberos.h"
#include "credential/password_key.h"
#include "registration/keytab_change.h"
#include "registration/rotation_state.h"

namespace mutauth::registration {
namespace {

using credential::KeytabEntries;
using credential::KeytabEntry;

/// As keytabs write it.
Result<std::string> whole_name(const std::string& principal) {
    auto library = credential::KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto parsed = credential::parse_principal(*library, principal);
    if (!parsed) {
        return std::move(parsed).error();
    }
    return credential::principal_text(library->get(), parsed->get());
}

bool is_meant(const KeytabEntry& entry, const KeytabRemoval& removal) {
    return (!removal.principal || entry.principal == *removal.principal) &&
           (!removal.kvno || entry.kvno == *removal.kvno) &&
           (!removal.enctype || entry.enctype == *removal.enctype);
}

Error no_such_entry(const KeytabPlace& place, const KeytabRemoval& removal) {
    return Error(Status::keytab_lacks_name,
                 fmt::format("keytab {} has no key{}{}{}", displayed(place.path()),
                             removal.principal ? " of " + displayed(*removal.principal) : "",
                             removal.kvno ? fmt::format(", kvno {}", *removal.kvno) : "",
                             removal.enctype
                                 ? fmt::format(", {}", credential::enctype_name(*removal.enctype))
                                 : ""))
        .with("keytab", place.path())
        .with_remedy("list what it has: mutauth keytab list " + displayed(place.path()));
}

}  // namespace

Result<ListedKeys> read_contents(const KeytabPlace& place, const Deadline& deadline) {
    auto entries = credential::read_keytab(place.path(), deadline);
    if (!entries) {
        return std::move(entries).error();
    }
    ListedKeys out;
    for (const auto& entry : *entries) {
        out.push_back({entry.principal, entry.kvno, entry.enctype,
                       credential::enctype_name(entry.enctype), entry.timestamp});
    }
    return out;
}

Result<void> remove_from_keytab(const KeytabPlace& place,
                                const KeytabRemoval& removal,
                                const Steps& steps,
                                const Deadline& deadline) {
    KeytabRemoval meant = removal;
    if (removal.principal) {
        auto name = whole_name(*removal.principal);
        if (!name) {
            return std::move(name).error();
        }
        meant.principal = std::move(*name);
    }
    // A keytab that is not there is not to be made by taking something out of it.
    if (auto there = credential::read_keytab(place.path(), deadline); !there) {
        return std::move(there).error();
    }
    const std::string state = RotationState::path_for(place.path());
    if (may_exist(state)) {
        return Error(Status::rotation_unfinished,
                     fmt::format("a rotation of {} is not finished, and needs its keys",
                                 displayed(place.path())))
            .with("state", state);
    }
    auto changed = change_keytab(
        place.path(),
        [&](KeytabEntries& entries) -> Result<void> {
            const auto kept =
                std::remove_if(entries.begin(), entries.end(),
                               [&](const KeytabEntry& entry) { return is_meant(entry, meant); });
            if (kept == entries.end()) {
                return no_such_entry(place, meant);
            }
            entries.erase(kept, entries.end());
            return {};
        },
        steps, deadline);
    return changed ? Result<void>() : Result<void>(std::move(changed).error());
}

}  // namespace mutauth::registration

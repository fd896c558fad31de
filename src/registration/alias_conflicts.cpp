#include "registration/alias_conflicts.h"

#include <algorithm>

#include "core/text.h"
#include "directory/dn.h"
#include "directory/filter.h"
#include "directory/forest.h"
#include "spn/fold.h"

namespace mutauth::registration {
namespace {

using Names = std::vector<spn::ServicePrincipalName>;

Names conflicting(const spn::AliasMap& aliases, const spn::ServicePrincipalName& spn) {
    Names out = aliases.aliases_of(spn);
    if (auto mapped = aliases.mapped(spn)) {
        out.push_back(std::move(*mapped));
    }
    std::erase_if(out, [&](const auto& other) { return spn::equal_to_directory(other, spn); });
    return out;
}

std::string filter_for(const Names& names) {
    std::string out = "(|";
    for (const auto& name : names) {
        out += directory::filter::equal(kSpnAttribute, name.text());
    }
    return out + ")";
}

bool is_one_of(const Names& names, const std::string& text) {
    const std::string folded = spn::folded(text);
    return std::any_of(names.begin(), names.end(),
                       [&](const auto& name) { return spn::folded(name.text()) == folded; });
}

/// An entry's names among those that were searched.
Result<void> add_conflicts(std::vector<Found>& into,
                           const directory::Place& place,
                           const directory::Entry& entry,
                           const Names& names,
                           const Deadline& deadline) {
    auto held = held_names(*place.session, entry, deadline);
    if (!held) {
        return std::move(held).error();
    }
    for (const auto& name : *held) {
        Found found{as_text(name.text), entry.dn};
        const bool known = std::find(into.begin(), into.end(), found) != into.end();
        if (!known && is_one_of(names, name.text)) {
            into.push_back(std::move(found));
        }
    }
    return {};
}

Result<void> search_place(std::vector<Found>& into,
                          const directory::Place& place,
                          const Names& names,
                          const std::string& dn,
                          const Deadline& deadline) {
    auto entries = directory::find_all(
        *place.session, {place.base, directory::Scope::subtree, filter_for(names), {kSpnAttribute}},
        deadline);
    if (!entries) {
        return std::move(entries).error();
    }
    for (const auto& entry : *entries) {
        if (directory::dn::same(entry.dn, dn)) {
            continue;
        }
        if (auto added = add_conflicts(into, place, entry, names, deadline); !added) {
            return added;
        }
    }
    return {};
}

}  // namespace

Result<std::vector<Found>> find_alias_conflicts(directory::Session& session,
                                                const spn::ServicePrincipalName& spn,
                                                const std::string& dn,
                                                const Deadline& deadline) {
    std::vector<Found> out;
    // Aliases are Active Directory's own; others are not asked for what they do not have.
    if (session.profile().kind != directory::Kind::active_directory) {
        return out;
    }
    auto forest = directory::forest_of(session, deadline);
    if (!forest) {
        return std::move(forest).error();
    }
    const Names names = conflicting((*forest)->aliases, spn);
    if (names.empty()) {
        return out;
    }
    auto places = directory::places_to_check(session, deadline);
    if (!places) {
        return std::move(places).error();
    }
    for (const auto& place : *places) {
        if (auto searched = search_place(out, place, names, dn, deadline); !searched) {
            return std::move(searched).error();
        }
    }
    return out;
}

std::string conflict_text(const spn::ServicePrincipalName& spn, const Found& conflict) {
    return displayed(spn.text()) + " is another name of " + displayed(conflict.spn) +
           ", which is on " + displayed(conflict.dn);
}

Result<void> refuse_alias_conflicts(directory::Session& session,
                                    const spn::ServicePrincipalName& spn,
                                    const std::string& dn,
                                    const Deadline& deadline) {
    auto conflicts = find_alias_conflicts(session, spn, dn, deadline);
    if (!conflicts) {
        return std::move(conflicts).error();
    }
    if (conflicts->empty()) {
        return {};
    }
    Error out(Status::spn_alias_taken, conflict_text(spn, conflicts->front()));
    out = std::move(out).with("spn", displayed(spn.text()));
    for (const auto& conflict : *conflicts) {
        out = std::move(out)
                  .with("alias", displayed(conflict.spn))
                  .with("holder", displayed(conflict.dn));
    }
    return out;
}

}  // namespace mutauth::registration

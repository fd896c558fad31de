#include "found.h"

#include <_docs.h>

#include "credential.h"
#include "directory.h"
#include "spn.h"

namespace binding {
namespace {

/// A cursor and the session that it reads from.
template <class Cursor>
struct CursorCore {
    CursorCore(std::shared_ptr<DirectoryCore> session, Cursor made) noexcept
        : directory(std::move(session)), cursor(std::move(made)) {}
    std::string details() const { return "of " + directory->address; }

    Waits waits;
    // Declared first: the session must outlive the cursor.
    std::shared_ptr<DirectoryCore> directory;
    Cursor cursor;
};

struct FoundCore final : CursorCore<v1::FoundSpns> {
    static constexpr const char* noun = "search for SPNs";
    using CursorCore::CursorCore;
};
struct DuplicatesCore final : CursorCore<v1::Duplicates> {
    static constexpr const char* noun = "search for duplicates";
    using CursorCore::CursorCore;
};

using Found = Object<FoundCore>;
using Duplicates = Object<DuplicatesCore>;

constexpr const char* kFoundBy[] = {"nothing", "exact", "alias", "dsa_guid"};

std::int32_t range_of(bool forest) {
    return forest ? MUTAUTH_RANGE_FOREST : MUTAUTH_RANGE_BASE;
}

/// In turn with the calls that use the session.
template <class Body>
auto in_session(const Directory& self, Timeout timeout, Body body) {
    const auto core = self.use();
    return waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = core->turn.take(deadline);
        return body(core, deadline);
    });
}

/// The same, and ends when the cursor is freed.
template <class Core, class Body>
auto with_cursor(const Object<Core>& self, Timeout timeout, Body body) {
    const auto core = self.use();
    return waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const Waits::Entry entry(core->directory->waits, deadline);
        const auto turn = core->directory->turn.take(deadline);
        return body(core->cursor, deadline);
    });
}

py::tuple pair_of(const v1::HeldSpn& held) {
    return py::make_tuple(text(held.spn), text(held.dn));
}

void open_catalog(const Directory& self,
                  const Credential& credential,
                  OptionalUtf8 address,
                  std::optional<SpnArgument> spn,
                  Timeout timeout) {
    const auto used = credential.use();
    in_session(self, timeout, [&](const auto& core, const v1::Deadline& deadline) {
        core->directory.open_catalog(address.text, spn ? &spn->spn() : nullptr, used->credential,
                                     deadline);
    });
}

Found find_spns(const Directory& self, Utf8 pattern, bool forest, Timeout timeout) {
    return in_session(self, timeout, [&](const auto& core, const v1::Deadline& deadline) {
        return Found::make(
            core, v1::FoundSpns::find(core->directory, pattern.text, range_of(forest), deadline));
    });
}

Duplicates find_duplicates(const Directory& self, bool forest, Timeout timeout) {
    return in_session(self, timeout, [&](const auto& core, const v1::Deadline& deadline) {
        return Duplicates::make(core,
                                v1::Duplicates::find(core->directory, range_of(forest), deadline));
    });
}

py::list find_alias_conflicts(const Directory& self,
                              const SpnArgument& spn,
                              OptionalUtf8 dn,
                              Timeout timeout) {
    const auto all = in_session(self, timeout, [&](const auto& core, const v1::Deadline& deadline) {
        auto found = v1::FoundSpns::alias_conflicts(core->directory, spn.spn(), dn.text, deadline);
        std::vector<v1::HeldSpn> out;
        while (auto held = found.next(deadline)) {
            out.push_back(std::move(*held));
        }
        return out;
    });
    py::list list;
    for (const auto& held : all) {
        list.append(pair_of(held));
    }
    return list;
}

void check_unique(const Directory& self, const SpnArgument& spn, OptionalUtf8 dn, Timeout timeout) {
    in_session(self, timeout, [&](const auto& core, const v1::Deadline& deadline) {
        v1::check_unique(core->directory, spn.spn(), dn.text, deadline);
    });
}

py::tuple look_up_spn(const Directory& self, const SpnArgument& spn, Timeout timeout) {
    const auto found =
        in_session(self, timeout, [&](const auto& core, const v1::Deadline& deadline) {
            return v1::look_up_spn(core->directory, spn.spn(), deadline);
        });
    py::list dns;
    for (const auto& dn : found.dns) {
        dns.append(text(dn));
    }
    return py::make_tuple(kFoundBy[found.by], dns);
}

py::tuple next_found(const Found& self) {
    const auto held = with_cursor(self, {}, [](v1::FoundSpns& found, const v1::Deadline& deadline) {
        return found.next(deadline);
    });
    if (!held) {
        throw py::stop_iteration();
    }
    return pair_of(*held);
}

py::tuple next_group(const Duplicates& self) {
    const auto group =
        with_cursor(self, {}, [](v1::Duplicates& duplicates, const v1::Deadline& deadline) {
            return duplicates.next(deadline);
        });
    if (!group) {
        throw py::stop_iteration();
    }
    py::list holders;
    for (const auto& held : group->holders) {
        holders.append(pair_of(held));
    }
    return py::make_tuple(group->kind == MUTAUTH_DUPLICATE_ALIAS ? "alias" : "exact",
                          text(group->spn), holders);
}

bool advance(const Duplicates& self, Timeout timeout) {
    return with_cursor(self, timeout, [](v1::Duplicates& duplicates, const v1::Deadline& deadline) {
        return duplicates.advance(deadline);
    });
}

}  // namespace

void bind_found(py::module_& module) {
    auto found = made_class<Found>(module, "FoundSpns",
                                   "SPNs that were found, each with the DN of its account.");
    found.def("__iter__", [](py::object self) { return self; });
    found.def("__next__", next_found, doc_mutauth_found_next);
    found.def_property_readonly(
        "entries", [](const Found& self) { return self.use()->cursor.entries(); },
        doc_mutauth_found_entries);
    bind_free<FoundCore>(found, doc_mutauth_found_free);

    auto duplicates = made_class<Duplicates>(module, "Duplicates",
                                             "SPNs that are on more than one account, in groups.");
    duplicates.def("__iter__", [](py::object self) { return self; });
    duplicates.def("__next__", next_group, doc_mutauth_duplicates_next);
    duplicates.def("advance", advance, py::arg("timeout") = py::none(),
                   doc_mutauth_duplicates_advance);
    duplicates.def_property_readonly(
        "entries", [](const Duplicates& self) { return self.use()->cursor.entries(); },
        "How many entries of the directory advance() has read so far, in all passes.");
    bind_free<DuplicatesCore>(duplicates, doc_mutauth_duplicates_free);
}

void bind_finding(py::class_<Directory>& directory) {
    directory.def("open_catalog", open_catalog, py::arg("credential"),
                  py::arg("address") = py::none(), py::arg("spn") = py::none(),
                  py::arg("timeout") = py::none(), doc_mutauth_directory_open_catalog);
    directory.def("find_spns", find_spns, py::arg("pattern"), py::arg("forest") = false,
                  py::arg("timeout") = py::none(), doc_mutauth_directory_find_spns);
    directory.def("find_alias_conflicts", find_alias_conflicts, py::arg("spn"),
                  py::arg("dn") = py::none(), py::arg("timeout") = py::none(),
                  doc_mutauth_directory_find_alias_conflicts);
    directory.def("check_unique", check_unique, py::arg("spn"), py::arg("dn") = py::none(),
                  py::arg("timeout") = py::none(), doc_mutauth_directory_check_unique);
    directory.def("look_up_spn", look_up_spn, py::arg("spn"), py::arg("timeout") = py::none(),
                  doc_mutauth_directory_look_up_spn);
    directory.def("find_duplicates", find_duplicates, py::arg("forest") = false,
                  py::arg("timeout") = py::none(), doc_mutauth_directory_find_duplicates);
}

}  // namespace binding

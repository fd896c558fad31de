#include "directory.h"

#include <_docs.h>

#include "credential.h"
#include "found.h"
#include "policy.h"
#include "spn.h"

namespace binding {
namespace {

Directory open(Utf8 address,
               const SpnArgument& spn,
               const Credential& credential,
               const Policy* policy,
               Timeout timeout) {
    const auto core = credential.use();
    const v1::Policy demands = made(policy);
    return waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        return Directory::make(
            v1::Directory::open(address.text, spn.spn(), core->credential, demands, deadline),
            address.text);
    });
}

py::list list_of(const std::vector<std::string>& values) {
    py::list list;
    for (const std::string& value : values) {
        list.append(text(value));
    }
    return list;
}

py::list locate(Utf8 domain, Timeout timeout) {
    Waits waits;
    return list_of(waiting(waits, timeout, [&](const v1::Deadline& deadline) {
        return v1::Directory::locate(domain.text, deadline);
    }));
}

py::list find_holders(const Directory& self, const SpnArgument& spn, Timeout timeout) {
    const auto core = self.use();
    const auto dns = waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = core->turn.take(deadline);
        return core->directory.find_holders(spn.spn(), deadline);
    });
    return list_of(dns);
}

/// Reads or sets the base, in turn with the calls that use the session.
template <class Body>
auto at_once(const Directory& self, Body body) {
    const auto core = self.use();
    return waiting(core->waits, {}, [&](const v1::Deadline& deadline) {
        const auto turn = core->turn.take(deadline);
        return body(core->directory);
    });
}

py::str base(const Directory& self) {
    return text(at_once(self, [](v1::Directory& directory) {
        // It lives only until another thread sets it.
        return std::string(directory.base());
    }));
}

void set_base(const Directory& self, Utf8 dn) {
    at_once(self, [&](v1::Directory& directory) { directory.set_base(dn.text); });
}

py::str unique_base(const Directory& self) {
    return text(at_once(
        self, [](v1::Directory& directory) { return std::string(directory.unique_base()); }));
}

void set_unique_base(const Directory& self, Utf8 dn) {
    at_once(self, [&](v1::Directory& directory) { directory.set_unique_base(dn.text); });
}

void allow_unusable_names(const Directory& self) {
    at_once(self, [](v1::Directory& directory) { directory.allow_unusable_names(); });
}

}  // namespace

void bind_directory(py::module_& module) {
    auto bound = made_class<Directory>(module, "Directory",
                                       "A proven and sealed session with a directory server.");
    bound.def_static("open", open, py::arg("address"), py::arg("spn"), py::arg("credential"),
                     py::arg("policy") = py::none(), py::arg("timeout") = py::none(),
                     doc_mutauth_directory_open);
    bound.def_static("locate", locate, py::arg("domain"), py::arg("timeout") = py::none(),
                     doc_mutauth_directory_locate);
    bind_free<DirectoryCore>(bound, doc_mutauth_directory_free);
    bound.def_property("base", base, set_base, doc_mutauth_directory_base);
    bound.def_property("unique_base", unique_base, set_unique_base,
                       doc_mutauth_directory_unique_base);
    bound.def("allow_unusable_names", allow_unusable_names,
              doc_mutauth_directory_allow_unusable_names);
    bound.def("find_holders", find_holders, py::arg("spn"), py::arg("timeout") = py::none(),
              doc_mutauth_directory_find_holders);
    bind_finding(bound);
}

}  // namespace binding

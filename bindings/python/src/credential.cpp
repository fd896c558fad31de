#include "credential.h"

#include <_docs.h>

#include "spn.h"

namespace binding {
namespace {

// Opening a cache or keytab reads files, and a KCM cache asks a daemon.
template <class Make>
Credential make(Make make) {
    const OthersRun others_run;
    return Credential::make(make());
}

void fetch(const Credential& self, const std::optional<SpnArgument>& spn, Timeout timeout) {
    const auto core = self.use();
    waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        if (spn) {
            core->credential.fetch(spn->spn(), deadline);
        } else {
            core->credential.fetch(deadline);
        }
    });
}

void bind_sources(py::class_<Credential>& bound) {
    bound.def_static(
        "from_ccache",
        [](Utf8 name) { return make([&] { return v1::Credential::from_ccache(name.text); }); },
        py::arg("name"), doc_mutauth_credential_from_ccache);
    bound.def_static(
        "from_environment", [] { return make([] { return v1::Credential::from_environment(); }); },
        doc_mutauth_credential_from_environment);
    bound.def_static(
        "from_keytab",
        [](const Path& file, OptionalUtf8 principal) {
            return make([&] { return v1::Credential::from_keytab(file.text, principal.text); });
        },
        py::arg("file"), py::arg("principal") = py::none(), doc_mutauth_credential_from_keytab);
    bound.def_static(
        "from_password",
        [](Utf8 principal, Utf8 password) {
            return make(
                [&] { return v1::Credential::from_password(principal.text, password.text); });
        },
        py::arg("principal"), py::arg("password"), doc_mutauth_credential_from_password);
}

py::str repr(const Credential& self) {
    if (self.freed()) {
        return py::str("<mutauth.Credential, freed>");
    }
    return py::str("<mutauth.Credential of {}>").format(text(self.use()->credential.principal()));
}

}  // namespace

void bind_credential(py::module_& module) {
    auto bound = made_class<Credential>(module, "Credential",
                                        "A principal's tickets or keys. Threads may share one.");
    bind_sources(bound);
    bind_free<CredentialCore>(bound, doc_mutauth_credential_free);
    bound.def("fetch", fetch, py::arg("spn") = py::none(), py::arg("timeout") = py::none(),
              doc_mutauth_credential_fetch);
    bound.def_property_readonly(
        "principal",
        [](const Credential& self) { return text(self.use()->credential.principal()); },
        doc_mutauth_credential_principal);
    bound.def_property_readonly(
        "expires", [](const Credential& self) { return self.use()->credential.expires(); },
        doc_mutauth_credential_expires);
    bound.def("__repr__", repr);
}

}  // namespace binding

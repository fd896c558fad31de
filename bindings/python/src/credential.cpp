#include "credential.h"

#include <_docs.h>

#include <optional>
#include <string>

#include "callable.h"
#include "identity.h"
#include "policy.h"
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

Fetch start_fetch(const Credential& self, const std::optional<SpnArgument>& spn, Timeout timeout) {
    const auto core = self.use();
    const OthersRun others_run;
    return Fetch::make(spn ? v1::Fetch::start(core->credential, spn->spn(), timeout.length)
                           : v1::Fetch::start(core->credential, timeout.length));
}

void bind_fetch(py::module_& module) {
    auto bound = made_class<Fetch>(
        module, "Fetch",
        "A fetch of tickets that is under way or over; free() cancels it. See mutauth.fetch.");
    bind_free<FetchCore>(bound, doc_mutauth_fetch_free);
    bound.def(
        "fileno", [](const Fetch& self) { return self.use()->fetch.fd(); }, doc_mutauth_fetch_fd);
    bound.def(
        "done", [](const Fetch& self) { return self.use()->fetch.done(); },
        doc_mutauth_fetch_outcome);
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
    bound.def_static(
        "from_enterprise_password",
        [](Utf8 name, Utf8 password) {
            return make(
                [&] { return v1::Credential::from_enterprise_password(name.text, password.text); });
        },
        py::arg("name"), py::arg("password"), doc_mutauth_credential_from_enterprise_password);
    bound.def_static(
        "from_enterprise_keytab",
        [](const Path& file, Utf8 name) {
            return make(
                [&] { return v1::Credential::from_enterprise_keytab(file.text, name.text); });
        },
        py::arg("file"), py::arg("name"), doc_mutauth_credential_from_enterprise_keytab);
}

void bind_delegation(py::class_<Credential>& bound) {
    bound.def_static(
        "for_caller",
        [](const Credential& service, const Identity& identity) {
            const auto core = service.use();
            return make(
                [&] { return v1::Credential::for_caller(core->credential, identity.proven); });
        },
        py::arg("service"), py::arg("identity"), doc_mutauth_credential_for_caller);
    bound.def_static(
        "for_impersonated",
        [](const Credential& service) {
            const auto core = service.use();
            return make([&] { return v1::Credential::for_impersonated(core->credential); });
        },
        py::arg("service"), doc_mutauth_credential_for_impersonated);
    bound.def_static(
        "for_user",
        [](const Credential& service, Utf8 client) {
            const auto core = service.use();
            return make([&] { return v1::Credential::for_user(core->credential, client.text); });
        },
        py::arg("service"), py::arg("client"), doc_mutauth_credential_for_user);
    bound.def_static(
        "for_enterprise_user",
        [](const Credential& service, Utf8 name) {
            const auto core = service.use();
            return make(
                [&] { return v1::Credential::for_enterprise_user(core->credential, name.text); });
        },
        py::arg("service"), py::arg("name"), doc_mutauth_credential_for_enterprise_user);
}

/// Asks the Python function on whichever thread needs the password.
v1::Credential asking(const char* principal, const Callable& function) {
    return v1::Credential::from_password(
        principal, [function](std::string_view whose) -> std::string {
            std::optional<std::string> given;
            function.tell([&](const py::handle& ask) {
                const py::object answer = ask(text(whose));
                if (!answer.is_none()) {
                    given = answer.cast<std::string>();
                }
            });
            if (!given) {
                throw v1::Error(MUTAUTH_NO_CREDENTIAL, "no password was given");
            }
            return *given;
        });
}

void ensure_fresh(const Credential& self, std::int64_t seconds, Timeout timeout) {
    const auto core = self.use();
    waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        core->credential.ensure_fresh(seconds, deadline);
    });
}

void renew_in_background(const Credential& self,
                         std::int64_t seconds,
                         const py::object& log,
                         std::int32_t log_level) {
    const auto core = self.use();
    if (log.is_none()) {
        core->credential.renew_in_background(seconds);
    } else {
        core->credential.renew_in_background(seconds, log_to(log, log_level));
    }
}

void bind_renewal(py::class_<Credential>& bound) {
    bound.def_static(
        "from_client_keytab",
        [](OptionalUtf8 principal) {
            return make([&] { return v1::Credential::from_client_keytab(principal.text); });
        },
        py::arg("principal") = py::none(), doc_mutauth_credential_from_client_keytab);
    bound.def_static(
        "from_password_callback",
        [](Utf8 principal, const py::object& ask) {
            const Callable function(ask, "ask");
            return make([&] { return asking(principal.text, function); });
        },
        py::arg("principal"), py::arg("ask"), doc_mutauth_credential_from_password_callback);
    bound.def(
        "follow_source", [](const Credential& self) { self.use()->credential.follow_source(); },
        doc_mutauth_credential_follow_source);
    bound.def("ensure_fresh", ensure_fresh, py::arg("seconds"), py::arg("timeout") = py::none(),
              doc_mutauth_credential_ensure_fresh);
    bound.def("renew_in_background", renew_in_background, py::arg("seconds"),
              py::arg("log") = py::none(), py::arg("log_level") = MUTAUTH_LOG_NOTICE,
              doc_mutauth_credential_renew_in_background);
    bound.def(
        "stop_renewal",
        [](const Credential& self) {
            const auto core = self.use();
            const OthersRun others_run;
            core->credential.stop_renewal();
        },
        doc_mutauth_credential_stop_renewal);
}

}  // namespace

void bind_credential(py::module_& module) {
    bind_fetch(module);
    auto bound = made_class<Credential>(module, "Credential",
                                        "A principal's tickets or keys. Threads may share one.");
    bind_sources(bound);
    bind_renewal(bound);
    bind_delegation(bound);
    bind_free<CredentialCore>(bound, doc_mutauth_credential_free);
    bound.def("start_fetch", start_fetch, py::arg("spn") = py::none(),
              py::arg("timeout") = py::none(), doc_mutauth_fetch_start);
    bound.def("fetch", fetch, py::arg("spn") = py::none(), py::arg("timeout") = py::none(),
              doc_mutauth_credential_fetch);
    bound.def_property_readonly(
        "principal",
        [](const Credential& self) { return text(self.use()->credential.principal()); },
        doc_mutauth_credential_principal);
    bound.def_property_readonly(
        "expires", [](const Credential& self) { return self.use()->credential.expires(); },
        doc_mutauth_credential_expires);
}

}  // namespace binding

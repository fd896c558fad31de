#include "requirements.h"

#include <_docs.h>

#include <optional>
#include <string>
#include <utility>

#include "identity.h"

namespace binding {
namespace {

/// With what it restricts in words, since it tells nothing of itself.
struct Requirements {
    v1::Requirements checks;
    std::string words;
};

/// One call of the method for each text.
void add_each(Requirements& made,
              const char* name,
              v1::Requirements& (v1::Requirements::*add)(const v1::Text&),
              const Several& texts) {
    py::list taken;
    for (const py::handle one : texts.items) {
        (made.checks.*add)(one.cast<Utf8>().text);
        taken.append(one);
    }
    if (!taken.empty()) {
        made.words += std::string(" ") + name + "=" + std::string(py::repr(taken));
    }
}

Requirements make(std::int32_t level,
                  const std::optional<std::int32_t>& mechanism,
                  const Several& service_keys,
                  const Several& clients,
                  const Several& realms,
                  const Several& sids,
                  const Several& trusted_domains,
                  const Several& indicators,
                  const std::optional<std::int64_t>& max_age,
                  bool local_only,
                  bool accept_asked_service,
                  bool allow_upn) {
    Requirements made;
    made.checks.set_level(level);
    made.words = "level=" + std::string(name_of(enumerated("mutauth.levels", "Level", level)));
    if (mechanism) {
        made.checks.set_mechanism(*mechanism);
    }
    add_each(made, "service_keys", &v1::Requirements::add_service_key, service_keys);
    add_each(made, "clients", &v1::Requirements::add_client, clients);
    add_each(made, "realms", &v1::Requirements::add_realm, realms);
    add_each(made, "sids", &v1::Requirements::add_sid, sids);
    for (const py::handle one : trusted_domains.items) {
        const auto domain = one.cast<std::pair<std::string, std::string>>();
        made.checks.trust_domain(domain.first, domain.second);
    }
    add_each(made, "indicators", &v1::Requirements::add_indicator, indicators);
    if (max_age) {
        made.checks.set_max_age(*max_age);
    }
    if (local_only) {
        made.checks.set_local_only();
    }
    if (accept_asked_service) {
        made.checks.accept_asked_service();
    }
    if (allow_upn) {
        made.checks.allow_upn();
    }
    return made;
}

void check(const Requirements& self, const Identity& identity) {
    self.checks.check(identity.proven);
}

}  // namespace

void bind_requirements(py::module_& module) {
    auto bound = final_class<Requirements>(
        module, "Requirements",
        "What a service demands of its callers, to be checked on every call. What is not "
        "restricted is allowed, so an empty one asks for level privacy alone. Immutable; threads "
        "may share one.");
    bound.def(py::init(&make), py::kw_only(), py::arg("level") = MUTAUTH_LEVEL_PRIVACY,
              py::arg("mechanism") = py::none(), py::arg("service_keys") = py::tuple(),
              py::arg("clients") = py::tuple(), py::arg("realms") = py::tuple(),
              py::arg("sids") = py::tuple(), py::arg("trusted_domains") = py::tuple(),
              py::arg("indicators") = py::tuple(), py::arg("max_age") = py::none(),
              py::arg("local_only") = false, py::arg("accept_asked_service") = false,
              py::arg("allow_upn") = false,
              "level: the least level a call must have\nmechanism: allow only this one\n"
              "service_keys: allow only keys all of whose names in the keytab "
              "(Identity.service_keys) are among these; \"_HOST\" as the host is this machine's "
              "name, and asterisks after the class are any text\n"
              "clients: allow only these principals, \"name@REALM\"\n"
              "realms: allow only clients of these\n"
              "sids: allow only these accounts and the members of these groups; those of the "
              "account's own domain count if its realm is the service's\n"
              "trusted_domains: pairs (realm, SID of a domain), whose SIDs count in tickets of "
              "that realm's clients\n"
              "indicators: allow only who proved itself to its KDC in one of these ways\n"
              "max_age: the most seconds since it did so\n"
              "local_only: allow only processes of this machine\n"
              "accept_asked_service: for a key that has other names too, let it be enough that "
              "Identity.asked_service, a claim, is among service_keys\n"
              "allow_upn: clients are allowed by their UPNs too, not by their accounts' own names "
              "alone");
    bound.def("__repr__", [](const Requirements& self) {
        return text("<mutauth.Requirements " + self.words + ">");
    });
    bound.def("check", check, py::arg("identity"), doc_mutauth_requirements_check);
}

}  // namespace binding

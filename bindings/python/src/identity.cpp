#include "identity.h"

#include <_docs.h>

#include <utility>

namespace binding {
namespace {

py::object expires(const Identity& self) {
    return self.expires == INT64_MAX ? py::object(py::none()) : py::int_(self.expires);
}

py::str repr(const Identity& self) {
    return py::str("<mutauth.Identity client={!r} service_key={!r} level={}>")
        .format(self.client, self.service_key, self.level);
}

v1::Requirements make(std::int32_t level,
                      const std::optional<std::int32_t>& mechanism,
                      const py::iterable& service_keys,
                      const py::iterable& clients) {
    v1::Requirements made;
    made.set_level(level);
    if (mechanism) {
        made.set_mechanism(*mechanism);
    }
    for (const py::handle name : service_keys) {
        made.add_service_key(name.cast<Utf8>().text);
    }
    for (const py::handle principal : clients) {
        made.add_client(principal.cast<Utf8>().text);
    }
    return made;
}

void check(const v1::Requirements& self, const Identity& identity) {
    const auto alive = identity.from.lock();
    if (alive == nullptr) {
        throw v1::Error(MUTAUTH_WRONG_STATE, "the context or channel of this identity was freed");
    }
    self.check(identity.lent);
}

void bind_requirements(py::module_& module) {
    auto bound = final_class<v1::Requirements>(
        module, "Requirements",
        "What a service demands of its callers, to be checked on every call. What is not "
        "restricted is allowed, so an empty one asks for level privacy alone. Immutable; threads "
        "may share one.");
    bound.def(py::init(&make), py::kw_only(), py::arg("level") = MUTAUTH_LEVEL_PRIVACY,
              py::arg("mechanism") = py::none(), py::arg("service_keys") = py::tuple(),
              py::arg("clients") = py::tuple(),
              "level: the least level a call must have\nmechanism: allow only this one\n"
              "service_keys: allow only these names of keytab entries\n"
              "clients: allow only these principals, \"name@REALM\"");
    bound.def("check", check, py::arg("identity"), doc_mutauth_requirements_check);
}

}  // namespace

Identity::Identity(v1::Identity proven, std::weak_ptr<const void> owner)
    : lent(proven),
      from(std::move(owner)),
      client(text(proven.client())),
      service(text(proven.service())),
      service_key(text(proven.service_key())),
      level(proven.level()),
      mechanism(proven.mechanism()),
      expires(proven.expires()) {}

void bind_identity(py::module_& module) {
    auto bound = made_class<Identity>(module, "Identity",
                                      "What a context proved. Immutable; threads may share one.");
    bound.def_readonly("client", &Identity::client, doc_mutauth_identity_client);
    bound.def_readonly("service", &Identity::service, doc_mutauth_identity_service);
    bound.def_readonly("service_key", &Identity::service_key, doc_mutauth_identity_service_key);
    bound.def_readonly("level", &Identity::level, doc_mutauth_identity_level);
    bound.def_readonly("mechanism", &Identity::mechanism, doc_mutauth_identity_mechanism);
    bound.def_property_readonly("expires", expires,
                                "When the context expires, in seconds since 1970; None if never.");
    bound.def("__repr__", repr);
    bind_requirements(module);
}

}  // namespace binding

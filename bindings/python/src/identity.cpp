#include "identity.h"

#include <_docs.h>

#include <utility>

namespace binding {
namespace {

py::object expires(const Identity& self) {
    return self.expires == INT64_MAX ? py::object(py::none()) : py::int_(self.expires);
}

py::tuple indicators_of(const v1::Identity& proven) {
    const auto all = proven.indicators();
    py::tuple out(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        out[i] = text(all[i]);
    }
    return out;
}

py::object pac(const Identity& self) {
    const auto alive = alive_owner(self);
    const v1::Pac found = self.lent.pac();
    const auto view = found.bytes.view();
    return view.size() == 0
               ? py::object(py::none())
               : py::object(py::make_tuple(py::bytes(view.data(), view.size()), found.verified));
}

py::object authenticated(const Identity& self) {
    return self.authenticated == 0 ? py::object(py::none()) : py::int_(self.authenticated);
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
    const auto alive = alive_owner(identity);
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

std::shared_ptr<const void> alive_owner(const std::weak_ptr<const void>& owner) {
    auto alive = owner.lock();
    if (alive == nullptr) {
        throw v1::Error(MUTAUTH_WRONG_STATE, "the context or channel of this identity was freed");
    }
    return alive;
}

Identity::Identity(v1::Identity proven, std::weak_ptr<const void> owner)
    : lent(proven),
      from(std::move(owner)),
      client(text(proven.client())),
      service(text(proven.service())),
      service_key(text(proven.service_key())),
      level(proven.level()),
      mechanism(proven.mechanism()),
      expires(proven.expires()),
      mutual(proven.mutual()),
      channel_bound(proven.channel_bound()),
      flags(proven.flags()),
      enctype(proven.enctype()),
      ticket_enctype(proven.ticket_enctype()),
      authenticated(proven.authenticated()),
      indicators(indicators_of(proven)) {}

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
    bound.def_readonly("mutual", &Identity::mutual, doc_mutauth_identity_mutual);
    bound.def_readonly("channel_bound", &Identity::channel_bound,
                       doc_mutauth_identity_channel_bound);
    bound.def_readonly("flags", &Identity::flags, doc_mutauth_identity_flags);
    bound.def_readonly("enctype", &Identity::enctype, doc_mutauth_identity_enctype);
    bound.def_readonly("ticket_enctype", &Identity::ticket_enctype,
                       doc_mutauth_identity_ticket_enctype);
    bound.def_property_readonly("authenticated", authenticated,
                                "When the client proved itself to its KDC, in seconds since 1970; "
                                "None if this side cannot tell.");
    bound.def("pac", pac, doc_mutauth_identity_pac);
    bound.def_readonly("indicators", &Identity::indicators,
                       "The authentication indicators (RFC 8129) that the KDC sealed for this "
                       "service, a tuple of str.");
    bound.def("__repr__", repr);
    bind_requirements(module);
}

}  // namespace binding

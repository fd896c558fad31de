#include "identity.h"

#include <_docs.h>

#include <utility>

#include "pac.h"

namespace binding {
namespace {

py::object expires(const Identity& self) {
    return self.expires == INT64_MAX ? py::object(py::none()) : py::int_(self.expires);
}

py::object pac_bytes(const Identity& self) {
    const v1::PacBytes found = self.proven.pac_bytes();
    const auto view = found.bytes.view();
    return view.size() == 0
               ? py::object(py::none())
               : py::object(py::make_tuple(py::bytes(view.data(), view.size()), found.verified));
}

py::object pac(const Identity& self) {
    return py::cast(copy_of(self.proven.pac()));
}

py::object authenticated(const Identity& self) {
    return self.authenticated == 0 ? py::object(py::none()) : py::int_(self.authenticated);
}

py::str repr(const Identity& self) {
    return py::str("<mutauth.Identity client={!r} service_key={!r} level={}>")
        .format(self.client, self.service_key,
                name_of(enumerated("mutauth.levels", "Level", self.level)));
}

py::tuple components(const Identity& self) {
    return tuple_of(self.proven.components());
}

bool has_sid(const Identity& self, const Utf8& sid) {
    return self.proven.has_sid(sid.text);
}

py::str json(const Identity& self) {
    return text(self.proven.json());
}

py::str in_words(const Identity& self) {
    return text(self.proven.text());
}

py::tuple inquire(const Identity* identity) {
    const v1::Inquiry found = v1::inquire(identity == nullptr ? nullptr : identity->proven.get());
    constexpr const char* kModule = "mutauth.levels";
    return py::make_tuple(text(found.client), text(found.service),
                          enumerated(kModule, "Level", found.level),
                          enumerated(kModule, "AuthenticationService", found.authentication),
                          enumerated(kModule, "AuthorizationService", found.authorization));
}

}  // namespace

Identity::Identity(v1::Identity of)
    : proven(std::move(of)),
      client(text(proven.client())),
      realm(text(proven.realm())),
      name_type(proven.name_type()),
      asked_service(text(proven.asked_service())),
      service_key(text(proven.service_key())),
      service_keys(tuple_of(proven.service_keys())),
      level(proven.level()),
      mechanism(proven.mechanism()),
      expires(proven.expires()),
      mutual(proven.mutual()),
      channel_bound(proven.channel_bound()),
      bindings_given(proven.bindings_given()),
      flags(proven.flags()),
      enctype(proven.enctype()),
      ticket_enctype(proven.ticket_enctype()),
      authenticated(proven.authenticated()),
      indicators(tuple_of(proven.indicators())) {}

std::string parties(const v1::Identity& proven) {
    return std::string(proven.client()) + " to " + std::string(proven.asked_service());
}

void bind_identity(py::module_& module) {
    auto bound = made_class<Identity>(module, "Identity",
                                      "What a context proved, for as long as it is wanted: freeing "
                                      "the context or channel changes nothing. Immutable; threads "
                                      "may share one.");
    bound.def_readonly("client", &Identity::client, doc_mutauth_identity_client);
    bound.def_readonly("asked_service", &Identity::asked_service,
                       doc_mutauth_identity_asked_service);
    bound.def_readonly("service_key", &Identity::service_key, doc_mutauth_identity_service_key);
    bound.def_readonly("service_keys", &Identity::service_keys,
                       "All names that the keytab has the key under which opened the client's "
                       "ticket, a tuple of str, service_key first. Which of them the ticket is "
                       "for, nothing proves. On the client service_key alone.");
    bind_enumerated(bound, "level", &Identity::level, "mutauth.levels", "Level",
                    doc_mutauth_identity_level);
    bind_enumerated(bound, "mechanism", &Identity::mechanism, "mutauth.levels", "Mechanism",
                    doc_mutauth_identity_mechanism);
    bound.def_property_readonly("expires", expires,
                                "When the context expires, in seconds since 1970; None if never.");
    bound.def_readonly("mutual", &Identity::mutual, doc_mutauth_identity_mutual);
    bound.def_readonly("channel_bound", &Identity::channel_bound,
                       doc_mutauth_identity_channel_bound);
    bound.def_readonly("bindings_given", &Identity::bindings_given,
                       doc_mutauth_identity_bindings_given);
    bound.def_readonly("flags", &Identity::flags, doc_mutauth_identity_flags);
    bound.def_readonly("enctype", &Identity::enctype, doc_mutauth_identity_enctype);
    bound.def_readonly("ticket_enctype", &Identity::ticket_enctype,
                       doc_mutauth_identity_ticket_enctype);
    bound.def_property_readonly("authenticated", authenticated,
                                "When the client proved itself to its KDC, in seconds since 1970; "
                                "None for a process of this machine.");
    bound.def_readonly("realm", &Identity::realm, doc_mutauth_identity_realm);
    bound.def_property_readonly("components", components,
                                "The client's name without quotes, a tuple of str.");
    bound.def_readonly("name_type", &Identity::name_type, doc_mutauth_identity_name_type);
    bound.def("pac", pac, doc_mutauth_identity_pac);
    bound.def("pac_bytes", pac_bytes, doc_mutauth_identity_pac_bytes);
    bound.def("has_sid", has_sid, py::arg("sid"), doc_mutauth_identity_has_sid);
    bound.def("json", json, doc_mutauth_identity_json);
    bound.def("__str__", in_words, doc_mutauth_identity_text);
    bound.def_readonly("indicators", &Identity::indicators,
                       "The authentication indicators (RFC 8129) that the KDC sealed for this "
                       "service, a tuple of str.");
    bound.def("__repr__", repr);
    module.def("inquire", inquire, py::arg("identity").none(true), doc_mutauth_identity_inquire);
    module.attr("AUTHENTICATION_NEGOTIATE") = MUTAUTH_AUTHENTICATION_NEGOTIATE;
    module.attr("AUTHENTICATION_LOCAL") = MUTAUTH_AUTHENTICATION_LOCAL;
    module.attr("AUTHENTICATION_KERBEROS") = MUTAUTH_AUTHENTICATION_KERBEROS;
    module.attr("AUTHORIZATION_NONE") = MUTAUTH_AUTHORIZATION_NONE;
    module.attr("AUTHORIZATION_NAME") = MUTAUTH_AUTHORIZATION_NAME;
}

}  // namespace binding

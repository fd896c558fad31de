#include "spn.h"

#include <_docs.h>

#include <string>

namespace binding {
namespace {

std::string whole(const v1::Spn& spn) {
    std::string text(spn.text());
    if (!spn.realm().empty()) {
        text.append("@").append(spn.realm());
    }
    return text;
}

/// Exact, unlike both ways of Spn, so that it fits a hash.
bool same(const v1::Spn& one, const v1::Spn& other) {
    return one.text() == other.text() && one.realm() == other.realm();
}

/// A member as a property that gives a str.
template <auto Member>
py::str part(const v1::Spn& spn) {
    return text((spn.*Member)());
}

void bind_making(py::class_<v1::Spn>& bound) {
    bound.def_static(
        "compose",
        [](Utf8 service_class, OptionalUtf8 host, std::uint16_t port, OptionalUtf8 service) {
            return v1::Spn::compose(service_class.text, host.text, port, service.text);
        },
        py::arg("service_class"), py::arg("host") = py::none(), py::arg("port") = 0,
        py::arg("service") = py::none(), doc_mutauth_spn_compose);
    bound.def_static(
        "compose_for_target",
        [](Utf8 service_class, Utf8 service_name, OptionalUtf8 instance_name, std::uint16_t port,
           OptionalUtf8 referrer) {
            return v1::Spn::compose_for_target(service_class.text, service_name.text,
                                               instance_name.text, port, referrer.text);
        },
        py::arg("service_class"), py::arg("service_name"), py::arg("instance_name") = py::none(),
        py::arg("port") = 0, py::arg("referrer") = py::none(), doc_mutauth_spn_compose_for_target);
    bound.def_static(
        "compose_for_host",
        [](Utf8 service_class, Utf8 host) {
            return v1::Spn::compose_for_host(service_class.text, host.text);
        },
        py::arg("service_class"), py::arg("host"), doc_mutauth_spn_compose_for_host);
    bound.def_static(
        "expand_host",
        [](Utf8 pattern, OptionalUtf8 host) {
            return v1::Spn::expand_host(pattern.text, host.text);
        },
        py::arg("pattern"), py::arg("host") = py::none(), doc_mutauth_spn_expand_host);
}

void bind_reading(py::class_<v1::Spn>& bound) {
    bound.def_static(
        "parse_value", [](Utf8 value) { return v1::Spn::parse_value(value.text); },
        py::arg("value"), doc_mutauth_spn_parse_value);
    bound.def_static(
        "from_principal", [](Utf8 principal) { return v1::Spn::from_principal(principal.text); },
        py::arg("principal"), doc_mutauth_spn_from_principal);
    bound.def_static(
        "parse", [](Utf8 text) { return v1::Spn::parse(text.text); }, py::arg("text"),
        doc_mutauth_spn_parse);
}

void bind_values(py::class_<v1::Spn>& bound) {
    bound.def("equal_to_kdc", &v1::Spn::equal_to_kdc, py::arg("other"),
              doc_mutauth_spn_equal_to_kdc);
    bound.def("equal_to_directory", &v1::Spn::equal_to_directory, py::arg("other"),
              doc_mutauth_spn_equal_to_directory);
    bound.def_property_readonly(
        "controller_name",
        [](const v1::Spn& self) {
            return enumerated("mutauth.spn", "ControllerName", self.controller_name());
        },
        doc_mutauth_spn_controller_name);
    bound.def("__eq__", same, py::is_operator());
    // For copy and pickle.
    bound.def("__reduce__", [](const v1::Spn& self) {
        return py::make_tuple(py::module_::import("mutauth.spn").attr("_pickled"),
                              py::make_tuple(text(whole(self))));
    });
    bound.def("__hash__", [](const v1::Spn& self) { return py::hash(text(whole(self))); });
    bound.def("__str__", [](const v1::Spn& self) { return text(whole(self)); });
    bound.def("__repr__", [](const v1::Spn& self) {
        return py::str("mutauth.Spn({!r})").format(text(whole(self)));
    });
}

}  // namespace

SpnArgument SpnArgument::borrowed(const v1::Spn& spn) {
    SpnArgument argument;
    argument.borrowed_ = &spn;
    return argument;
}

SpnArgument SpnArgument::parsed(const char* text) {
    SpnArgument argument;
    argument.parsed_.emplace(v1::Spn::parse(text));
    return argument;
}

void SpnArguments::add(py::handle item) {
    py::detail::make_caster<SpnArgument> caster;
    if (!caster.load(item, false)) {
        throw py::type_error("every item must be an Spn or a str");
    }
    spns_.push_back(py::detail::cast_op<SpnArgument&&>(std::move(caster)));
    items_.push_back(py::reinterpret_borrow<py::object>(item));
}

v1::SpnList SpnArguments::list() const {
    v1::SpnList out;
    for (const auto& spn : spns_) {
        out.add(spn.spn());
    }
    return out;
}

void bind_spn(py::module_& module) {
    auto bound =
        made_class<v1::Spn>(module, "Spn",
                            "A service principal name, class/host[:port][/service][@REALM]. "
                            "Immutable.\n\nTwo are == if they are written alike, realm included; "
                            "equal_to_kdc() and equal_to_directory() compare as those do.");
    bind_making(bound);
    bind_reading(bound);
    bind_values(bound);
    bound.def_property_readonly("text", part<&v1::Spn::text>, doc_mutauth_spn_text);
    bound.def_property_readonly("principal", part<&v1::Spn::principal>, doc_mutauth_spn_principal);
    bound.def_property_readonly("service_class", part<&v1::Spn::service_class>,
                                doc_mutauth_spn_service_class);
    bound.def_property_readonly("host", part<&v1::Spn::host>, doc_mutauth_spn_host);
    bound.def_property_readonly("port", &v1::Spn::port, doc_mutauth_spn_port);
    bound.def_property_readonly("instance", part<&v1::Spn::instance>, doc_mutauth_spn_instance);
    bound.def_property_readonly("service", part<&v1::Spn::service>, doc_mutauth_spn_service);
    bound.def_property_readonly("realm", part<&v1::Spn::realm>, doc_mutauth_spn_realm);
}

}  // namespace binding

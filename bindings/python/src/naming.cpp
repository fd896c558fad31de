// What makes several names of what is known of a service, and what judges names.
#include "naming.h"

#include <_docs.h>

#include <utility>
#include <vector>

namespace binding {
namespace {

using Hosts = std::vector<std::pair<Utf8, std::uint16_t>>;

py::list compose_for_service(std::int32_t type,
                             Utf8 service_class,
                             OptionalUtf8 service,
                             std::uint16_t port,
                             const Hosts& hosts,
                             std::pair<OptionalUtf8, OptionalUtf8> local_names) {
    v1::Service described(type, service_class.text, service.text, port);
    for (const auto& [host, own_port] : hosts) {
        described.add_host(host.text, own_port);
    }
    if (local_names.first.text != nullptr) {
        described.set_local_names(local_names.first.text, local_names.second.text);
    }
    return py::cast(described.compose());
}

py::list compose_host_pair(Utf8 service_class,
                           std::uint16_t port,
                           std::pair<OptionalUtf8, OptionalUtf8> local_names) {
    v1::Service described(MUTAUTH_SERVICE_DNS_HOST, service_class.text, nullptr, port);
    if (local_names.first.text != nullptr) {
        described.set_local_names(local_names.first.text, local_names.second.text);
    }
    return py::cast(described.compose_host_pair());
}

/// What names a controller's forest: its root domain, its own GUID, its partitions.
using Forest = std::tuple<OptionalUtf8, OptionalUtf8, std::vector<Utf8>>;

py::list compose_for_controller(
    Utf8 dns_host, Utf8 dns_domain, Utf8 netbios_domain, const Forest& forest, std::int32_t roles) {
    v1::Controller described(dns_host.text, dns_domain.text, netbios_domain.text);
    described.set_roles(roles);
    if (const auto& root = std::get<0>(forest); root.text != nullptr) {
        described.set_forest(root.text);
    }
    if (const auto& guid = std::get<1>(forest); guid.text != nullptr) {
        described.set_guid(guid.text);
    }
    for (const auto& partition : std::get<2>(forest)) {
        described.add_partition(partition.text);
    }
    return py::cast(described.compose());
}

py::list candidates(const SpnArgument& wanted, OptionalUtf8 domain, const v1::AliasMap* aliases) {
    py::list out;
    const auto found = aliases == nullptr ? v1::candidates(wanted.spn(), domain.text)
                                          : v1::candidates(wanted.spn(), domain.text, *aliases);
    for (const auto& one : found) {
        out.append(py::make_tuple(one.name, one.reason, text(one.words)));
    }
    return out;
}

py::list lint(const SpnArgument& spn, const std::optional<SpnArgument>& other) {
    py::list out;
    for (const auto& one : other ? v1::lint(spn.spn(), other->spn()) : v1::lint(spn.spn())) {
        out.append(
            py::make_tuple(one.code, one.level, text(one.part), text(one.text), text(one.remedy)));
    }
    return out;
}

void bind_alias_map(py::module_& module) {
    auto bound = final_class<v1::AliasMap>(
        module, "AliasMap",
        "Service classes that a directory takes for other names of one: values of sPNMappings, "
        "such as \"host=alerter,cifs,http\".");
    bound.def(py::init([](const std::vector<Utf8>& values) {
                  v1::AliasMap map;
                  for (const auto& value : values) {
                      map.add(value.text);
                  }
                  return map;
              }),
              py::arg("values") = py::tuple());
    bound.def_static("active_directory", &v1::AliasMap::active_directory,
                     doc_mutauth_alias_map_active_directory);
    bound.def(
        "add", [](v1::AliasMap& self, Utf8 value) { self.add(value.text); }, py::arg("value"),
        doc_mutauth_alias_map_add);
    bound.def(
        "apply",
        [](const v1::AliasMap& self, const SpnArgument& spn) { return self.apply(spn.spn()); },
        py::arg("spn"), doc_mutauth_alias_map_apply);
}

}  // namespace

void bind_naming(py::module_& module) {
    bind_alias_map(module);
    module.def("_compose_for_service", &compose_for_service, py::arg("type"),
               py::arg("service_class"), py::arg("service"), py::arg("port"), py::arg("hosts"),
               py::arg("local_names"), doc_mutauth_service_compose);
    module.def("_compose_host_pair", &compose_host_pair, py::arg("service_class"), py::arg("port"),
               py::arg("local_names"), doc_mutauth_service_compose_host_pair);
    module.def("_compose_for_controller", &compose_for_controller, py::arg("dns_host"),
               py::arg("dns_domain"), py::arg("netbios_domain"), py::arg("forest"),
               py::arg("roles"), doc_mutauth_controller_compose);
    module.def("_candidates", &candidates, py::arg("wanted"), py::arg("domain"), py::arg("aliases"),
               doc_mutauth_candidates_of);
    module.def("_lint", &lint, py::arg("spn"), py::arg("other"), doc_mutauth_findings_of);
}

}  // namespace binding

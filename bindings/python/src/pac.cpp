#include "pac.h"

#include <_docs.h>

namespace binding {
namespace {

py::object told(std::string_view value) {
    return value.empty() ? py::object(py::none()) : py::object(text(value));
}

py::tuple groups_of(const v1::Pac& pac) {
    const auto all = pac.groups();
    py::tuple out(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        out[i] =
            py::make_tuple(text(all[i].sid), enumerated("mutauth.levels", "SidKind", all[i].kind),
                           all[i].attributes);
    }
    return out;
}

py::object logon_time_of(const v1::Pac& pac) {
    const std::int64_t seconds = pac.logon_time();
    return seconds == INT64_MIN ? py::object(py::none()) : py::int_(seconds);
}

py::str repr(const Pac& self) {
    return py::str("<mutauth.Pac account_name={!r} user_sid={!r} of {} groups>")
        .format(self.account_name, self.user_sid, self.groups.size());
}

}  // namespace

Pac copy_of(const v1::Pac& pac) {
    return {told(pac.account_name()),
            told(pac.full_name()),
            told(pac.upn()),
            told(pac.dns_domain()),
            told(pac.domain()),
            told(pac.user_sid()),
            told(pac.domain_sid()),
            told(pac.primary_group_sid()),
            told(pac.requestor_sid()),
            logon_time_of(pac),
            pac.asserted_by_service(),
            groups_of(pac),
            told(pac.delegation_target()),
            tuple_of(pac.delegation()),
            pac.signatures()};
}

void bind_pac(py::module_& module) {
    module.attr("SID_GROUP") = MUTAUTH_SID_GROUP;
    module.attr("SID_EXTRA") = MUTAUTH_SID_EXTRA;
    module.attr("SID_RESOURCE") = MUTAUTH_SID_RESOURCE;
    module.attr("PAC_SIGNATURE_SERVER") = MUTAUTH_PAC_SIGNATURE_SERVER;
    module.attr("PAC_SIGNATURE_KDC") = MUTAUTH_PAC_SIGNATURE_KDC;
    module.attr("PAC_SIGNATURE_TICKET") = MUTAUTH_PAC_SIGNATURE_TICKET;
    module.attr("PAC_SIGNATURE_FULL") = MUTAUTH_PAC_SIGNATURE_FULL;
    auto bound = made_class<Pac>(module, "Pac",
                                 "What the KDC says of the caller's account, in a PAC that proved "
                                 "itself. What it does not say is None. Immutable; threads may "
                                 "share one.");
    bound.def_readonly("account_name", &Pac::account_name, doc_mutauth_pac_account_name);
    bound.def_readonly("full_name", &Pac::full_name, doc_mutauth_pac_full_name);
    bound.def_readonly("upn", &Pac::upn, doc_mutauth_pac_upn);
    bound.def_readonly("dns_domain", &Pac::dns_domain, doc_mutauth_pac_dns_domain);
    bound.def_readonly("domain", &Pac::domain, doc_mutauth_pac_domain);
    bound.def_readonly("user_sid", &Pac::user_sid, doc_mutauth_pac_user_sid);
    bound.def_readonly("domain_sid", &Pac::domain_sid, doc_mutauth_pac_domain_sid);
    bound.def_readonly("primary_group_sid", &Pac::primary_group_sid,
                       doc_mutauth_pac_primary_group_sid);
    bound.def_readonly("requestor_sid", &Pac::requestor_sid, doc_mutauth_pac_requestor_sid);
    bound.def_readonly("logon_time", &Pac::logon_time,
                       "When the account logged on, in seconds since 1970; None if not told.");
    bound.def_readonly("asserted_by_service", &Pac::asserted_by_service,
                       doc_mutauth_pac_asserted_by_service);
    bound.def_readonly("groups", &Pac::groups,
                       "A tuple of (SID, one of SID_..., attributes of [MS-PAC] 2.2.1), in the "
                       "PAC's order. Identity.has_sid says whether one counts here.");
    bound.def_readonly("delegation_target", &Pac::delegation_target,
                       doc_mutauth_pac_delegation_target);
    bound.def_readonly("delegation", &Pac::delegation,
                       "The services that acted as the client, its own first, a tuple of str.");
    bound.def_property_readonly(
        "signatures",
        [](const Pac& self) {
            return enumerated("mutauth.levels", "PacSignature",
                              static_cast<std::int32_t>(self.signatures));
        },
        doc_mutauth_pac_signatures);
    bound.def("__repr__", repr);
}

}  // namespace binding

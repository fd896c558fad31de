#include <_docs.h>

#include "keytab.h"

namespace binding {
namespace {

py::str repr(const v1::Finding& finding) {
    return py::str("<mutauth.Finding {}: {}: {}>")
        .format(text(finding.name()), text(finding.subject), text(finding.text));
}

}  // namespace

void bind_findings(py::module_& module) {
    module.attr("FINDING_KEY_MISSING") = MUTAUTH_FINDING_KEY_MISSING;
    module.attr("FINDING_KVNO_GAP") = MUTAUTH_FINDING_KVNO_GAP;
    module.attr("FINDING_ENCTYPE_GAP") = MUTAUTH_FINDING_ENCTYPE_GAP;
    module.attr("FINDING_KEY_WRONG") = MUTAUTH_FINDING_KEY_WRONG;
    module.attr("FINDING_KEY_REFUSED") = MUTAUTH_FINDING_KEY_REFUSED;
    module.attr("FINDING_WEAK_ENCTYPE") = MUTAUTH_FINDING_WEAK_ENCTYPE;
    module.attr("FINDING_STALE_KEY") = MUTAUTH_FINDING_STALE_KEY;
    module.attr("FINDING_SPN_UNKNOWN") = MUTAUTH_FINDING_SPN_UNKNOWN;
    module.attr("FINDING_CASE_DIFFERS") = MUTAUTH_FINDING_CASE_DIFFERS;
    module.attr("FINDING_FILE_EXPOSED") = MUTAUTH_FINDING_FILE_EXPOSED;
    module.attr("FINDING_SPN_MISSING") = MUTAUTH_FINDING_SPN_MISSING;
    module.attr("FINDING_SPN_ELSEWHERE") = MUTAUTH_FINDING_SPN_ELSEWHERE;
    module.attr("SEVERITY_WARNING") = MUTAUTH_SEVERITY_WARNING;
    module.attr("SEVERITY_FAULT") = MUTAUTH_SEVERITY_FAULT;
    module.attr("KEYTAB_GRACE") = MUTAUTH_KEYTAB_GRACE;
    auto bound = made_class<v1::Finding>(
        module, "Finding", "One thing that a check found. Immutable; threads may share one.");
    bound.def_readonly("code", &v1::Finding::code, "One of the FINDING_ numbers.");
    bound.def_readonly("severity", &v1::Finding::severity, "One of the SEVERITY_ numbers.");
    bound.def_property_readonly(
        "name", [](const v1::Finding& self) { return text(self.name()); },
        doc_mutauth_finding_name);
    bound.def_property_readonly(
        "subject", [](const v1::Finding& self) { return text(self.subject); },
        "The SPN, principal or file that it is about.");
    bound.def_property_readonly(
        "text", [](const v1::Finding& self) { return text(self.text); }, "What was found.");
    bound.def_property_readonly(
        "remedy", [](const v1::Finding& self) { return text(self.remedy); }, "What to do.");
    bound.def("__repr__", repr);
}

}  // namespace binding

#include <_docs.h>

#include "keytab.h"

namespace binding {
namespace {

py::str repr(const v1::ReportItem& finding) {
    return py::str("<mutauth.ReportItem {}: {}: {}>")
        .format(text(finding.name()), text(finding.subject), text(finding.text));
}

}  // namespace

void bind_report(py::module_& module) {
    module.attr("REPORT_KEY_MISSING") = MUTAUTH_REPORT_KEY_MISSING;
    module.attr("REPORT_KVNO_GAP") = MUTAUTH_REPORT_KVNO_GAP;
    module.attr("REPORT_ENCTYPE_GAP") = MUTAUTH_REPORT_ENCTYPE_GAP;
    module.attr("REPORT_KEY_WRONG") = MUTAUTH_REPORT_KEY_WRONG;
    module.attr("REPORT_KEY_REFUSED") = MUTAUTH_REPORT_KEY_REFUSED;
    module.attr("REPORT_WEAK_ENCTYPE") = MUTAUTH_REPORT_WEAK_ENCTYPE;
    module.attr("REPORT_STALE_KEY") = MUTAUTH_REPORT_STALE_KEY;
    module.attr("REPORT_SPN_UNKNOWN") = MUTAUTH_REPORT_SPN_UNKNOWN;
    module.attr("REPORT_CASE_DIFFERS") = MUTAUTH_REPORT_CASE_DIFFERS;
    module.attr("REPORT_FILE_EXPOSED") = MUTAUTH_REPORT_FILE_EXPOSED;
    module.attr("REPORT_SPN_MISSING") = MUTAUTH_REPORT_SPN_MISSING;
    module.attr("REPORT_SPN_ELSEWHERE") = MUTAUTH_REPORT_SPN_ELSEWHERE;
    module.attr("REPORT_KEY_CONFLICT") = MUTAUTH_REPORT_KEY_CONFLICT;
    module.attr("REPORT_KVNO_MISLEADS") = MUTAUTH_REPORT_KVNO_MISLEADS;
    module.attr("SEVERITY_WARNING") = MUTAUTH_SEVERITY_WARNING;
    module.attr("SEVERITY_FAULT") = MUTAUTH_SEVERITY_FAULT;
    module.attr("KEYTAB_GRACE") = MUTAUTH_KEYTAB_GRACE;
    auto bound = made_class<v1::ReportItem>(
        module, "ReportItem", "One thing that a check found. Immutable; threads may share one.");
    bind_enumerated(bound, "code", &v1::ReportItem::code, "mutauth.report", "ReportCode",
                    "A mutauth.ReportCode.");
    bind_enumerated(bound, "severity", &v1::ReportItem::severity, "mutauth.report", "Severity",
                    "A mutauth.Severity.");
    bound.def_property_readonly(
        "name", [](const v1::ReportItem& self) { return text(self.name()); },
        doc_mutauth_report_name);
    bound.def_property_readonly(
        "subject", [](const v1::ReportItem& self) { return text(self.subject); },
        "The SPN, principal or file that it is about.");
    bound.def_property_readonly(
        "text", [](const v1::ReportItem& self) { return text(self.text); }, "What was found.");
    bound.def_property_readonly(
        "remedy", [](const v1::ReportItem& self) { return text(self.remedy); }, "What to do.");
    bound.def("__repr__", repr);
}

}  // namespace binding

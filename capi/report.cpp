#include <mutauth/report.h>

#include <algorithm>

#include "keytab_handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::registration::Finding;
using mutauth::registration::FindingCode;
using mutauth::registration::Severity;

static_assert(MUTAUTH_REPORT_KEY_MISSING == static_cast<int>(FindingCode::key_missing) &&
              MUTAUTH_REPORT_KVNO_GAP == static_cast<int>(FindingCode::kvno_gap) &&
              MUTAUTH_REPORT_ENCTYPE_GAP == static_cast<int>(FindingCode::enctype_gap) &&
              MUTAUTH_REPORT_KEY_WRONG == static_cast<int>(FindingCode::key_wrong) &&
              MUTAUTH_REPORT_KEY_REFUSED == static_cast<int>(FindingCode::key_refused) &&
              MUTAUTH_REPORT_WEAK_ENCTYPE == static_cast<int>(FindingCode::weak_enctype) &&
              MUTAUTH_REPORT_STALE_KEY == static_cast<int>(FindingCode::stale_key) &&
              MUTAUTH_REPORT_SPN_UNKNOWN == static_cast<int>(FindingCode::spn_unknown) &&
              MUTAUTH_REPORT_CASE_DIFFERS == static_cast<int>(FindingCode::case_differs) &&
              MUTAUTH_REPORT_FILE_EXPOSED == static_cast<int>(FindingCode::file_exposed) &&
              MUTAUTH_REPORT_SPN_MISSING == static_cast<int>(FindingCode::spn_missing) &&
              MUTAUTH_REPORT_SPN_ELSEWHERE == static_cast<int>(FindingCode::spn_elsewhere));
static_assert(MUTAUTH_REPORT_KEY_CONFLICT == static_cast<int>(FindingCode::key_conflict) &&
              MUTAUTH_REPORT_KVNO_MISLEADS == static_cast<int>(FindingCode::kvno_misleads));
static_assert(MUTAUTH_SEVERITY_WARNING == static_cast<int>(Severity::warning) &&
              MUTAUTH_SEVERITY_FAULT == static_cast<int>(Severity::fault));

size_t mutauth_report_count(const mutauth_report* report) {
    return live(report) ? report->object.size() : 0;
}

size_t mutauth_report_faults(const mutauth_report* report) {
    if (!live(report)) {
        return 0;
    }
    const auto& all = report->object;
    return static_cast<size_t>(std::count_if(all.begin(), all.end(), [](const Finding& finding) {
        return finding.severity() == Severity::fault;
    }));
}

// All of one finding at once.
// NOLINTNEXTLINE(readability-function-size)
mutauth_status mutauth_report_at(const mutauth_report* report,
                                 size_t index,
                                 int32_t* code,
                                 int32_t* severity,
                                 const char** subject,
                                 const char** text,
                                 const char** remedy) {
    clear_output(code);
    clear_output(severity);
    clear_output(subject);
    clear_output(text);
    clear_output(remedy);
    return guard([&]() -> Outcome {
        if (!live(report)) {
            return wrong_handle("report");
        }
        if (code == nullptr || severity == nullptr || subject == nullptr || text == nullptr ||
            remedy == nullptr || index >= report->object.size()) {
            return Error(Status::invalid_argument,
                         "a pointer is NULL, or there is no such finding");
        }
        const Finding& finding = report->object[index];
        *code = static_cast<int32_t>(finding.code);
        *severity = static_cast<int32_t>(finding.severity());
        *subject = finding.subject.c_str();
        *text = finding.text.c_str();
        *remedy = finding.remedy.c_str();
        return done();
    });
}

const char* mutauth_report_name(int32_t code) {
    return mutauth::registration::finding_name(code);
}

void mutauth_report_free(mutauth_report* report) {
    release(report);
}

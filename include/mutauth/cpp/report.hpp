/* What a check of a keytab or of a service found. */
#ifndef MUTAUTH_CPP_REPORT_HPP
#define MUTAUTH_CPP_REPORT_HPP

#include <mutauth/report.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mutauth::v1 {

/// A value, with its own texts.
struct ReportItem {
    /// One of MUTAUTH_REPORT_...
    std::int32_t code = 0;
    /// One of MUTAUTH_SEVERITY_...
    std::int32_t severity = 0;
    std::string subject;
    std::string text;
    std::string remedy;

    /// The code's name, such as "kvno_gap".
    std::string_view name() const noexcept { return detail::lent(mutauth_report_name(code)); }
    bool is_fault() const noexcept { return severity == MUTAUTH_SEVERITY_FAULT; }
};

using Report = std::vector<ReportItem>;

namespace detail {

/// Takes what a check made.
inline Report report_of(mutauth_report* made) {
    const Handle<mutauth_report, mutauth_report_free> owned(made);
    Report out;
    const std::size_t count = mutauth_report_count(made);
    for (std::size_t i = 0; i < count; ++i) {
        ReportItem one;
        const char* subject = nullptr;
        const char* text = nullptr;
        const char* remedy = nullptr;
        check(mutauth_report_at(made, i, &one.code, &one.severity, &subject, &text, &remedy));
        one.subject = subject;
        one.text = text;
        one.remedy = remedy;
        out.push_back(one);
    }
    return out;
}

}  // namespace detail

}  // namespace mutauth::v1

#endif

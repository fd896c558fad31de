#include "registration/spn_pattern.h"

#include "core/text.h"
#include "directory/filter.h"
#include "spn/fold.h"
#include "spn/kerberos_principal.h"
#include "spn/service_principal_name.h"

namespace mutauth::registration {
namespace {

namespace filter = directory::filter;
using Pieces = std::vector<std::string>;

Error malformed(std::string_view text, const char* why) {
    return Error(Status::spn_pattern_malformed, "'" + displayed(text) + "' " + why);
}

/// The pieces as they stand in a principal of any realm.
Pieces in_principals(const Pieces& pieces) {
    Pieces out;
    for (const auto& piece : pieces) {
        out.push_back(spn::to_principal(piece, ""));
        out.back().pop_back();
    }
    if (!out.back().empty()) {
        out.back() += '@';
        out.emplace_back();
    }
    return out;
}

}  // namespace

Result<SpnPattern> SpnPattern::parse(std::string_view text) {
    if (text.empty()) {
        return malformed(text, "is empty");
    }
    if (text.size() > spn::kLongest) {
        return malformed(text, "is too long");
    }
    if (!is_utf8(text)) {
        return Error(Status::not_utf8);
    }
    if (text.find('\0') != std::string_view::npos) {
        return malformed(text, "holds a NUL");
    }
    if (text.find_first_of("*/") == std::string_view::npos) {
        return malformed(text, "has neither a slash nor an asterisk, so no SPN matches it");
    }
    return SpnPattern(text);
}

std::string SpnPattern::filter(directory::Kind kind) const {
    if (has_wildcard() && text_.find_first_not_of('*') == std::string::npos) {
        return any_name_filter(kind);
    }
    std::string spns = has_wildcard() ? filter::substrings(kSpnAttribute, exact_.pieces())
                                      : filter::equal(kSpnAttribute, exact_.pieces().front());
    if (!directory::serves_principals(kind)) {
        return spns;
    }
    return filter::any_of(
        {spns, filter::substrings(kPrincipalAttribute, in_principals(exact_.pieces()))});
}

bool SpnPattern::matches(const HeldName& name) const {
    return name.only_principal ? exact_.matches(name.text)
                               : folded_.matches(spn::folded(name.text));
}

}  // namespace mutauth::registration

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

Pieces split_at_asterisks(std::string_view text) {
    Pieces out;
    for (;;) {
        const auto at = text.find('*');
        // Of several asterisks in a row the first says it all.
        if (out.empty() || at != 0) {
            out.emplace_back(text.substr(0, at));
        }
        if (at == std::string_view::npos) {
            return out;
        }
        text.remove_prefix(at + 1);
    }
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

bool matches_pieces(const Pieces& pieces, std::string_view text) {
    const std::string& first = pieces.front();
    const std::string& last = pieces.back();
    if (pieces.size() == 1) {
        return text == first;
    }
    if (text.size() < first.size() + last.size() || !text.starts_with(first) ||
        !text.ends_with(last)) {
        return false;
    }
    text.remove_prefix(first.size());
    text.remove_suffix(last.size());
    // The earliest place of each leaves the most room for those after it.
    for (std::size_t i = 1; i + 1 < pieces.size(); ++i) {
        const auto at = text.find(pieces[i]);
        if (at == std::string_view::npos) {
            return false;
        }
        text.remove_prefix(at + pieces[i].size());
    }
    return true;
}

}  // namespace

SpnPattern::SpnPattern(std::string text, std::vector<std::string> pieces)
    : text_(std::move(text)), pieces_(std::move(pieces)) {
    for (const auto& piece : pieces_) {
        folded_.push_back(spn::folded(piece));
    }
}

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
    return SpnPattern(std::string(text), split_at_asterisks(text));
}

std::string SpnPattern::filter(directory::Kind kind) const {
    if (has_wildcard() && text_.find_first_not_of('*') == std::string::npos) {
        return any_name_filter(kind);
    }
    std::string spns = has_wildcard() ? filter::substrings(kSpnAttribute, pieces_)
                                      : filter::equal(kSpnAttribute, pieces_.front());
    if (!directory::serves_principals(kind)) {
        return spns;
    }
    return filter::any_of({spns, filter::substrings(kPrincipalAttribute, in_principals(pieces_))});
}

bool SpnPattern::matches(const HeldName& name) const {
    return name.only_principal ? matches_pieces(pieces_, name.text)
                               : matches_pieces(folded_, spn::folded(name.text));
}

}  // namespace mutauth::registration

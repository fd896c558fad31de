#include "core/wildcard.h"

namespace mutauth {

Wildcard::Wildcard(std::string_view text) {
    for (;;) {
        const auto at = text.find('*');
        // Of several asterisks in a row the first says it all.
        if (pieces_.empty() || at != 0) {
            pieces_.emplace_back(text.substr(0, at));
        }
        if (at == std::string_view::npos) {
            return;
        }
        text.remove_prefix(at + 1);
    }
}

bool Wildcard::matches(std::string_view text) const noexcept {
    const std::string& first = pieces_.front();
    const std::string& last = pieces_.back();
    if (pieces_.size() == 1) {
        return text == first;
    }
    if (text.size() < first.size() + last.size() || !text.starts_with(first) ||
        !text.ends_with(last)) {
        return false;
    }
    text.remove_prefix(first.size());
    text.remove_suffix(last.size());
    // The earliest place of each leaves the most room for those after it.
    for (std::size_t i = 1; i + 1 < pieces_.size(); ++i) {
        const auto at = text.find(pieces_[i]);
        if (at == std::string_view::npos) {
            return false;
        }
        text.remove_prefix(at + pieces_[i].size());
    }
    return true;
}

}  // namespace mutauth

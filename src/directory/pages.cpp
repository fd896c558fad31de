#include "directory/pages.h"

#include "directory/bounds.h"

namespace mutauth::directory {

Pages::Pages(std::vector<Place> places, std::string filter, std::vector<std::string> attributes)
    : places_(std::move(places)) {
    search_.filter = std::move(filter);
    search_.attributes = std::move(attributes);
}

void Pages::rewind() {
    at_ = 0;
    place_read_ = false;
    cookie_.clear();
    empty_pages_ = 0;
}

Result<bool> Pages::next(std::vector<Entry>& page, const Deadline& deadline) {
    page.clear();
    if (place_read_ && at_ + 1 < places_.size()) {
        ++at_;
        place_read_ = false;
        cookie_.clear();
    }
    if (place_read_ || places_.empty()) {
        return false;
    }
    search_.base = places_[at_].base;
    std::size_t held = 0;
    auto cookie = places_[at_].session->search_page(
        search_, cookie_,
        [&](Entry entry) {
            held += size_of(entry);
            if (held <= kMostBytes) {
                page.push_back(std::move(entry));
            }
            return held <= kMostBytes;
        },
        deadline);
    if (!cookie) {
        return std::move(cookie).error();
    }
    empty_pages_ = page.empty() ? empty_pages_ + 1 : 0;
    if (held > kMostBytes || empty_pages_ > kMostEmptyPages) {
        return flooded(search_.base);
    }
    cookie_ = std::move(*cookie);
    place_read_ = cookie_.empty();
    return true;
}

}  // namespace mutauth::directory

#include "registration/found_spns.h"

namespace mutauth::registration {

Result<FoundSpns> FoundSpns::find(directory::Session& session,
                                  const SpnPattern& pattern,
                                  directory::Range range,
                                  const Deadline& deadline) {
    auto places = directory::places_of(session, range, deadline);
    if (!places) {
        return std::move(places).error();
    }
    return FoundSpns(directory::Pages(std::move(*places), pattern.filter(session.profile().kind),
                                      name_attributes()),
                     pattern);
}

Result<void> FoundSpns::take(const directory::Entry& entry, const Deadline& deadline) {
    auto names = held_names(*pages_->place().session, entry, deadline);
    if (!names) {
        return std::move(names).error();
    }
    ready_.clear();
    ready_at_ = 0;
    for (const auto& name : *names) {
        // The filter finds entries; which of an entry's names it was is for us to tell.
        if (pattern_->matches(name)) {
            ready_.push_back({as_text(name.text), entry.dn});
        }
    }
    return {};
}

Result<std::optional<Found>> FoundSpns::next(const Deadline& deadline) {
    for (;;) {
        if (ready_at_ < ready_.size()) {
            return std::optional(std::move(ready_[ready_at_++]));
        }
        if (page_at_ < page_.size()) {
            ++entries_;
            // An entry is done with before it is looked at: a failure is not met again and again.
            const directory::Entry& entry = page_[page_at_++];
            if (auto taken = take(entry, deadline); !taken) {
                return std::move(taken).error();
            }
            continue;
        }
        if (!pages_) {
            return std::optional<Found>();
        }
        auto more = pages_->next(page_, deadline);
        page_at_ = 0;
        if (!more || !*more) {
            return more ? Result<std::optional<Found>>(std::nullopt) : std::move(more).error();
        }
    }
}

}  // namespace mutauth::registration

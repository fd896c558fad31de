#include "registration/duplicates.h"

#include <algorithm>

#include "core/text.h"
#include "directory/dn.h"
#include "directory/filter.h"
#include "spn/fold.h"

namespace mutauth::registration {
namespace {

/// How many names one pass may hold; a directory with more of them is read once more.
constexpr std::size_t kMostCollected = 100000;
constexpr std::size_t kMostClasses = 10000;

bool contains(const std::vector<std::uint64_t>& sorted, std::uint64_t hash) {
    return std::binary_search(sorted.begin(), sorted.end(), hash);
}

std::string comparable(const std::string& dn) {
    return directory::dn::normalized(dn).value_or(dn);
}

bool on_several_accounts(const DuplicateGroup& group) {
    const std::string first = comparable(group.holders.front().dn);
    return std::any_of(group.holders.begin(), group.holders.end(),
                       [&](const Found& held) { return comparable(held.dn) != first; });
}

/// The name itself is held, and by another account than one of its aliases is.
bool is_alias_conflict(const DuplicateGroup& group) {
    const std::string itself = spn::folded(group.spn);
    for (const auto& held : group.holders) {
        if (spn::folded(held.spn) != itself) {
            continue;
        }
        for (const auto& other : group.holders) {
            if (spn::folded(other.spn) != itself && comparable(other.dn) != comparable(held.dn)) {
                return true;
            }
        }
    }
    return false;
}

/// Moves suspects into a batch until it is full; one at least.
void fill(std::vector<std::uint64_t>& batch, std::vector<Suspect>& from, std::size_t& room) {
    batch.clear();
    while (!from.empty() && (room > 0 || batch.empty())) {
        batch.push_back(from.back().hash);
        room -= std::min(room, from.back().count);
        from.pop_back();
    }
    std::sort(batch.begin(), batch.end());
}

}  // namespace

Result<Duplicates> Duplicates::find(directory::Session& session,
                                    directory::Range range,
                                    const Deadline& deadline) {
    auto places = directory::places_of(session, range, deadline);
    if (!places) {
        return std::move(places).error();
    }
    auto forest = directory::forest_of(session, deadline);
    if (!forest) {
        return std::move(forest).error();
    }
    auto key = random_sip_key();
    if (!key) {
        return std::move(key).error();
    }
    return Duplicates(session.profile().kind,
                      directory::Pages(std::move(*places), any_name_filter(session.profile().kind),
                                       name_attributes()),
                      (*forest)->aliases, *key);
}

const Duplicates::Standing& Duplicates::standing_of(const std::string& service_class) {
    // Nobody makes us keep more classes than any domain has.
    if (standings_.size() > kMostClasses) {
        standings_.clear();
    }
    const auto [at, is_new] = standings_.try_emplace(to_lower_ascii(service_class));
    Standing& standing = at->second;
    if (!is_new) {
        return standing;
    }
    if (const auto some = spn::parse(service_class + "/x")) {
        if (const auto mapped = aliases_.mapped(*some)) {
            standing = {mapped->parts().service_class, true};
        } else if (!aliases_.aliases_of(*some).empty()) {
            standing = {service_class, false};
        }
    }
    return standing;
}

std::optional<Duplicates::Meant> Duplicates::meant_by(const HeldName& name) {
    const auto slash = name.text.find('/');
    if (aliases_.empty() || slash == std::string::npos) {
        return std::nullopt;
    }
    const Standing& standing = standing_of(name.text.substr(0, slash));
    if (!standing.class_meant) {
        return std::nullopt;
    }
    return Meant{{*standing.class_meant + name.text.substr(slash), name.realm, false},
                 standing.is_alias};
}

void Duplicates::hash_names(const std::vector<HeldName>& names, const std::string& dn) {
    const std::uint64_t account = aliases_.empty() ? 0 : hash(comparable(dn));
    for (const auto& name : names) {
        exact_hashes_.add(hash(name.key()));
        if (const auto meant = meant_by(name)) {
            alias_hashes_.add(hash(meant->name.key()), meant->is_alias, account);
        }
    }
}

void Duplicates::collect_names(const std::vector<HeldName>& names, const std::string& dn) {
    const auto collect = [&dn](Groups& groups, DuplicateGroup::Kind kind, const HeldName& by,
                               const HeldName& name) {
        DuplicateGroup& group = groups[by.key()];
        group.kind = kind;
        if (group.spn.empty()) {
            group.spn = as_text(by.text);
        }
        group.holders.push_back({as_text(name.text), dn});
    };
    for (const auto& name : names) {
        if (contains(exact_batch_, hash(name.key()))) {
            collect(exact_groups_, DuplicateGroup::Kind::exact, name, name);
        }
        if (alias_batch_.empty()) {
            continue;
        }
        const auto meant = meant_by(name);
        if (meant && contains(alias_batch_, hash(meant->name.key()) & ~std::uint64_t{1})) {
            collect(alias_groups_, DuplicateGroup::Kind::alias, meant->name, name);
        }
    }
}

void Duplicates::begin_batch() {
    std::size_t room = kMostCollected;
    fill(exact_batch_, exact_suspects_, room);
    fill(alias_batch_, alias_suspects_, room);
    const bool more = !exact_batch_.empty() || !alias_batch_.empty();
    phase_ = more ? Phase::collecting : Phase::done;
    pages_.rewind();
}

Result<bool> Duplicates::confirm(const DuplicateGroup& group, const Deadline& deadline) {
    const bool plain = std::all_of(group.holders.begin(), group.holders.end(),
                                   [](const Found& held) { return is_ascii(held.spn); });
    if (plain || kind_ == directory::Kind::active_directory) {
        return true;
    }
    // Others fold letters outside ASCII in ways of their own, some less than we do.
    std::vector<std::string> accounts;
    for (const auto& [session, base] : pages_.places()) {
        auto found =
            directory::find_all(*session,
                                {base,
                                 directory::Scope::subtree,
                                 directory::filter::equal(kSpnAttribute, group.holders.front().spn),
                                 {"1.1"}},
                                deadline);
        if (!found) {
            return std::move(found).error();
        }
        for (const auto& entry : *found) {
            accounts.push_back(comparable(entry.dn));
        }
    }
    return std::any_of(accounts.begin(), accounts.end(),
                       [&](const auto& dn) { return dn != accounts.front(); });
}

Result<void> Duplicates::end_pass(const Deadline& deadline) {
    if (phase_ == Phase::hashing) {
        exact_suspects_ = exact_hashes_.take_repeated();
        alias_suspects_ = alias_hashes_.take_conflicts();
    }
    for (auto& [key, group] : std::exchange(exact_groups_, {})) {
        // Fingerprints may meet by chance, and a name may have moved since.
        auto confirmed =
            on_several_accounts(group) ? confirm(group, deadline) : Result<bool>(false);
        if (!confirmed) {
            return std::move(confirmed).error();
        }
        if (*confirmed) {
            ready_.push_back(std::move(group));
        }
    }
    for (auto& [key, group] : std::exchange(alias_groups_, {})) {
        if (is_alias_conflict(group)) {
            ready_.push_back(std::move(group));
        }
    }
    // The last is the first to be taken.
    std::reverse(ready_.begin(), ready_.end());
    begin_batch();
    return {};
}

Result<bool> Duplicates::advance(const Deadline& deadline) {
    if (!ready_.empty() || phase_ == Phase::done) {
        return false;
    }
    auto more = pages_.next(page_, deadline);
    if (!more) {
        return more;
    }
    if (!*more) {
        if (auto ended = end_pass(deadline); !ended) {
            return std::move(ended).error();
        }
        return ready_.empty() && phase_ != Phase::done;
    }
    for (const auto& entry : page_) {
        auto names = held_names(*pages_.place().session, entry, deadline);
        if (!names) {
            return std::move(names).error();
        }
        ++entries_;
        if (phase_ == Phase::hashing) {
            hash_names(*names, entry.dn);
        } else {
            collect_names(*names, entry.dn);
        }
    }
    page_.clear();
    return true;
}

Result<std::optional<DuplicateGroup>> Duplicates::next(const Deadline& deadline) {
    for (;;) {
        auto more = advance(deadline);
        if (!more) {
            return std::move(more).error();
        }
        if (!*more) {
            break;
        }
    }
    std::optional<DuplicateGroup> out;
    if (!ready_.empty()) {
        out = std::move(ready_.back());
        ready_.pop_back();
    }
    return out;
}

}  // namespace mutauth::registration

#include "registration/name_hashes.h"

#include <algorithm>

namespace mutauth::registration {
namespace {

/// Walks the runs of a sorted list whose items are alike.
template <typename Items, typename Alike, typename Take>
void for_each_run(const Items& items, Alike alike, Take take) {
    for (auto begin = items.begin(); begin != items.end();) {
        const auto end = std::find_if(begin, items.end(),
                                      [&](const auto& item) { return !alike(*begin, item); });
        take(begin, end);
        begin = end;
    }
}

}  // namespace

std::vector<Suspect> NameHashes::take_repeated() {
    std::vector<Suspect> out;
    for (auto& part : parts_) {
        std::vector<std::uint64_t> hashes = std::exchange(part, {});
        std::sort(hashes.begin(), hashes.end());
        for_each_run(hashes, std::equal_to<>(), [&](auto begin, auto end) {
            if (end - begin > 1) {
                out.push_back({*begin, static_cast<std::size_t>(end - begin)});
            }
        });
    }
    return out;
}

std::vector<Suspect> AliasHashes::take_conflicts() {
    std::vector<Suspect> out;
    const auto same_name = [](const Item& a, const Item& b) {
        return (a.hash | 1) == (b.hash | 1);
    };
    for (auto& part : parts_) {
        std::vector<Item> items = std::exchange(part, {});
        std::sort(items.begin(), items.end());
        for_each_run(items, same_name, [&](auto begin, auto end) {
            const bool both = (begin->hash & 1) == 0 && ((end - 1)->hash & 1) == 1;
            const bool one_account = std::all_of(
                begin, end, [&](const Item& item) { return item.account == begin->account; });
            if (both && !one_account) {
                out.push_back({begin->hash, static_cast<std::size_t>(end - begin)});
            }
        });
    }
    return out;
}

}  // namespace mutauth::registration

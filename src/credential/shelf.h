// What a higher area has made from tickets or keys, kept beside them until somebody needs it again.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "core/forkable_mutex.h"

namespace mutauth::credential {

/// Takes things of a few kinds, told apart by a small number, and gives each to one user at a time.
class Shelf {
  public:
    using Thing = std::shared_ptr<void>;
    /// The first two are GSS-API's credentials, by mechanism; then a KerberosLibrary.
    static constexpr std::size_t kLibrary = 2;
    static constexpr std::size_t kKinds = 3;

    /// Null if there is none of this kind.
    Thing take(std::size_t kind) {
        const std::lock_guard held(mutex_);
        if (things_[kind].empty()) {
            return nullptr;
        }
        Thing out = std::move(things_[kind].back());
        things_[kind].pop_back();
        return out;
    }

    /// Lets it go instead if there are many already.
    void put(std::size_t kind, Thing thing) noexcept {
        const std::lock_guard held(mutex_);
        if (things_[kind].size() < things_[kind].capacity()) {
            things_[kind].push_back(std::move(thing));
        }
    }

    Shelf() {
        for (auto& things : things_) {
            things.reserve(kMost);
        }
    }

  private:
    static constexpr std::size_t kMost = 64;

    ForkableMutex mutex_;
    std::array<std::vector<Thing>, kKinds> things_;
};

}  // namespace mutauth::credential

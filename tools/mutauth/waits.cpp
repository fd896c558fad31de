#include "waits.h"

namespace mutauth::command {

Waits::Entry::Entry(Waits& all, std::chrono::milliseconds limit, Reason why)
    : waits(all), reason(why), deadline(limit) {
    const std::lock_guard lock(waits.mutex_);
    waits.running_.insert(this);
    if (waits.ended_.count(reason) > 0) {
        deadline.cancel();
    }
}

Waits::Entry::~Entry() {
    const std::lock_guard lock(waits.mutex_);
    waits.running_.erase(this);
}

void Waits::end(Reason reason) {
    const std::lock_guard lock(mutex_);
    ended_.insert(reason);
    for (const Entry* entry : running_) {
        if (entry->reason == reason) {
            entry->deadline.cancel();
        }
    }
}

}  // namespace mutauth::command

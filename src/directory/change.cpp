#include "directory/change.h"

#include <algorithm>

namespace mutauth::directory {

Changes reversed(const Changes& changes) {
    Changes out(changes.rbegin(), changes.rend());
    for (auto& change : out) {
        change.kind = change.kind == Change::Kind::add ? Change::Kind::remove : Change::Kind::add;
    }
    return out;
}

}  // namespace mutauth::directory

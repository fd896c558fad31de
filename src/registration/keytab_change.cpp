#include "registration/keytab_change.h"

#include <fmt/format.h>

#include "core/regular_file.h"
#include "core/text.h"

namespace mutauth::registration {
namespace {

using credential::KeytabEdit;
using credential::KeytabEntries;

std::string writing(const KeytabEntries& entries, const std::string& path) {
    return fmt::format("write a new keytab of {} keys beside {}", entries.size(), displayed(path));
}

std::string replacing(const std::string& path) {
    return fmt::format("put the new keytab in place of {}", displayed(path));
}

Result<bool> plan(const std::string& path,
                  const EntriesChange& change,
                  const Steps& steps,
                  const Deadline& deadline) {
    const bool there = may_exist(path);
    auto entries = there ? credential::read_keytab(path, deadline) : KeytabEntries();
    if (!entries) {
        return std::move(entries).error();
    }
    KeytabEntries wanted = *entries;
    if (auto changed = change(wanted); !changed) {
        return std::move(changed).error();
    }
    if (wanted == *entries) {
        return false;
    }
    steps.tell(Moment::planned, writing(wanted, path));
    steps.tell(Moment::planned, replacing(path));
    return true;
}

}  // namespace

Result<bool> change_keytab(const std::string& path,
                           const EntriesChange& change,
                           const Steps& steps,
                           const Deadline& deadline) {
    if (steps.dry_run) {
        return plan(path, change, steps, deadline);
    }
    auto edit = KeytabEdit::begin(path, deadline);
    if (!edit) {
        return std::move(edit).error();
    }
    KeytabEntries wanted = edit->entries();
    if (auto changed = change(wanted); !changed) {
        return std::move(changed).error();
    }
    if (wanted == edit->entries()) {
        return false;
    }
    auto done = steps.step(writing(wanted, path), [&] { return edit->write(wanted); });
    if (done) {
        done = steps.step(replacing(path), [&] { return edit->replace(); });
    }
    return done ? Result<bool>(true) : Result<bool>(std::move(done).error());
}

}  // namespace mutauth::registration

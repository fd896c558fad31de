#include "registration/rotation_change.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "credential/keys.h"
#include "credential/password_change.h"
#include "credential/password_key.h"
#include "registration/account_keys.h"

namespace mutauth::registration {
namespace {

using credential::KeyHints;
using credential::KeytabEntries;
using credential::SecretText;

class Changing {
  public:
    Changing(RotationPlan& plan, RotationState& state) : plan_(plan), state_(state) {}

    Result<void> run();

  private:
    KeytabEntries without_keys_of(const SecretText& password) const;
    Result<void> ask_before(const SecretText& password);
    Result<KeytabEntries> before(const SecretText& password) const;
    Result<void> save(const SecretText& password, const KeytabEntries& fresh);
    Result<void> begin(const KeytabEntries& fresh, bool is_new);
    Result<void> introduce(const KeytabEntries& fresh) const;
    Result<void> withdraw(const KeytabEntries& fresh) const;
    Result<void> change(const KeytabEntries& fresh);
    Result<void> undo(const KeytabEntries& fresh, Error why);
    Result<void> look_again(Error why) const;

    RotationPlan& plan_;
    RotationState& state_;
};

/// What a password's keys are not: those of an earlier run are no key of the account's yet.
KeytabEntries Changing::without_keys_of(const SecretText& password) const {
    std::set<std::int32_t> types;
    for (const auto& entry : plan_.entries) {
        types.insert(entry.enctype);
    }
    KeytabEntries out = plan_.entries;
    for (const std::int32_t type : types) {
        auto made =
            entries_of_password(plan_.account, password, plan_.hints, {plan_.account}, 0, {type});
        if (made) {
            std::erase_if(out, [&](const auto& entry) { return entry.key == made->front().key; });
        }
    }
    return out;
}

/// The salts, by the account's own key: asking with a password that is not in effect yet counts as
/// a failed log-on.
Result<void> Changing::ask_before(const SecretText& password) {
    if (plan_.own == nullptr) {
        auto early = plan_.in_effect(password, plan_.hints);
        return early ? Result<void>() : Result<void>(std::move(early).error());
    }
    auto keys = credential::Keys::of(plan_.own_keys, plan_.path);
    return keys ? ask_hints(plan_.account, {nullptr, std::move(*keys)}, plan_.hints, plan_.deadline)
                : Result<void>(std::move(keys).error());
}

/// The keys that the KDC will have once it has the password, as far as that can be told before.
Result<KeytabEntries> Changing::before(const SecretText& password) const {
    auto now = plan_.tickets(plan_.client());
    if (!now) {
        return std::move(now).error();
    }
    const std::uint32_t kvno = plan_.current_kvno(*now);
    const auto types = plan_.enctypes(plan_.hints, *now);
    const auto keys_of = [&](std::uint32_t version) {
        return entries_of_password(plan_.account, password, plan_.hints, plan_.names.names, version,
                                   types);
    };
    auto out = keys_of(kvno + 1);
    if (out && kvno == kLastKvnoOfMit) {
        auto again = keys_of(1);
        if (!again) {
            return again;
        }
        out->insert(out->end(), again->begin(), again->end());
    }
    return out;
}

/// What has the same name, version and type already stays, behind the new one.
Result<void> Changing::introduce(const KeytabEntries& fresh) const {
    return plan_.edit([&](KeytabEntries& entries) {
        for (const auto& entry : fresh) {
            const auto place = std::find_if(entries.begin(), entries.end(), [&](const auto& other) {
                return other.stands_for(entry);
            });
            if (place == entries.end() || place->key != entry.key) {
                entries.insert(place, entry);
            }
        }
        return Result<void>();
    });
}

Result<void> Changing::withdraw(const KeytabEntries& fresh) const {
    return plan_.edit([&](KeytabEntries& entries) {
        std::erase_if(entries, [&](const auto& entry) {
            return std::any_of(fresh.begin(), fresh.end(),
                               [&](const auto& other) { return other.key == entry.key; });
        });
        return Result<void>();
    });
}

/// Nobody has the new password, and nobody will.
Result<void> Changing::undo(const KeytabEntries& fresh, Error why) {
    if (auto undone = withdraw(fresh); !undone) {
        return undone;
    }
    auto removed = state_.remove();
    return removed ? Result<void>(std::move(why)) : std::move(removed);
}

/// A request may have been carried out, or may be later. That the KDC takes the password settles
/// it; that it does not yet settles nothing.
Result<void> Changing::look_again(Error why) const {
    KeyHints ignored;
    auto taken = plan_.in_effect(state_.pending()->password, ignored);
    return taken && *taken ? Result<void>()
                           : plan_.unfinished(std::move(why), Status::key_change_unsettled);
}

Result<void> Changing::change(const KeytabEntries& fresh) {
    const bool asked_before = state_.pending()->asked;
    const std::string step = fmt::format("change the password of {}", displayed(plan_.account));
    plan_.steps.tell(Moment::begins, step);
    auto marked = state_.mark_asked();
    auto outcome = marked ? change_password(plan_.client(), plan_.account,
                                            state_.pending()->password, plan_.deadline)
                          : Write::not_done(std::move(marked).error());
    return std::move(outcome).match(
        [&](std::monostate) {
            plan_.steps.tell(Moment::done, step);
            return Result<void>();
        },
        [&](Error why) {
            plan_.steps.tell(Moment::failed, step);
            return asked_before ? look_again(std::move(why)) : undo(fresh, std::move(why));
        },
        [&](Error why) {
            plan_.steps.tell(Moment::failed, step);
            return look_again(std::move(why));
        });
}

Result<void> Changing::save(const SecretText& password, const KeytabEntries& fresh) {
    return plan_.steps.step(
        fmt::format("write a new password to {}", displayed(RotationState::path_for(plan_.path))),
        [&] {
            return state_.save({plan_.account, SecretText(password.c_str()), fresh.front().kvno,
                                fresh.front().timestamp});
        });
}

/// The new password is on the disk and its keys in the keytab, before anybody may know it.
Result<void> Changing::begin(const KeytabEntries& fresh, bool is_new) {
    auto put = introduce(fresh);
    if (put || !is_new) {
        return put;
    }
    // Nobody has seen this password. Had an earlier run sent it, it would have to stay.
    auto removed = state_.remove();
    return removed ? std::move(put) : std::move(removed);
}

Result<void> Changing::run() {
    const bool is_new = !state_.pending();
    auto password =
        is_new ? credential::random_password() : SecretText(state_.pending()->password.c_str());
    if (!password) {
        return std::move(password).error();
    }
    const KeytabEntries known = is_new ? plan_.entries : without_keys_of(*password);
    if (auto found = plan_.find_client(known); !found) {
        return found;
    }
    if (auto asked = ask_before(*password); !asked) {
        return asked;
    }
    auto fresh = before(*password);
    if (!fresh) {
        return std::move(fresh).error();
    }
    if (is_new) {
        if (auto saved = save(*password, *fresh); !saved) {
            return saved;
        }
    }
    auto begun = begin(*fresh, is_new);
    return begun ? change(*fresh) : std::move(begun);
}

}  // namespace

Result<void> change_key(RotationPlan& plan, RotationState& state) {
    return Changing(plan, state).run();
}

}  // namespace mutauth::registration

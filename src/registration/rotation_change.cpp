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
    Result<void> attempt();
    Result<bool> is_over();
    Result<bool> has_another_key() const;
    bool is_open() const;
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
    /// What was pending at first can no longer be carried out.
    bool over_ = false;
    std::size_t given_up_ = state_.given_up().size();
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
    auto back = state_.take_back();
    return back ? Result<void>(std::move(why)) : std::move(back);
}

/// A request may have been carried out, or may be later. That the KDC takes the password settles
/// it; that it does not yet settles nothing.
Result<void> Changing::look_again(Error why) const {
    KeyHints ignored;
    auto taken = plan_.in_effect(state_.pending()->password, ignored);
    return taken && *taken ? Result<void>() : Result<void>(std::move(why));
}

Result<void> Changing::change(const KeytabEntries& fresh) {
    const bool asked_before = state_.pending()->asked;
    bool marked = false;
    const std::string step = fmt::format("change the password of {}", displayed(plan_.account));
    plan_.steps.tell(Moment::begins, step);
    auto outcome = change_password(
        plan_.client(), plan_.account, state_.pending()->password,
        [&](std::int64_t time) {
            auto done = state_.mark_asked(time);
            marked = static_cast<bool>(done);
            return done;
        },
        plan_.deadline);
    return std::move(outcome).match(
        [&](std::monostate) {
            plan_.steps.tell(Moment::done, step);
            return Result<void>();
        },
        [&](Error why) {
            plan_.steps.tell(Moment::failed, step);
            if (!asked_before) {
                return undo(fresh, std::move(why));
            }
            auto unmarked = marked ? state_.unmark_asked() : Result<void>();
            return unmarked ? look_again(std::move(why)) : std::move(unmarked);
        },
        [&](Error why) {
            plan_.steps.tell(Moment::failed, step);
            return look_again(std::move(why));
        });
}

Result<void> Changing::save(const SecretText& password, const KeytabEntries& fresh) {
    const std::string file = displayed(RotationState::path_for(plan_.path));
    const std::string step =
        over_ ? fmt::format(
                    "write another new password to {}: the one before was not set, and its "
                    "request is too old to be carried out",
                    file)
              : fmt::format("write a new password to {}", file);
    return plan_.steps.step(step, [&] {
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
    auto back = state_.take_back();
    return back ? std::move(put) : std::move(back);
}

/// The KDC took the account's own key just now. An administrator has none, so that the pending
/// password has to be refused, which that the account is locked does not say.
Result<bool> Changing::has_another_key() const {
    if (plan_.own != nullptr) {
        return true;
    }
    KeyHints ignored;
    auto taken =
        ask_hints(plan_.account, {&state_.pending()->password, nullptr}, ignored, plan_.deadline);
    if (taken) {
        return false;
    }
    return taken.error().status() == Status::wrong_password
               ? Result<bool>(true)
               : Result<bool>(std::move(taken).error());
}

/// Whether no request for the pending password can be carried out any more, by the KDC's clock.
Result<bool> Changing::is_over() {
    const auto& pending = *state_.pending();
    if (!pending.asked) {
        return false;
    }
    auto now = credential::kdc_time(plan_.client(), plan_.account, plan_.deadline);
    auto lifetime = credential::request_lifetime();
    if (!now || !lifetime) {
        return now ? std::move(lifetime).error() : std::move(now).error();
    }
    if (pending.last_asked == 0) {
        // As if it were sent now.
        auto marked = state_.mark_asked(*now);
        return marked ? Result<bool>(false) : Result<bool>(std::move(marked).error());
    }
    return *now > pending.last_asked + *lifetime ? has_another_key() : Result<bool>(false);
}

Result<void> Changing::attempt() {
    const auto* earlier = state_.pending();
    const KeytabEntries known =
        earlier != nullptr ? without_keys_of(earlier->password) : plan_.entries;
    if (auto found = plan_.find_client(known); !found) {
        return found;
    }
    auto over = earlier != nullptr ? is_over() : Result<bool>(false);
    if (!over) {
        return std::move(over).error();
    }
    over_ = *over;
    const bool is_new = earlier == nullptr || over_;
    auto password = is_new ? credential::random_password() : SecretText(earlier->password.c_str());
    if (!password) {
        return std::move(password).error();
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

/// Whether it is unknown what became, or will become, of the pending password.
bool Changing::is_open() const {
    const auto* pending = state_.pending();
    return pending != nullptr && pending->asked &&
           !(over_ && state_.given_up().size() == given_up_);
}

Result<void> Changing::run() {
    auto done = attempt();
    return done || !is_open() ? std::move(done)
                              : plan_.unsettled(std::move(done).error(), *state_.pending());
}

}  // namespace

Result<void> change_key(RotationPlan& plan, RotationState& state) {
    return Changing(plan, state).run();
}

}  // namespace mutauth::registration

#include "registration/keytab_rotation.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "core/text.h"
#include "credential/client_keys.h"
#include "credential/password_change.h"
#include "credential/password_key.h"
#include "registration/account_keys.h"
#include "registration/keytab_change.h"
#include "registration/rotation_names.h"
#include "registration/rotation_state.h"
#include "registration/working_keys.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

using credential::Credential;
using credential::KerberosLibrary;
using credential::KeyHints;
using credential::KeytabEntries;
using credential::KeytabEntry;
using credential::SecretText;
using credential::ServiceTicket;

bool refused(Status status) {
    return status == Status::wrong_password || status == Status::client_locked;
}

/// MIT's database keeps 16 bits of a version and begins again at 1.
constexpr std::uint32_t kLastOfMit = 0xffff;

class Rotator {
  public:
    Rotator(const KeytabPlace& place,
            const KeytabRotation& rotation,
            const Steps& steps,
            const Deadline& deadline)
        : place_(place), rotation_(rotation), steps_(steps), deadline_(deadline) {}

    Result<void> run();

  private:
    Result<void> look();
    Result<void> find_account();
    Result<void> find_client(const KeytabEntries& known);
    Result<void> plan();
    Result<void> rotate(RotationState& state);
    Result<bool> has_new_password(const RotationState& state);
    Result<void> set_new_password(RotationState& state);
    Result<bool> in_effect(const SecretText& password, KeyHints& hints);
    Result<void> ask_before(const SecretText& password);
    std::uint32_t current_kvno(const std::vector<ServiceTicket>& tickets) const;
    Result<KeytabEntries> before(const SecretText& password);
    Result<std::vector<ServiceTicket>> tickets(Credential& client);
    std::vector<std::int32_t> enctypes(const KeyHints& hints,
                                       const std::vector<ServiceTicket>& tickets) const;
    Result<void> begin(RotationState& state, const KeytabEntries& fresh, bool is_new);
    Result<void> introduce(const KeytabEntries& fresh);
    Result<void> withdraw(const KeytabEntries& fresh);
    Result<void> change(RotationState& state, const KeytabEntries& fresh);
    Result<void> undo(RotationState& state, const KeytabEntries& fresh, Error why);
    Result<void> look_again(const SecretText& password, Error why);
    Result<void> settle(const PendingRotation& pending);
    std::uint32_t guessed_kvno(const SecretText& password, const KeyHints& hints);
    Result<KeytabEntries> proven(const SecretText& password, const KeyHints& hints);
    Result<void> take_up(Credential& client, const KeytabEntries& made);
    KeytabEntries without_keys_of(const SecretText& password, const KeyHints& hints) const;
    Result<void> edit(const EntriesChange& change);
    Credential& client() const {
        return rotation_.administrator != nullptr ? *rotation_.administrator : *own_;
    }
    Error told(Error cause, Status status) const {
        return std::move(cause)
            .as(status)
            .while_doing("rotating the key of " + account_)
            .with("account", account_)
            .with("keytab", displayed(path_))
            .with("state", displayed(RotationState::path_for(path_)))
            .with_remedy(fmt::format(
                "run it again: mutauth keytab rotate {} --service-account {}; until "
                "it succeeds leave the keytab and {} as they are",
                displayed(path_), displayed(account_), displayed(RotationState::path_for(path_))));
    }

    const KeytabPlace& place_;
    const KeytabRotation& rotation_;
    const Steps& steps_;
    const Deadline& deadline_;

    std::string path_;
    std::string account_;
    KeytabEntries entries_;
    RotationNames names_;
    /// The account itself, where no administrator acts.
    std::shared_ptr<Credential> own_;
    KeytabEntries own_keys_;
    KeyHints hints_;
};

/// What the file says; the account too, if the file does not say whose it is.
Result<void> Rotator::look() {
    auto path = credential::real_keytab_path(place_.path());
    if (!path) {
        return std::move(path).error();
    }
    path_ = std::move(*path);
    auto entries = credential::read_keytab(path_, deadline_);
    if (!entries) {
        return std::move(entries).error();
    }
    entries_ = std::move(*entries);
    if (auto found = find_account(); !found) {
        return found;
    }
    auto keeper = find_keeper(path_, account_, rotation_.keeper_paths, deadline_);
    if (!keeper) {
        return std::move(keeper).error();
    }
    return require_keeper(*keeper, account_, rotation_.keeper);
}

/// Named by the caller, or else the first name that the KDC knows as a client's.
Result<void> Rotator::find_account() {
    account_ = place_.account();
    if (!account_.empty()) {
        return {};
    }
    auto found = working_client(place_, entries_, deadline_, &account_);
    // A client whose key is refused is one that an administrator can give a new key.
    const bool known = found || credential::refuses_the_key(found.error());
    return known && !account_.empty() ? Result<void>() : Result<void>(std::move(found).error());
}

/// Who asks and who changes, and the names that get the new key. Changes nothing.
Result<void> Rotator::find_client(const KeytabEntries& known) {
    auto place = KeytabPlace::make(path_, account_);
    if (!place) {
        return std::move(place).error();
    }
    if (rotation_.administrator == nullptr) {
        auto own = working_client(*place, known, deadline_);
        if (!own) {
            return std::move(own).error();
        }
        own_ = std::move(own->credential);
        own_keys_ = std::move(own->keys);
    }
    auto names = names_of_account(*place, known, client(), own_keys_, deadline_);
    if (!names) {
        return std::move(names).error();
    }
    names_ = std::move(*names);
    return {};
}

Result<void> Rotator::plan() {
    if (auto found = find_client(entries_); !found) {
        return found;
    }
    auto now = tickets(client());
    if (!now) {
        return std::move(now).error();
    }
    std::string aliases;
    for (const auto& name : names_.names) {
        if (name != account_) {
            aliases += (aliases.empty() ? ", also under " : ", ") + displayed(name);
        }
    }
    const auto plan = [&](const std::string& step) {
        steps_.tell(Moment::planned, step);
    };
    plan(fmt::format("write a new password to {}", displayed(RotationState::path_for(path_))));
    plan(fmt::format("write a new keytab with version {} of the key of {}{} beside {}",
                     current_kvno(*now) + 1, displayed(account_), aliases, displayed(path_)));
    plan(fmt::format("put the new keytab in place of {}", displayed(path_)));
    plan(fmt::format("change the password of {}", displayed(account_)));
    plan(fmt::format("take keys out that were replaced {} seconds ago or before", rotation_.grace));
    plan(fmt::format("remove {}", displayed(RotationState::path_for(path_))));
    return {};
}

/// Whether the KDC takes the password; hints are taken up in any case.
Result<bool> Rotator::in_effect(const SecretText& password, KeyHints& hints) {
    auto asked = ask_hints(account_, {&password, nullptr}, hints, deadline_);
    if (asked) {
        return true;
    }
    return refused(asked.error().status()) ? Result<bool>(false)
                                           : Result<bool>(std::move(asked).error());
}

/// New tickets for those of the names that the KDC serves.
Result<std::vector<ServiceTicket>> Rotator::tickets(Credential& client) {
    std::vector<ServiceTicket> out;
    for (const auto& name : names_.names) {
        auto ticket = new_ticket_to(client, name, deadline_);
        if (!ticket) {
            return std::move(ticket).error();
        }
        if (*ticket) {
            out.push_back(std::move(**ticket));
        }
    }
    return out;
}

/// Also the strong types that the account has had: a KDC tells only its favourite.
std::vector<std::int32_t> Rotator::enctypes(const KeyHints& hints,
                                            const std::vector<ServiceTicket>& tickets) const {
    auto out = enctypes_for(hints, tickets);
    for (const auto& key : names_.keys) {
        if (!credential::is_weak(key.enctype) &&
            std::find(out.begin(), out.end(), key.enctype) == out.end()) {
            out.push_back(key.enctype);
        }
    }
    return out;
}

Result<void> Rotator::edit(const EntriesChange& change) {
    auto changed = change_keytab(path_, change, steps_, deadline_);
    return changed ? Result<void>() : Result<void>(std::move(changed).error());
}

/// What a password's keys are not: those of an earlier run are no key of the account's yet.
KeytabEntries Rotator::without_keys_of(const SecretText& password, const KeyHints& hints) const {
    std::vector<std::int32_t> types;
    for (const auto& entry : entries_) {
        types.push_back(entry.enctype);
    }
    KeytabEntries out = entries_;
    for (const std::int32_t type : std::set<std::int32_t>(types.begin(), types.end())) {
        auto made = entries_of_password(account_, password, hints, {account_}, 0, {type});
        if (made) {
            std::erase_if(out, [&](const auto& entry) { return entry.key == made->front().key; });
        }
    }
    return out;
}

/// The salts, by the account's own key: asking with a password that is not in effect yet counts as
/// a failed log-on.
Result<void> Rotator::ask_before(const SecretText& password) {
    if (own_ == nullptr) {
        auto early = in_effect(password, hints_);
        return early ? Result<void>() : Result<void>(std::move(early).error());
    }
    auto keys = credential::Keys::of(own_keys_, path_);
    return keys ? ask_hints(account_, {nullptr, std::move(*keys)}, hints_, deadline_)
                : Result<void>(std::move(keys).error());
}

/// The version that the KDC has now; the keytab's newest if the KDC does not tell.
std::uint32_t Rotator::current_kvno(const std::vector<ServiceTicket>& tickets) const {
    std::uint32_t kvno = 0;
    for (const auto& ticket : tickets) {
        kvno = std::max(kvno, ticket.kvno);
    }
    kvno = kvno != 0 ? kvno : hints_.kvno;
    for (const auto& key : kvno != 0 ? KeytabEntries() : names_.keys) {
        kvno = std::max(kvno, key.kvno);
    }
    return kvno;
}

/// The keys that the KDC will have once it has the password, as far as that can be told before.
Result<KeytabEntries> Rotator::before(const SecretText& password) {
    auto now = tickets(client());
    if (!now) {
        return std::move(now).error();
    }
    const std::uint32_t kvno = current_kvno(*now);
    const auto types = enctypes(hints_, *now);
    auto out = entries_of_password(account_, password, hints_, names_.names, kvno + 1, types);
    if (out && kvno == kLastOfMit) {
        auto again = entries_of_password(account_, password, hints_, names_.names, 1, types);
        if (!again) {
            return again;
        }
        out->insert(out->end(), again->begin(), again->end());
    }
    return out;
}

/// What has the same name, version and type already stays, behind the new one.
Result<void> Rotator::introduce(const KeytabEntries& fresh) {
    return edit([&](KeytabEntries& entries) {
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

Result<void> Rotator::withdraw(const KeytabEntries& fresh) {
    return edit([&](KeytabEntries& entries) {
        std::erase_if(entries, [&](const auto& entry) {
            return std::any_of(fresh.begin(), fresh.end(),
                               [&](const auto& other) { return other.key == entry.key; });
        });
        return Result<void>();
    });
}

/// Nobody has the new password, and nobody will.
Result<void> Rotator::undo(RotationState& state, const KeytabEntries& fresh, Error why) {
    if (auto undone = withdraw(fresh); !undone) {
        return undone;
    }
    auto removed = state.remove();
    return removed ? Result<void>(std::move(why)) : std::move(removed);
}

/// A request may have been carried out, or may be later. That the KDC takes the password settles
/// it; that it does not yet settles nothing.
Result<void> Rotator::look_again(const SecretText& password, Error why) {
    KeyHints ignored;
    auto taken = in_effect(password, ignored);
    return taken && *taken ? Result<void>() : told(std::move(why), Status::key_change_unsettled);
}

Result<void> Rotator::change(RotationState& state, const KeytabEntries& fresh) {
    const SecretText& password = state.pending()->password;
    const bool asked_before = state.pending()->asked;
    const std::string step = fmt::format("change the password of {}", displayed(account_));
    steps_.tell(Moment::begins, step);
    auto marked = state.mark_asked();
    auto outcome = marked ? change_password(client(), account_, password, deadline_)
                          : Write::not_done(std::move(marked).error());
    return std::move(outcome).match(
        [&](std::monostate) {
            steps_.tell(Moment::done, step);
            return Result<void>();
        },
        [&](Error why) {
            steps_.tell(Moment::failed, step);
            return asked_before ? look_again(password, std::move(why))
                                : undo(state, fresh, std::move(why));
        },
        [&](Error why) {
            steps_.tell(Moment::failed, step);
            return look_again(password, std::move(why));
        });
}

/// The version under which the new keys stand in the keytab already, or should.
std::uint32_t Rotator::guessed_kvno(const SecretText& password, const KeyHints& hints) {
    auto keys = entries_of_password(account_, password, hints, {account_}, 0, enctypes(hints, {}));
    auto entries = credential::read_keytab(path_, deadline_);
    if (!keys || !entries) {
        return 1;
    }
    std::uint32_t newest = 0;
    for (const auto& entry : *entries) {
        const bool is_new = std::any_of(keys->begin(), keys->end(),
                                        [&](const auto& other) { return other.key == entry.key; });
        if (is_new) {
            return entry.kvno;
        }
        newest = entry.principal == account_ ? std::max(newest, entry.kvno) : newest;
    }
    return newest + 1;
}

/// Names whose old key could not be proven the account's, and whose tickets the new one opens.
Result<void> Rotator::take_up(Credential& client, const KeytabEntries& made) {
    for (const auto& entry : entries_) {
        const bool is_service = spn::split_principal(entry.principal).components.size() > 1;
        if (!is_service || names_.has(entry.principal)) {
            continue;
        }
        auto ticket = new_ticket_to(client, entry.principal, deadline_);
        if (!ticket) {
            return std::move(ticket).error();
        }
        auto opens = *ticket ? opening(made, **ticket) : Result<KeytabPointers>(KeytabPointers());
        if (!opens) {
            return std::move(opens).error();
        }
        if (!opens->empty()) {
            names_.names.push_back(entry.principal);
        }
    }
    return {};
}

/// The keys of the version that the KDC has now, each of which opened a real ticket where the name
/// has one.
Result<KeytabEntries> Rotator::proven(const SecretText& password, const KeyHints& hints) {
    auto client = Credential::from_password(account_, password.c_str());
    if (!client) {
        return std::move(client).error();
    }
    auto now = tickets(**client);
    if (!now) {
        return std::move(now).error();
    }
    std::uint32_t kvno = hints.kvno;
    for (const auto& ticket : *now) {
        kvno = ticket.kvno != 0 ? ticket.kvno : kvno;
    }
    if (kvno == 0) {
        // No ticket, and a reply that a stronger exchange than the key's own protects has no
        // version (SPAKE, RFC 9588): what was guessed before stands.
        kvno = guessed_kvno(password, hints);
    }
    const auto types = enctypes(hints, *now);
    auto made = entries_of_password(account_, password, hints, {account_}, kvno, types);
    if (!made) {
        return made;
    }
    for (const auto& ticket : *now) {
        auto opens = opening(*made, ticket);
        if (!opens) {
            return std::move(opens).error();
        }
        if (opens->empty()) {
            return Error(Status::key_not_proven,
                         fmt::format("the new key does not open the ticket for {}",
                                     displayed(ticket.server)))
                .with("ticket's kvno", ticket.kvno)
                .with("ticket's enctype", ticket.enctype);
        }
    }
    if (auto taken = take_up(**client, *made); !taken) {
        return std::move(taken).error();
    }
    return entries_of_password(account_, password, hints, names_.names, kvno, types);
}

/// The password is in effect: makes the keytab what the KDC has.
Result<void> Rotator::settle(const PendingRotation& pending) {
    KeyHints hints;
    auto taken = in_effect(pending.password, hints);
    if (!taken || !*taken) {
        return taken ? Result<void>(Error(Status::wrong_password,
                                          "the KDC does not take the new password yet"))
                     : Result<void>(std::move(taken).error());
    }
    auto made = proven(pending.password, hints);
    if (!made) {
        return std::move(made).error();
    }
    const std::uint32_t kvno = made->front().kvno;
    const std::int64_t now = ::time(nullptr);
    return edit([&](KeytabEntries& entries) {
        std::erase_if(entries, [&](const auto& entry) {
            const bool same_key = std::any_of(made->begin(), made->end(), [&](const auto& other) {
                return other.key == entry.key;
            });
            const bool right = std::any_of(made->begin(), made->end(), [&](const auto& other) {
                return other.stands_for(entry) && other.key == entry.key;
            });
            // A guess that came out wrong: of a version or a salt that the KDC did not take.
            const bool guess = entry.timestamp == pending.written &&
                               (entry.kvno == pending.guess ||
                                (pending.guess == kLastOfMit + 1 && entry.kvno == 1));
            return names_.has(entry.principal) && !right && (same_key || guess);
        });
        put_entries(entries, *made);
        const KeytabEntries all = entries;
        std::erase_if(entries, [&](const auto& entry) {
            return names_.has(entry.principal) && is_stale(all, entry, kvno, rotation_.grace, now);
        });
        return Result<void>();
    });
}

/// Whether an earlier run got as far as the change.
Result<bool> Rotator::has_new_password(const RotationState& state) {
    if (!state.pending()) {
        return false;
    }
    auto taken = in_effect(state.pending()->password, hints_);
    return taken ? std::move(taken)
                 : told(std::move(taken).error(), state.pending()->asked
                                                      ? Status::key_change_unsettled
                                                      : Status::rotation_unfinished);
}

/// The new password is on the disk and its keys in the keytab, before anybody may know it.
Result<void> Rotator::begin(RotationState& state, const KeytabEntries& fresh, bool is_new) {
    auto put = introduce(fresh);
    if (put || !is_new) {
        return put;
    }
    // Nobody has seen this password. Had an earlier run sent it, it would have to stay.
    auto removed = state.remove();
    return removed ? std::move(put) : std::move(removed);
}

/// The keytab gets the keys first, so that there is no moment in which it lacks one.
Result<void> Rotator::set_new_password(RotationState& state) {
    auto password = state.pending() ? SecretText(state.pending()->password.c_str())
                                    : credential::random_password();
    if (!password) {
        return std::move(password).error();
    }
    const KeytabEntries known =
        state.pending() ? without_keys_of(*password, hints_) : KeytabEntries(entries_);
    if (auto found = find_client(known); !found) {
        return found;
    }
    if (auto asked = ask_before(*password); !asked) {
        return asked;
    }
    auto fresh = before(*password);
    if (!fresh) {
        return std::move(fresh).error();
    }
    const bool is_new = !state.pending();
    if (is_new) {
        auto saved = steps_.step(
            fmt::format("write a new password to {}", displayed(RotationState::path_for(path_))),
            [&] {
                return state.save({account_, SecretText(password->c_str()), fresh->front().kvno,
                                   fresh->front().timestamp});
            });
        if (!saved) {
            return saved;
        }
    }
    auto begun = begin(state, *fresh, is_new);
    return begun ? change(state, *fresh) : std::move(begun);
}

Result<void> Rotator::rotate(RotationState& state) {
    auto taken = has_new_password(state);
    if (!taken) {
        return std::move(taken).error();
    }
    if (*taken) {
        names_ = names_sharing(entries_, account_);
    } else if (auto set = set_new_password(state); !set) {
        const bool open = state.pending() && state.pending()->asked &&
                          set.error().status() != Status::key_change_unsettled;
        return open ? told(std::move(set).error(), Status::key_change_unsettled) : std::move(set);
    }
    if (auto settled = settle(*state.pending()); !settled) {
        return told(std::move(settled).error(), Status::rotation_unfinished);
    }
    return steps_.step(fmt::format("remove {}", displayed(RotationState::path_for(path_))),
                       [&] { return state.remove(); });
}

Result<void> Rotator::run() {
    if (auto looked = look(); !looked) {
        return looked;
    }
    if (steps_.dry_run) {
        return plan();
    }
    auto state = RotationState::hold(path_, deadline_);
    if (!state) {
        return std::move(state).error();
    }
    // Another rotation may have ended while this one waited.
    if (auto looked = look(); !looked) {
        return looked;
    }
    if (state->pending() && state->pending()->account != account_) {
        return Error(Status::rotation_unfinished,
                     fmt::format("the key of {} in this keytab is still being rotated",
                                 displayed(state->pending()->account)))
            .with("account", displayed(state->pending()->account))
            .with("keytab", displayed(path_));
    }
    return rotate(*state);
}

}  // namespace

Result<void> rotate_key(const KeytabPlace& place,
                        const KeytabRotation& rotation,
                        const Steps& steps,
                        const Deadline& deadline) {
    if (rotation.grace < 0) {
        return Error(Status::invalid_argument, "the grace is negative");
    }
    return Rotator(place, rotation, steps, deadline).run();
}

}  // namespace mutauth::registration

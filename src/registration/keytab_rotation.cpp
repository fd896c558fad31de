#include "registration/keytab_rotation.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "core/text.h"
#include "credential/password_change.h"
#include "credential/password_key.h"
#include "registration/account_keys.h"
#include "registration/keytab_change.h"
#include "registration/rotation_state.h"

namespace mutauth::registration {
namespace {

using credential::Changed;
using credential::Credential;
using credential::KerberosLibrary;
using credential::KeyHints;
using credential::KeytabEntries;
using credential::KeytabEntry;
using credential::SecretText;
using credential::ServiceTicket;

/// The principals that hold one of the account's keys: the account itself and its aliases.
std::vector<std::string> sharing(const KeytabEntries& entries, const std::string& account) {
    std::vector<std::string> out{account};
    for (const auto& own : entries) {
        if (own.principal != account) {
            continue;
        }
        for (const auto& other : entries) {
            if (other.key == own.key && other.enctype == own.enctype &&
                std::find(out.begin(), out.end(), other.principal) == out.end()) {
                out.push_back(other.principal);
            }
        }
    }
    return out;
}

bool refused(Status status) {
    return status == Status::wrong_password || status == Status::client_locked;
}

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
    Result<void> plan();
    Result<void> rotate(RotationState& state);
    Result<bool> has_new_password(const RotationState& state);
    Result<void> set_new_password(RotationState& state);
    Result<bool> in_effect(const SecretText& password, KeyHints& hints);
    Result<KeytabEntries> before(const SecretText& password, KeyHints& hints);
    Result<std::vector<ServiceTicket>> tickets(Credential& client);
    std::vector<std::int32_t> enctypes(const KeyHints& hints,
                                       const std::vector<ServiceTicket>& tickets) const;
    Result<void> introduce(const KeytabEntries& fresh);
    Result<void> withdraw(const KeytabEntries& fresh);
    Result<void> change(RotationState& state, Credential& by, const KeytabEntries& fresh);
    Result<void> settle(const SecretText& password);
    std::uint32_t guessed_kvno(const SecretText& password, const KeyHints& hints);
    Result<KeytabEntries> proven(const SecretText& password, const KeyHints& hints);
    Result<std::shared_ptr<Credential>> own_credential(const KeytabEntries& without) const;
    Result<void> edit(const EntriesChange& change);
    bool is_ours(const KeytabEntry& entry) const {
        return std::find(names_.begin(), names_.end(), entry.principal) != names_.end();
    }
    Error unfinished(Error cause) const {
        return std::move(cause)
            .as(Status::rotation_unfinished)
            .while_doing("rotating the key of " + account_)
            .with("account", account_)
            .with("keytab", displayed(path_));
    }

    const KeytabPlace& place_;
    const KeytabRotation& rotation_;
    const Steps& steps_;
    const Deadline& deadline_;

    std::string path_;
    std::string account_;
    std::vector<std::string> names_;
    KeytabEntries entries_;
};

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
    auto account = place_.account_in(entries_);
    if (!account) {
        return std::move(account).error();
    }
    account_ = std::move(*account);
    names_ = sharing(entries_, account_);
    auto keeper = find_keeper(path_, account_, rotation_.keeper_paths, deadline_);
    if (!keeper) {
        return std::move(keeper).error();
    }
    return require_keeper(*keeper, account_, rotation_.keeper);
}

Result<void> Rotator::plan() {
    const auto told = [&](const std::string& step) {
        steps_.tell(Moment::planned, step);
    };
    told(fmt::format("write a new password to {}", displayed(RotationState::path_for(path_))));
    told(fmt::format("write a new keytab with version {} of the key of {} beside {}",
                     newest_kvno(entries_, account_) + 1, displayed(account_), displayed(path_)));
    told(fmt::format("put the new keytab in place of {}", displayed(path_)));
    told(fmt::format("change the password of {}", displayed(account_)));
    told(fmt::format("take keys out that were replaced {} seconds ago or before", rotation_.grace));
    told(fmt::format("remove {}", displayed(RotationState::path_for(path_))));
    return {};
}

Result<std::shared_ptr<Credential>> Rotator::own_credential(const KeytabEntries& without) const {
    KeytabEntries known;
    for (const auto& entry : entries_) {
        const bool is_new = std::any_of(without.begin(), without.end(), [&](const auto& other) {
            return other.enctype == entry.enctype && other.key == entry.key;
        });
        if (!is_new) {
            known.push_back(entry);
        }
    }
    return place_.credential_of(known);
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
    for (const auto& name : names_) {
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
    for (const auto& entry : entries_) {
        if (entry.principal == account_ && !credential::is_weak(entry.enctype) &&
            std::find(out.begin(), out.end(), entry.enctype) == out.end()) {
            out.push_back(entry.enctype);
        }
    }
    return out;
}

Result<void> Rotator::edit(const EntriesChange& change) {
    auto changed = change_keytab(path_, change, steps_, deadline_);
    return changed ? Result<void>() : Result<void>(std::move(changed).error());
}

/// The keys that the KDC will have once it has the password, as far as that can be told before.
Result<KeytabEntries> Rotator::before(const SecretText& password, KeyHints& hints) {
    // Hints come with a refusal too: nobody has this password yet.
    auto early = in_effect(password, hints);
    if (!early) {
        return std::move(early).error();
    }
    auto provisional =
        entries_of_password(account_, password, hints, names_, 0, enctypes(hints, {}));
    if (!provisional) {
        return provisional;
    }
    auto own = rotation_.administrator != nullptr ? Result<std::shared_ptr<Credential>>(nullptr)
                                                  : own_credential(*provisional);
    if (!own) {
        return std::move(own).error();
    }
    Credential& client = *own != nullptr ? **own : *rotation_.administrator;
    auto now = tickets(client);
    if (!now) {
        return std::move(now).error();
    }
    std::uint32_t kvno = 0;
    for (const auto& ticket : *now) {
        kvno = std::max(kvno, ticket.kvno);
    }
    if (kvno == 0) {
        KeytabEntries known = entries_;
        std::erase_if(known, [&](const auto& entry) {
            return std::any_of(provisional->begin(), provisional->end(),
                               [&](const auto& other) { return other.key == entry.key; });
        });
        kvno = newest_kvno(known, account_);
    }
    return entries_of_password(account_, password, hints, names_, kvno + 1, enctypes(hints, *now));
}

Result<void> Rotator::introduce(const KeytabEntries& fresh) {
    return edit([&](KeytabEntries& entries) {
        put_entries(entries, fresh);
        return Result<void>();
    });
}

Result<void> Rotator::withdraw(const KeytabEntries& fresh) {
    return edit([&](KeytabEntries& entries) {
        std::erase_if(entries, [&](const auto& entry) {
            return std::any_of(fresh.begin(), fresh.end(), [&](const auto& other) {
                return other.stands_for(entry) && other.key == entry.key;
            });
        });
        return Result<void>();
    });
}

Result<void> Rotator::change(RotationState& state, Credential& by, const KeytabEntries& fresh) {
    const SecretText& password = state.pending()->password;
    credential::PasswordOutcome outcome;
    auto done = steps_.step(
        fmt::format("change the password of {}", displayed(account_)), [&]() -> Result<void> {
            outcome = change_password(by, account_, password, deadline_);
            return outcome.changed == Changed::yes ? Result<void>()
                                                   : Result<void>(std::move(outcome.why));
        });
    if (outcome.changed == Changed::yes) {
        return {};
    }
    if (outcome.changed == Changed::unknown) {
        KeyHints ignored;
        auto taken = in_effect(password, ignored);
        if (taken && *taken) {
            return {};
        }
        return unfinished(std::move(done).error());
    }
    if (auto undone = withdraw(fresh); !undone) {
        return undone;
    }
    auto removed = state.remove();
    return removed ? std::move(done) : std::move(removed);
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
    auto made = entries_of_password(account_, password, hints, names_, kvno, enctypes(hints, *now));
    auto library = KerberosLibrary::open();
    if (!made || !library) {
        return made ? std::move(library).error() : std::move(made).error();
    }
    for (const auto& ticket : *now) {
        const bool opened = std::any_of(made->begin(), made->end(), [&](const auto& entry) {
            return key_opens(*library, ticket, entry.enctype, entry.key);
        });
        if (!opened) {
            return Error(Status::key_not_proven,
                         fmt::format("the new key does not open the ticket for {}",
                                     displayed(ticket.server)))
                .with("ticket's kvno", ticket.kvno)
                .with("ticket's enctype", ticket.enctype);
        }
    }
    return made;
}

/// The password is in effect: makes the keytab what the KDC has.
Result<void> Rotator::settle(const SecretText& password) {
    KeyHints hints;
    auto taken = in_effect(password, hints);
    if (!taken || !*taken) {
        return taken ? Result<void>(Error(Status::wrong_password,
                                          "the KDC does not take the new password yet"))
                     : Result<void>(std::move(taken).error());
    }
    auto made = proven(password, hints);
    if (!made) {
        return std::move(made).error();
    }
    const std::uint32_t kvno = made->front().kvno;
    const std::int64_t now = ::time(nullptr);
    return edit([&](KeytabEntries& entries) {
        std::erase_if(entries, [&](const auto& entry) {
            // A guess that came out wrong: of a version or a salt that the KDC did not take.
            const bool same_key = std::any_of(made->begin(), made->end(), [&](const auto& other) {
                return other.key == entry.key;
            });
            const bool right = std::any_of(made->begin(), made->end(), [&](const auto& other) {
                return other.stands_for(entry) && other.key == entry.key;
            });
            return is_ours(entry) && !right && (entry.kvno >= kvno || same_key);
        });
        put_entries(entries, *made);
        const KeytabEntries all = entries;
        std::erase_if(entries, [&](const auto& entry) {
            return is_ours(entry) && is_stale(all, entry, rotation_.grace, now);
        });
        return Result<void>();
    });
}

/// Whether an earlier run got as far as the change.
Result<bool> Rotator::has_new_password(const RotationState& state) {
    KeyHints ignored;
    return state.pending() ? in_effect(state.pending()->password, ignored) : false;
}

/// The keytab gets the keys first, so that there is no moment in which it lacks one.
Result<void> Rotator::set_new_password(RotationState& state) {
    auto password = state.pending() ? SecretText(state.pending()->password.c_str())
                                    : credential::random_password();
    if (!password) {
        return std::move(password).error();
    }
    KeyHints hints;
    auto fresh = before(*password, hints);
    if (!fresh) {
        return std::move(fresh).error();
    }
    auto own = rotation_.administrator != nullptr ? Result<std::shared_ptr<Credential>>(nullptr)
                                                  : own_credential(*fresh);
    if (!own) {
        return std::move(own).error();
    }
    const bool is_new = !state.pending();
    if (is_new) {
        auto saved = steps_.step(
            fmt::format("write a new password to {}", displayed(RotationState::path_for(path_))),
            [&] {
                return state.save({account_, SecretText(password->c_str())});
            });
        if (!saved) {
            return saved;
        }
    }
    auto put = introduce(*fresh);
    if (!put && is_new) {
        // Nobody has seen this password. Had an earlier run sent it, it would have to stay.
        auto removed = state.remove();
        return removed ? std::move(put) : std::move(removed);
    }
    if (!put) {
        return put;
    }
    return change(state, *own != nullptr ? **own : *rotation_.administrator, *fresh);
}

Result<void> Rotator::rotate(RotationState& state) {
    auto taken = has_new_password(state);
    if (!taken) {
        return std::move(taken).error();
    }
    if (!*taken) {
        if (auto set = set_new_password(state); !set) {
            return set;
        }
    }
    if (auto settled = settle(state.pending()->password); !settled) {
        return unfinished(std::move(settled).error());
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

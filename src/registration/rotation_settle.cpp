#include "registration/rotation_settle.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "core/text.h"
#include "registration/account_keys.h"
#include "registration/working_keys.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

using credential::Credential;
using credential::KeyHints;
using credential::KeytabEntries;
using credential::KeytabEntry;
using credential::SecretText;
using credential::ServiceTicket;

/// Whether the entry was put in before the KDC said which version it is.
bool is_guess_of(const PendingRotation& rotation, const KeytabEntry& entry) {
    return entry.timestamp == rotation.written &&
           (entry.kvno == rotation.guess ||
            (rotation.guess == kLastKvnoOfMit + 1 && entry.kvno == 1));
}

class Settling {
  public:
    Settling(RotationPlan& plan, const RotationState& state)
        : plan_(plan), state_(state), pending_(*state.pending()) {}

    Result<void> run();

  private:
    Result<KeytabEntries> proven();
    Result<void> prove(const KeytabEntries& made, const std::vector<ServiceTicket>& tickets) const;
    std::uint32_t guessed_kvno() const;
    Result<void> take_up(Credential& client, const KeytabEntries& made);
    bool is_wrong(const KeytabEntries& made, const KeytabEntry& entry) const;

    RotationPlan& plan_;
    const RotationState& state_;
    const PendingRotation& pending_;
    KeyHints hints_;
};

/// The version under which the new keys stand in the keytab already, or should.
std::uint32_t Settling::guessed_kvno() const {
    auto keys = entries_of_password(plan_.account, pending_.password, hints_, {plan_.account}, 0,
                                    plan_.enctypes(hints_, {}));
    auto entries = credential::read_keytab(plan_.path, plan_.deadline);
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
        newest = entry.principal == plan_.account ? std::max(newest, entry.kvno) : newest;
    }
    return newest + 1;
}

/// Names whose old key could not be proven the account's, and whose tickets the new one opens.
Result<void> Settling::take_up(Credential& client, const KeytabEntries& made) {
    for (const auto& entry : plan_.entries) {
        const bool is_service = spn::split_principal(entry.principal).components.size() > 1;
        if (!is_service || plan_.names.has(entry.principal)) {
            continue;
        }
        auto ticket = new_ticket_to(client, entry.principal, plan_.deadline);
        if (!ticket) {
            return std::move(ticket).error();
        }
        auto opens = *ticket ? opening(made, **ticket) : Result<KeytabPointers>(KeytabPointers());
        if (!opens) {
            return std::move(opens).error();
        }
        if (!opens->empty()) {
            plan_.names.names.push_back(entry.principal);
        }
    }
    return {};
}

Result<void> Settling::prove(const KeytabEntries& made,
                             const std::vector<ServiceTicket>& tickets) const {
    for (const auto& ticket : tickets) {
        auto opens = opening(made, ticket);
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
    return {};
}

/// The keys of the version that the KDC has now, each of which opened a real ticket where the name
/// has one.
Result<KeytabEntries> Settling::proven() {
    auto client = Credential::from_password(plan_.account, pending_.password.c_str());
    if (!client) {
        return std::move(client).error();
    }
    auto now = plan_.tickets(**client);
    if (!now) {
        return std::move(now).error();
    }
    std::uint32_t kvno = hints_.kvno;
    for (const auto& ticket : *now) {
        kvno = ticket.kvno != 0 ? ticket.kvno : kvno;
    }
    if (kvno == 0) {
        // No ticket, and a reply that a stronger exchange than the key's own protects has no
        // version (SPAKE, RFC 9588): what was guessed before stands.
        kvno = guessed_kvno();
    }
    const auto types = plan_.enctypes(hints_, *now);
    auto made =
        entries_of_password(plan_.account, pending_.password, hints_, {plan_.account}, kvno, types);
    if (!made) {
        return made;
    }
    if (auto opened = prove(*made, *now); !opened) {
        return std::move(opened).error();
    }
    if (auto taken = take_up(**client, *made); !taken) {
        return std::move(taken).error();
    }
    return entries_of_password(plan_.account, pending_.password, hints_, plan_.names.names, kvno,
                               types);
}

/// A new key under another version than the KDC's, or a guess of a version or a salt that the KDC
/// did not take. Keys of a password that was given up may have been the account's for a time: they
/// go where they stand in the place of one that the KDC has now, and else by their age.
bool Settling::is_wrong(const KeytabEntries& made, const KeytabEntry& entry) const {
    bool same_key = false;
    bool right = false;
    bool in_place = false;
    for (const auto& other : made) {
        const bool equal = other.key == entry.key;
        same_key = same_key || equal;
        right = right || (equal && other.stands_for(entry));
        in_place = in_place || other.stands_for(entry);
    }
    const auto dead = state_.given_up();
    const bool in_the_way = in_place && std::any_of(dead.begin(), dead.end(), [&](const auto& one) {
                                return is_guess_of(one, entry);
                            });
    return plan_.names.has(entry.principal) && !right &&
           (same_key || in_the_way || is_guess_of(pending_, entry));
}

Result<void> Settling::run() {
    auto taken = plan_.in_effect(pending_.password, hints_);
    if (!taken || !*taken) {
        return taken ? Result<void>(Error(Status::wrong_password,
                                          "the KDC does not take the new password yet"))
                     : Result<void>(std::move(taken).error());
    }
    auto made = proven();
    if (!made) {
        return std::move(made).error();
    }
    const std::uint32_t kvno = made->front().kvno;
    const std::int64_t now = ::time(nullptr);
    return plan_.edit([&](KeytabEntries& entries) {
        std::erase_if(entries, [&](const auto& entry) { return is_wrong(*made, entry); });
        put_entries(entries, *made);
        const KeytabEntries all = entries;
        std::erase_if(entries, [&](const auto& entry) {
            return plan_.names.has(entry.principal) &&
                   is_stale(all, entry, kvno, plan_.rotation.grace, now);
        });
        return Result<void>();
    });
}

}  // namespace

Result<void> settle_rotation(RotationPlan& plan, const RotationState& state) {
    return Settling(plan, state).run();
}

}  // namespace mutauth::registration

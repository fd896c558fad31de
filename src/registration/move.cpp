#include "registration/move.h"

#include <algorithm>
#include <unordered_set>

#include "core/text.h"
#include "directory/dn.h"
#include "registration/account_names.h"
#include "registration/claim.h"
#include "registration/ldap_writer.h"
#include "registration/undo.h"
#include "registration/unsettled.h"

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;
using Set = std::unordered_set<std::string>;
using Texts = std::vector<std::string>;
using Moved = Outcome<Texts>;

Set folded_all(const std::vector<std::string>& texts) {
    Set out;
    for (const auto& text : texts) {
        out.insert(to_lower_ascii(text));
    }
    return out;
}

std::string note_of(const std::string& text) {
    return kMovingNote + text;
}

/// What the names would be after the changes.
AccountNames changed(AccountNames names, const Changes& changes) {
    for (const auto& change : changes) {
        auto* values = change.attribute == kSpnAttribute         ? &names.spns
                       : change.attribute == kPrincipalAttribute ? &names.principals
                                                                 : nullptr;
        if (values == nullptr) {
            names.canonical = change.value;
        } else if (change.kind == Change::Kind::add) {
            values->push_back(change.value);
        } else {
            std::erase(*values, change.value);
        }
    }
    return names;
}

class Move {
  public:
    Move(const Target& from, const Target& to, const Manner& manner)
        : from_(from), to_(to), manner_(manner) {}

    Outcome<Texts> run(const std::optional<Spns>& spns) {
        if (directory::dn::same(from_.dn, to_.dn)) {
            return Moved::not_done(
                Error(Status::invalid_argument, "the two accounts are the same"));
        }
        if (auto read = read_both(); !read) {
            return Moved::not_done(std::move(read).error());
        }
        if (auto chosen = spns ? choose(*spns) : choose_all(); !chosen) {
            return Moved::not_done(std::move(chosen).error());
        }
        auto free = check_free(to_.session, arriving_.add, {to_.dn, from_.dn}, manner_.deadline);
        if (!free) {
            return Moved::not_done(std::move(free).error());
        }
        if (!manner_.steps.dry_run) {
            return act();
        }
        auto told = tell();
        return told ? Moved::done(std::move(warnings_)) : Moved::not_done(std::move(told).error());
    }

  private:
    Result<void> read_both() {
        auto from = read_names(from_.session, from_.dn, manner_.deadline);
        if (!from) {
            return std::move(from).error();
        }
        auto to = read_names(to_.session, to_.dn, manner_.deadline);
        if (!to) {
            return std::move(to).error();
        }
        names_from_ = std::move(*from);
        names_to_ = std::move(*to);
        on_from_ = folded_all(all_spns(names_from_));
        on_to_ = folded_all(all_spns(names_to_));
        return {};
    }

    Result<void> choose(const Spns& spns) {
        for (const auto& spn : spns) {
            if (!take(spn)) {
                return Error(Status::spn_not_there,
                             displayed(from_.dn) + " does not hold " + displayed(spn.text()))
                    .with("spn", displayed(spn.text()))
                    .with("account", displayed(from_.dn));
            }
        }
        return {};
    }

    Result<void> choose_all() {
        const std::string own = to_lower_ascii(own_spn(names_from_));
        for (const auto& text : all_spns(names_from_)) {
            if (to_lower_ascii(text) == own) {
                warnings_.push_back(kept_text(text));
            } else if (!text.starts_with(kMovingNote)) {
                take(spn_of(text));
            }
        }
        for (const auto& text : all_spns(names_to_)) {
            if (text.starts_with(kMovingNote)) {
                take(spn_of(text.substr(std::string_view(kMovingNote).size())));
            }
        }
        return {};
    }

    /// Whether it is there to be moved, or has been moved.
    bool take(const spn::ServicePrincipalName& spn) {
        const std::string folded = to_lower_ascii(spn.text());
        const std::string note = note_of(spn.text());
        const bool held = on_from_.contains(folded);
        const bool noted = on_to_.contains(to_lower_ascii(note));
        if (!held && !noted) {
            return on_to_.contains(folded);
        }
        if (held) {
            leaving_.remove.push_back(spn);
            noted_.add.push_back(spn_of(note));
        }
        arriving_.add.push_back(spn);
        arriving_.remove.push_back(spn_of(note));
        return true;
    }

    Outcome<Texts> act() {
        return claim(to_, noted_, manner_).and_then([&](const Edited& noted) {
            return leave(noted);
        });
    }

    Outcome<Texts> leave(const Edited& noted) {
        return edit(from_, leaving_, manner_)
            .match([&](const Edited& left) { return arrive(noted, left); },
                   [&](Error why) {
                       return undone<Texts>(to_, noted.made, manner_.steps, std::move(why));
                   },
                   [&](Error why) { return still_noted(std::move(why)); });
    }

    Outcome<Texts> arrive(const Edited& noted, const Edited& left) {
        // A catalog may not know yet that they have left.
        const Texts but_for = to_.session.catalog() != nullptr ? Texts{from_.dn} : Texts();
        return claim(to_, arriving_, manner_, but_for)
            .match([&](const Edited&) { return Moved::done(std::move(warnings_)); },
                   [&](Error why) {
                       // What was sent first may yet take off the old account what is put back.
                       return left.sent_again ? still_noted(std::move(why))
                                              : put_back(left.made, noted.made, std::move(why));
                   },
                   [&](Error why) { return still_noted(std::move(why)); });
    }

    Outcome<Texts> put_back(const Changes& left, const Changes& noted, Error why) {
        return take_back(from_, left, manner_.steps)
            .match(
                [&](const TakenBack& back) {
                    if (!back.left_out.empty()) {
                        why = with_notes(std::move(why).with("not put back, another account has it",
                                                             back.left_out.front()));
                    }
                    return undone<Texts>(to_, without(noted, back.left_out), manner_.steps,
                                         std::move(why));
                },
                [&](const Error& refusal) {
                    return still_noted(std::move(why).with("not taken back", refusal.message()));
                },
                [&](Error open) {
                    return still_noted(
                        std::move(open).with("was to be taken back because", why.message()));
                });
    }

    /// The notes of names that are nowhere else stay.
    static Changes without(Changes noted, const Texts& names) {
        std::erase_if(noted, [&](const Change& change) {
            return std::any_of(names.begin(), names.end(), [&](const auto& name) {
                const std::string note = to_lower_ascii(note_of(name));
                const std::string value = to_lower_ascii(change.value);
                return value == note || value.starts_with(note + '@');
            });
        });
        return noted;
    }

    Error with_notes(Error why) const {
        return std::move(why)
            .with("noted on", displayed(to_.dn))
            .with_remedy(
                "when the reason is gone, run the same move again: what it was to move is noted "
                "on the new account");
    }

    Outcome<Texts> still_noted(Error why) const {
        return Moved::unknown(with_notes(
            came_unanswered(why) ? unsettled(std::move(why), "move to " + displayed(to_.dn))
                                 : std::move(why)));
    }

    /// Each step as it will be after those before it.
    Result<void> tell() {
        auto noted = tell(to_, names_to_, noted_);
        if (!noted) {
            return std::move(noted).error();
        }
        auto left = tell(from_, names_from_, leaving_);
        if (!left) {
            return std::move(left).error();
        }
        auto arrived = tell(to_, changed(names_to_, *noted), arriving_);
        return arrived ? Result<void>() : std::move(arrived).error();
    }

    Result<Changes> tell(const Target& target, const AccountNames& names, const Wish& wish) {
        auto planned = plan(target.session.profile().kind, names, wish);
        if (!planned) {
            return std::move(planned).error();
        }
        if (!planned->changes.empty()) {
            manner_.steps.tell(Moment::planned, step_text(target.dn, planned->changes));
        }
        return std::move(planned->changes);
    }

    const Target& from_;
    const Target& to_;
    const Manner& manner_;
    AccountNames names_from_;
    AccountNames names_to_;
    Set on_from_;
    Set on_to_;
    Wish noted_;
    Wish leaving_;
    Wish arriving_;
    std::vector<std::string> warnings_;
};

}  // namespace

Outcome<std::vector<std::string>> move(const Target& from,
                                       const Target& to,
                                       const std::optional<Spns>& spns,
                                       const Manner& manner) {
    return Move(from, to, manner).run(spns);
}

}  // namespace mutauth::registration

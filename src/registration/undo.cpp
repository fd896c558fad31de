#include "registration/undo.h"

#include <algorithm>

#include "core/text.h"
#include "registration/account_names.h"
#include "registration/conflicts.h"
#include "registration/ldap_writer.h"
#include "registration/unsettled.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;

/// To ask for the holders of one name.
constexpr std::chrono::milliseconds kGraceForOne{20};

/// The SPN that a value is or that its principal stands for.
spn::ServicePrincipalName name_in(const Change& change) {
    if (change.attribute != kPrincipalAttribute) {
        return spn_of(change.value);
    }
    const auto parts = spn::split_principal(change.value);
    spn::Parts with_realm = spn_of(parts.name()).parts();
    with_realm.realm = parts.realm;
    return {parts.name(), with_realm};
}

class TakeBack {
  public:
    TakeBack(const Target& target, const Changes& made, const Steps& steps)
        : target_(target), steps_(steps), back_(directory::reversed(made)) {
        // A canonical name that was told from the account's only principal stays true.
        std::erase_if(back_,
                      [](const auto& change) { return change.attribute == kCanonicalAttribute; });
    }

    Outcome<TakenBack> run() {
        auto held = conflicts_of(names_to_add());
        if (!held) {
            return Outcome<TakenBack>::not_done(std::move(held).error());
        }
        leave_out(*held);
        return write(back_).and_then([&](auto) { return look_again(); });
    }

  private:
    /// For each question and each write.
    Deadline grace() const {
        return Deadline::in(kGrace / 3 + kGraceForOne * static_cast<int>(back_.size()));
    }

    Spns names_to_add() const {
        Spns out;
        for (const auto& change : back_) {
            if (change.kind == Change::Kind::add) {
                out.push_back(name_in(change));
            }
        }
        return out;
    }

    Result<Conflicts> conflicts_of(const Spns& names) {
        // What led here may have been a connection that is silent now.
        return look_after_change(target_.session, grace(), [&](const Deadline& until) {
            return find_conflicts(target_.session, names, {target_.dn}, until);
        });
    }

    /// The values that put these names back.
    Changes drop(const Conflicts& conflicts) {
        const auto is_taken = [&](const Change& change) {
            return change.kind == Change::Kind::add &&
                   std::any_of(conflicts.begin(), conflicts.end(), [&](const auto& conflict) {
                       return equal_ignoring_ascii_case(conflict.spn.text(),
                                                        name_in(change).text());
                   });
        };
        Changes out;
        std::copy_if(back_.begin(), back_.end(), std::back_inserter(out), is_taken);
        std::erase_if(back_, is_taken);
        return out;
    }

    Changes leave_out(const Conflicts& conflicts) {
        for (const auto& conflict : conflicts) {
            const std::string name = displayed(conflict.spn.text());
            if (std::find(out_.left_out.begin(), out_.left_out.end(), name) ==
                out_.left_out.end()) {
                out_.left_out.push_back(name);
            }
        }
        return drop(conflicts);
    }

    Outcome<Applied> write(const Changes& changes) {
        if (changes.empty()) {
            return Outcome<Applied>::done({});
        }
        return steps_.change<Applied>("take back: " + step_text(target_.dn, changes), [&] {
            return target_.writer.apply(target_.dn, changes, grace());
        });
    }

    Outcome<TakenBack> look_again() {
        const Spns names = names_to_add();
        if (names.empty()) {
            return Outcome<TakenBack>::done(std::move(out_));
        }
        auto conflicts = outlast(target_.session, names, {target_.dn}, grace());
        if (!conflicts) {
            return Outcome<TakenBack>::unknown(
                unsettled(std::move(conflicts).error(), step_text(target_.dn, back_)));
        }
        return write(directory::reversed(leave_out(*conflicts))).and_then([&](auto) {
            return Outcome<TakenBack>::done(std::move(out_));
        });
    }

    const Target& target_;
    const Steps& steps_;
    Changes back_;
    TakenBack out_;
};

}  // namespace

Outcome<TakenBack> take_back(const Target& target, const Changes& made, const Steps& steps) {
    return made.empty() ? Outcome<TakenBack>::done({}) : TakeBack(target, made, steps).run();
}

}  // namespace mutauth::registration

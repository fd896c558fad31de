#include "registration/edit.h"

#include "core/text.h"
#include "registration/ldap_writer.h"
#include "registration/refusal.h"
#include "registration/undo.h"
#include "registration/unsettled.h"

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;

/// How often other writers of the same account may come between our reading and our change.
constexpr int kMostTries = 4;

class Edit {
  public:
    Edit(const Target& target, const Wish& wish, const Manner& manner, Seen seen)
        : target_(target), wish_(wish), manner_(manner), seen_(std::move(seen)) {}

    Outcome<Edited> run() {
        for (int round = 0;; ++round) {
            auto changes = to_make(round > 0);
            if (!changes) {
                return round == 0 ? Outcome<Edited>::not_done(std::move(changes).error())
                                  : unseen(std::move(changes).error());
            }
            if (changes->empty()) {
                return Outcome<Edited>::done(std::move(out_));
            }
            // Another writer explains what is there too much, once or twice; nothing explains that
            // what the server said it has done is not so.
            if (round == kMostTries || (round > 0 && !wish_.nothing_else)) {
                return back(not_kept(*changes));
            }
            if (manner_.steps.dry_run) {
                manner_.steps.tell(Moment::planned, step_text(target_.dn, *changes));
                return Outcome<Edited>::done(std::move(out_));
            }
            if (auto ended = apply(*changes)) {
                return std::move(*ended);
            }
        }
    }

  private:
    Result<Changes> to_make(bool again) {
        if (again || !seen_) {
            auto names =
                again ? look_after_change(target_.session, manner_.deadline,
                                          [&](const Deadline& until) {
                                              return read_names(target_.session, target_.dn, until);
                                          })
                      : read_names(target_.session, target_.dn, manner_.deadline);
            if (!names) {
                return std::move(names).error();
            }
            seen_ = std::move(*names);
        }
        auto planned = plan(target_.session.profile().kind, *seen_, wish_);
        if (!planned) {
            return std::move(planned).error();
        }
        out_.warnings.clear();
        for (const auto& spn : planned->kept) {
            out_.warnings.push_back(kept_text(spn));
        }
        // Only the server knows when two spellings are one name.
        if (!again || planned->changes.empty()) {
            return std::move(planned->changes);
        }
        return look_after_change(target_.session, manner_.deadline, [&](const Deadline& until) {
            return still_to_make(target_.session, target_.dn, planned->changes, until);
        });
    }

    /// Nothing once it is done: then it must be looked at.
    std::optional<Outcome<Edited>> apply(const Changes& changes) {
        using Ended = std::optional<Outcome<Edited>>;
        return manner_.steps
            .change<Applied>(
                step_text(target_.dn, changes),
                [&] { return target_.writer.apply(target_.dn, changes, manner_.deadline); })
            .match(
                [&](Applied applied) -> Ended {
                    out_.made.insert(out_.made.end(), applied.made.begin(), applied.made.end());
                    out_.sent_again = out_.sent_again || applied.sent_again;
                    return std::nullopt;
                },
                [&](Error why) -> Ended {
                    return back(
                        explained_refusal(target_.session, target_.dn, changes, std::move(why)));
                },
                [&](Error why) -> Ended { return Outcome<Edited>::unknown(std::move(why)); });
    }

    Outcome<Edited> back(Error why) const {
        return undone<Edited>(target_, out_.made, manner_.steps, std::move(why));
    }

    /// Made, but nothing shows whether it has stayed.
    Outcome<Edited> unseen(Error why) const {
        return Outcome<Edited>::unknown(
            unsettled(std::move(why), step_text(target_.dn, out_.made)));
    }

    Error not_kept(const Changes& changes) const {
        bool missing = false;
        for (const auto& change : changes) {
            missing = missing || change.kind == Change::Kind::add;
        }
        const Status status =
            wish_.nothing_else && !missing ? Status::account_busy : Status::spn_not_kept;
        Error out(status, std::string(status_says(status)) + ": " + displayed(target_.dn));
        for (const auto& change : changes) {
            out = std::move(out).with(
                change.kind == Change::Kind::add ? "is not there" : "is still there",
                displayed(change.value));
        }
        return out;
    }

    const Target& target_;
    const Wish& wish_;
    const Manner& manner_;
    Seen seen_;
    Edited out_;
};

}  // namespace

Outcome<Edited> edit(const Target& target, const Wish& wish, const Manner& manner, Seen seen) {
    return Edit(target, wish, manner, std::move(seen)).run();
}

std::string kept_text(const std::string& spn) {
    return displayed(spn) + " stays: it is the account's own principal, which its keys belong to";
}

}  // namespace mutauth::registration

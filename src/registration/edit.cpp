#include "registration/edit.h"

#include "core/text.h"
#include "registration/ldap_writer.h"
#include "registration/refusal.h"

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;

/// How often other writers of the same account may come between our reading and our change.
constexpr int kMostTries = 4;
constexpr std::chrono::milliseconds kGrace{5000};

class Edit {
  public:
    Edit(const Target& target, const Wish& wish, const Manner& manner, Seen seen)
        : target_(target), wish_(wish), manner_(manner), seen_(std::move(seen)) {}

    Result<Edited> run() {
        for (int round = 0;; ++round) {
            auto changes = to_make(round > 0);
            if (!changes) {
                return undone(target_, out_.made, manner_.steps, std::move(changes).error());
            }
            if (changes->empty()) {
                return std::move(out_);
            }
            // Another writer explains what is there too much, once or twice; nothing explains that
            // what the server said it has done is not so.
            if (round == kMostTries || (round > 0 && !wish_.nothing_else)) {
                return undone(target_, out_.made, manner_.steps, not_kept(*changes));
            }
            if (auto applied = apply(*changes); !applied) {
                return undone(target_, out_.made, manner_.steps, std::move(applied).error());
            }
            if (manner_.steps.dry_run) {
                return std::move(out_);
            }
        }
    }

  private:
    Result<Changes> to_make(bool again) {
        if (again || !seen_) {
            auto names = read_names(target_.session, target_.dn, manner_.deadline);
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
        return again && !planned->changes.empty()
                   ? still_to_make(target_.session, target_.dn, planned->changes, manner_.deadline)
                   : std::move(planned->changes);
    }

    Result<void> apply(const Changes& changes) {
        return manner_.steps.step(step_text(target_.dn, changes), [&]() -> Result<void> {
            auto made = target_.writer.apply(target_.dn, changes, manner_.deadline);
            if (!made) {
                return explained_refusal(target_.session, target_.dn, std::move(made).error());
            }
            out_.made.insert(out_.made.end(), made->begin(), made->end());
            return {};
        });
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

Result<Edited> edit(const Target& target, const Wish& wish, const Manner& manner, Seen seen) {
    return Edit(target, wish, manner, std::move(seen)).run();
}

Result<void> take_back(const Target& target, const Changes& made, const Steps& steps) {
    return made.empty()
               ? Result<void>()
               : steps.step("take back: " + step_text(target.dn, directory::reversed(made)), [&] {
                     return target.writer.undo(target.dn, made, Deadline::in(kGrace));
                 });
}

Error undone(const Target& target, const Changes& made, const Steps& steps, Error why) {
    const auto back = take_back(target, made, steps);
    return back ? std::move(why) : std::move(why).with("not taken back", back.error().message());
}

std::string kept_text(const std::string& spn) {
    return displayed(spn) + " stays: it is the account's own principal, which its keys belong to";
}

std::string step_text(const std::string& dn, const Changes& changes) {
    std::string out = "change " + displayed(dn);
    const char* between = ": ";
    for (const auto& change : changes) {
        out += std::exchange(between, "; ");
        out += change.kind == Change::Kind::add ? "add " : "delete ";
        out += change.attribute + ' ' + displayed(change.value);
    }
    return out;
}

}  // namespace mutauth::registration

#include "registration/claim.h"

#include <algorithm>

#include "core/text.h"
#include "directory/dn.h"
#include "directory/ldap_failure.h"
#include "registration/account_names.h"
#include "registration/holders.h"

namespace mutauth::registration {
namespace {

using Holders = std::vector<std::string>;

/// How long one that must give way has for it, and how often we look.
constexpr std::chrono::milliseconds kPatience{500};
constexpr std::chrono::milliseconds kPause{25};
/// A change is taken back even when the caller's deadline has passed: leaving it would be worse.
constexpr std::chrono::milliseconds kGrace{5000};

/// [MS-ERREF] 2.2: ERROR_DS_SPN_VALUE_NOT_UNIQUE_IN_FOREST.
constexpr std::int64_t kNotUniqueInForest = 8647;

Error taken(const spn::ServicePrincipalName& spn, const Holders& holders) {
    Error out(Status::spn_taken, displayed(spn.text()) + " is on another account" +
                                     (holders.empty() ? "" : ": " + displayed(holders.front())));
    out = std::move(out).with("spn", displayed(spn.text()));
    for (const auto& holder : holders) {
        out = std::move(out).with("holder", displayed(holder));
    }
    return out;
}

bool says_taken(const Error& error) {
    return std::any_of(
        error.native_codes().begin(), error.native_codes().end(), [](const NativeCode& native) {
            return native.system == NativeSystem::win32 && native.code == kNotUniqueInForest;
        });
}

class Claim {
  public:
    Claim(directory::Session& session,
          Writer& writer,
          const std::string& dn,
          spn::ServicePrincipalName spn)
        : session_(session), writer_(writer), dn_(dn), spn_(std::move(spn)) {}

    Result<void> run(const Deadline& deadline) {
        auto others = find_other_holders(session_, spn_, dn_, deadline);
        if (!others) {
            return std::move(others).error();
        }
        if (!others->empty()) {
            return taken(spn_, *others);
        }
        auto made = writer_.add(dn_, spn_, deadline);
        if (!made) {
            return explained(std::move(made).error(), deadline);
        }
        // What stood there before is not ours to judge now.
        return made->empty() ? Result<void>() : settle(*made, deadline);
    }

  private:
    /// A directory that enforces uniqueness answers a second writer with constraintViolation.
    Error explained(Error refusal, const Deadline& deadline) {
        if (directory::ldap_code_of(refusal) != directory::LdapCode::constraint_violation) {
            return refusal;
        }
        const auto others = find_other_holders(session_, spn_, dn_, deadline);
        const bool seen = others && !others->empty();
        if (!seen && !says_taken(refusal)) {
            return refusal;
        }
        Error out = taken(spn_, seen ? *others : Holders());
        for (const auto& native : refusal.native_codes()) {
            out = std::move(out).with_native(native.system, native.code);
        }
        for (const auto& item : refusal.evidence()) {
            out = std::move(out).with(item.key, item.value);
        }
        return out;
    }

    Result<void> settle(const directory::Changes& made, const Deadline& deadline) {
        const Deadline patience = deadline.at_most(kPatience);
        for (;;) {
            auto others = find_other_holders(session_, spn_, dn_, deadline);
            if (!others) {
                return undone(made, std::move(others).error());
            }
            if (others->empty()) {
                return {};
            }
            const bool loses = std::any_of(others->begin(), others->end(), [&](const auto& other) {
                return gives_way(dn_, other);
            });
            // One that looked before we wrote and wrote before we looked has no reason to give
            // way: then nobody but us has noticed.
            if (loses || patience.passed()) {
                return undone(made,
                              taken(spn_, *others)
                                  .with("directory", "does not enforce unique SPNs by itself"));
            }
            auto paused = wait_for(-1, 0, patience.at_most(kPause));
            if (!paused && paused.error().status() != Status::deadline_passed) {
                return undone(made, std::move(paused).error());
            }
        }
    }

    Error undone(const directory::Changes& made, Error why) {
        const auto back = writer_.undo(dn_, made, Deadline::in(kGrace));
        return back ? std::move(why)
                    : std::move(why).with("not taken back", back.error().message());
    }

    directory::Session& session_;
    Writer& writer_;
    const std::string& dn_;
    spn::ServicePrincipalName spn_;
};

/// The KDC's name is of the account's realm, which need not be that of the session.
Result<spn::ServicePrincipalName> with_realm(directory::Session& session,
                                             const std::string& dn,
                                             const spn::ServicePrincipalName& spn,
                                             const Deadline& deadline) {
    if (session.profile().kind != directory::Kind::mit_kldap || !spn.parts().realm.empty()) {
        return spn;
    }
    auto names = read_names(session, dn, deadline);
    if (!names) {
        return std::move(names).error();
    }
    spn::Parts parts = spn.parts();
    parts.realm = realm_of(*names);
    return spn::ServicePrincipalName(spn.text(), std::move(parts));
}

}  // namespace

bool gives_way(const std::string& dn, const std::string& other) {
    const auto comparable = [](const std::string& text) {
        return directory::dn::normalized(text).value_or(to_lower_ascii(text));
    };
    return comparable(dn) > comparable(other);
}

Result<void> claim(directory::Session& session,
                   Writer& writer,
                   const std::string& dn,
                   const spn::ServicePrincipalName& spn,
                   const Deadline& deadline) {
    auto known = with_realm(session, dn, spn, deadline);
    if (!known) {
        return std::move(known).error();
    }
    return Claim(session, writer, dn, std::move(*known)).run(deadline);
}

}  // namespace mutauth::registration

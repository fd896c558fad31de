#include "registration/ldap_writer.h"

#include <optional>
#include <utility>

#include "core/text.h"
#include "directory/filter.h"
#include "directory/ldap_failure.h"
#include "registration/unsettled.h"

namespace mutauth::registration {
namespace {

using directory::Change;
using directory::Changes;
using directory::ldap_code_of;
using directory::LdapCode;

/// How often another writer of the same account may come between our look and our change.
constexpr int kMostTries = 4;

Result<bool> holds(directory::Session& session,
                   const std::string& dn,
                   const Change& value,
                   const Deadline& deadline) {
    auto found = directory::find_all(session,
                                     {dn,
                                      directory::Scope::base,
                                      directory::filter::equal(value.attribute, value.value),
                                      {"1.1"}},
                                     deadline);
    if (!found) {
        return std::move(found).error();
    }
    return !found->empty();
}

}  // namespace

Result<Changes> still_to_make(directory::Session& session,
                              const std::string& dn,
                              const Changes& changes,
                              const Deadline& deadline) {
    Changes out;
    for (const auto& change : changes) {
        auto held = holds(session, dn, change, deadline);
        if (!held) {
            return std::move(held).error();
        }
        if (*held != (change.kind == Change::Kind::add)) {
            out.push_back(change);
        }
    }
    return out;
}

Result<Changes> LdapWriter::rest_after(Error refusal,
                                       const std::string& dn,
                                       const Changes& changes,
                                       const Deadline& deadline) {
    switch (ldap_code_of(refusal)) {
        case LdapCode::no_such_object:
            return std::move(refusal).as(Status::account_not_found);
        // Without the permissive control these say that some of it is so already.
        case LdapCode::attribute_or_value_exists:
        case LdapCode::no_such_attribute:
            return still_to_make(session_, dn, changes, deadline);
        default:
            return refusal;
    }
}

namespace {

using Ended = std::optional<Outcome<Applied>>;

/// How changes ended whose answer was lost, by looking on a new connection; nothing if they are to
/// be sent again.
Ended settled(directory::Session& session,
              const std::string& dn,
              Applied& out,
              Error why,
              bool may_send_again) {
    auto rest = look_anew(session, [&](const Deadline& until) {
        return still_to_make(session, dn, out.made, until);
    });
    if (rest && rest->empty()) {
        return Outcome<Applied>::done(std::move(out));
    }
    // Not to be seen yet is not "not done": it may be under way still.
    if (!rest || !may_send_again) {
        why = unsettled(std::move(why), step_text(dn, out.made));
        return Outcome<Applied>::unknown(
            rest ? std::move(why).with("seen on a new connection", "not made so far")
                 : std::move(why).with("not seen again", rest.error().message()));
    }
    out.sent_again = true;
    return std::nullopt;
}

}  // namespace

Outcome<Applied> LdapWriter::apply(const std::string& dn,
                                   Changes changes,
                                   const Deadline& deadline) {
    Applied out{std::move(changes)};
    for (int left = kMostTries; !out.made.empty(); --left) {
        auto ended =
            session_.modify(dn, out.made, deadline)
                .match([&](auto) -> Ended { return Outcome<Applied>::done(std::move(out)); },
                       [&](Error why) -> Ended {
                           // What was sent before this one may come yet, refused or not.
                           const auto end = out.sent_again ? &Outcome<Applied>::unknown
                                                           : &Outcome<Applied>::not_done;
                           auto rest = left == 0
                                           ? Result<Changes>(std::move(why))
                                           : rest_after(std::move(why), dn, out.made, deadline);
                           if (!rest) {
                               return end(out.sent_again ? unsettled(std::move(rest).error(),
                                                                     step_text(dn, out.made))
                                                         : std::move(rest).error());
                           }
                           out.made = std::move(*rest);
                           return std::nullopt;
                       },
                       [&](Error why) -> Ended {
                           return settled(session_, dn, out, std::move(why),
                                          left > 0 && deadline.check());
                       });
        if (ended) {
            return std::move(*ended);
        }
    }
    return Outcome<Applied>::done(std::move(out));
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

#include "identity/directory_user.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>

#include "core/text.h"
#include "directory/filter.h"
#include "identity/caller.h"

namespace mutauth::identity {
namespace {

/// So that a filter stays far below what servers take.
constexpr std::size_t kSidsInOneFilter = 100;

std::string filter_for(const Sid& sid) {
    return directory::filter::equal("objectSid", text_of(sid.octets()));
}

/// Nothing for what is no number, or nobody's.
std::optional<std::uint32_t> id_in(const directory::Entry& entry, std::string_view attribute) {
    const auto& values = entry.values(attribute);
    std::uint32_t out = 0;
    if (values.size() != 1) {
        return std::nullopt;
    }
    const std::string& text = values.front();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole && out != UINT32_MAX ? std::optional(out) : std::nullopt;
}

Error not_mapped(const Identity& caller, std::string_view why) {
    return Error(Status::user_not_mapped, fmt::format("{} is no user of this machine: {}",
                                                      displayed(caller.proof().client), why))
        .with("client", caller.proof().client);
}

/// The account, if it is the domain's own that the service belongs to.
Result<const TicketAccount*> account_of(const Identity& caller) {
    // The SID decides, so that it does no harm to come by the UPN.
    if (auto named = caller.check_name(AccountNames::own_or_upn); !named) {
        return std::move(named).error();
    }
    auto pac = caller.pac();
    if (!pac) {
        return std::move(pac).error();
    }
    const auto& account = (*pac)->account;
    if (!account || !account->sid) {
        return Error(Status::pac_missing, "the ticket's PAC names no account")
            .with("client", caller.proof().client);
    }
    auto counts = caller.has(*account->sid);
    if (!counts) {
        return std::move(counts).error();
    }
    if (!*counts) {
        return not_mapped(caller, "its account is of another domain");
    }
    return &*account;
}

Result<LocalUser> read_user(directory::Session& session,
                            const Identity& caller,
                            const TicketAccount& account,
                            const Deadline& deadline) {
    auto base = session.known_base();
    if (!base) {
        return std::move(base).error();
    }
    auto found = directory::find_all(
        session,
        {*base, directory::Scope::subtree, filter_for(*account.sid), {"uidNumber", "gidNumber"}},
        deadline);
    if (!found) {
        return std::move(found).error();
    }
    if (found->size() != 1) {
        return not_mapped(caller, found->empty() ? "the directory has no account of its SID"
                                                 : "the directory has several accounts of its SID");
    }
    const auto uid = id_in(found->front(), "uidNumber");
    const auto gid = id_in(found->front(), "gidNumber");
    if (!uid || !gid) {
        return not_mapped(caller, "its account has no uidNumber and gidNumber")
            .with("account", found->front().dn)
            .with_remedy("set uidNumber and gidNumber of the account");
    }
    return LocalUser{account.name, *uid, *gid, {}, false};
}

Result<void> add_groups(directory::Session& session,
                        const std::vector<Sid>& sids,
                        const Deadline& deadline,
                        std::vector<gid_t>& out) {
    for (std::size_t done = 0; done < sids.size(); done += kSidsInOneFilter) {
        std::vector<std::string> filters;
        const std::size_t end = std::min(sids.size(), done + kSidsInOneFilter);
        for (std::size_t i = done; i < end; ++i) {
            filters.push_back(filter_for(sids[i]));
        }
        directory::Search search{session.base(),
                                 directory::Scope::subtree,
                                 directory::filter::all_of({directory::filter::present("gidNumber"),
                                                            directory::filter::any_of(filters)}),
                                 {"gidNumber"}};
        auto searched = session.search(
            search,
            [&](const directory::Entry& entry) {
                if (const auto gid = id_in(entry, "gidNumber")) {
                    out.push_back(*gid);
                }
                return true;
            },
            deadline);
        if (!searched) {
            return searched;
        }
    }
    return {};
}

/// Without the account itself, whose gidNumber would be found as well.
Result<std::vector<Sid>> groups_of(const Identity& caller, const TicketAccount& account) {
    std::vector<Sid> out;
    for (const Sid& sid : account.sids) {
        auto counts = caller.has(sid);
        if (!counts) {
            return std::move(counts).error();
        }
        if (*counts && sid != account.sid) {
            out.push_back(sid);
        }
    }
    return out;
}

}  // namespace

Result<LocalUser> find_in_directory(directory::Session& session,
                                    const Identity& caller,
                                    const Deadline& deadline) {
    if (caller.proof().expires <= ::time(nullptr)) {
        return Error(Status::context_expired).with("client", caller.proof().client);
    }
    auto account = account_of(caller);
    if (!account) {
        return std::move(account).error();
    }
    auto user = read_user(session, caller, **account, deadline);
    if (!user) {
        return user;
    }
    auto groups = groups_of(caller, **account);
    if (!groups) {
        return std::move(groups).error();
    }
    if (auto added = add_groups(session, *groups, deadline, user->groups); !added) {
        return std::move(added).error();
    }
    std::sort(user->groups.begin(), user->groups.end());
    user->groups.erase(std::unique(user->groups.begin(), user->groups.end()), user->groups.end());
    user->caller = std::make_shared<const Caller>(caller.proof());
    return user;
}

}  // namespace mutauth::identity

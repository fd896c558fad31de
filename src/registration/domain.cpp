#include "registration/domain.h"

#include "core/text.h"
#include "directory/dn.h"
#include "directory/filter.h"

namespace mutauth::registration {
namespace {

namespace filter = directory::filter;

/// [MS-ADTS] 6.1.1.2.1.1: the forest's domains and what they are called.
Result<std::vector<directory::Entry>> domains(directory::Session& session,
                                              const std::string& called,
                                              const Deadline& deadline) {
    return directory::find_all(session,
                               {"CN=Partitions," + session.profile().configuration,
                                directory::Scope::one_level,
                                called,
                                {"nCName", "nETBIOSName"}},
                               deadline);
}

/// Without its text, only for what a message says.
std::string name_of_own(directory::Session& session, const Deadline& deadline) {
    const auto own = domains(session, filter::equal("nCName", session.profile().base), deadline);
    return own && !own->empty() ? std::string(own->front().first("nETBIOSName")) : std::string();
}

Error not_here(std::string_view domain, const std::string& why) {
    return Error(Status::account_not_found, why).with("domain", displayed(domain));
}

}  // namespace

Result<void> check_domain(directory::Session& session,
                          std::string_view domain,
                          const Deadline& deadline) {
    if (session.profile().configuration.empty()) {
        return {};
    }
    auto found = domains(
        session,
        filter::any_of({filter::equal("nETBIOSName", domain), filter::equal("dnsRoot", domain)}),
        deadline);
    if (!found) {
        return std::move(found).error();
    }
    for (const auto& entry : *found) {
        if (directory::dn::same(std::string(entry.first("nCName")), session.profile().base)) {
            return {};
        }
    }
    const std::string own = name_of_own(session, deadline);
    if (found->empty()) {
        return not_here(domain, "no domain of this forest is called " + displayed(domain) +
                                    (own.empty() ? "" : "; this server's is " + displayed(own)))
            .with_remedy("check the domain in front of the backslash");
    }
    return not_here(domain, displayed(domain) + " is another domain of this forest" +
                                (own.empty() ? "" : "; this server's is " + displayed(own)))
        .with_remedy("open a session with a server of that domain");
}

}  // namespace mutauth::registration

#include "registration/lookup_spn.h"

#include <algorithm>

#include "core/text.h"
#include "directory/dn.h"
#include "directory/forest.h"
#include "registration/holders.h"

namespace mutauth::registration {
namespace {

/// [MS-DRSR] 2.2.4.2: the class of the names under which domain controllers replicate.
constexpr std::string_view kReplicationClass = "E3514235-4B06-11D1-AB04-00C04FC2DCD2";

/// 8-4-4-4-12 hexadecimal digits.
bool is_guid(std::string_view text) {
    constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(), [](char c, char form) {
        const bool digit =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        return form == '-' ? c == '-' : digit;
    });
}

/// "dc=example,dc=test" for "example.test".
std::string dn_of_domain(std::string_view domain) {
    std::string out;
    while (!domain.empty()) {
        const auto dot = domain.find('.');
        out += (out.empty() ? "dc=" : ",dc=") + directory::dn::escaped(domain.substr(0, dot));
        domain.remove_prefix(dot == std::string_view::npos ? domain.size() : dot + 1);
    }
    return out;
}

/// The computer that a DC's settings entry belongs to; nothing if there is none.
Result<std::vector<std::string>> computer_of(directory::Session& session,
                                             const std::string& guid,
                                             const Deadline& deadline) {
    // [MS-ADTS] 3.1.1.3.1.2.4: an alternative form of a DN.
    auto settings = directory::read_entry(session, "<GUID=" + guid + ">", {"1.1"}, deadline);
    if (!settings || settings->empty()) {
        return settings ? Result<std::vector<std::string>>(std::vector<std::string>())
                        : std::move(settings).error();
    }
    // [MS-ADTS] 6.1.1.2.2.1.2.1.1: the entry is "CN=NTDS Settings" below the server's.
    const std::string& dn = settings->front().dn;
    constexpr std::string_view kSettings = "CN=NTDS Settings,";
    if (!equal_ignoring_ascii_case(dn.substr(0, kSettings.size()), kSettings)) {
        return std::vector<std::string>();
    }
    auto server =
        directory::read_entry(session, dn.substr(kSettings.size()), {"serverReference"}, deadline);
    if (!server) {
        return std::move(server).error();
    }
    return server->empty() ? std::vector<std::string>() : server->front().values("serverReference");
}

Result<std::vector<std::string>> by_dsa_guid(directory::Session& session,
                                             const spn::ServicePrincipalName& spn,
                                             const Deadline& deadline) {
    const auto& parts = spn.parts();
    const bool applies = session.profile().kind == directory::Kind::active_directory &&
                         equal_ignoring_ascii_case(parts.service_class, kReplicationClass) &&
                         is_guid(parts.host) &&
                         directory::dn::same(dn_of_domain(parts.service), session.profile().base);
    return applies ? computer_of(session, parts.host, deadline)
                   : Result<std::vector<std::string>>(std::vector<std::string>());
}

/// Everywhere, or below the base that the caller has set.
Result<std::vector<std::string>> holders_of(directory::Session& session,
                                            const spn::ServicePrincipalName& spn,
                                            const Deadline& deadline) {
    if (!session.base_is_set()) {
        return find_holders(session, spn, deadline);
    }
    auto places = directory::places_of(session, directory::Range::base, deadline);
    return places ? find_holders_in(*places, session, spn, deadline) : std::move(places).error();
}

}  // namespace

Result<SpnLookup> look_up_spn(directory::Session& session,
                              const spn::ServicePrincipalName& spn,
                              const Deadline& deadline) {
    auto exact = holders_of(session, spn, deadline);
    if (!exact || !exact->empty()) {
        return exact ? Result<SpnLookup>({FoundBy::exact, spn.text(), std::move(*exact)})
                     : std::move(exact).error();
    }
    auto forest = directory::forest_of(session, deadline);
    if (!forest) {
        return std::move(forest).error();
    }
    if (const auto mapped = (*forest)->aliases.mapped(spn)) {
        auto holders = holders_of(session, *mapped, deadline);
        if (!holders || !holders->empty()) {
            return holders
                       ? Result<SpnLookup>({FoundBy::alias, mapped->text(), std::move(*holders)})
                       : std::move(holders).error();
        }
    }
    auto computer = by_dsa_guid(session, spn, deadline);
    if (!computer) {
        return std::move(computer).error();
    }
    const FoundBy by = computer->empty() ? FoundBy::nothing : FoundBy::dsa_guid;
    return SpnLookup{by, spn.text(), std::move(*computer)};
}

}  // namespace mutauth::registration

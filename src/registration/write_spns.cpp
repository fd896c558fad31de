#include "registration/write_spns.h"

#include <algorithm>

#include "core/text.h"
#include "registration/account.h"
#include "registration/judged_names.h"
#include "registration/ldap_writer.h"
#include "registration/refusal.h"
#include "registration/unsettled.h"

namespace mutauth::registration {
namespace {

Error bad_parameter(Status status,
                    const char* what,
                    std::int64_t number = win32::kInvalidParameter) {
    return Error(status, what).with_native(NativeSystem::win32, number);
}

/// [MS-DRSR] 4.1.28.3: what is looked at before the account, in this order.
Result<void> check(std::int32_t operation,
                   std::string_view account,
                   const std::vector<std::string_view>& texts) {
    if (account.empty()) {
        return bad_parameter(Status::invalid_argument, "no account is named");
    }
    if (operation < static_cast<std::int32_t>(Operation::add) ||
        operation > static_cast<std::int32_t>(Operation::remove)) {
        return bad_parameter(Status::invalid_argument, "the operation is none of 0, 1 and 2",
                             win32::kInvalidFunction);
    }
    if (texts.empty() && operation != static_cast<std::int32_t>(Operation::replace)) {
        return bad_parameter(Status::invalid_argument, "there are no SPNs");
    }
    if (texts.size() > kMostSpns) {
        return bad_parameter(Status::too_many_spns, "more than 10000 SPNs in one call");
    }
    if (std::any_of(texts.begin(), texts.end(), [](auto text) { return text.empty(); })) {
        return bad_parameter(Status::invalid_argument, "an SPN is NULL or empty");
    }
    return {};
}

Result<Spns> read(directory::Kind kind, const std::vector<std::string_view>& texts) {
    Spns out;
    for (const auto text : texts) {
        if (!is_utf8(text)) {
            return bad_parameter(Status::not_utf8, "an SPN is not UTF-8");
        }
        auto parsed = spn::parse(text);
        if (kind == directory::Kind::active_directory) {
            // Without parts it is not judged here either: Windows' servers take empty ones.
            const spn::Parts parts = parsed ? spn::Parts(parsed->parts()) : spn::Parts();
            const bool whole = !parts.service_class.empty() && !parts.host.empty();
            out.emplace_back(std::string(text), whole ? parts : spn::Parts());
        } else if (parsed) {
            out.push_back(std::move(*parsed));
        } else {
            return with_win32(Error(Status::spn_malformed, parsed.error().message())
                                  .with("spn", displayed(text)));
        }
    }
    return out;
}

}  // namespace

Result<void> write_spns(directory::Session& session,
                        std::int32_t operation,
                        std::string_view account,
                        const std::vector<std::string_view>& texts,
                        const Deadline& deadline) {
    if (auto checked = check(operation, account, texts); !checked) {
        return checked;
    }
    auto found = Account::find(session, account, deadline);
    if (!found) {
        return with_win32(std::move(found).error());
    }
    auto spns = read(session.profile().kind, texts);
    if (!spns) {
        return std::move(spns).error();
    }
    LdapWriter writer(session);
    const Steps nobody;
    const Target target{session, writer, found->dn()};
    const auto op = static_cast<Operation>(operation);
    auto written =
        told_by_status(op == Operation::remove
                           ? edit(target, {{}, std::move(*spns), false}, {nobody, deadline})
                           : claim_judged(target, {std::move(*spns), {}, op == Operation::replace},
                                          {nobody, deadline}));
    return written ? Result<void>() : with_win32(std::move(written).error());
}

}  // namespace mutauth::registration

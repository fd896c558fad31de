#include "identity/description.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "core/text.h"
#include "identity/granted.h"

namespace mutauth::identity {
namespace {

// Keeps the order in which they are written.
using Json = nlohmann::ordered_json;

std::string dumped(const Json& json) {
    // A principal may have any octets in its name.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

const char* name_of(context::Level level) {
    switch (level) {
        case context::Level::connect:
            return "connect";
        case context::Level::call:
            return "call";
        case context::Level::packet:
            return "packet";
        case context::Level::integrity:
            return "integrity";
        default:
            return "privacy";
    }
}

const char* name_of(context::Mechanism mechanism) {
    switch (mechanism) {
        case context::Mechanism::krb5:
            return "krb5";
        case context::Mechanism::negotiate:
            return "negotiate";
        default:
            return "local";
    }
}

const char* name_of(SidKind kind) {
    switch (kind) {
        case SidKind::group:
            return "group";
        case SidKind::extra:
            return "extra";
        default:
            return "resource";
    }
}

const char* name_of(ImpersonationLevel level) {
    switch (level) {
        case ImpersonationLevel::anonymous:
            return "anonymous";
        case ImpersonationLevel::identify:
            return "identify";
        case ImpersonationLevel::delegate:
            return "delegate";
        default:
            return "impersonate";
    }
}

Json sid_json(const std::optional<Sid>& sid) {
    return sid ? Json(sid->text()) : Json();
}

/// Nothing for what is not known or never.
Json time_json(std::int64_t seconds) {
    return seconds == 0 || seconds == INT64_MAX ? Json() : Json(seconds);
}

Json groups_json(const std::vector<GroupMembership>& groups) {
    Json out = Json::array();
    for (const auto& [relative, attributes] : groups) {
        out.push_back({{"rid", relative}, {"attributes", attributes}});
    }
    return out;
}

Json extra_json(const std::vector<SidAndAttributes>& all) {
    Json out = Json::array();
    for (const auto& [sid, attributes] : all) {
        out.push_back({{"sid", sid.text()}, {"attributes", attributes}});
    }
    return out;
}

Json logon_json(const LogonInfo& logon) {
    return {{"logon_time", logon.logon_time},
            {"logoff_time", logon.logoff_time},
            {"kick_off_time", logon.kick_off_time},
            {"password_last_set", logon.password_last_set},
            {"password_can_change", logon.password_can_change},
            {"password_must_change", logon.password_must_change},
            {"account_name", logon.account_name},
            {"full_name", logon.full_name},
            {"logon_script", logon.logon_script},
            {"profile_path", logon.profile_path},
            {"home_directory", logon.home_directory},
            {"home_drive", logon.home_drive},
            {"logon_count", logon.logon_count},
            {"bad_password_count", logon.bad_password_count},
            {"user_id", logon.user_id},
            {"primary_group_id", logon.primary_group_id},
            {"groups", groups_json(logon.groups)},
            {"user_flags", logon.user_flags},
            {"logon_server", logon.logon_server},
            {"domain", logon.domain},
            {"domain_sid", sid_json(logon.domain_sid)},
            {"account_control", logon.account_control},
            {"extra_sids", extra_json(logon.extra_sids)},
            {"resource_domain_sid", sid_json(logon.resource_domain_sid)},
            {"resource_groups", groups_json(logon.resource_groups)}};
}

Json pac_json(const Pac& pac) {
    Json out = Json::object();
    if (pac.logon) {
        out["logon_info"] = logon_json(*pac.logon);
    }
    if (const auto& info = pac.upn_dns) {
        out["upn_dns_info"] = {{"upn", info->upn},
                               {"dns_domain", info->dns_domain},
                               {"flags", info->flags},
                               {"account_name", info->account_name},
                               {"sid", sid_json(info->sid)}};
    }
    if (pac.client) {
        out["client_info"] = {{"authenticated", pac.client->authenticated},
                              {"name", pac.client->name}};
    }
    if (pac.delegation) {
        out["delegation_info"] = {{"target", pac.delegation->target},
                                  {"through", pac.delegation->through}};
    }
    if (pac.attributes) {
        out["attributes"] = *pac.attributes;
    }
    if (pac.requestor) {
        out["requestor"] = pac.requestor->text();
    }
    Json& signatures = out["signatures"] = Json::array();
    for (const auto& [buffer_type, checksum_type] : pac.signatures) {
        signatures.push_back({{"buffer_type", buffer_type}, {"checksum_type", checksum_type}});
    }
    return out;
}

Json account_json(const TicketAccount& account) {
    Json groups = Json::array();
    for (const auto& [sid, attributes, kind] : account.memberships) {
        groups.push_back(
            {{"sid", sid.text()}, {"attributes", attributes}, {"kind", name_of(kind)}});
    }
    return {{"name", account.name},         {"upn", account.upn},
            {"sid", sid_json(account.sid)}, {"primary_group", sid_json(account.primary_group)},
            {"groups", std::move(groups)},  {"asserted_by_service", account.asserted}};
}

void add_pac(const Identity& identity, Json& out) {
    auto pac = identity.pac();
    if (!pac) {
        if (pac.error().status() != Status::pac_missing) {
            out["pac_error"] = pac.error().message();
        }
        return;
    }
    if (const auto& account = (*pac)->account) {
        out["account"] = account_json(*account);
    }
    out["pac"] = pac_json((*pac)->pac);
}

std::string utc(std::int64_t seconds) {
    return seconds == INT64_MAX
               ? "never"
               : fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(static_cast<time_t>(seconds)));
}

class Lines {
  public:
    void add(std::string_view what, std::string_view value) {
        if (!value.empty()) {
            fmt::format_to(std::back_inserter(out_), "{:<15} {}\n", fmt::format("{}:", what),
                           displayed(value, 1000));
        }
    }
    std::string take() { return std::move(out_); }

  private:
    std::string out_;
};

const char* bound_in_words(const context::Proof& proof) {
    if (proof.channel_bound) {
        return "yes";
    }
    return proof.initiator && proof.bindings_given
               ? "bindings given; the service proves nothing of it"
               : "no";
}

void add_account(const Pac& pac, const TicketAccount& account, Lines& out) {
    const std::string domain = pac.logon ? pac.logon->domain + "\\" : std::string();
    out.add("account", domain + account.name);
    out.add("UPN", account.upn);
    out.add("SID", account.sid ? account.sid->text() : "");
    out.add("primary group", account.primary_group ? account.primary_group->text() : "");
    for (const auto& one : account.memberships) {
        out.add(one.kind == SidKind::group ? "group" : fmt::format("{} SID", name_of(one.kind)),
                one.sid.text() + (one.enabled() ? "" : " (not enabled)"));
    }
    out.add("asserted by",
            account.asserted ? "a service, not proven by the client (S4U2Self)" : "");
}

void add_pac(const Identity& identity, Lines& out) {
    auto read = identity.pac();
    if (!read) {
        out.add("PAC",
                read.error().status() == Status::pac_missing ? "none" : read.error().message());
        return;
    }
    const auto& [pac, account] = **read;
    out.add("PAC", account ? "signed for the service's key"
                           : "signed for the service's key; it names no account");
    if (account) {
        add_account(pac, *account, out);
    }
    if (pac.delegation) {
        out.add("delegated to", pac.delegation->target);
        for (const std::string& service : pac.delegation->through) {
            out.add("through", service);
        }
    }
}

}  // namespace

std::string json_of(const Pac& pac) {
    return dumped(pac_json(pac));
}

std::string json_of(const Identity& identity) {
    const context::Proof& proof = identity.proof();
    const spn::PrincipalParts& client = identity.client();
    Json out = {{"client", proof.client},
                {"components", client.components},
                {"realm", client.realm},
                {"name_type", proof.client_type},
                {"asked_service", proof.asked_service},
                {"service_key", proof.service_key},
                {"service_keys", proof.service_keys},
                {"level", name_of(proof.level)},
                {"mechanism", name_of(proof.mechanism)},
                {"impersonation", name_of(granted(proof))},
                {"mutual", proof.mutual},
                {"channel_bound", proof.channel_bound},
                {"bindings_given", proof.bindings_given},
                {"flags", proof.flags},
                {"enctype", proof.enctype},
                {"ticket_enctype", proof.ticket_enctype},
                {"authenticated", time_json(proof.authenticated)},
                {"expires", time_json(proof.expires)},
                {"indicators", proof.authorization.indicators}};
    if (proof.local) {
        out["local"] = {{"pid", proof.local->process},
                        {"uid", proof.local->uid},
                        {"gid", proof.local->gid},
                        {"groups", proof.local->groups}};
    }
    add_pac(identity, out);
    return dumped(out);
}

std::string text_of(const Identity& identity) {
    const context::Proof& proof = identity.proof();
    Lines out;
    out.add("client", proof.client);
    out.add("asked service", proof.asked_service);
    out.add("service key", proof.service_key);
    for (const std::string& name : proof.service_keys) {
        out.add("same key", name == proof.service_key ? "" : name);
    }
    out.add("level", name_of(proof.level));
    out.add("mechanism", name_of(proof.mechanism));
    out.add("impersonation", name_of(granted(proof)));
    out.add("mutual", proof.mutual ? "yes" : "no");
    out.add("channel bound", bound_in_words(proof));
    out.add("authenticated", proof.authenticated == 0 ? "" : utc(proof.authenticated));
    out.add("expires", utc(proof.expires));
    out.add("indicators", fmt::format("{}", fmt::join(proof.authorization.indicators, " ")));
    if (proof.local) {
        out.add("process", fmt::format("pid {}, uid {}, gid {}", proof.local->process,
                                       proof.local->uid, proof.local->gid));
    } else {
        add_pac(identity, out);
    }
    return out.take();
}

}  // namespace mutauth::identity

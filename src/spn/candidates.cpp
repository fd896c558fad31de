#include "spn/candidates.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "spn/address_host.h"
#include "spn/fold.h"
#include "spn/parse.h"

namespace mutauth::spn {
namespace {

// As their own clients write them: RFC 4559 4.1 (HTTP), [MS-ADTS], and the clients of MIT Kerberos,
// NFS, SQL Server, PostgreSQL and Windows remote management.
constexpr std::array<std::string_view, 20> kUsual{
    "HTTP",   "host",     "ldap",    "cifs",     "nfs",
    "imap",   "pop",      "smtp",    "ftp",      "DNS",
    "GC",     "MSSQLSvc", "TERMSRV", "WSMAN",    "RPC",
    "krbtgt", "xmpp",     "kafka",   "postgres", "RestrictedKrbHost"};

constexpr std::string_view kRestricted = "RestrictedKrbHost";

/// Each step changes what the last one left, so that the names get closer to what is usual.
class Candidates {
  public:
    explicit Candidates(const ServicePrincipalName& wanted) : now_(wanted.parts()) {
        found_.push_back({wanted, Reason::as_given});
    }

    Parts& now() noexcept { return now_; }

    /// Adds the name as it is now, unless it is known.
    Result<void> add(Reason reason) { return add(now_, reason); }

    Result<void> add(const Parts& parts, Reason reason) {
        std::string text = parts.service_class + '/' + parts.host;
        if (parts.port != 0) {
            text += ':' + std::to_string(parts.port);
        } else if (!parts.instance.empty()) {
            text += ':' + parts.instance;
        }
        if (!parts.service.empty()) {
            text += '/' + parts.service;
        }
        auto name = parse_value(text, parts.realm);
        if (!name) {
            return std::move(name).error();
        }
        add(std::move(*name), reason);
        return {};
    }

    void add_aliases(const AliasMap& aliases) {
        const auto direct = found_.size();
        for (std::size_t i = 0; i < direct; ++i) {
            if (auto mapped = aliases.mapped(found_[i].name); mapped) {
                add(std::move(*mapped), Reason::alias);
            }
        }
    }

    std::vector<Candidate> done() && { return std::move(found_); }

  private:
    void add(ServicePrincipalName name, Reason reason) {
        const bool known = std::any_of(found_.begin(), found_.end(), [&](const auto& other) {
            return other.name.text() == name.text();
        });
        if (!known) {
            found_.push_back({std::move(name), reason});
        }
    }

    Parts now_;
    std::vector<Candidate> found_;
};

bool is_short(std::string_view host) {
    return !host.empty() && host.find('.') == std::string_view::npos;
}

Result<void> add_direct(Candidates& into, std::string_view domain) {
    Parts& now = into.now();
    if (now.host.size() > 1 && now.host.back() == '.') {
        now.host.pop_back();
    }
    auto added = into.add(Reason::without_dot);
    if (added) {
        now.host = to_lower_ascii(now.host);
        added = into.add(Reason::lower_case);
    }
    if (const auto usual = usual_spelling(now.service_class); added && !usual.empty()) {
        now.service_class = usual;
        added = into.add(Reason::class_spelling);
    }
    if (added && !domain.empty() && is_short(now.host)) {
        now.host += '.' + to_lower_ascii(domain);
        added = into.add(Reason::full_name);
    }
    if (added && now.port != 0) {
        now.port = 0;
        added = into.add(Reason::without_port);
    }
    return added;
}

}  // namespace

std::string_view usual_spelling(std::string_view service_class) noexcept {
    const auto* const found = std::find_if(
        kUsual.begin(), kUsual.end(),
        [&](std::string_view usual) { return equal_when_folded(usual, service_class); });
    return found == kUsual.end() ? std::string_view() : *found;
}

Result<std::vector<Candidate>> candidates(const ServicePrincipalName& wanted,
                                          std::string_view domain,
                                          const AliasMap& aliases) {
    if (!domain.empty()) {
        if (auto good = compose({"class", domain, 0, ""}); !good) {
            return std::move(good).error().while_doing("completing the host by the domain");
        }
    }
    Candidates out(wanted);
    if (auto added = add_direct(out, domain); !added) {
        return std::move(added).error();
    }
    out.add_aliases(aliases);
    const std::string& host = out.now().host;
    if (!host.empty() && !is_address_host(host)) {
        const Parts machine{std::string(kRestricted), host, 0, "", "", out.now().realm};
        if (auto added = out.add(machine, Reason::restricted_host); !added) {
            return std::move(added).error();
        }
    }
    return std::move(out).done();
}

const char* explanation(Reason reason) noexcept {
    switch (reason) {
        case Reason::as_given:
            return "as it was given";
        case Reason::without_dot:
            return "without the dot at the end, which names are registered without";
        case Reason::lower_case:
            return "with the host in lower case, as MIT KDCs know it";
        case Reason::class_spelling:
            return "with the class as it is usually written; MIT KDCs tell the case apart";
        case Reason::full_name:
            return "with the host's full DNS name, which is unique where a short one is not";
        case Reason::without_port:
            return "without the port, as a service on its usual port is registered";
        case Reason::alias:
            return "under the class that stands for the wanted one in this directory";
        case Reason::restricted_host:
            return "for the machine alone: this proves the host, not the service on it";
    }
    return "";
}

}  // namespace mutauth::spn

#include "spn/lint.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/resolve.h"
#include "core/text.h"
#include "spn/address_host.h"
#include "spn/candidates.h"
#include "spn/character_classes.h"
#include "spn/domain_controller_names.h"
#include "spn/fold.h"
#include "spn/host_pattern.h"

namespace mutauth::spn {
namespace {

constexpr const char* kClass = "service class";
constexpr const char* kHost = "host";
constexpr const char* kPort = "port";
constexpr const char* kInstance = "instance";
constexpr const char* kService = "service name";
constexpr const char* kRealm = "realm";

// RFC 1035 2.3.4.
constexpr std::size_t kLongestLabel = 63;
constexpr std::size_t kLongestDnsName = 253;
constexpr std::size_t kLongestNetbios = 15;
/// krb5_principal2salt and kldap take more, but DNs of AD end here ([MS-ADTS] 3.1.1.3.1.2.4).
constexpr std::size_t kUnusuallyLong = 255;

bool is_full_width(std::string_view text) {
    // U+FF01 to U+FFEE, the full-width and half-width forms.
    for (std::size_t i = 0; i + 2 < text.size(); ++i) {
        const std::string_view one = text.substr(i, 3);
        if (one >= "\xef\xbc\x81" && one <= "\xef\xbf\xae") {
            return true;
        }
    }
    return false;
}

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

bool has_long_label(std::string_view host) {
    while (!host.empty()) {
        const auto dot = host.find('.');
        if (std::min(dot, host.size()) > kLongestLabel) {
            return true;
        }
        host.remove_prefix(dot == std::string_view::npos ? host.size() : dot + 1);
    }
    return false;
}

class Lint {
  public:
    /// Findings below the least level may be left out.
    Lint(const ServicePrincipalName& name, FindingLevel least)
        : name_(name), parts_(name.parts()), least_(least) {}

    std::vector<Finding> run() {
        characters(kClass, parts_.service_class);
        service_class();
        characters(kHost, parts_.host);
        host();
        if (least_ < Level::breaks && !is_address()) {
            port();
        }
        characters(kInstance, parts_.instance);
        characters(kService, parts_.service);
        if (least_ < Level::breaks) {
            service();
        }
        whole();
        return std::move(found_);
    }

  private:
    using Code = FindingCode;
    using Level = FindingLevel;

    void add(Code code, Level level, const char* part, std::string text, std::string remedy) {
        found_.push_back({code, level, part, std::move(text), std::move(remedy)});
    }

    void characters(const char* part, std::string_view text) {
        const auto classes = classes_in(text);
        if ((classes & kControl) != 0) {
            add(Code::control_character, Level::breaks, part,
                fmt::format("the {} holds a control character", part), "write it without");
        }
        if ((classes & kBlank) != 0) {
            // Blanks in a DN are usual; elsewhere nobody would type them again alike.
            const bool dn = part == kService;
            add(Code::blank, dn ? Level::note : Level::warning, part,
                fmt::format("the {} holds blanks; OpenLDAP takes several for one, Active Directory "
                            "and KDCs do not",
                            part),
                dn ? "write the DN with the very blanks that are registered" : "write no blanks");
        }
        if ((classes & kNotAscii) != 0) {
            outside_ascii(part, text);
        }
        if ((classes & kAt) != 0) {
            add(Code::at_sign, Level::note, part,
                fmt::format("the {} holds '@', which begins a realm where names are typed", part),
                "quote it as \\@ in principals: mutauth spn parse prints the principal");
        }
    }

    void outside_ascii(const char* part, std::string_view text) {
        if (is_full_width(text)) {
            add(Code::width, Level::breaks, part,
                fmt::format("the {} holds full-width or half-width characters: a directory takes "
                            "them for the usual ones, a KDC does not",
                            part),
                fmt::format("write {}", displayed(folded(text))));
        }
        add(Code::not_ascii, Level::warning, part,
            fmt::format("the {} holds characters outside ASCII: Active Directory takes '{}' for "
                        "the same name, KDCs compare bytes, and krbPrincipalName (kldap) holds "
                        "ASCII alone",
                        part, displayed(folded(text))),
            part == kHost ? "use the host's name in DNS (xn--...)" : "use ASCII");
    }

    void service_class() {
        const std::string_view text = parts_.service_class;
        if (text.empty()) {
            add(Code::empty_part, Level::breaks, kClass,
                "the service class is empty; Active Directory stores that, no client asks for it",
                "name the service: http, ldap, ...");
            return;
        }
        if (text.front() == '{' || text.back() == '}') {
            add(Code::braces, Level::warning, kClass,
                "the service class has braces, which GUIDs are registered without",
                "write the GUID without braces");
        }
        const auto usual = least_ < Level::breaks ? usual_spelling(text) : std::string_view();
        if (!usual.empty() && usual != text) {
            add(Code::class_spelling, Level::warning, kClass,
                fmt::format("clients write this class as {}; directories do not care, MIT KDCs do",
                            usual),
                fmt::format("write {}/...", usual));
        }
    }

    void host() {
        const std::string_view text = parts_.host;
        if (is_address()) {
            add(Code::address, Level::breaks, kHost,
                "the host is an IP address, or is read as one: clients refuse to prove one, and it "
                "says nothing of who answers there",
                "use the host's DNS name");
        } else if (text.empty()) {
            add(Code::empty_part, Level::breaks, kHost,
                "the host is empty; Active Directory stores that, no client asks for it",
                "name the host by its DNS name");
        } else if (text == kHostPattern) {
            add(Code::host_pattern, Level::breaks, kHost,
                "_HOST is a pattern that stands for each machine's own name",
                "expand it: mutauth spn expand");
        } else if (controller_name(name_) != ControllerName::ticket_granting &&
                   text.find('=') == std::string_view::npos) {
            dns_host();
        }
    }

    /// Taken from the text: the colons of an IPv6 address were read as the suffix's.
    bool is_address() const {
        std::string_view whole = name_.text().substr(parts_.service_class.size() + 1);
        whole = whole.substr(0, whole.find('/'));
        const auto bracket = whole.find(']');
        return is_address_literal(whole) || is_address_host(parts_.host) ||
               (bracket != std::string_view::npos &&
                is_address_literal(whole.substr(0, bracket + 1)));
    }

    void dns_host() {
        const std::string_view text = parts_.host;
        if (to_lower_ascii(text) != text) {
            add(Code::host_case, Level::warning, kHost,
                "the host has capitals: directories do not care, MIT KDCs know only the spelling "
                "that was registered, and clients ask in lower case",
                fmt::format("write {}", displayed(to_lower_ascii(text))));
        }
        if (text.back() == '.') {
            add(Code::trailing_dot, Level::breaks, kHost,
                "the host ends in a dot: to DNS it is the same host, to directories and KDCs "
                "another name",
                "write the host without the dot");
        } else if (text.find('.') == std::string_view::npos) {
            add(Code::short_host, Level::warning, kHost,
                "the host is a short name, which is not unique in a forest and which clients "
                "complete differently",
                "use the full DNS name; register the short one beside it if clients use it");
        }
        if (!std::all_of(text.begin(), text.end(), is_host_character) && is_ascii(text)) {
            add(Code::host_characters, Level::warning, kHost,
                "the host holds characters that no DNS name has", "check the host's spelling");
        }
        const bool is_netbios = text.find('.') == std::string_view::npos;
        if (text.size() > kLongestDnsName || has_long_label(text)) {
            add(Code::long_host, Level::breaks, kHost,
                "the host is longer than DNS allows (63 bytes a label, 253 in all)",
                "check the host's spelling");
        } else if (is_netbios && text.size() > kLongestNetbios) {
            add(Code::long_host, Level::note, kHost,
                "a short name of more than 15 characters is no NetBIOS name",
                "use the full DNS name");
        }
    }

    void port() {
        if (parts_.port != 0) {
            add(Code::port, Level::note, kPort,
                "the port is part of the name: host and host:port are two names to everybody",
                "leave it out unless several services of this class run on the host; browsers and "
                "many other clients never ask with a port");
        }
        if (!parts_.instance.empty()) {
            add(Code::instance, Level::warning, kInstance,
                "what follows ':' is no port from 1 to 65535, so it is an instance name: only SQL "
                "Server's clients ask so, and an account may not register it by itself",
                "use a port, or a service name as third part");
        }
    }

    void service() {
        const std::string_view text = parts_.service;
        if (text.empty()) {
            return;
        }
        if (equal_when_folded(text, parts_.host)) {
            add(Code::host_twice, Level::note, kService,
                "the service name is the host again: class/host and class/host/host are two names",
                "leave the third part out for a host-based service");
        }
        if (text.find('=') != std::string_view::npos) {
            const bool escaped = text.find('\\') != std::string_view::npos;
            add(Code::distinguished_name, escaped ? Level::warning : Level::note, kService,
                escaped ? "the service name is a DN with escapes: nobody compares it as a DN, so "
                          "each spelling of an escape is another name, and in principals each "
                          "backslash is doubled"
                        : "the service name is a DN: it is compared as text, and is stale once the "
                          "entry is moved or renamed",
                "take the DN as the directory prints it, or use the entry's GUID");
        }
    }

    void whole() {
        switch (controller_name(name_)) {
            case ControllerName::domain_controller:
            case ControllerName::global_catalog:
                add(Code::controller_name, Level::warning, "",
                    "a name with a domain as third part is served only for that domain's "
                    "controllers by some KDCs",
                    "use it only for a domain controller; otherwise name the service's own entry");
                break;
            case ControllerName::ticket_granting:
                add(Code::controller_name, Level::breaks, "",
                    "krbtgt is the KDC's own name, which no service can have",
                    "use another service class");
                break;
            default:
                break;
        }
        if (name_.text().size() > kUnusuallyLong) {
            add(Code::length, Level::warning, "",
                fmt::format("the name has {} bytes; tools and databases cut names at 255",
                            name_.text().size()),
                "use the entry's GUID instead of its DN");
        }
        if (!parts_.realm.empty()) {
            add(Code::realm, Level::note, kRealm,
                "the realm is no part of the name in a directory, and keeps a client from "
                "following the KDC's referrals",
                "leave it out unless the service is in another realm than its name says");
        }
    }

    const ServicePrincipalName& name_;
    PartTexts parts_;
    Level least_;
    std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> lint(const ServicePrincipalName& name) {
    return Lint(name, FindingLevel::note).run();
}

Result<void> check_usable(const ServicePrincipalName& name) {
    auto found = Lint(name, FindingLevel::breaks).run();
    const auto first = std::find_if(found.begin(), found.end(), [](const Finding& one) {
        return one.level == FindingLevel::breaks;
    });
    if (first == found.end()) {
        return {};
    }
    const bool address = first->code == FindingCode::address;
    return Error(address ? Status::name_is_address : Status::name_unusable,
                 fmt::format("the SPN '{}' will not work: {}", displayed(name.text()), first->text))
        .with("spn", displayed(name.text()))
        .with("part", first->part)
        .with_remedy(first->remedy);
}

}  // namespace mutauth::spn

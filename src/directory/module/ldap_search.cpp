// Searches, page by page where the server has pages.
#include <array>
#include <vector>

#include "core/text.h"
#include "directory/bounds.h"
#include "directory/module/ldap_session.h"

namespace mutauth::directory {
namespace {

/// RFC 2696: entries to a page.
constexpr ber_int_t kPageSize = 1000;

struct FreeElement {
    void operator()(BerElement* element) const noexcept { ::ber_free(element, 0); }
};
using Element = std::unique_ptr<BerElement, FreeElement>;

std::string text_in(const berval& value) {
    return value.bv_val != nullptr ? std::string(value.bv_val, value.bv_len) : std::string();
}

Result<Entry> read_entry_in(LDAP* handle, LDAPMessage* message) {
    const auto unreadable = [] {
        return Error(Status::directory_protocol, "the server sent an entry that cannot be read");
    };
    BerElement* raw = nullptr;
    berval dn{};
    if (::ldap_get_dn_ber(handle, message, &raw, &dn) != LDAP_SUCCESS) {
        return unreadable();
    }
    const Element element(raw);
    Entry out{text_in(dn), {}};
    // RFC 4514 2.4: NUL stands escaped in a DN; a raw one would cut the name short in C.
    if (out.dn.find('\0') != std::string::npos || !is_utf8(out.dn)) {
        return unreadable();
    }
    for (;;) {
        berval name{};
        berval* values = nullptr;
        if (::ldap_get_attribute_ber(handle, message, raw, &name, &values) != LDAP_SUCCESS) {
            return unreadable();
        }
        if (name.bv_val == nullptr) {
            return out;
        }
        Attribute attribute{text_in(name), {}};
        for (const berval* value = values; value != nullptr && value->bv_val != nullptr; ++value) {
            attribute.values.push_back(text_in(*value));
        }
        ::ber_memfree(values);
        out.attributes.push_back(std::move(attribute));
    }
}

int native(Scope scope) {
    switch (scope) {
        case Scope::base:
            return LDAP_SCOPE_BASE;
        case Scope::one_level:
            return LDAP_SCOPE_ONELEVEL;
        default:
            return LDAP_SCOPE_SUBTREE;
    }
}

Result<Control> page_control(LDAP* handle, const std::string& cookie) {
    berval value{cookie.size(), const_cast<char*>(cookie.data())};
    LDAPControl* raw = nullptr;
    const int code = ::ldap_create_page_control(handle, kPageSize, &value, 1, &raw);
    Control control(raw);
    return code == LDAP_SUCCESS ? Result<Control>(std::move(control))
                                : client_failure("asking for a page", code);
}

/// Empty after the last page.
Result<std::string> cookie_in(LDAP* handle, const Controls& controls) {
    LDAPControl* page = ::ldap_control_find(LDAP_CONTROL_PAGEDRESULTS, controls.get(), nullptr);
    if (page == nullptr) {
        return std::string();
    }
    ber_int_t estimate = 0;
    berval cookie{};
    if (::ldap_parse_pageresponse_control(handle, page, &estimate, &cookie) != LDAP_SUCCESS) {
        return Error(Status::directory_protocol, "the server's page cannot be read");
    }
    std::string out = text_in(cookie);
    ::ber_memfree(cookie.bv_val);
    return out;
}

/// A search that a limit cut short has found too little, whatever entries came.
Error search_failure(const Search& search, const LdapResult& result) {
    const bool limited = result.code == LDAP_TIMELIMIT_EXCEEDED ||
                         result.code == LDAP_SIZELIMIT_EXCEEDED ||
                         result.code == LDAP_ADMINLIMIT_EXCEEDED;
    Error error = ldap_failure("searching " + displayed(search.base), result)
                      .with("base", displayed(search.base));
    if (limited) {
        error = std::move(error).as(Status::directory_limited);
    }
    return error;
}

}  // namespace

Result<int> LdapSession::ask(const Search& search, const std::string& cookie, bool paged) {
    std::array<LDAPControl*, 2> controls{nullptr, nullptr};
    Control page;
    if (paged) {
        auto made = page_control(handle_.get(), cookie);
        if (!made) {
            return std::move(made).error();
        }
        page = std::move(*made);
        controls[0] = page.get();
    }
    std::vector<char*> names;
    for (const auto& name : search.attributes) {
        names.push_back(const_cast<char*>(name.c_str()));
    }
    names.push_back(nullptr);
    int id = 0;
    auto asked = sent("searching " + displayed(search.base),
                      ::ldap_search_ext(handle_.get(), search.base.c_str(), native(search.scope),
                                        search.filter.c_str(), names.data(), 0, controls.data(),
                                        nullptr, nullptr, LDAP_NO_LIMIT, &id));
    return asked ? Result<int>(id) : std::move(asked).error();
}

Result<Message> LdapSession::visit_all(int id, const Visitor& visit, const Deadline& deadline) {
    for (;;) {
        // While messages keep coming nothing below waits, and so nothing looks at the clock.
        if (auto due = deadline.check(); !due) {
            return given_up(id, std::move(due).error());
        }
        auto message = next(id, deadline);
        if (!message) {
            return message;
        }
        switch (::ldap_msgtype(message->get())) {
            case LDAP_RES_SEARCH_RESULT:
                return message;
            case LDAP_RES_SEARCH_ENTRY:
                break;
            default:
                continue;
        }
        auto entry = read_entry_in(handle_.get(), message->get());
        if (!entry) {
            abandon(id);
            return std::move(entry).error();
        }
        if (!visit(std::move(*entry))) {
            abandon(id);
            return Message();
        }
    }
}

Result<std::string> LdapSession::search_page(const Search& search,
                                             const std::string& cookie,
                                             const Visitor& visit,
                                             const Deadline& deadline) {
    const bool paged = profile().paged_results && search.scope != Scope::base;
    if (auto begun = begin(deadline); !begun) {
        return std::move(begun).error();
    }
    auto id = ask(search, cookie, paged);
    if (!id) {
        return std::move(id).error();
    }
    auto message = visit_all(*id, visit, deadline);
    if (!message) {
        return std::move(message).error();
    }
    if (!*message) {
        return std::string();
    }
    auto answer = parse_answer(handle_.get(), message->get());
    if (!answer) {
        return std::move(answer).error();
    }
    if (answer->result.code != LDAP_SUCCESS) {
        return search_failure(search, answer->result);
    }
    // A cookie that was not asked for would have us ask for the same again.
    return paged ? cookie_in(handle_.get(), answer->controls) : Result<std::string>(std::string());
}

Result<void> LdapSession::search(const Search& search,
                                 const Visitor& visit,
                                 const Deadline& deadline) {
    std::string cookie;
    int empty_pages = 0;
    do {
        ++empty_pages;
        bool enough = false;
        auto next_cookie = search_page(
            search, cookie,
            [&](Entry entry) {
                empty_pages = 0;
                enough = !visit(std::move(entry));
                return !enough;
            },
            deadline);
        if (!next_cookie) {
            return std::move(next_cookie).error();
        }
        if (enough) {
            return {};
        }
        if (empty_pages > kMostEmptyPages) {
            return flooded(search.base);
        }
        cookie = std::move(*next_cookie);
    } while (!cookie.empty());
    return {};
}

}  // namespace mutauth::directory

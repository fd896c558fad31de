#include "directory/module/ldap_session.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "core/text.h"

namespace mutauth::directory {
namespace {

/// How long a server that has let an operation time out may hold up our word that we gave it up.
constexpr std::chrono::milliseconds kFarewell{200};

const char* symbol_of(const Error& error) {
    return status_symbol(static_cast<std::int32_t>(error.status()));
}

constexpr const char* kSpns = "servicePrincipalName";

/// Whether this value, in another case perhaps, is lost by the same changes, so that it can only be
/// gained after that.
bool is_exchanged(const Change& gained, const Changes& changes) {
    return std::any_of(changes.begin(), changes.end(), [&](const Change& other) {
        return other.kind == Change::Kind::remove && other.attribute == gained.attribute &&
               equal_ignoring_ascii_case(other.value, gained.value);
    });
}

/// Changes as libldap takes them: the values that one attribute gains, or loses, in one element.
/// Samba (4.17.12 was asked) looks for other holders of the values of the first element of
/// servicePrincipalName only, and of those that are deleted too. So an element for each value would
/// let duplicates in, what is gained must come first, and a duplicate can only be deleted by an
/// element that is not the first.
class Modification {
  public:
    /// The changes must outlive it. In front of them goes, if given, the deletion of an SPN that
    /// nobody has.
    Modification(const Changes& changes, bool gains_first, const Change* in_front) {
        if (in_front != nullptr) {
            add(*in_front);
            merged_from_ = elements_.size();
        }
        if (gains_first) {
            add_gains_first(changes);
        } else {
            std::for_each(changes.begin(), changes.end(), [&](const auto& one) { add(one); });
        }
        for (Element& element : elements_) {
            for (berval& value : element.values) {
                element.pointers.push_back(&value);
            }
            element.pointers.push_back(nullptr);
            element.mod.mod_bvalues = element.pointers.data();
            mods_.push_back(&element.mod);
        }
        mods_.push_back(nullptr);
    }
    Modification(const Modification&) = delete;
    Modification& operator=(const Modification&) = delete;

    LDAPMod** mods() noexcept { return mods_.data(); }

  private:
    struct Element {
        const Change* first;
        std::vector<berval> values;
        std::vector<berval*> pointers;
        LDAPMod mod;
    };

    /// New SPNs where the first SPN stands, all else in its order.
    void add_gains_first(const Changes& changes) {
        const auto is_new = [&](const Change& change) {
            return change.kind == Change::Kind::add && change.attribute == kSpns &&
                   !is_exchanged(change, changes);
        };
        const auto put = [&](const Change& change) {
            add(change);
        };
        const auto first = std::find_if(changes.begin(), changes.end(), [](const Change& change) {
            return change.attribute == kSpns;
        });
        std::for_each(changes.begin(), first, put);
        for (const Change& change : changes) {
            if (is_new(change)) {
                put(change);
            }
        }
        merged_from_ = elements_.size();
        std::for_each(first, changes.end(), [&](const Change& change) {
            if (!is_new(change)) {
                put(change);
            }
        });
    }

    void add(const Change& change) {
        element_of(change).values.push_back(
            {change.value.size(), const_cast<char*>(change.value.data())});
    }

    Element& element_of(const Change& change) {
        for (std::size_t i = merged_from_; i < elements_.size(); ++i) {
            Element& element = elements_[i];
            if (element.first->kind == change.kind &&
                element.first->attribute == change.attribute) {
                return element;
            }
        }
        Element& made = elements_.emplace_back();
        made.first = &change;
        made.mod.mod_op =
            LDAP_MOD_BVALUES | (change.kind == Change::Kind::add ? LDAP_MOD_ADD : LDAP_MOD_DELETE);
        made.mod.mod_type = const_cast<char*>(change.attribute.c_str());
        return made;
    }

    std::size_t merged_from_ = 0;
    std::vector<Element> elements_;
    std::vector<LDAPMod*> mods_;
};

/// The deletion of an SPN that nobody has, on the host of one that is deleted; nothing if new SPNs
/// are gained, or none are deleted.
std::optional<Change> no_ones_spn(const Changes& changes) {
    std::optional<Change> out;
    for (const Change& change : changes) {
        if (change.kind == Change::Kind::add && !is_exchanged(change, changes)) {
            return std::nullopt;
        }
        if (change.kind == Change::Kind::remove && change.attribute == kSpns) {
            out = Change{Change::Kind::remove, kSpns, "mutauth-none." + change.value};
        }
    }
    return out;
}

}  // namespace

Result<void> LdapSession::begin(const Deadline& deadline) {
    if (auto whole = fork_guard_.check(); !whole) {
        return whole;
    }
    if (lost_) {
        Error lost(Status::directory_lost,
                   "an earlier failure ended the session with " + displayed(address_));
        return wire_.failure() ? std::move(lost).with("reason", symbol_of(*wire_.failure()))
                               : std::move(lost);
    }
    if (auto due = deadline.check(); !due) {
        return due.error().status() == Status::deadline_passed
                   ? Error(Status::directory_silent, "the deadline had passed before the start")
                   : std::move(due).error();
    }
    wire_.set_deadline(deadline);
    return {};
}

Result<void> LdapSession::sent(std::string_view doing, int code) {
    if (code == LDAP_SUCCESS) {
        return {};
    }
    return wire_.failure() || wire_.ended() || code == LDAP_SERVER_DOWN
               ? broken()
               : client_failure(doing, code);
}

Error LdapSession::broken() {
    lost_ = true;
    const std::string peer = "the directory server at " + displayed(address_);
    const auto not_ldap = [&] {
        return Error(Status::directory_protocol, peer + " sent what is not LDAP");
    };
    if (const auto& why = wire_.failure()) {
        switch (why->status()) {
            case Status::cancelled:
                return Error(Status::cancelled);
            case Status::deadline_passed:
                return Error(Status::directory_silent, peer + " takes no data");
            case Status::out_of_memory:
                return Error(Status::out_of_memory);
            case Status::directory_protocol:
                return not_ldap();
            default:
                break;
        }
        return Error(Status::directory_lost,
                     fmt::format("the connection to {} broke: {}", peer, why->message()))
            .with("reason", symbol_of(*why));
    }
    if (wire_.ended()) {
        return Error(Status::directory_lost, peer + " closed the connection");
    }
    return not_ldap();
}

void LdapSession::abandon(int id) {
    wire_.set_deadline(Deadline::in(kFarewell));
    if (::ldap_abandon_ext(handle_.get(), id, nullptr, nullptr) != LDAP_SUCCESS) {
        lost_ = true;
    }
}

Error LdapSession::given_up(int id, Error why) {
    abandon(id);
    return why.status() == Status::deadline_passed
               ? Error(Status::directory_silent,
                       "no answer in time from the directory server at " + displayed(address_))
                     .with("address", address_)
               : std::move(why);
}

Result<Message> LdapSession::next(int id, const Deadline& deadline) {
    for (;;) {
        timeval at_once{0, 0};
        LDAPMessage* raw = nullptr;
        const int kind = ::ldap_result(handle_.get(), id, LDAP_MSG_ONE, &at_once, &raw);
        Message message(raw);
        if (kind > 0) {
            return message;
        }
        if (kind < 0) {
            return broken();
        }
        if (auto due = deadline.check(); !due) {
            return given_up(id, std::move(due).error());
        }
        if (wire_.has_plain()) {
            continue;
        }
        if (auto waited = wait_for(wire_.fd(), POLLIN, deadline); !waited) {
            return given_up(id, std::move(waited).error());
        }
    }
}

Result<Answer> LdapSession::final_answer(int id, const Deadline& deadline) {
    auto message = next(id, deadline);
    if (!message) {
        return std::move(message).error();
    }
    return parse_answer(handle_.get(), message->get());
}

Write LdapSession::modify(const std::string& dn, const Changes& changes, const Deadline& deadline) {
    return modify_with(dn, changes, nullptr, deadline)
        .match([](auto) { return Write::done({}); },
               [&](Error why) {
                   const auto in_front = no_ones_spn(changes);
                   const bool by_a_name =
                       profile().kind == Kind::active_directory && profile().permissive_modify &&
                       ldap_code_of(why) == LdapCode::constraint_violation && in_front;
                   return by_a_name ? modify_with(dn, changes, &*in_front, deadline)
                                    : Write::not_done(std::move(why));
               },
               [](Error why) { return Write::unknown(std::move(why)); });
}

Write LdapSession::modify_with(const std::string& dn,
                               const Changes& changes,
                               const Change* in_front,
                               const Deadline& deadline) {
    if (auto begun = begin(deadline); !begun) {
        return Write::not_done(std::move(begun).error());
    }
    Modification modification(changes, profile().kind == Kind::active_directory, in_front);
    LDAPControl permissive{const_cast<char*>(kPermissiveModify), {0, nullptr}, 1};
    std::array<LDAPControl*, 2> controls{profile().permissive_modify ? &permissive : nullptr,
                                         nullptr};
    int id = 0;
    if (auto asked = sent("changing " + displayed(dn),
                          ::ldap_modify_ext(handle_.get(), dn.c_str(), modification.mods(),
                                            controls.data(), nullptr, &id));
        !asked) {
        // A broken wire may have taken all of it before it broke.
        return lost_ ? Write::unknown(std::move(asked).error())
                     : Write::not_done(std::move(asked).error());
    }
    auto answer = final_answer(id, deadline);
    if (!answer) {
        return Write::unknown(std::move(answer).error());
    }
    if (answer->result.code == LDAP_SUCCESS) {
        return Write::done({});
    }
    Error refusal = ldap_failure("changing " + displayed(dn), answer->result);
    return leaves_open(answer->result.code) ? Write::unknown(std::move(refusal))
                                            : Write::not_done(std::move(refusal));
}

Result<void> LdapSession::renew(const Deadline& /*deadline*/) {
    return Error(Status::directory_lost, "this session cannot be opened again");
}

Result<std::string> LdapSession::who_am_i(const Deadline& deadline) {
    if (auto begun = begin(deadline); !begun) {
        return std::move(begun).error();
    }
    constexpr std::string_view kDoing = "asking who am I";
    int id = 0;
    if (auto asked = sent(kDoing, ::ldap_whoami(handle_.get(), nullptr, nullptr, &id)); !asked) {
        return std::move(asked).error();
    }
    auto message = next(id, deadline);
    if (!message) {
        return std::move(message).error();
    }
    auto answer = parse_answer(handle_.get(), message->get());
    if (!answer) {
        return std::move(answer).error();
    }
    if (answer->result.code != LDAP_SUCCESS) {
        return ldap_failure(kDoing, answer->result);
    }
    berval* raw = nullptr;
    if (::ldap_parse_whoami(handle_.get(), message->get(), &raw) != LDAP_SUCCESS) {
        return Error(Status::directory_protocol, "the server's answer cannot be read");
    }
    const Value identity(raw);
    return identity && identity->bv_val != nullptr ? std::string(identity->bv_val, identity->bv_len)
                                                   : std::string();
}

}  // namespace mutauth::directory

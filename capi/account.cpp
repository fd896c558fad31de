#include <mutauth/account.h>

#include <algorithm>

#include "directory_handles.h"
#include "registration/refusal.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::registration::Account;
using mutauth::registration::host_pair;
using mutauth::registration::Operation;
using mutauth::registration::Spns;

static_assert(MUTAUTH_SPN_ADD == static_cast<int>(Operation::add) &&
              MUTAUTH_SPN_REPLACE == static_cast<int>(Operation::replace) &&
              MUTAUTH_SPN_DELETE == static_cast<int>(Operation::remove));

namespace {

/// What every change of an account is given.
struct Change {
    mutauth_account* account;
    const mutauth_steps* steps;
    const mutauth_deadline* deadline;
};

mutauth::Result<Spns> spns_of(const mutauth_spn* const* spns, size_t count) {
    if (spns == nullptr && count != 0) {
        return missing("spns");
    }
    if (count > mutauth::registration::kMostSpns) {
        return mutauth::registration::with_win32(Error(Status::too_many_spns));
    }
    Spns out;
    for (size_t i = 0; i < count; ++i) {
        if (!live(spns[i])) {
            return wrong_handle("an SPN");
        }
        out.push_back(spns[i]->object);
    }
    return out;
}

/// act(account, manner), once all is checked.
template <typename Act>
mutauth_status change(const Change& change, Act act) {
    return guard([&]() -> Outcome {
        if (!live(change.account) || !good(change.steps) || !good(change.deadline)) {
            return wrong_handle("account, steps or deadline");
        }
        const auto steps = steps_of(change.steps);
        const auto deadline = deadline_of(change.deadline);
        return outcome_of(
            act(change.account->object, mutauth::registration::Manner{steps, deadline}));
    });
}

using ByList = mutauth::Result<void> (Account::*)(const Spns&,
                                                  const mutauth::registration::Manner&);

mutauth_status change_list(const Change& given,
                           const mutauth_spn* const* spns,
                           size_t count,
                           ByList act) {
    return change(given, [&](Account& account, const auto& manner) -> mutauth::Result<void> {
        auto list = spns_of(spns, count);
        return list ? (account.*act)(*list, manner) : std::move(list).error();
    });
}

}  // namespace

mutauth_status mutauth_account_find(mutauth_directory* directory,
                                    const char* name,
                                    const mutauth_deadline* deadline,
                                    mutauth_account** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(directory) || !good(deadline)) {
            return wrong_handle("directory or deadline");
        }
        if (name != nullptr && *name == '\0') {
            return Error(Status::invalid_argument, "the account's name is empty");
        }
        const auto wanted = name == nullptr ? std::nullopt : std::optional<std::string_view>(name);
        return give(out, Account::find(*directory->object, wanted, deadline_of(deadline)));
    });
}

const char* mutauth_account_dn(const mutauth_account* account) {
    return live(account) ? account->object.dn().c_str() : nullptr;
}

mutauth_status mutauth_account_spns(mutauth_account* account,
                                    const mutauth_deadline* deadline,
                                    mutauth_texts** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(account) || !good(deadline)) {
            return wrong_handle("account or deadline");
        }
        return give(out, account->object.spns(deadline_of(deadline)));
    });
}

mutauth_status mutauth_account_add_spn(mutauth_account* account,
                                       const mutauth_spn* spn,
                                       const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(account) || !live(spn) || !good(deadline)) {
            return wrong_handle("account, spn or deadline");
        }
        return outcome_of(account->object.add_spn(spn->object, deadline_of(deadline)));
    });
}

mutauth_status mutauth_account_delete_spn(mutauth_account* account,
                                          const mutauth_spn* spn,
                                          const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(account) || !live(spn) || !good(deadline)) {
            return wrong_handle("account, spn or deadline");
        }
        return outcome_of(account->object.delete_spn(spn->object, deadline_of(deadline)));
    });
}

mutauth_status mutauth_account_add_spns(mutauth_account* account,
                                        const mutauth_spn* const* spns,
                                        size_t count,
                                        const mutauth_steps* steps,
                                        const mutauth_deadline* deadline) {
    return change_list({account, steps, deadline}, spns, count, &Account::add_spns);
}

mutauth_status mutauth_account_delete_spns(mutauth_account* account,
                                           const mutauth_spn* const* spns,
                                           size_t count,
                                           const mutauth_steps* steps,
                                           const mutauth_deadline* deadline) {
    return change_list({account, steps, deadline}, spns, count, &Account::delete_spns);
}

mutauth_status mutauth_account_replace_spns(mutauth_account* account,
                                            const mutauth_spn* const* spns,
                                            size_t count,
                                            const mutauth_steps* steps,
                                            const mutauth_deadline* deadline) {
    return change_list({account, steps, deadline}, spns, count, &Account::replace_spns);
}

mutauth_status mutauth_account_register_host(mutauth_account* account,
                                             int32_t operation,
                                             const char* service_class,
                                             const char* host,
                                             const mutauth_steps* steps,
                                             const mutauth_deadline* deadline) {
    return change({account, steps, deadline},
                  [&](Account& found, const auto& manner) -> mutauth::Result<void> {
                      if (service_class == nullptr) {
                          return missing("service_class");
                      }
                      if (operation < MUTAUTH_SPN_ADD || operation > MUTAUTH_SPN_DELETE) {
                          return Error(Status::invalid_argument, "no such operation");
                      }
                      auto pair = host_pair(service_class, optional_text(host));
                      return pair ? found.register_host(static_cast<Operation>(operation), *pair,
                                                        manner)
                                  : std::move(pair).error();
                  });
}

mutauth_status mutauth_account_move_spns(mutauth_account* from,
                                         mutauth_account* to,
                                         const mutauth_spn* const* spns,
                                         size_t count,
                                         const mutauth_steps* steps,
                                         const mutauth_deadline* deadline) {
    return change({from, steps, deadline},
                  [&](Account& account, const auto& manner) -> mutauth::Result<void> {
                      if (!live(to)) {
                          return wrong_handle("to");
                      }
                      auto list = spns_of(spns, count);
                      if (!list) {
                          return std::move(list).error();
                      }
                      return account.move_spns(
                          to->object, spns == nullptr ? std::nullopt : std::optional(*list),
                          manner);
                  });
}

mutauth_status mutauth_account_remove_all(mutauth_account* account,
                                          const char* service_class,
                                          const mutauth_steps* steps,
                                          const mutauth_deadline* deadline) {
    return change({account, steps, deadline},
                  [&](Account& found, const auto& manner) -> mutauth::Result<void> {
                      if (service_class != nullptr && *service_class == '\0') {
                          return Error(Status::invalid_argument, "service_class is empty");
                      }
                      return found.remove_all(service_class == nullptr
                                                  ? std::nullopt
                                                  : std::optional<std::string_view>(service_class),
                                              manner);
                  });
}

mutauth_status mutauth_account_warnings(const mutauth_account* account, mutauth_texts** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(account)) {
            return wrong_handle("account");
        }
        *out = new mutauth_texts(account->object.warnings());
        return done();
    });
}

mutauth_status mutauth_account_write_spns(mutauth_directory* directory,
                                          int32_t operation,
                                          const char* account,
                                          const char* const* texts,
                                          size_t count,
                                          const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(directory) || !good(deadline)) {
            return wrong_handle("directory or deadline");
        }
        if (texts == nullptr && count != 0) {
            return missing("texts");
        }
        // One too many is enough to be refused.
        const size_t looked_at = std::min(count, mutauth::registration::kMostSpns + 1);
        std::vector<std::string_view> list;
        for (size_t i = 0; i < looked_at; ++i) {
            list.push_back(optional_text(texts[i]));
        }
        return outcome_of(mutauth::registration::write_spns(
            *directory->object, operation, optional_text(account), list, deadline_of(deadline)));
    });
}

void mutauth_account_free(mutauth_account* account) {
    release(account);
}

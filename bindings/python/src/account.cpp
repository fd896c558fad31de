#include <_docs.h>

#include <algorithm>
#include <functional>

#include "directory.h"
#include "spn.h"
#include "steps.h"

namespace binding {
namespace {

struct AccountCore {
    static constexpr const char* noun = "account";
    AccountCore(std::shared_ptr<DirectoryCore> session, v1::Account found) noexcept
        : directory(std::move(session)), account(std::move(found)) {}
    std::string details() const { return std::string(account.dn()); }

    Waits waits;
    // Declared first: the session must outlive the account.
    std::shared_ptr<DirectoryCore> directory;
    v1::Account account;
};

using Account = Object<AccountCore>;

Account find(const Directory& directory, OptionalUtf8 name, Timeout timeout) {
    const auto session = directory.use();
    return waiting(session->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = session->turn.take(deadline);
        return Account::make(session, v1::Account::find(session->directory, name.text, deadline));
    });
}

/// Waits that end when the account is freed, and when its session is.
template <class Body>
auto in_session(const Account& self, Timeout timeout, Body body) {
    const auto core = self.use();
    return waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const Waits::Entry entry(core->directory->waits, deadline);
        const auto turn = core->directory->turn.take(deadline);
        return body(core->account, deadline);
    });
}

py::list texts(const std::vector<std::string>& lines) {
    py::list list;
    for (const std::string& line : lines) {
        list.append(text(line));
    }
    return list;
}

py::list spns(const Account& self, Timeout timeout) {
    return texts(in_session(self, timeout, [](v1::Account& account, const v1::Deadline& deadline) {
        return account.spns(deadline);
    }));
}

void add_spn(const Account& self, const SpnArgument& spn, Timeout timeout) {
    in_session(self, timeout, [&](v1::Account& account, const v1::Deadline& deadline) {
        account.add_spn(spn.spn(), deadline);
    });
}

void delete_spn(const Account& self, const SpnArgument& spn, Timeout timeout) {
    in_session(self, timeout, [&](v1::Account& account, const v1::Deadline& deadline) {
        account.delete_spn(spn.spn(), deadline);
    });
}

void add_spns(const Account& self,
              const SpnArguments& spns,
              bool dry_run,
              const py::object& on_step,
              Timeout timeout) {
    const v1::Steps steps = steps_of(dry_run, on_step);
    const v1::SpnList list = spns.list();
    in_session(self, timeout, [&](v1::Account& account, const v1::Deadline& deadline) {
        account.add_spns(list, steps, deadline);
    });
}

void delete_spns(const Account& self,
                 const SpnArguments& spns,
                 bool dry_run,
                 const py::object& on_step,
                 Timeout timeout) {
    const v1::Steps steps = steps_of(dry_run, on_step);
    const v1::SpnList list = spns.list();
    in_session(self, timeout, [&](v1::Account& account, const v1::Deadline& deadline) {
        account.delete_spns(list, steps, deadline);
    });
}

py::list replace_spns(const Account& self,
                      const SpnArguments& spns,
                      bool dry_run,
                      const py::object& on_step,
                      Timeout timeout) {
    const v1::Steps steps = steps_of(dry_run, on_step);
    const v1::SpnList list = spns.list();
    return texts(in_session(self, timeout, [&](v1::Account& account, const v1::Deadline& deadline) {
        return account.replace_spns(list, steps, deadline);
    }));
}

py::list register_host(const Account& self,
                       Utf8 service_class,
                       OptionalUtf8 host,
                       std::int32_t operation,
                       bool dry_run,
                       const py::object& on_step,
                       Timeout timeout) {
    const v1::Steps steps = steps_of(dry_run, on_step);
    return texts(in_session(self, timeout, [&](v1::Account& account, const v1::Deadline& deadline) {
        return account.register_host(service_class.text, host.text, operation, steps, deadline);
    }));
}

/// The other account's turn too, where it is of another session; each pair in one order, so that
/// two moves that cross do not wait for each other.
auto in_both_sessions(
    const Account& from,
    const Account& to,
    Timeout timeout,
    const std::function<std::vector<std::string>(v1::Account&, v1::Account&, const v1::Deadline&)>&
        body) {
    const auto one = from.use();
    const auto other = to.use();
    return waiting(one->waits, timeout, [&](const v1::Deadline& deadline) {
        const Waits::Entry entry(one->directory->waits, deadline);
        const Waits::Entry entry_there(other->directory->waits, deadline);
        DirectoryCore* first = std::min(one->directory.get(), other->directory.get());
        DirectoryCore* second = std::max(one->directory.get(), other->directory.get());
        const auto turn = first->turn.take(deadline);
        const auto turn_there = first == second ? Turn::Lock() : second->turn.take(deadline);
        return body(one->account, other->account, deadline);
    });
}

py::list move_spns(const Account& self,
                   const Account& to,
                   const std::optional<SpnArguments>& spns,
                   bool dry_run,
                   const py::object& on_step,
                   Timeout timeout) {
    const v1::Steps steps = steps_of(dry_run, on_step);
    const v1::SpnList list = spns ? spns->list() : v1::SpnList();
    return texts(in_both_sessions(
        self, to, timeout, [&](v1::Account& from, v1::Account& into, const v1::Deadline& deadline) {
            return from.move_spns(into, spns ? &list : nullptr, steps, deadline);
        }));
}

py::list remove_all(const Account& self,
                    OptionalUtf8 service_class,
                    bool dry_run,
                    const py::object& on_step,
                    Timeout timeout) {
    const v1::Steps steps = steps_of(dry_run, on_step);
    return texts(in_session(self, timeout, [&](v1::Account& account, const v1::Deadline& deadline) {
        return account.remove_all(service_class.text, steps, deadline);
    }));
}

void write_spns(const Directory& directory,
                std::int32_t operation,
                Utf8 account,
                const std::vector<Utf8>& spns,
                Timeout timeout) {
    const std::vector<std::string> list(spns.begin(), spns.end());
    const auto session = directory.use();
    waiting(session->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = session->turn.take(deadline);
        v1::Account::write_spns(session->directory, operation, account.text, list, deadline);
    });
}

/// A method with the keywords of a change.
template <class Class, class Function, class... Arguments>
void def_change(Class& bound,
                const char* name,
                Function function,
                const char* doc,
                const Arguments&... arguments) {
    bound.def(name, function, arguments..., py::arg("dry_run") = false,
              py::arg("on_step") = py::none(), py::arg("timeout") = py::none(), doc);
}

void bind_changes(py::class_<Account>& bound) {
    def_change(bound, "add_spns", add_spns, doc_mutauth_account_add_spns, py::arg("spns"),
               py::kw_only());
    def_change(bound, "delete_spns", delete_spns, doc_mutauth_account_delete_spns, py::arg("spns"),
               py::kw_only());
    def_change(bound, "replace_spns", replace_spns, doc_mutauth_account_replace_spns,
               py::arg("spns"), py::kw_only());
    def_change(bound, "register_host", register_host, doc_mutauth_account_register_host,
               py::arg("service_class"), py::arg("host") = py::none(), py::kw_only(),
               py::arg("operation") = MUTAUTH_SPN_ADD);
    def_change(bound, "move_spns", move_spns, doc_mutauth_account_move_spns, py::arg("to"),
               py::arg("spns") = py::none(), py::kw_only());
    def_change(bound, "remove_all", remove_all, doc_mutauth_account_remove_all,
               py::arg("service_class") = py::none(), py::kw_only());
    bound.def(
        "warnings", [](const Account& self) { return texts(self.use()->account.warnings()); },
        doc_mutauth_account_warnings);
}

}  // namespace

void bind_account(py::module_& module) {
    auto bound = made_class<Account>(
        module, "Account", "An account found in a directory. It keeps the session alive.");
    bound.def_static("find", find, py::arg("directory"), py::arg("name") = py::none(),
                     py::arg("timeout") = py::none(), doc_mutauth_account_find);
    bind_free<AccountCore>(bound, doc_mutauth_account_free);
    bound.def_property_readonly(
        "dn", [](const Account& self) { return text(self.use()->account.dn()); },
        doc_mutauth_account_dn);
    bound.def("spns", spns, py::arg("timeout") = py::none(), doc_mutauth_account_spns);
    bound.def("add_spn", add_spn, py::arg("spn"), py::arg("timeout") = py::none(),
              doc_mutauth_account_add_spn);
    bound.def("delete_spn", delete_spn, py::arg("spn"), py::arg("timeout") = py::none(),
              doc_mutauth_account_delete_spn);
    bind_changes(bound);
    bound.def_static("write_spns", write_spns, py::arg("directory"), py::arg("operation"),
                     py::arg("account"), py::arg("spns"), py::arg("timeout") = py::none(),
                     doc_mutauth_account_write_spns);
    module.attr("SPN_ADD") = MUTAUTH_SPN_ADD;
    module.attr("SPN_REPLACE") = MUTAUTH_SPN_REPLACE;
    module.attr("SPN_DELETE") = MUTAUTH_SPN_DELETE;
}

}  // namespace binding

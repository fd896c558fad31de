#include <_docs.h>

#include "directory.h"
#include "spn.h"

namespace binding {
namespace {

struct AccountCore {
    static constexpr const char* noun = "account";
    AccountCore(std::shared_ptr<DirectoryCore> session, v1::Account found) noexcept
        : directory(std::move(session)), account(std::move(found)) {}

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

py::list spns(const Account& self, Timeout timeout) {
    py::list list;
    for (const std::string& spn :
         in_session(self, timeout, [](v1::Account&account, const v1::Deadline&deadline) {
             return account.spns(deadline);
         })) {
        list.append(text(spn));
    }
    return list;
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
}

}  // namespace binding

#include "keytab.h"

#include <_docs.h>

#include "credential.h"
#include "directory.h"
#include "spn.h"
#include "steps.h"

namespace binding {
namespace {

struct KeytabCore {
    static constexpr const char* noun = "keytab";
    KeytabCore(const Path& path, const OptionalUtf8& owner)
        : keytab(path.text, owner.text),
          file(path.text),
          account(owner.text == nullptr ? "" : owner.text) {}
    std::string details() const { return file + (account.empty() ? "" : " of " + account); }

    Waits waits;
    v1::Keytab keytab;
    const std::string file;
    const std::string account;
};

using Keytab = Object<KeytabCore>;

/// A credential that a call may be given, kept for as long as the call runs.
class Client {
  public:
    explicit Client(const Credential* credential)
        : core_(credential != nullptr ? credential->use() : nullptr) {}
    const v1::Credential* get() const noexcept {
        return core_ != nullptr ? &core_->credential : nullptr;
    }

  private:
    std::shared_ptr<CredentialCore> core_;
};

py::list listed(v1::Report found) {
    py::list list;
    for (auto& finding : found) {
        list.append(py::cast(std::move(finding)));
    }
    return list;
}

v1::SpnList list_of(const std::optional<SpnArguments>& spns) {
    return spns ? spns->list() : v1::SpnList();
}

py::list check(const Keytab& self,
               const std::optional<SpnArguments>& spns,
               const Credential* client,
               std::int64_t grace,
               Timeout timeout) {
    const auto core = self.use();
    const Client by(client);
    const v1::SpnList list = list_of(spns);
    return listed(waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        return core->keytab.check(list, by.get(), grace, deadline);
    }));
}

void add(const Keytab& self,
         const std::optional<SpnArgument>& spn,
         OptionalUtf8 password,
         const Credential* client,
         bool dry_run,
         const py::object& on_step,
         Timeout timeout) {
    const auto core = self.use();
    const Client by(client);
    const v1::Steps steps = steps_of(dry_run, on_step);
    if (!spn && password.text == nullptr) {
        throw v1::Error(MUTAUTH_INVALID_ARGUMENT, "neither an SPN nor a password");
    }
    waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        if (password.text == nullptr) {
            core->keytab.add(spn->spn(), by.get(), steps, deadline);
        } else {
            core->keytab.add_by_password(password.text, spn ? &spn->spn() : nullptr, by.get(),
                                         steps, deadline);
        }
    });
}

void rotate(const Keytab& self,
            const Credential* administrator,
            std::int64_t grace,
            OptionalUtf8 keeper,
            bool dry_run,
            const py::object& on_step,
            Timeout timeout) {
    const auto core = self.use();
    const Client by(administrator);
    const v1::Steps steps = steps_of(dry_run, on_step);
    waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        core->keytab.rotate(by.get(), grace, keeper.text, steps, deadline);
    });
}

py::list read(const Keytab& self, Timeout timeout) {
    const auto core = self.use();
    auto entries = waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        return core->keytab.read(deadline);
    });
    py::list list;
    for (auto& entry : entries) {
        list.append(py::cast(std::move(entry)));
    }
    return list;
}

void remove(const Keytab& self,
            OptionalUtf8 principal,
            std::optional<std::uint32_t> kvno,
            std::int32_t enctype,
            bool dry_run,
            const py::object& on_step,
            Timeout timeout) {
    const auto core = self.use();
    const v1::Steps steps = steps_of(dry_run, on_step);
    waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        core->keytab.remove(principal.text, kvno, enctype, steps, deadline);
    });
}

py::str repr(const v1::KeytabEntry& entry) {
    return py::str("<mutauth.KeytabEntry {} kvno {} {}>")
        .format(text(entry.principal), entry.kvno, text(entry.enctype_name));
}

void bind_keytab_entry(py::module_& module) {
    auto bound = made_class<v1::KeytabEntry>(
        module, "KeytabEntry",
        "An entry of a keytab, without its key. Immutable; threads may share one.");
    bound.def_property_readonly(
        "principal", [](const v1::KeytabEntry& self) { return text(self.principal); },
        "Whose key it is: name@REALM.");
    bound.def_readonly("kvno", &v1::KeytabEntry::kvno, "The version of the key.");
    bound.def_readonly("enctype", &v1::KeytabEntry::enctype, "The encryption type (RFC 3961 8).");
    bound.def_property_readonly(
        "enctype_name", [](const v1::KeytabEntry& self) { return text(self.enctype_name); },
        "The encryption type in words: aes256-cts-hmac-sha1-96.");
    bound.def_readonly("timestamp", &v1::KeytabEntry::timestamp,
                       "When it was put there, in seconds since 1970 UTC.");
    bound.def("__repr__", repr);
}

py::list verify_service(const Directory& directory,
                        const Keytab& keytab,
                        const std::optional<SpnArguments>& spns,
                        OptionalUtf8 account,
                        const Credential* client,
                        Timeout timeout) {
    const auto session = directory.use();
    const auto core = keytab.use();
    const Client by(client);
    const v1::SpnList list = list_of(spns);
    return listed(waiting(session->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = session->turn.take(deadline);
        return v1::verify_service(session->directory, account.text, core->keytab, list, by.get(),
                                  deadline);
    }));
}

}  // namespace

void bind_keytab(py::module_& module) {
    bind_keytab_entry(module);
    auto bound = final_class<Keytab>(
        module, "Keytab",
        "A keytab's file name and whose keys it holds. Immutable; threads may share one.");
    bound.def(py::init([](const Path& file, OptionalUtf8 account) {
                  return Keytab::make(file, account);
              }),
              py::arg("file"), py::arg("account") = py::none(), doc_mutauth_keytab_new);
    bind_free<KeytabCore>(bound, doc_mutauth_keytab_free);
    bound.def("check", check, py::arg("spns") = py::none(), py::arg("client") = py::none(),
              py::arg("grace") = MUTAUTH_KEYTAB_GRACE, py::arg("timeout") = py::none(),
              doc_mutauth_keytab_check);
    bound.def("add", add, py::arg("spn") = py::none(), py::arg("password") = py::none(),
              py::arg("client") = py::none(), py::kw_only(), py::arg("dry_run") = false,
              py::arg("on_step") = py::none(), py::arg("timeout") = py::none(),
              doc_mutauth_keytab_add);
    bound.def("rotate", rotate, py::arg("administrator") = py::none(),
              py::arg("grace") = MUTAUTH_KEYTAB_GRACE, py::arg("keeper") = py::none(),
              py::kw_only(), py::arg("dry_run") = false, py::arg("on_step") = py::none(),
              py::arg("timeout") = py::none(), doc_mutauth_keytab_rotate);
    bound.def("read", read, py::arg("timeout") = py::none(), doc_mutauth_keytab_read);
    bound.def("remove", remove, py::arg("principal") = py::none(), py::arg("kvno") = py::none(),
              py::arg("enctype") = 0, py::kw_only(), py::arg("dry_run") = false,
              py::arg("on_step") = py::none(), py::arg("timeout") = py::none(),
              doc_mutauth_keytab_remove);
    module.def("verify_service", verify_service, py::arg("directory"), py::arg("keytab"),
               py::arg("spns") = py::none(), py::arg("account") = py::none(),
               py::arg("client") = py::none(), py::arg("timeout") = py::none(),
               doc_mutauth_verification_run);
}

}  // namespace binding

#include "impersonation.h"

#include <_docs.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "directory.h"
#include "identity.h"
#include "suspension.h"

namespace binding {
namespace {

/// A scope that begins in a with statement and ends with it.
struct Impersonation {
    std::function<v1::Impersonation()> begin;
    std::optional<v1::Impersonation> scope;
};

struct LocalPeer {
    std::shared_ptr<const v1::LocalPeer> peer;
};

v1::LocalUser allowed(v1::LocalUser user, bool root) {
    if (root) {
        user.allow_root();
    }
    return user;
}

LocalUser shared(v1::LocalUser user) {
    return {std::make_shared<const v1::LocalUser>(std::move(user))};
}

LocalUser make_user(Utf8 name,
                    std::uint32_t uid,
                    std::uint32_t gid,
                    const std::vector<std::uint32_t>& groups,
                    bool allow_root) {
    return shared(allowed(v1::LocalUser(name.text, uid, gid, groups), allow_root));
}

LocalUser find_user(Utf8 name, bool allow_root) {
    const std::string copy = name.text;
    const OthersRun others_run;
    return shared(allowed(v1::LocalUser::find(copy), allow_root));
}

LocalUser user_in_directory(const Directory& directory,
                            const Identity& identity,
                            Timeout timeout,
                            bool allow_root) {
    const auto core = directory.use();
    return waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = core->turn.take(deadline);
        return shared(allowed(
            v1::LocalUser::from_directory(core->directory, identity.proven, deadline), allow_root));
    });
}

UserMap make_map(const py::dict& rules,
                 const py::dict& sids,
                 const Several& realms,
                 bool auth_to_local,
                 bool require_pac,
                 bool allow_root,
                 bool allow_upn) {
    v1::UserMap map;
    for (const auto& [principal, user] : rules) {
        const Utf8 name = principal.cast<Utf8>();
        if (py::isinstance<LocalUser>(user)) {
            map.add_user(name.text, *user.cast<const LocalUser&>().user);
        } else {
            map.add_rule(name.text, user.cast<Utf8>().text);
        }
    }
    for (const auto& [account, user] : sids) {
        const auto key = account.cast<std::pair<std::string, std::string>>();
        map.add_sid(key.first, key.second, user.cast<Utf8>().text);
    }
    std::size_t count_of_realms = 0;
    for (const py::handle realm : realms.items) {
        map.add_realm(realm.cast<Utf8>().text);
        ++count_of_realms;
    }
    if (auth_to_local) {
        map.use_auth_to_local();
    }
    if (require_pac) {
        map.require_pac();
    }
    if (allow_root) {
        map.allow_root();
    }
    if (allow_upn) {
        map.allow_upn();
    }
    const std::size_t count =
        rules.size() + sids.size() + count_of_realms + (auth_to_local ? 1 : 0);
    return {std::make_shared<const v1::UserMap>(std::move(map)), count};
}

LocalUser find_in_map(const UserMap& self, const Identity& identity) {
    const auto map = self.map;
    const OthersRun others_run;
    return shared(map->find(identity.proven));
}

Impersonation as_caller(const Identity& identity, const UserMap& users) {
    const auto begin = [caller = identity.proven, map = users.map] {
        const OthersRun others_run;
        return v1::Impersonation(caller, *map);
    };
    return {begin, {}};
}

Impersonation as_user(const LocalUser& self) {
    return {[user = self.user] { return v1::Impersonation(*user); }, {}};
}

py::object enter(const py::object& self) {
    auto& held = self.cast<Impersonation&>();
    if (held.scope) {
        throw v1::Error(MUTAUTH_WRONG_STATE, "the thread acts as the user already");
    }
    refuse_where_suspended();
    held.scope.emplace(held.begin());
    return self;
}

void leave(Impersonation& self, const py::args& /*why*/) {
    if (!self.scope) {
        throw v1::Error(MUTAUTH_WRONG_STATE, "the thread does not act as the user");
    }
    self.scope->revert();
    self.scope.reset();
}

/// What a coroutine or generator does, it does later and as the service.
void refuse_what_runs_later(const py::object& made) {
    if (py::hasattr(made, "__await__") || PyGen_Check(made.ptr()) ||
        PyAsyncGen_CheckExact(made.ptr())) {
        if (py::hasattr(made, "close")) {
            made.attr("close")();
        }
        throw v1::Error(MUTAUTH_WRONG_STATE,
                        "the function gave a coroutine or generator, which would run as the "
                        "service: give a function that does its work before it returns");
    }
}

py::object run(Impersonation& self,
               const py::function& function,
               const py::args& arguments,
               const py::kwargs& named) {
    refuse_greenlets();
    v1::Impersonation scope = self.begin();
    py::object result = function(*arguments, **named);
    scope.revert();
    refuse_what_runs_later(result);
    return result;
}

py::object run_as_user(const LocalUser& self,
                       const py::function& function,
                       const py::args& arguments,
                       const py::kwargs& named) {
    auto held = as_user(self);
    return run(held, function, arguments, named);
}

std::optional<LocalUser> capture() {
    auto user = v1::Impersonation::capture();
    return user ? std::optional(shared(std::move(*user))) : std::nullopt;
}

LocalPeer make_peer(int socket) {
    return {std::make_shared<const v1::LocalPeer>(socket)};
}

py::str repr(const LocalUser& self) {
    return py::str("<mutauth.LocalUser {!r} uid={} gid={}>")
        .format(text(self.user->name()), self.user->uid(), self.user->gid());
}

void bind_users(py::module_& module) {
    auto user = final_class<LocalUser>(module, "LocalUser",
                                       "A user of this machine. Immutable; threads may share one.");
    user.def(py::init(&make_user), py::arg("name"), py::arg("uid"), py::arg("gid"),
             py::arg("groups") = std::vector<std::uint32_t>(), py::kw_only(),
             py::arg("allow_root") = false, doc_mutauth_local_user_new);
    user.def_static("find", find_user, py::arg("name"), py::kw_only(),
                    py::arg("allow_root") = false, doc_mutauth_local_user_find);
    user.def_static("from_directory", user_in_directory, py::arg("directory"), py::arg("identity"),
                    py::kw_only(), py::arg("timeout") = py::none(), py::arg("allow_root") = false,
                    doc_mutauth_local_user_from_directory);
    user.def_property_readonly(
        "name", [](const LocalUser& self) { return text(self.user->name()); },
        doc_mutauth_local_user_name);
    user.def_property_readonly(
        "uid", [](const LocalUser& self) { return self.user->uid(); }, doc_mutauth_local_user_uid);
    user.def_property_readonly(
        "gid", [](const LocalUser& self) { return self.user->gid(); }, doc_mutauth_local_user_gid);
    user.def_property_readonly(
        "groups", [](const LocalUser& self) { return py::tuple(py::cast(self.user->groups())); },
        "The numbers of its supplementary groups, a tuple of int.");
    user.def("impersonate", as_user, "A scope for a with statement: this thread acts as the user.");
    user.def("run", run_as_user, py::arg("function"),
             "function(*args, **kwargs), run by this thread as the user.");
    user.def("__repr__", repr);
    auto map = final_class<UserMap>(module, "UserMap",
                                    "From callers to users of this machine. What is not given maps "
                                    "nobody. Immutable; threads may share one.");
    map.def(py::init(&make_map), py::arg("rules") = py::dict(), py::kw_only(),
            py::arg("sids") = py::dict(), py::arg("realms") = py::tuple(),
            py::arg("auth_to_local") = false, py::arg("require_pac") = false,
            py::arg("allow_root") = false, py::arg("allow_upn") = false,
            "rules: from \"name@REALM\", with * for any text in the name, to a user's name or a "
            "LocalUser; patterns are tried in the dict's order\n"
            "sids: from (realm, SID) of an account to a user's name; these go first\n"
            "realms: \"alice@REALM\" of these is the user alice\n"
            "auth_to_local: then ask krb5.conf, for its default realm\n"
            "require_pac: whoever comes without a PAC that names an account is nobody\n"
            "allow_root: callers may be the user of uid 0\n"
            "allow_upn: rules are for callers who come by their UPN too, not by their account's "
            "own name alone");
    map.def("__repr__", [](const UserMap& self) {
        return py::str("<mutauth.UserMap of {} rules>").format(self.rules);
    });
    map.def("find", find_in_map, py::arg("identity"), doc_mutauth_user_map_find);
}

template <class Function>
void add_to_identity(const py::object& identity,
                     const char* name,
                     Function function,
                     const char* doc) {
    identity.attr(name) = py::cpp_function(std::move(function), py::name(name),
                                           py::is_method(identity), py::arg("users"), doc);
}

void bind_peers(py::module_& module) {
    auto peer = final_class<LocalPeer>(
        module, "LocalPeer",
        "A process on this machine that is connected to a Unix socket. Threads may share one.");
    peer.def(py::init(&make_peer), py::arg("fd"), doc_mutauth_local_peer_of);
    peer.def("__repr__", [](const LocalPeer& self) {
        return py::str("<mutauth.LocalPeer {} pid {}>")
            .format(text(self.peer->identity().client()), self.peer->process());
    });
    peer.def_property_readonly(
        "identity", [](const LocalPeer& self) { return Identity(self.peer->identity()); },
        doc_mutauth_local_peer_identity);
    peer.def_property_readonly(
        "process", [](const LocalPeer& self) { return self.peer->process(); },
        doc_mutauth_local_peer_process);
}

}  // namespace

void bind_impersonation(py::module_& module) {
    module.attr("IMPERSONATION_ANONYMOUS") = MUTAUTH_IMPERSONATION_ANONYMOUS;
    module.attr("IMPERSONATION_IDENTIFY") = MUTAUTH_IMPERSONATION_IDENTIFY;
    module.attr("IMPERSONATION_IMPERSONATE") = MUTAUTH_IMPERSONATION_IMPERSONATE;
    module.attr("IMPERSONATION_DELEGATE") = MUTAUTH_IMPERSONATION_DELEGATE;
    auto scope = made_class<Impersonation>(
        module, "Impersonation",
        "A scope for a with statement, in which the thread acts as somebody. Not to be used by "
        "several threads.");
    scope.def("__repr__", [](const Impersonation& self) {
        return self.scope ? "<mutauth.Impersonation, entered>"
                          : "<mutauth.Impersonation, not entered>";
    });
    scope.def("__enter__", enter);
    scope.def("__exit__", leave);
    scope.def("run", run, py::arg("function"),
              "function(*args, **kwargs), run by this thread as the user.");
    bind_users(module);
    bind_peers(module);
    add_to_identity(module.attr("Identity"), "impersonate", as_caller, doc_mutauth_impersonate);
    module.def(
        "impersonation_level",
        [](const Identity& identity) {
            return enumerated("mutauth.levels", "ImpersonationLevel",
                              v1::Impersonation::level(identity.proven));
        },
        py::arg("identity"), doc_mutauth_impersonation_level);
    module.def("impersonation_depth", v1::Impersonation::depth, doc_mutauth_impersonation_depth);
    module.def("impersonated_user", capture, doc_mutauth_impersonation_capture);
}

}  // namespace binding
